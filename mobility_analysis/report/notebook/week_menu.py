"""Which week of which exercise is opened: picked on a grid of weeks, or from two menus."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import pandas as pd

from mobility_analysis.log.catalogue import exercise_names
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.adherence import weekly_adherence
from mobility_analysis.measures.counted import counted_log
from mobility_analysis.report.notebook import places
from mobility_analysis.report.notebook.cells import Shown, say, show_table
from mobility_analysis.report.notebook.why import (
    ABOUT,
    describe_week,
    exercise_and_week,
    share_words,
    week_rows,
)
from mobility_analysis.words.counted import Row
from mobility_analysis.words.numbers import count_words, date_words, in_order

#: The newest weeks that stand on the grid; the menu has all of them.
GRID_WEEKS = 12
CELL = "54px"
NAME = "210px"
NO_WIDTH = "\N{ZERO WIDTH SPACE}"
NOT_IN_THESE = "neither done nor prescribed in these weeks: see the menu above."
OF_ABOUT = f"{ABOUT}2 is about 2: of a week with a part of its days prescribed."
NO_WEEK = "There is no week of any exercise to look into."


class WeekMenu:
    """Which week of which exercise is opened; what it shows below itself follows.

    Attributes
    ----------
    log : MobilityLog
        The log of one client.
    exercise : str
        Id of the exercise picked last; empty where there is none.
    week : Timestamp
        Monday of the week picked last; ``NaT`` where there is none.
    """

    def __init__(self, log: MobilityLog) -> None:
        self._below: Any = None
        self.picker = Picker(self) if find_spec("ipywidgets") else None
        self._read(log)

    def _read(self, log: MobilityLog) -> None:
        self.log, self.names = counted_log(log), exercise_names(log)
        self.weekly = weekly_adherence(self.log)
        self._weeks: dict[str, list[Row]] = {}
        for week in self.weekly.sort_values("week_start", ascending=False).to_dict("records"):
            self._weeks.setdefault(str(week["exercise"]), []).append(week)
        self.exercise, self.week = exercise_and_week(self.log)
        if self.picker is not None:
            self.picker.fill()

    @property
    def exercises(self) -> list[str]:
        """Ids of the exercises that have a week."""
        return in_order(self.weekly["exercise"].drop_duplicates())

    def weeks_of(self, exercise: str) -> list[Row]:
        """Return the weeks of an exercise, the newest first: rows of ``weekly_adherence``."""
        return self._weeks.get(exercise, [])

    def take(self, log: MobilityLog) -> None:
        """Go on to another client's log, and show anew what stands below."""
        self._read(log)
        self._show_anew()

    def pick(self, exercise: str, week: pd.Timestamp) -> None:
        """Open another week, and show anew what stands below."""
        self.exercise, self.week = exercise, week
        self._show_anew()

    def show(self) -> None:
        """Show the menu, and below it the sum and the rows of the week picked last."""
        places.show_in_place(self)
        self._below = places.show_in_place(self.opened())

    def _show_anew(self) -> None:
        if self._below is not None:
            self._below.update(self.opened())

    def opened(self) -> Shown:
        """Return the sum behind the week that was picked, and its rows."""
        said = describe_week(self.log, self.exercise, self.week)
        rows = week_rows(self.log, self.exercise, self.week)
        if rows.empty:
            return say(said)
        shown, words = show_table(rows), say(said)
        return Shown(f"{words.text}\n{shown.text}", f"{words.html}{shown.html}")

    def __repr__(self) -> str:
        """Name no week: these words stay in the file when another is opened."""
        return "A menu of weeks: run this cell to use it."

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        if self.picker is None:
            return {"text/plain": "No menu of weeks, since ipywidgets is not installed."}
        return {**self.picker.box._repr_mimebundle_(**options), "text/plain": repr(self)}


def week_menu(log: MobilityLog) -> WeekMenu:
    """Offer the weeks of one client, to open the sum and the rows behind one of them.

    Parameters
    ----------
    log : MobilityLog
        The log of one client.

    Returns
    -------
    WeekMenu
        ``show`` shows it; it begins with the week that ``exercise_and_week`` names.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> menu = ma.week_menu(log)
    >>> menu.exercise, str(menu.week.date())
    ('down-dog', '2026-11-09')
    """
    return WeekMenu(log)


class Picker:
    """The widgets of a week menu: two menus, and a grid whose squares can be clicked."""

    def __init__(self, menu: WeekMenu) -> None:
        import ipywidgets as w

        self.menu, self._is_filling = menu, False
        self.which = w.Dropdown(description="Exercise", layout={"width": "340px"})
        self.when = w.Dropdown(description="Week", layout={"width": "340px"})
        self.rows: dict[str, Any] = {}
        self.grid = w.VBox([])
        self.which.observe(self._other_exercise, names="value")
        self.when.observe(self._other_week, names="value")
        self.box = w.VBox([w.HBox([self.which, self.when], layout={"flex_flow": "row wrap"}),
                           self.grid])  # fmt: skip

    def fill(self) -> None:
        """Let the widgets show the client's weeks, and which one is open."""
        menu, self._is_filling = self.menu, True
        names = [(menu.names.get(key, key), key) for key in menu.exercises]
        self.which.options = names
        self.grid.children = self._grid()
        self._mark()
        self._is_filling = False

    def _grid(self) -> list[Any]:
        """Make a row of buttons for each exercise, a button for each of the newest weeks."""
        import ipywidgets as w

        weekly = self.menu.weekly
        if weekly.empty:
            self.rows = {}
            return [w.Label(NO_WEEK)]
        # Each of these is a widget, too, which a browser must be told of: rows share them.
        as_usual, as_name = w.Layout(), w.Layout(width=NAME)
        style = w.ToggleButtonsStyle(button_width=CELL)

        def line(name: str, beside: Any) -> Any:
            return w.HBox([w.Label(name, layout=as_name), beside], layout=as_usual)

        first, newest = weekly["week_start"].min(), weekly["week_start"].max()
        days = pd.date_range(end=newest, periods=GRID_WEEKS, freq="7D")
        weeks = [week for week in days if week >= first]
        self.rows = {}
        made = [line("week of", w.HTML(_heads(weeks), layout=as_usual))]
        n_left, is_about = 0, False
        for exercise in self.menu.exercises:
            own = self.menu.weeks_of(exercise)
            shown = [week for week in own if week["week_start"] >= weeks[0]]
            if not any(pd.notna(week["prescribed"]) or week["done"] for week in shown):
                n_left += 1
                continue
            counted = {week["week_start"]: share_words(week, is_brief=True) for week in shown}
            said = {week["week_start"]: f": {share_words(week)}" for week in shown}
            is_about |= any(ABOUT in label for label in counted.values())
            labels = [counted.get(week, "–") for week in weeks]
            cells = list(zip(told_apart(labels), weeks, strict=True))
            row = w.ToggleButtons(
                options=cells, value=None, style=style, layout=as_usual,
                tooltips=[
                    f"week of {date_words(week)}{said.get(week, '')}" for week in weeks
                ],
            )  # fmt: skip
            row.observe(lambda change, key=exercise: self._clicked(key, change), names="value")
            self.rows[exercise] = row
            made.append(line(self.menu.names.get(exercise, exercise), row))
        if is_about:
            made.append(w.Label(OF_ABOUT))
        if n_left:
            made.append(w.Label(f"{count_words(n_left, 'exercise')} {NOT_IN_THESE}"))
        return made

    def _mark(self) -> None:
        """Let both menus and the grid show the week that is open."""
        menu = self.menu
        if not menu.exercises:
            self.when.options = []
            return
        self.which.value = menu.exercise
        own = menu.weeks_of(menu.exercise)
        shown = [(f"{date_words(week['week_start'])}: {share_words(week)}", week["week_start"])
                 for week in own]  # fmt: skip
        self.when.options = shown
        self.when.value = menu.week
        for exercise, row in self.rows.items():
            is_open = exercise == menu.exercise and menu.week in dict(map(reversed, row.options))
            row.value = menu.week if is_open else None

    def _go_to(self, exercise: str, week: pd.Timestamp) -> None:
        self._is_filling = True
        self.menu.pick(exercise, week)
        self._mark()
        self._is_filling = False

    def _other_exercise(self, _: object) -> None:
        if not self._is_filling and self.which.value:
            exercise = self.which.value
            self._go_to(*exercise_and_week(self.menu.log, exercise=exercise))

    def _other_week(self, _: object) -> None:
        if not self._is_filling and self.when.value is not None:
            self._go_to(self.menu.exercise, self.when.value)

    def _clicked(self, exercise: str, change: Any) -> None:
        if not self._is_filling and change["new"] is not None:
            self._go_to(exercise, change["new"])


def told_apart(labels: list[str]) -> list[str]:
    """Make labels differ by letters without width: a page finds a button by its label alone.

    >>> len(set(told_apart(["3", "-", "3"])))
    3
    """
    return [
        f"{label}{NO_WIDTH * labels[:place].count(label)}" for place, label in enumerate(labels)
    ]


def _heads(weeks: list[pd.Timestamp]) -> str:
    """Write the first days of weeks, each as wide as a square of the grid."""
    cell = f"display: inline-block; width: {CELL}; margin: 2px; text-align: center; font-size: 80%"
    days = [f'<span style="{cell}">{date_words(week, with_year=False)}</span>' for week in weeks]
    return f'<div style="white-space: nowrap">{"".join(days)}</div>'
