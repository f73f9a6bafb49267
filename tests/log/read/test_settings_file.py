"""The mobility.toml of a log's folder: read by load_log, its faults named, never data itself."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mobility_analysis as ma
from mobility_analysis.log import DataError, Scale, load_log
from mobility_analysis.log.read.settings_file import TEMPLATE, settings_at, settings_from_text
from mobility_analysis.log.settings import Settings

SESSIONS = "date,exercise\n03/04/26,down dog\n05/04/26,bear rolls\n"
RATINGS = "date,score\n2026-04-03,2.2\n2026-04-05,5\n"


def log_with(folder: Path, settings: str, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mobility.toml").write_text(settings, encoding="utf-8")
    for name, text in (files or {"sessions": SESSIONS, "stiffness": RATINGS}).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def message(text: str) -> str:
    with pytest.raises(DataError) as error:
        settings_from_text(text, "my-log/mobility.toml")
    return str(error.value)


def test_what_is_stated_holds_for_the_log(tmp_path: Path) -> None:
    folder = log_with(tmp_path / "ann", 'date-order = "dmy"\nscale = "1-5"\n')
    log = load_log(folder)
    assert log.sessions["date"].dt.strftime("%d %b").tolist() == ["03 Apr", "05 Apr"]
    assert log.stiffness["score"].round(9).tolist() == [
        3.0,
        10.0,
    ]  # (2.2 - 1) / 4 and (5 - 1) / 4 of 10
    assert log.remarks.empty
    assert log.account["file"].tolist() == ["sessions.csv", "stiffness.csv"]
    assert log.settings.sentences() == (
        "Settings from ann/mobility.toml: date order dmy, scale 1 to 5.",
    )
    assert any("a scale from 1 to 5, as stated" in said for said in log.assumptions)


def test_a_reversed_scale_is_stated_beside_it_or_in_it() -> None:
    beside = settings_from_text('scale = "1-5"\nscale-reversed = true', "x")
    within = settings_from_text('scale = "1-5 reversed"', "x")
    assert beside.scale == within.scale == Scale(1, 5, reversed=True)


def test_what_is_given_goes_before_the_file(tmp_path: Path) -> None:
    folder = log_with(tmp_path / "ann", 'date-order = "dmy"\nscale = "1-5"\n')
    log = load_log(folder, date_order="mdy")
    assert log.sessions["date"].dt.strftime("%d %b").tolist() == ["04 Mar", "04 May"]
    assert log.stiffness["score"].round(9).tolist() == [3.0, 10.0]
    assert log.settings.sentences() == (
        "Settings from ann/mobility.toml: scale 1 to 5. Stated otherwise, so not taken from "
        "there: date-order.",
    )


ORDERS = st.sampled_from(["dmy", "mdy", "ymd"])
SCALES = st.sampled_from([Scale(0, 5), Scale(1, 5), Scale(0, 100, reversed=True)])


@given(
    in_file=st.tuples(ORDERS, SCALES),
    given_=st.tuples(st.none() | ORDERS, st.none() | SCALES),
)
def test_a_file_is_as_if_its_settings_were_given(
    in_file: tuple[str, Scale],
    given_: tuple[str | None, Scale | None],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = f'date-order = "{in_file[0]}"\nscale = "{in_file[1].text()}"\n'
    folder = log_with(tmp_path_factory.mktemp("property") / "ann", text)
    order, scale = given_
    by_file = load_log(folder, date_order=order, scale=scale)
    (folder / "mobility.toml").unlink()
    plain = load_log(folder, date_order=order or in_file[0], scale=scale or in_file[1])
    for name in ("sessions", "stiffness", "account", "remarks"):
        pd.testing.assert_frame_equal(getattr(by_file, name), getattr(plain, name))
    assert by_file.assumptions == plain.assumptions


def test_targets_hold_as_if_they_were_stated(tmp_path: Path) -> None:
    rows = {"sessions": "date,exercise\n2026-04-03,down dog\n2026-04-05,bear rolls\n"}
    text = 'target-per-week = 3\n[targets]\n"Down Dog" = 5\n'
    log = load_log(log_with(tmp_path / "ann", text, **rows))
    (tmp_path / "ann" / "mobility.toml").unlink()
    plain = ma.with_targets(load_log(tmp_path / "ann"), per_week=3, per_exercise={"down-dog": 5})
    assert log.assumptions == plain.assumptions
    pd.testing.assert_frame_equal(log.programme, plain.programme)


def test_a_single_file_goes_by_the_settings_where_it_lies(tmp_path: Path) -> None:
    folder = log_with(tmp_path / "ann", 'date-order = "dmy"')
    assert str(load_log(folder / "sessions.csv").as_of.date()) == "2026-04-05"


def test_a_workbook_in_the_folder_goes_by_its_settings(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "stiffness"
    for row in (["date", "score"], ["2026-01-07", 2]):
        book.active.append(row)
    folder = log_with(tmp_path / "ann", 'scale = "0-4"', events="date,kind\n2026-01-07,flare\n")
    (folder / "events.csv").unlink()
    book.save(folder / "log.xlsx")
    assert load_log(folder).stiffness["score"].tolist() == [5.0]


class TestManyLogs:
    """A folder of many logs has one file for all, and a sub-folder may have its own."""

    def folder(self, tmp_path: Path, own: str, whole: str = 'date-order = "dmy"') -> Path:
        log_with(tmp_path / "clinic" / "ann", own)
        log_with(tmp_path / "clinic" / "ben", "")
        (tmp_path / "clinic" / "ben" / "mobility.toml").unlink()
        (tmp_path / "clinic" / "mobility.toml").write_text(whole, encoding="utf-8")
        return tmp_path / "clinic"

    def test_the_sub_folders_own_wins_for_it(self, tmp_path: Path) -> None:
        folder = self.folder(tmp_path, 'date-order = "mdy"\nscale = "1-5"')
        log = load_log(folder)
        newest = log.sessions.groupby("client", observed=True)["date"].max()
        assert newest.dt.strftime("%d %b").to_dict() == {"ann": "04 May", "ben": "05 Apr"}
        assert log["ann"].stiffness["score"].round(9).tolist() == [3.0, 10.0]
        assert log["ben"].stiffness["score"].tolist() == [2.2, 5.0]
        assert log.settings.sentences() == (
            "Settings from clinic/mobility.toml: date order dmy.",
            "Settings from clinic/ann/mobility.toml: date order mdy, scale 1 to 5.",
        )
        assert log.remarks.empty

    def test_what_is_given_wins_for_all(self, tmp_path: Path) -> None:
        log = load_log(self.folder(tmp_path, 'date-order = "mdy"'), date_order="ymd")
        assert log.sessions["date"].dt.strftime("%Y").unique().tolist() == ["2003", "2005"]

    def test_a_clients_own_target_is_for_nobody_else(self, tmp_path: Path) -> None:
        folder = self.folder(
            tmp_path,
            "target-per-week = 2\n[targets]\nbear-rolls = 4",
            'date-order = "dmy"\ntarget-per-week = 5\n[targets]\nbear-rolls = 3\ndown-dog = 1\n',
        )
        log = load_log(folder)
        times = log.programme.set_index(["client", "exercise"])["times_per_week"].to_dict()
        assert times == {
            ("ann", "bear-rolls"): 4,
            ("ann", "down-dog"): 1,
            ("ben", "bear-rolls"): 3,
            ("ben", "down-dog"): 1,
        }
        assert log.planned_days_per_week == {"ann": 2, "ben": 5}
        assert not any("ben" in said for said in log["ann"].assumptions)
        assert any("for ann: 2 practice days a week" in said for said in log["ann"].assumptions)
        assert not any("2 practice days" in said for said in log["ben"].assumptions)

    def test_practice_days_are_planned_for_the_client_who_states_them(self, tmp_path: Path) -> None:
        log = load_log(self.folder(tmp_path, "target-per-week = 7"))
        table = ma.overall_adherence(log, by="client").set_index("client")
        # 3 to 5 April at 7 days a week: 3 planned, 2 done; nothing is planned for ben
        assert table.loc["ann", ["done", "prescribed"]].tolist() == [2, 3]
        assert pd.isna(table.loc["ben", "prescribed"])

    def test_a_fault_in_one_leaves_only_that_log_out(self, tmp_path: Path) -> None:
        log = load_log(self.folder(tmp_path, 'scale = "5-1"'))
        assert log.clients == ("ben",)
        assert log.unreadable[["client", "reason"]].values.tolist() == [
            [
                "ann",
                "clinic/ann/mobility.toml, line 1, scale: found '5-1'; expected its two ends, the "
                'lower one first, such as "1-5".',
            ]
        ]

    def test_what_holds_for_all_logs_is_pointed_out_in_one(self, tmp_path: Path) -> None:
        log = load_log(self.folder(tmp_path, "[thresholds]\nsilent-days = 3"))
        (remark,) = log.remarks.to_dict("records")
        assert (remark["file"], remark["client"]) == ("ann/mobility.toml", "ann")
        assert remark["repair"] == (
            "thresholds.silent-days: not used here, since it holds for all logs of a folder, or "
            "for a log that is read by itself. State it in clinic/mobility.toml."
        )
        assert len(log.settings.sentences()) == 1


class TestFaults:
    """Each names file, line, key, what was found, what was expected and the nearest key."""

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (
                '\ndate_order = "dmy"',
                "my-log/mobility.toml, line 2, date_order: expected one of date-order, scale, "
                "scale-reversed, target-per-week, compared-with, tables, csv, targets, "
                "thresholds, recipe, names, exercises. Did you mean date-order?",
            ),
            (
                'date-order = "dym"',
                "my-log/mobility.toml, line 1, date-order: found 'dym'; expected one of dmy, mdy, "
                "ymd, excel-1900, excel-1904. Did you mean ymd?",
            ),
            ("date-order = 3", "date-order: found 3; expected one of dmy, mdy"),
            ("scale = 5", "scale: found 5; expected its two ends, the lower one first"),
            (
                'scale-reversed = "yes"\nscale="1-5"',
                "line 1, scale-reversed: found 'yes'; expected",
            ),
            ("scale-reversed = true", "expected the scale beside it"),
            ("target-per-week = 8", "found 8; expected a number above 0, at most 7"),
            ("target-per-week = nan", "found nan; expected a number above 0, at most 7"),
            ("target-per-week = true", "found True; expected a number above 0, at most 7"),
            ("[targets]\n'down dog' = 0", "line 2, targets.down dog: found 0; expected a number"),
            ("targets = 3", "targets: found 3; expected a line [targets], and below it"),
            ("compared-with = 7", "compared-with: found 7; expected a text"),
            ("recipe = 3", "line 1, recipe: found 3; expected [[recipe]], and below it file ="),
            ("[[recipe]]\nscale = [1, 5]", 'recipe: expected file = "..." under each [[recipe]]'),
            ("[names]\nx = 3", "line 2, names.x: found 3; expected a text between quotation marks"),
            ("date-order = dmy", "not in TOML, the form of settings: Invalid value (at line 1"),
        ],
    )
    def test_is_named(self, text: str, said: str) -> None:
        assert said in message(text)

    def test_all_are_told_at_once_in_order(self) -> None:
        said = message('colour = "blue"\nscale = 5\ntarget-per-week = 9').splitlines()
        assert [line.split(", ")[1] for line in said] == ["line 1", "line 2", "line 3"]

    def test_a_target_for_no_exercise_names_the_nearest(self, tmp_path: Path) -> None:
        folder = log_with(tmp_path / "ann", 'date-order = "dmy"\n[targets]\nbear-roles = 3')
        with pytest.raises(DataError) as error:
            load_log(folder)
        assert str(error.value).startswith(
            "ann/mobility.toml, line 3, targets.bear-roles: expected an exercise of the catalogue. "
            "Did you mean 'Bear Rolls' (bear-rolls)?"
        )

    def test_two_targets_for_one_exercise(self, tmp_path: Path) -> None:
        text = 'date-order = "dmy"\n[targets]\ndown-dog = 1\n"Downward Dog" = 2'
        with pytest.raises(
            DataError, match=r"line 4, targets.Downward Dog: expected each exercise"
        ):
            load_log(log_with(tmp_path / "ann", text))

    def test_another_encoding(self, tmp_path: Path) -> None:
        folder = log_with(tmp_path / "ann", "")
        (folder / "mobility.toml").write_bytes('date-order = "dmy"'.encode("utf-16"))
        with pytest.raises(DataError, match=r"ann/mobility.toml: not a text file in UTF-8"):
            load_log(folder)

    def test_a_byte_order_mark_and_capitals_are_no_fault(self, tmp_path: Path) -> None:
        folder = log_with(tmp_path / "ann", "")
        (folder / "mobility.toml").unlink()
        (folder / "Mobility.TOML").write_bytes('date-order = "dmy"'.encode("utf-8-sig"))
        assert load_log(folder).settings.date_order == "dmy"

    def test_an_ending_that_a_program_added(self, tmp_path: Path) -> None:
        folder = log_with(tmp_path / "ann", 'date-order = "dmy"')
        (folder / "mobility.toml").rename(folder / "mobility.toml.txt")
        with pytest.raises(DataError, match=r"the name ends in .txt. Rename the file to mobility"):
            load_log(folder)

    def test_a_link_is_not_followed(self, tmp_path: Path) -> None:
        folder = log_with(tmp_path / "ann", "")
        (tmp_path / "elsewhere.toml").write_text('date-order = "dmy"')
        (folder / "mobility.toml").unlink()
        (folder / "mobility.toml").symlink_to(tmp_path / "elsewhere.toml")
        with pytest.raises(DataError, match="found no ordinary file"):
            load_log(folder)


def test_nothing_holds_in_the_template_until_a_mark_is_taken_away() -> None:
    assert settings_from_text(TEMPLATE, "x") == Settings("x", lines={})
    bare = "\n".join(
        line.removeprefix("# ")
        for line in TEMPLATE.splitlines()
        if " = " in line or line.startswith("# [")
    )
    stated = settings_from_text(bare, "x")
    assert (stated.date_order, stated.scale) == ("dmy", Scale(1, 5, reversed=True))
    assert (stated.target_per_week, stated.targets) == (3, {"down-dog": 5})
    assert stated.thresholds == {"silent-days": 10, "low-adherence": "60%"}
    assert (stated.tables, stated.csv) == (None, "excel-de")


def test_no_file_states_nothing(tmp_path: Path) -> None:
    assert settings_at(tmp_path) == settings_at(tmp_path / "none") == Settings()
    assert Settings().sentences() == ()


def test_targets_given_in_code_go_before_those_of_the_file(tmp_path: Path) -> None:
    rows = {"sessions": "date,exercise\n2026-04-03,down dog\n2026-04-05,bear rolls\n"}
    text = "target-per-week = 3\n[targets]\ndown-dog = 5\nbear-rolls = 2"
    log = load_log(log_with(tmp_path / "ann", text, **rows))
    given_ = ma.with_targets(log, per_week=4, per_exercise={"down-dog": 1})
    assert given_.programme.set_index("exercise")["times_per_week"].to_dict() == {
        "bear-rolls": 2,
        "down-dog": 1,
    }
    assert given_.planned_days_per_week == {"ann": 4}
    assert [said.split(", ")[0] for said in given_.assumptions] == [
        "Plan as stated: 2 times a week for bear-rolls",
        "Plan as stated: once a week for down-dog",
        "Plan as stated: 4 practice days a week",
    ]


def test_a_target_for_no_exercise_leaves_one_log_of_many_out(tmp_path: Path) -> None:
    for name in ("ann", "ben"):
        log_with(tmp_path / "clinic" / name, "[targets]\ndown-dog = 2", stiffness=RATINGS)
    (tmp_path / "clinic" / "ann" / "mobility.toml").write_text("[targets]\nbear-roles = 2")
    log = load_log(tmp_path / "clinic")
    assert log.clients == ("ben",)
    (reason,) = log.unreadable["reason"]
    assert reason.startswith("clinic/ann/mobility.toml, line 2, targets.bear-roles: expected an")


def test_logs_that_state_the_same_have_one_sentence(tmp_path: Path) -> None:
    for n in range(9):
        log_with(tmp_path / "clinic" / f"c{n}", "target-per-week = 2", stiffness=RATINGS)
    (said,) = load_log(tmp_path / "clinic").assumptions
    assert said.startswith("Plan as stated: 2 practice days a week")
    (tmp_path / "clinic" / "c8" / "mobility.toml").unlink()
    (said,) = load_log(tmp_path / "clinic").assumptions
    assert "for c0, c1, c2, c3, c4, c5 and 2 more: 2 practice days a week" in said


def test_what_is_typed_is_not_said_to_come_from_a_sub_folder() -> None:
    own = Settings("c/ann/mobility.toml", target_per_week=2, lines={"target-per-week": 1})
    whole = Settings(of_logs=(own,)).with_typed(target_per_week=5)
    assert whole.sentences() == (
        "Settings from c/ann/mobility.toml: none. Stated otherwise, so not taken from there: "
        "target-per-week.",
    )
