"""What ``mobility.toml`` states of a log: read with what was typed, held to its rules, said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mobility_analysis.commands.console import counted, say

if TYPE_CHECKING:
    from mobility_analysis.log import MobilityLog
    from mobility_analysis.log.settings import Settings

FILES_SAID = 6


def settings_for(path: Path, **typed: Any) -> Settings:
    """Return the settings of a log, with what was typed (None: nothing) before them.

    A threshold that cannot be is an error of every command, not only of the one that goes by it.
    """
    from mobility_analysis.log.read.settings_file import settings_at
    from mobility_analysis.measures.caseload.options import stated_comparison, stated_thresholds

    settings = settings_at(path)
    stated_comparison(settings)
    stated_thresholds(settings)
    return settings.with_typed(**typed)


def say_settings(settings: Settings) -> None:
    """Say what is taken from settings files."""
    said = settings.sentences()
    for sentence in said[:FILES_SAID]:
        say(sentence)
    if len(said) > FILES_SAID:
        say(f"... and from {counted(len(said) - FILES_SAID, 'settings file')} more.")


def say_not_copied(log: MobilityLog, folder: Path | str) -> None:
    """Say that settings which are not in the tables of a log do not go where it is written."""
    settings = log.settings
    stated = (settings, *settings.of_logs)
    if any(own.has_targets or own.thresholds or own.compared_with for own in stated):
        say(
            f"Note: targets and thresholds stay in {settings.place or 'the settings files'}, "
            f"since they are no part of the tables; copy the file into {folder} if they are to "
            "hold there, too."
        )
