"""What notebook cells call: a log opened, a client chosen, tables in words, copies kept."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from mobility_analysis.bundled import bundled_sample
from mobility_analysis.log import log_from_tables
from mobility_analysis.report.notebook import (
    LOG_VARIABLE,
    client_log,
    describe_trust,
    keep_copy,
    newest,
    open_log,
    say,
    show_table,
)
from mobility_analysis.sample import write_sample_log


def test_the_environment_variable_names_another_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_sample_log(tmp_path, seed=1)
    monkeypatch.setenv(LOG_VARIABLE, str(tmp_path))
    elsewhere = open_log("there is no such folder")
    monkeypatch.delenv(LOG_VARIABLE)
    assert len(elsewhere.stiffness) != len(open_log(bundled_sample()).stiffness)


def test_a_day_to_look_from_is_optional() -> None:
    assert open_log(bundled_sample()).as_of == pd.Timestamp("2026-11-22")
    assert open_log(bundled_sample(), as_of="2026-09-01").as_of == pd.Timestamp("2026-09-01")


def test_bad_rows_are_set_aside_and_said(tmp_path: Path) -> None:
    rows = "client,date,score\nAnn,2026-11-01,3\nAnn,2026-11-02,14\n"
    (tmp_path / "stiffness.csv").write_text(rows, encoding="utf-8")
    log = open_log(tmp_path)
    assert len(log.stiffness) == 1
    assert "2 rows read, 1 used, 1 set aside" in str(describe_trust(log, client_log(log)))


def test_trust_names_the_client_and_judges_silence_by_the_whole_log() -> None:
    log = open_log(bundled_sample())
    said = str(describe_trust(log, client_log(log, "Ben T")))
    assert said.startswith("Ben T. 25 May to 22 Nov 2026: ")
    assert "silence after this day is not counted" not in said


def test_what_was_pointed_out_is_shown_for_its_client_alone() -> None:
    log = open_log(bundled_sample())
    assert "repeat earlier rows" in str(describe_trust(log, client_log(log, "Chloe R")))
    assert "repeat earlier rows" not in str(describe_trust(log, client_log(log, "Ben T")))


def test_the_first_client_is_shown_unless_one_is_named() -> None:
    log = open_log(bundled_sample())
    assert client_log(log).clients == ("Amira K",)
    assert client_log(log, "Ben T").clients == ("Ben T",)
    with pytest.raises(ValueError, match="no client 'Bent'"):
        client_log(log, "Bent")
    with pytest.raises(ValueError, match="has no client"):
        client_log(log_from_tables())


def test_markup_in_words_and_cells_is_shown_and_not_run() -> None:
    assert "<script>" not in say("<script>x</script>")._repr_html_()
    table = show_table(pd.DataFrame({"note": ["<b>stiff</b> & sore"]}))
    assert "&lt;b&gt;stiff&lt;/b&gt; &amp; sore" in table._repr_html_()


def test_a_table_is_shown_whole_and_in_words() -> None:
    long_note = "x" * 300
    frame = pd.DataFrame(
        {
            "week_start": pd.to_datetime(["2026-11-16", None]),
            "exercise": pd.Categorical(["down-dog", None]),
            "focus_area": ["thoracic mobility", "overhead"],
            "adherence": [0.799, float("nan")],
            "done": [3.0, 2.5],
            "is_partial": pd.array([True, None], dtype="boolean"),
            "note": [long_note, ""],
        }
    )
    shown = show_table(frame, names={"down-dog": "Down Dog"})
    head, first, second = str(shown).splitlines()
    assert "week of" in head
    assert "share done" in head
    for words in ("16 Nov 2026", "Down Dog", "general upper-back", "79 %", " 3 ", "yes"):
        assert words in first
    assert long_note in first
    assert long_note in shown._repr_html_()
    assert second.split() == ["overhead", "2.5"]
    many = show_table(pd.DataFrame({"n": range(500)}))
    assert len(str(many).splitlines()) == 501
    assert str(show_table(frame.head(0))) == "No rows."


def test_newest_rows_come_first_and_the_table_stays_as_it_was() -> None:
    frame = pd.DataFrame({"date": pd.to_datetime(["2026-11-01", "2026-11-08", "2026-11-02"])})
    before = frame.copy()
    assert newest(frame, n=2)["date"].dt.day.tolist() == [8, 2]
    pd.testing.assert_frame_equal(frame, before)


def test_a_copy_is_kept_with_its_words_and_numbers(tmp_path: Path) -> None:
    log = open_log(bundled_sample())
    figure, ax = plt.subplots()
    table = pd.DataFrame({"done": [3]})
    shown = keep_copy(
        client_log(log, "Ben T"),
        tmp_path,
        figures={"05_stiffness": (ax, "31 of 48 done")},
        tables={"05_weekly": table},
    )
    plt.close(figure)
    kept = ["05_stiffness-screen.png", "05_stiffness.png", "05_stiffness.svg", "05_weekly.csv"]
    assert sorted(str(shown).split()) == sorted(["file", *[f"Ben-T/kept/{n}" for n in kept]])
    folder = tmp_path / "Ben-T" / "kept"
    assert sorted(path.name for path in folder.iterdir()) == kept
    assert "31 of 48 done" in (folder / "05_stiffness.svg").read_text(encoding="utf-8")
    assert (folder / "05_weekly.csv").read_text(encoding="utf-8") == "done\n3\n"
    of_all = keep_copy(log, tmp_path, tables={"08_caseload": table})
    assert str(of_all).split() == ["file", "caseload/kept/08_caseload.csv"]


def test_a_stated_scale_is_applied_and_named_where_trust_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "client,date,score\nAna,2026-11-02,5\nBo,2026-11-02,4\n"
    (tmp_path / "stiffness.csv").write_text(text, encoding="utf-8")
    said = "was written on a scale from 1 to 5, as stated by the user"
    log = open_log(tmp_path, scale="1-5")
    assert log.stiffness["score"].tolist() == [10, 7.5]
    assert f"1 stiffness score in stiffness.csv {said}" in str(
        describe_trust(log, client_log(log, "Ana"))
    )
    kept = keep_copy(client_log(log, "Bo"), tmp_path / "copy")
    assert str(kept).split() == ["file", "Bo/kept/assumptions.csv"]
    text = (tmp_path / "copy/Bo/kept/assumptions.csv").read_text(encoding="utf-8-sig")
    assert text.startswith(f'assumption\n"1 stiffness score in stiffness.csv {said}')
    monkeypatch.setenv("MOBILITY_SCALE", "1 to 5, reversed")
    log = open_log(tmp_path, scale="0-10")
    assert log.stiffness["score"].tolist() == [0, 2.5]
    monkeypatch.setenv("MOBILITY_SCALE", "five")
    with pytest.raises(ValueError, match="write its two ends as 1-5"):
        open_log(tmp_path)
