"""Days and times as people write them; the order of day and month is never guessed."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.commands import options
from mobility_analysis.log import DataError, log_from_tables
from mobility_analysis.log.check.dates import (
    Moment,
    Open,
    chosen_order,
    read_day,
    read_moment,
)
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.schema import DATE_ORDERS

DAY = date(2020, 9, 22)


@pytest.mark.parametrize(
    "written",
    [
        "2020-09-22", "2020/9/22", "2020.09.22", "20200922", "22nd Sep 2020", "22 September 2020",
        "22 Sept. 2020", "22-Sep-20", "22sep2020", "September 22, 2020", "Sep 22nd, 2020",
        "Sep 22 2020", "2020 Sep 22", "Tue 22 Sep 2020", "Tuesday, 22 September 2020",
        "22nd of September 2020", "'2020-09-22", "'22 Sep 2020",
    ],
)  # fmt: skip
def test_one_day_in_many_spellings(written: str) -> None:
    assert read_moment(written) == Moment(DAY)


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("2020-09-22 07:30", "07:30:00"),
        ("2020-09-22T07:30:15", "07:30:15"),
        ("2020-09-22 07:30:15.250", "07:30:15.250"),
        ("2020-09-22 07", "07:00:00"),
        ("22 Sep 2020, 07:48", "07:48:00"),
        ("2020-09-22 4:00 PM", "16:00:00"),
        ("22 Sep 2020 at 7:30 AM", "07:30:00"),
        ("22 Sep 2020 um 16:00", "16:00:00"),
        ("22 Sep 2020 à 16:00", "16:00:00"),
        ("2020-09-22 12:05 am", "00:05:00"),
        # the day where the person was counts: not moved to another clock
        ("2020-09-22T23:30:00+02:00", "23:30:00"),
        ("2020-09-22T00:30:00Z", "00:30:00"),
        ("2020-09-22 23:30 -0500", "23:30:00"),
    ],
)
def test_a_time_of_day_and_an_offset(written: str, time: str) -> None:
    assert read_moment(written) == Moment(DAY, pd.Timedelta(time).to_pytimedelta())


def test_midnight_stands_for_no_time() -> None:
    assert read_moment("2020-09-22 00:00:00") == Moment(DAY)
    assert read_moment(datetime(2020, 9, 22)) == Moment(DAY)


def test_a_datetime_with_an_offset_keeps_its_own_day() -> None:
    late = datetime(2020, 9, 22, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert read_moment(late) == Moment(DAY, timedelta(hours=23, minutes=30))


def test_numeric_dates_say_which_orders_they_fit() -> None:
    assert read_moment("22/09/2020") == Open({"dmy": Moment(DAY)})
    assert read_moment("9/22/20") == Open({"mdy": Moment(DAY)})
    assert read_moment("05.05.2020") == Moment(date(2020, 5, 5))
    both = {"dmy": Moment(date(2020, 4, 3)), "mdy": Moment(date(2020, 3, 4))}
    assert read_moment("3-4-2020") == Open(both)
    # the name of the day settles it: 3 April 2020 was a Friday, 4 March a Wednesday
    assert read_moment("Fri 3/4/2020") == Open({"dmy": Moment(date(2020, 4, 3))})


@pytest.mark.parametrize("mark", ["-", "/", "."])
def test_two_figures_of_a_year_may_stand_first_or_last(mark: str) -> None:
    def fits(written: str) -> dict[str, str]:
        read = read_moment(written.replace("-", mark))
        assert isinstance(read, Open)
        return {order: str(moment.day) for order, moment in read.fits.items()}

    assert fits("26-06-15") == {"dmy": "2015-06-26", "ymd": "2026-06-15"}
    assert fits("06-12-26") == {"dmy": "2026-12-06", "mdy": "2026-06-12", "ymd": "2006-12-26"}
    assert fits("06-15-26") == {"mdy": "2026-06-15"}
    # a year has two figures: 5-6-26 begins with none, and 26-6-5 ends with none
    assert fits("5-6-26") == {"dmy": "2026-06-05", "mdy": "2026-05-06"}
    assert fits("26-6-5") == {"ymd": "2026-06-05"}
    assert read_moment("5-6-26").read.keys() == {"dmy", "mdy"}
    assert fits("45-06-15") == {"ymd": "2045-06-15"}
    # June has 30 days: as year-month-day it is a slip of the pen, which is no other order
    read = read_moment("26-06-31".replace("-", mark))
    assert isinstance(read, Open)
    assert isinstance(read.read["ymd"], Fault)
    assert list(read.fits) == ["dmy"]


def test_a_year_has_two_or_four_figures() -> None:
    # 0026 is what a program makes of 26, and no year of a log: never 2026
    assert read_moment("0026-06-15") == Fault("a year from 1900 to 2100", "Correct the year.")
    assert isinstance(read_moment("026-06-15"), Fault)
    assert isinstance(read_moment("15/06/026"), Fault)
    assert read_moment("05/05/05") == Moment(date(2005, 5, 5))


@pytest.mark.parametrize(
    "written",
    [
        "31/04/2020", "2020-13-01", "29 Feb 2021", "0/5/2020", "22 Sip 2020", "Sep 2020",
        "22 Sep", "7:30", "2020-09-22 7:61", "2020-09-22 13:00 PM", "Mon 22 Sep 2020",
        "Wex 22 Sep 2020",
        "22/09-2020", "1899-12-31", "2101-01-01", "46029", "4.5", True, timedelta(days=1),
        "²²/09/2020",
    ],
)  # fmt: skip
def test_what_is_no_date_is_a_fault(written: object) -> None:
    assert isinstance(read_moment(written), Fault)


def test_a_count_of_days_needs_its_epoch() -> None:
    assert isinstance(read_moment(44096.0), Fault)
    assert read_moment(44096.0, epoch="excel-1900") == Moment(DAY)
    # 1904 is 1,462 days later: 44,096 - 1,462 = 42,634
    assert read_moment(42634.3125, epoch="excel-1904") == Moment(
        DAY, timedelta(hours=7, minutes=30)
    )
    assert read_moment("44096", stated="excel-1900") == Moment(DAY)


def days_of(*written: object, **options: object) -> list[str]:
    rows = [{"date": day, "score": 4} for day in written]
    log = log_from_tables(stiffness=rows, as_of="2026-12-31", **options)
    return [str(day)[:10] for day in log.stiffness["date"]]


def test_one_clear_row_settles_the_column() -> None:
    assert days_of("03/04/2026", "23/04/2026") == ["2026-04-03", "2026-04-23"]
    assert days_of("03/04/2026", "04/23/2026") == ["2026-03-04", "2026-04-23"]


def test_the_user_settles_the_column() -> None:
    assert days_of("03/04/2026", date_order="dmy") == ["2026-04-03"]
    assert days_of("03/04/2026", date_order="mdy") == ["2026-03-04"]


def test_the_header_settles_the_column() -> None:
    log = log_from_tables(
        stiffness=[{"Date (dd/mm/yyyy)": "03/04/2026", "score": 4}], as_of="2026-12-31"
    )
    assert str(log.stiffness["date"][0])[:10] == "2026-04-03"


def asked(*written: str, **options: object) -> str:
    """Return what a column of dates is asked, where none of its rows can be read."""
    rows = [{"date": day, "score": 4} for day in written]
    with pytest.raises(DataError) as error:
        log_from_tables(stiffness=rows, **options)
    [problem] = error.value.problems.to_dict("records")
    return f"{problem['value']}; expected {problem['expected']}. {problem['repair']}"


def two_figures(first: str, n_days: int, form: str) -> list[str]:
    return [day.strftime(form) for day in pd.date_range(first, periods=n_days)]


@pytest.mark.parametrize("mark", ["-", "/", "."])
@pytest.mark.parametrize("n_days", [1, 3, 90])
def test_years_of_two_figures_are_asked_about(mark: str, n_days: int) -> None:
    written = two_figures("2026-06-15", n_days, "%y-%m-%d".replace("-", mark))
    first, second = f"line 1, 26{mark}06{mark}15", f"line 2, 26{mark}06{mark}16"
    shown = [f"{first}: 26 June 2015 (dmy) or 15 June 2026 (ymd)"]
    shown += [f"{second}: 26 June 2016 (dmy) or 16 June 2026 (ymd)"] if n_days > 1 else []
    assert asked(*written) == (
        f"{'; '.join(shown)}; expected one order of day, month and year; every row fits dmy and "
        "ymd. State the order with --date-order dmy or --date-order ymd."
    )
    assert days_of(*written, date_order="ymd") == [
        str(day.date()) for day in pd.date_range("2026-06-15", periods=n_days)
    ]
    backwards = [f"20{day[6:]}-06-26" for day in written[:2]]
    assert days_of(*written[:2], date_order="dmy") == backwards


def test_all_three_orders_are_named_where_they_fit() -> None:
    assert asked("05/06/07") == (
        "line 1, 05/06/07: 5 June 2007 (dmy), 6 May 2007 (mdy) or 7 June 2005 (ymd); expected "
        "one order of day, month and year; every row fits dmy, mdy and ymd. State the order with "
        "--date-order dmy, --date-order mdy or --date-order ymd."
    )
    assert days_of("05/06/07", date_order="mdy") == ["2007-05-06"]
    # the day of an American date passes 12 within a month, and no other order has a month 15
    assert days_of("06/12/26", "06/15/26") == ["2026-06-12", "2026-06-15"]
    # a year of four figures stands last: no year-month-day
    assert days_of("15/06/26", "16/06/2026") == ["2026-06-15", "2026-06-16"]


def test_a_slip_of_the_pen_settles_no_order() -> None:
    # 31 June 2026 does not exist, 26 June 2031 does: the column is asked about all the same
    assert "every row fits dmy and ymd" in asked("26-06-29", "26-06-30", "26-06-31")
    log = log_from_tables(
        stiffness=[{"date": day, "score": 4} for day in ("26-06-30", "26-06-31")],
        date_order="ymd", on_problem="set aside",
    )  # fmt: skip
    assert log.problems[["value", "expected"]].values.tolist() == [
        ["26-06-31", "a date that exists"]
    ]
    assert [str(day)[:10] for day in log.stiffness["date"]] == ["2026-06-30"]


def test_the_name_of_a_day_and_a_time_beside_years_of_two_figures() -> None:
    # 15 June 2026 was a Monday, 26 June 2015 a Friday
    assert days_of("Mon 26-06-15", "26-06-16") == ["2026-06-15", "2026-06-16"]
    assert days_of("Fri 26-06-15", "26-06-16") == ["2015-06-26", "2016-06-26"]
    assert days_of("Mon 2026-06-15") == ["2026-06-15"]
    # a time settles nothing
    assert "3 April 2026 (dmy), 4 March 2026 (mdy) or 26 April 2003 (ymd)" in asked(
        "03/04/26 07:30"
    )
    log = log_from_tables(
        sessions=[{"date": "26-06-15 7:30 pm", "exercise": "down-dog"}], date_order="ymd"
    )
    assert str(log.sessions["date"][0])[:10] == "2026-06-15"
    assert log.sessions["time"][0] == pd.Timedelta("19:30:00")


def test_a_name_of_a_day_that_fits_two_orders_settles_none() -> None:
    # 1 July 2026 is 25 weeks after 7 January 2026
    assert "7 January 2026 (dmy) or 1 July 2026 (mdy)" in asked("Wed 07/01/2026")


def test_the_stated_order_of_years_first_leaves_other_columns_to_themselves() -> None:
    row = {"date": "26-06-15", "score": 4, "logged_at": "15/06/2026 07:30"}
    log = log_from_tables(stiffness=[row], date_order="ymd")
    assert log.stiffness["logged_at"][0] == pd.Timestamp("2026-06-15 07:30")
    assert str(log.stiffness["date"][0])[:10] == "2026-06-15"


@pytest.mark.parametrize("unit", ["yy-mm-dd", "YYYY/MM/DD", "yyyy-mm-dd"])
def test_the_header_may_say_that_the_year_stands_first(unit: str) -> None:
    log = log_from_tables(stiffness=[{f"Date ({unit})": "26-06-15", "score": 4}])
    assert str(log.stiffness["date"][0])[:10] == "2026-06-15"


def test_a_year_0026_is_a_problem() -> None:
    log = log_from_tables(
        stiffness=[{"date": day, "score": 4} for day in ("0026-06-15", "2026-06-16")],
        on_problem="set aside",
    )
    assert log.problems[["value", "expected", "repair"]].values.tolist() == [
        ["0026-06-15", "a year from 1900 to 2100", "Correct the year."]
    ]
    assert [str(day)[:10] for day in log.stiffness["date"]] == ["2026-06-16"]


def in_numbers(day: date, order: str, mark: str, *, is_short: bool = False) -> str:
    """Write a day with a year of two figures; short as people type it, 5/6/26."""
    width = 1 if is_short else 2
    parts = {"d": f"{day.day:0{width}}", "m": f"{day.month:0{width}}", "y": f"{day.year % 100:02}"}
    return mark.join(parts[part] for part in order)


@given(
    order=st.sampled_from(["dmy", "mdy", "ymd"]),
    mark=st.sampled_from("-/."),
    days=st.lists(st.dates(date(2000, 1, 1), date(2099, 12, 31)), min_size=1, max_size=8),
    is_short=st.booleans(),
)
def test_a_column_in_one_order_is_read_right_or_refused(
    order: str, mark: str, days: list[date], is_short: bool
) -> None:
    read = [read_moment(in_numbers(day, order, mark, is_short=is_short)) for day in days]
    open_ = [r for r in read if isinstance(r, Open)]
    assert all(order in r.read for r in open_)
    chosen = chosen_order(open_, np.ones(len(open_), dtype=np.int64), None)
    for found, day in zip(read, days, strict=True):
        if isinstance(found, Moment):
            assert found == Moment(day)
        elif chosen is not None:
            assert found.read[chosen] == Moment(day)


@given(days=st.lists(st.dates(date(2000, 1, 1), date(2099, 12, 31)), min_size=1, max_size=6),
       order=st.sampled_from(["dmy", "mdy", "ymd"]))  # fmt: skip
def test_a_stated_order_reads_every_date_of_it(days: list[date], order: str) -> None:
    written = [in_numbers(day, order, "/") for day in days]
    assert days_of(*written, date_order=order) == sorted(str(day) for day in days)


def test_each_column_has_its_own_order() -> None:
    row = {"date": "23/04/2026", "score": 4, "logged_at": "04/24/2026 07:30"}
    log = log_from_tables(stiffness=[row])
    assert log.stiffness["logged_at"][0] == pd.Timestamp("2026-04-24 07:30")


def test_most_rows_of_one_order_make_the_rest_problems() -> None:
    written = [f"{day}/04/2026" for day in range(13, 23)] + ["03/04/2026", "04/23/2026"]
    rows = [{"date": day, "score": 4} for day in written]
    log = log_from_tables(stiffness=rows, on_problem="set aside")
    assert log.problems["line"].tolist() == [12]
    assert str(log.stiffness["date"][0])[:10] == "2026-04-03"


def test_dates_that_a_spreadsheet_turned_round_are_pointed_out() -> None:
    # 3, 4, 5, 6 of May in day/month order, opened where month/day is the rule, and 13 May as text
    turned = [datetime(2026, day, 5) for day in (3, 4, 5, 6)]
    rows = [{"date": day, "score": 4} for day in [*turned, "13/05/2026"]]
    log = log_from_tables(stiffness=rows)
    [remark] = log.remarks.to_dict("records")
    assert "may have exchanged day and month" in remark["repair"]
    rows[0]["date"] = datetime(2026, 5, 14)
    assert log_from_tables(stiffness=rows).remarks.empty


TURNED = ["2026-02-11", "2026-03-11", "13/11/2026", "14/11/2026"]
"""2, 3, 13 and 14 November, after a spreadsheet that goes by month/day."""


def test_dates_that_a_spreadsheet_turned_round_for_certain_are_a_problem() -> None:
    real = [datetime.fromisoformat(day) for day in TURNED[:2]] + TURNED[2:]
    for days in (TURNED, real):
        rows = [{"date": day, "score": 4} for day in days]
        log = log_from_tables(stiffness=rows, on_problem="set aside")
        assert [*log.problems["value"]] == ["dates beside text such as 13/11/2026"]
        assert [str(day)[:10] for day in log.stiffness["date"]] == ["2026-11-13", "2026-11-14"]


@pytest.mark.parametrize(
    "days",
    [
        [*TURNED[:3], "13/11/2026"], TURNED[1:], [*TURNED, "2026-11-15"], [*TURNED, "15/11/26"],
        [*TURNED, "05/11/2026"], ["2026-11-02", "2026-11-03", "13/11/2026", "14/11/2026"],
        ["2026-02-11", "2026-03-11", "13 Nov 2026", "14 Nov 2026"],
    ],
)  # fmt: skip
def test_other_dates_beside_text_are_read(days: list[str]) -> None:
    rows = [{"date": day, "score": 4} for day in days]
    assert len(log_from_tables(stiffness=rows).stiffness) == len(days)


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-23", " 23/11/2026 ", "11/23/2026", "23 November 2026 07:30", "Mon 26-11-23",
        date(2026, 11, 23), datetime(2026, 11, 23, 7), pd.Timestamp("2026-11-23 23:59"),
        np.datetime64("2026-11-23"),
    ],
)  # fmt: skip
def test_one_day_as_a_parameter(value: object) -> None:
    assert read_day(value, name="AS_OF") == pd.Timestamp("2026-11-23")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("03/11/2026", "AS_OF: '03/11/2026' can be 3 November 2026 (day/month/year) or 11 March "
         "2026 (month/day/year). Write 2026-11-03 or 2026-03-11."),
        ("26-06-15", "AS_OF: '26-06-15' can be 26 June 2015 (day/month/year) or 15 June 2026 "
         "(year-month-day). Write 2015-06-26 or 2026-06-15."),
        ("05/06/07", "AS_OF: '05/06/07' can be 5 June 2007 (day/month/year), 6 May 2007 "
         "(month/day/year) or 7 June 2005 (year-month-day). Write 2007-06-05, 2007-05-06 or "
         "2005-06-07."),
        ("0026-06-15", "AS_OF: '0026-06-15' is not a year from 1900 to 2100. Correct the year."),
        ("2026-02-30", "AS_OF: '2026-02-30' is not a date that exists. Correct the day or the "
         "month."),
        ("", "AS_OF: '' is not a day; write it as 2026-11-22 (year-month-day)."),
        ("46029", "AS_OF: '46029' is not a day; write it as 2026-11-22 (year-month-day)."),
    ],
)  # fmt: skip
def test_a_parameter_that_is_no_one_day_is_refused(value: str, said: str) -> None:
    with pytest.raises(ValueError, match="AS_OF") as error:
        read_day(value, name="AS_OF")
    assert str(error.value) == said


@pytest.mark.parametrize("value", [None, 46029, 4.5, True])
def test_a_parameter_of_another_kind_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="start: expected a day, written as 2026-11-22, not"):
        read_day(value, name="start")


def test_the_command_line_offers_every_order() -> None:
    assert options.DATE_ORDERS == DATE_ORDERS


@pytest.mark.parametrize(
    ("written", "time"),
    [
        # Google Forms' own download, and how it writes other places
        ("2020/09/22 8:00:00 AM GMT+1", "08:00:00"),
        ("2020/09/22 8:00:00 PM GMT-5", "20:00:00"),
        ("2020/09/22 12:05:00 am GMT+5:30", "00:05:00"),
        ("2020/09/22 8:00:00 p. m. GMT+2", "20:00:00"),
        ("2020/09/22 8:00:00\u202fAM EDT", "08:00:00"),
        ("2020/09/22 8:00:00 AM GMT", "08:00:00"),
        # other machines
        ("2020-09-22T08:00:00.000Z", "08:00:00"),
        ("Tue Sep 22 2020 08:00:00 GMT+0100 (British Summer Time)", "08:00:00"),
        ("Tue, 22 Sep 2020 08:00:00 +0100", "08:00:00"),
    ],
)
def test_a_stamp_that_a_machine_wrote(written: str, time: str) -> None:
    assert read_moment(written) == Moment(DAY, pd.Timedelta(time).to_pytimedelta())


@pytest.mark.parametrize("written", ["2020/09/22 8:00 XYZ", "2020-09-22 8:00 -5", "8:00 AM GMT+1"])
def test_what_is_no_stamp_of_a_machine(written: str) -> None:
    assert isinstance(read_moment(written), Fault)


LATE, EARLY = "2026-06-01T23:30:00Z", "2026-06-02T05:00:00Z"


@pytest.mark.parametrize(
    "dates",
    [
        [LATE, EARLY],
        ["2026-06-01 23:30:00 UTC", "2026-06-02 05:00"],
        ["2026-06-01 23:30:00+00:00"],
        pd.to_datetime([LATE, EARLY]),
    ],
)
def test_stamps_in_utc_are_pointed_out(dates: list[object]) -> None:
    log = log_from_tables(stiffness=pd.DataFrame({"date": dates, "score": 4}))
    assert str(log.stiffness["date"][0])[:10] == "2026-06-01"
    [remark] = log.remarks.to_dict("records")
    assert remark["column"] == "date"
    assert remark["repair"] == (
        "These times are in UTC. Each was counted on its day in UTC: where the person lives, late "
        "evenings or early mornings may belong to the day before or after. If so, save the file "
        "with local times."
    )


@pytest.mark.parametrize(
    "dates",
    [
        ["2026-06-01T23:30:00+02:00"],
        ["2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z"],  # a day, as programs write it
        ["2026/06/01 11:30:00 PM GMT+1"],
        pd.to_datetime(["2026-06-01T23:30:00+02:00"]),
    ],
)
def test_stamps_of_local_time_are_not_pointed_out(dates: list[object]) -> None:
    log = log_from_tables(stiffness=pd.DataFrame({"date": dates, "score": 4}))
    assert log.remarks.empty
    assert str(log.stiffness["date"][0])[:10] == "2026-06-01"


@pytest.mark.parametrize("zero", ["٠", "۰", "०", "０"])
def test_digits_of_every_script_are_taken_in_dates_and_in_scores(zero: str) -> None:
    def written(text: str) -> str:
        return "".join(chr(ord(zero) + int(c)) if c.isdigit() else c for c in text)

    rows = [
        {"date": written("2026-06-15"), "score": written("4")},
        {"date": written("16/06/2026"), "score": written("5,5")},
    ]
    log = log_from_tables(stiffness=rows)
    assert log.stiffness[["date", "score"]].values.tolist() == [
        [pd.Timestamp("2026-06-15"), 4.0],
        [pd.Timestamp("2026-06-16"), 5.5],
    ]
    # the year of another calendar is no year of a log
    assert isinstance(read_moment(written("1405-03-25")), Fault)


def test_a_column_of_dates_without_any_is_read() -> None:
    rows = [{"exercise": "down-dog", "start": "2026-01-05", "end": "", "times_per_week": "3"}]
    log = log_from_tables(programme=rows, stiffness=[{"date": "2026-01-05", "score": 4}])
    assert log.programme["end"].isna().all()
