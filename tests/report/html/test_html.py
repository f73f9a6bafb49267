"""The HTML pages: one file each, no request, well formed, all words carried, cells escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pandas as pd
import pytest
from matplotlib.text import Text

from mobility_analysis.log import MobilityLog, load_log, log_from_tables
from mobility_analysis.measures.caseload.review import caseload_review
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.report.contents import client_contents
from mobility_analysis.report.figure_files import Entry, Picture, Said, drawn
from mobility_analysis.report.figures import client_figures
from mobility_analysis.report.html.client import summary_html
from mobility_analysis.report.html.index import index_html
from mobility_analysis.report.page.caseload import caseload_page
from mobility_analysis.report.page.tables import exercise_table
from mobility_analysis.sample.bundled import bundled_sample
from mobility_analysis.sample.make import make_sample_log
from mobility_analysis.words.numbers import GET_HELP, MUST_CARRY
from mobility_analysis.words.practice import NEVER_LOGGED
from tests.diaries import FORBIDDEN, practised, prescribed, run_of

VOID = {"meta", "link", "img", "br"}
MARKUP = "<script>alert(1)</script>\"'&amp; =1+1"
PICTURE = Picture('a "quoted" <alt>', "data:image/png;base64,AA==", "data:image/png;base64,BB==")


class Page(HTMLParser):
    """What a test asks of a page: its tags with their attributes, its text, and its nesting."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(html)
        assert self.open == []
        assert self.faults == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).replace("\u00a0", " ").split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def diary(client: str = "ana", note: str = "") -> MobilityLog:
    rows = [{**row, "client": client} for row in practised(["2026-11-02", "2026-11-20"])]
    rows[-1]["note"] = note
    return log_from_tables(
        sessions=rows,
        stiffness=[{**row, "client": client} for row in run_of("2026-10-01", [5, 4] * 26)],
        programme=[{**prescribed(start="2026-10-01"), "client": client}],
        as_of="2026-11-22",
    )


def summary(log: MobilityLog, client: str = "ana", **options: object) -> str:
    return summary_html(client_contents(log, client), **options)  # type: ignore[arg-type]


LOGS = {
    "usual": diary(note="stiff after the roller"),
    "ratings only": log_from_tables(stiffness=run_of("2026-11-14", [5] * 9)),
    "sessions only": log_from_tables(sessions=practised(["2026-11-14"])),
    "all zeros": log_from_tables(stiffness=run_of("2026-10-01", [0] * 50)),
    "all tens": log_from_tables(stiffness=run_of("2026-10-01", [10] * 50)),
    "never logged": log_from_tables(
        programme=[prescribed()], stiffness=run_of("2026-10-26", [5] * 28)
    ),
    "one row": log_from_tables(sessions=practised(["2026-11-14"], status="skipped")),
    "programme only": log_from_tables(programme=[prescribed()], as_of="2026-11-22"),
    "as needed": log_from_tables(
        programme=[prescribed(often="as needed")], sessions=practised(["2026-11-01"])
    ),
}  # fmt: skip


@cache
def page_of(name: str) -> Page:
    return Page(summary(LOGS[name], pictures={"02-stiffness": PICTURE}))


@cache
def sample_index() -> str:
    return index(log_from_tables(**make_sample_log()))


@pytest.mark.parametrize("name", LOGS)
def test_every_page_carries_the_words_it_must_and_none_it_must_not(name: str) -> None:
    page = page_of(name)
    for words in (*MUST_CARRY, *(part for tier in GET_HELP for part in tier)):
        assert words in page.text
    for words in ("Practice: sessions logged as done", "as of", "set aside",
                  "Range of motion and function are not measured."):  # fmt: skip
        assert words in page.text
    assert re.search(r"\d of (1 day|[\d,]+ days) rated", page.text)
    lowered = page.text.lower()
    assert [word for word in FORBIDDEN if word in lowered] == []
    assert "nan" not in re.findall(r"[a-z]+", lowered)
    assert "nat" not in re.findall(r"[a-z]+", lowered)


@pytest.mark.parametrize("name", LOGS)
def test_every_page_is_built_for_all_readers(name: str) -> None:
    page = page_of(name)
    assert page.all("html") == [{"lang": "en-GB"}]
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("header")) == 1
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    for cell in page.all("th"):
        assert cell["scope"] in ("col", "row")
    assert len(page.all("caption")) == len(page.all("table"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for section in page.all("section"):
        assert section["aria-labelledby"] in ids
    assert len(page.all("details")) == len(page.all("summary")) >= 3
    assert all(picture["alt"] for picture in page.all("img"))


def test_a_page_asks_no_host_and_has_no_script() -> None:
    html = summary(diary(), pictures={"02-stiffness": PICTURE})
    page = Page(html)
    assert page.all("script") == []
    assert "http:" not in html
    assert "https:" not in html
    assert "@import" not in html
    assert "url(" not in html
    for name, attributes in page.tags:
        for key in ("src", "href", "srcset"):
            link = attributes.get(key) or "#"
            assert link.startswith(("data:", "#", "tables/")), (name, link)
    policy = [m["content"] for m in page.all("meta") if "http-equiv" in m]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]


def test_what_cells_hold_is_text_and_nothing_else() -> None:
    client = "<b>Jo</b> \"x\" 'y' &"
    html = summary(diary(client, note=MARKUP), client)
    page = Page(html)
    assert page.all("script") == []
    assert page.all("b") == []
    assert "<script>alert(1)</script>\"'&amp; =1+1" in page.text
    assert client in page.text


def test_title_legend_and_small_print_of_a_chart_are_text_of_the_page() -> None:
    sample = "data:image/svg+xml;base64,AA=="
    key = (Entry(sample, "a week"), Entry("", "none"))
    said = Said("3 points <lower>", "Areas overlap.", key, "Self-reported. So & so.")
    shown = PICTURE._replace(said=said, said_narrow=said)
    html = summary(diary(), pictures={"02-stiffness": shown})
    page = Page(html)
    assert "<h3>3 points &lt;lower&gt;</h3>" in html
    assert [image["alt"] for image in page.all("img")] == ["", PICTURE.alt, PICTURE.alt]
    for words in ("Areas overlap.", "a week", "none", "Self-reported. So & so."):
        assert page.text.count(words) >= 1
    assert html.count('<ul class="legend') == 1
    assert "<figcaption>Self-reported. So &amp; so.</figcaption>" in html


def test_a_phone_reads_what_its_own_picture_shows() -> None:
    wide = Said("A finding", "Number: sessions done.", small_print="One dot: a week.")
    narrow = Said("A finding", "", small_print="Number: weeks.")
    shown = PICTURE._replace(said=wide, said_narrow=narrow)
    html = summary(diary(), pictures={"02-stiffness": shown})
    assert '<p class="small quiet on-wide">Number: sessions done.</p>' in html
    assert html.count('<h3 class="on-phone">A finding</h3>') == 1
    assert html.count('<h3 class="on-wide">A finding</h3>') == 1
    assert '<span class="on-wide">One dot: a week.</span>' in html
    assert '<span class="on-phone">Number: weeks.</span>' in html


def test_an_alt_text_cannot_leave_its_attribute() -> None:
    page = page_of("usual")
    assert [image["alt"] for image in page.all("img")] == ['a "quoted" <alt>'] * 2
    assert page.all("alt") == []


def test_a_phone_has_its_picture_whatever_its_address_holds() -> None:
    # A srcset would end at the first space: "font-family" and paths have many.
    address = "data:image/svg+xml;charset=utf-8,%3Csvg viewBox=%220 0 1 1%22/%3E"
    shown = PICTURE._replace(narrow=address)
    page = Page(summary(diary(), pictures={"02-stiffness": shown}))
    images = [(image.get("class"), image["src"]) for image in page.all("img")]
    assert images == [("on-phone", address), ("on-wide", PICTURE.wide)]
    assert not any("srcset" in attributes for _, attributes in page.tags)


def test_a_picture_that_has_no_other_for_a_phone_is_shown_there() -> None:
    page = Page(summary(diary(), pictures={"02-stiffness": PICTURE._replace(narrow="")}))
    assert [(image.get("class"), image["src"]) for image in page.all("img")] == [
        (None, PICTURE.wide)
    ]


def test_key_figures_open_to_the_rows_and_the_sum_behind_them() -> None:
    log = diary()
    text = Page(summary(log)).text
    contents = client_contents(log, "ana")
    # 26 Oct to 22 Nov: 3 a week, 12; done 2, on 2 and 20 Nov.
    assert "prescribed 12, done 2" in text
    assert "2 / 12 = 16 %" in text
    # 53 days, windows of 26: the baseline 1 to 26 Oct has 5, 4, ... 13 of each: 117 / 26 = 4.5.
    assert "Baseline: the sum of 26 day values is 117; divided by 26 that is 4.50." in text
    days = contents.window_days["window"].value_counts()
    assert text.count(" baseline ") >= days["baseline"]
    assert text.count("20 Nov 2026 Down Dog done") >= 1


def test_a_diary_too_short_for_windows_lists_no_days_of_them() -> None:
    text = page_of("ratings only").text
    assert text.count("Rated days so far (self-rated, 0 to 10) Date") == 2
    assert "Rated days of both windows" not in text
    assert "the rated days of both windows" not in text
    assert "divided by" not in text


def test_a_share_stays_on_the_line_of_its_sign_and_columns_that_hold_nothing_are_left_out() -> None:
    html = re.sub(r"<style>.*?</style>", "", summary(LOGS["usual"]), flags=re.DOTALL)
    assert not re.search(r"\d %", html)
    assert re.search("\\d\N{NO-BREAK SPACE}%", html)
    assert ">Share of the whole time<" in html
    assert ">Caution<" not in html  # of exercises none of which has one
    assert ">Key action<" in html


def test_of_a_diary_as_old_as_its_last_weeks_one_window_is_shown() -> None:
    text = page_of("ratings only").text
    assert "Whole time" not in text
    assert "whole time:" not in text
    assert "Whole time" in page_of("usual").text


def test_weeks_that_count_differently_keep_both_columns() -> None:
    """From Thursday 29 October: of 2 a week, all three are done from Friday to Sunday, and 1 later.

    Blocks of 7 days that end on Sunday 22 November begin on Mondays, too; to Saturday they do not.
    """
    days = ["2026-10-30", "2026-10-31", "2026-11-01", "2026-11-02"]
    program = [prescribed(often="2", start="2026-10-29")]
    for as_of, n_windows in (("2026-11-22", 1), ("2026-11-19", 2)):
        log = log_from_tables(programme=program, sessions=practised(days), as_of=as_of)
        table = exercise_table(client_contents(log, "ana"))
        is_two = "Whole time" in table.columns
        figures = client_figures(client_contents(log, "ana"))
        with drawn(next(f for f in figures if f.name.startswith("05"))) as sheet:
            words = {text.get_text() for text in sheet.findobj(Text)}
        assert (is_two, "whole time" in words) == (n_windows == 2,) * 2


def test_without_a_programme_nothing_is_said_of_one() -> None:
    text = page_of("sessions only").text
    assert "Practice: sessions logged as done; nothing was prescribed. Stiffness:" in text
    assert "of those prescribed" not in text
    assert "of prescribed" not in text
    assert "outside the programme" not in text
    assert "nothing in the programme" not in text
    assert "Sessions done, by exercise (self-reported)." in text
    needed = page_of("as needed").text
    assert "Practice: sessions logged as done; all is prescribed as needed. Stiffness:" in needed
    assert "No session was logged outside the programme." in needed
    assert "counted up to what was prescribed (rounded up)" in page_of("usual").text


def test_who_never_logged_a_session_has_no_0_on_the_page() -> None:
    text = page_of("ratings only").text
    assert text.lower().count(NEVER_LOGGED) == 3  # key figure, sentence on top, practice
    assert "sessions done on" not in text
    assert "outside the programme" not in text
    assert "0 times" not in text
    assert "overhead unknown spinal articulation unknown" in text


def test_help_is_near_the_top_and_not_only_at_the_end() -> None:
    html = summary(diary())
    assert html.index(GET_HELP[0].how_soon) < html.index(GET_HELP[1].how_soon)
    assert html.index(GET_HELP[1].how_soon) < html.index("Practice and stiffness over time")


def test_only_the_five_newest_notes_are_open() -> None:
    sessions = [{**row, "note": f"note {i}"} for i, row in enumerate(
        practised([f"2026-11-{d:02}" for d in range(1, 9)]))]  # fmt: skip
    page = Page(summary(log_from_tables(sessions=sessions)))
    assert "2 older notes" not in page.text
    assert "3 older notes" in page.text
    order = [int(found) for found in re.findall(r"note (\d)", page.text)]
    assert order[-8:] == [7, 6, 5, 4, 3, 2, 1, 0]


def test_links_to_tables_stand_only_where_tables_do() -> None:
    assert 'href="tables/stiffness_daily.csv"' in summary(diary())
    assert "tables/" not in summary(diary(), has_tables=False)


def test_rows_set_aside_are_shown_with_their_repair() -> None:
    contents = client_contents(diary(), "ana")
    row = dict.fromkeys(contents.log.problems.columns, "") | {
        "file": "stiffness.csv", "line": 7, "column": "score", "value": "14",
        "expected": "0 to 10", "repair": "Write a score from 0 to 10.",
    }  # fmt: skip
    problems = pd.DataFrame([row])
    vars(contents)["log"] = replace(contents.log, problems=problems)
    html = summary_html(contents)
    text = Page(html).text
    assert "Why rows were set aside (1 problem)" in text
    assert "stiffness.csv 7 score 14 0 to 10 Write a score from 0 to 10." in text


def index(log: MobilityLog, **options: object) -> str:
    review = caseload_review(log)
    links = {client: f"{client}/summary.html" for client in log.clients}
    stated = {"as_of": log.as_of, "thresholds": Thresholds()} | options
    has_tables = bool(stated.pop("has_tables", True))
    page = caseload_page(log, review, links, **stated)  # type: ignore[arg-type]
    return index_html(page, has_tables=has_tables)


def test_the_index_says_who_may_see_it_and_whom_to_look_at_first() -> None:
    log = log_from_tables(**make_sample_log())
    page = Page(sample_index())
    assert "Clinic only: names several clients" in page.text
    review = caseload_review(log)
    rows = [a for a in page.all("tr") if a.get("class") == "grey"]
    assert len(rows) == int((review["reasons"] == "").sum())
    links = [a["href"] for a in page.all("a") if str(a["href"]).endswith("summary.html")]
    assert links == [f"{c.replace(' ', '%20')}/summary.html" for c in review["client"]]
    assert "By chance alone, of " in page.text
    for words in MUST_CARRY:
        assert words in page.text
    lowered = page.text.lower()
    assert [word for word in FORBIDDEN if word in lowered] == []


def test_the_index_runs_its_own_script_and_no_other() -> None:
    html = sample_index()
    page = Page(html)
    assert page.all("script") == [{}]
    script = html[html.index("<script>") + 8 : html.index("</script>")]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src &#39;sha256-{digest}&#39;" in html or f"'sha256-{digest}'" in html
    assert "http:" not in html
    assert "https:" not in html
    assert "eval" not in script
    assert "innerHTML" not in script


def test_the_index_escapes_names_reasons_and_links() -> None:
    evil = '"><script>alert(1)</script>'
    rows = [{"client": c, "date": "2026-11-20", "exercise": "down-dog"} for c in (evil, "jo")]
    pauses = [{"client": "jo", "start": "2026-11-19", "end": "", "reason": MARKUP}]
    page = Page(index(log_from_tables(sessions=rows, pauses=pauses)))
    assert len(page.all("script")) == 1
    assert evil in page.text
    assert f"paused now: {MARKUP}" in page.text


def test_marked_days_stand_on_the_page_in_full() -> None:
    label = "first visit after the operation, with the new physio and a long label " + MARKUP
    log = log_from_tables(
        sessions=practised(["2026-11-20"]),
        events=[
            {"client": "ana", "date": "2026-11-02", "kind": "appointment", "label": label},
            {"client": "ana", "date": "2026-11-30", "kind": "flare", "label": "still to come"},
        ],
        pauses=[
            {"client": "ana", "start": "2026-10-01", "end": "2026-10-09", "reason": "flu"},
            {"client": "ana", "start": "2026-11-10", "end": "2026-12-24", "reason": "travel"},
        ],
        as_of="2026-11-22",
    )
    text = " ".join(Page(summary_html(client_contents(log, "ana"))).text.split())
    assert (
        "10 Nov 2026 still paused pause travel 2 Nov 2026 appointment "
        f"{' '.join(label.split())} 1 Oct 2026 9 Oct 2026 pause flu" in text.replace("\u00a0", " ")
    )
    assert "still to come" not in text
    bare = summary_html(client_contents(log_from_tables(sessions=practised(["2026-11-20"])), "ana"))
    assert "Marked days" not in bare


def test_the_index_heads_with_how_many_to_look_at_and_marks_what_is_new() -> None:
    log = log_from_tables(**make_sample_log())
    review = caseload_review(log)
    page = caseload_page(
        log, review.assign(new_reasons=review["reasons"].where(review["client"] == "Elin S", "")),
        {}, as_of=log.as_of, thresholds=Thresholds(),
    )  # fmt: skip
    html = index_html(page)
    assert "<h1>Look first: 2 of 9 clients</h1>" in html
    text = Page(html).text
    assert "stiffness worse new" in text
    assert "New since a week ago: Elin S (stiffness worse" in text
    assert "<a href" not in html[html.index("<tbody") : html.index("</tbody>")]  # no pages named


def test_the_index_says_what_its_figures_are_and_names_no_borrowed_mark() -> None:
    text = Page(sample_index()).text
    assert "Practice: sessions counted, of those prescribed or planned." in text
    assert (
        "means of the first and the last 4 weeks (of half the days of a shorter diary); ▼ lower "
        "and ▲ higher by more than the diary's own ups and downs would usually give." in text
    )
    assert "mark" not in text.split("Reasons:")[0]


def test_means_of_too_few_ratings_are_marked_so_wherever_they_stand() -> None:
    log = load_log(bundled_sample())
    review = caseload_review(log)
    is_one = review["client"] == "Elin S"  # first of the list, by a high mean
    thin = review.assign(verdict=review["verdict"].mask(is_one, "not enough ratings"))
    page = caseload_page(log, thin, {}, as_of=log.as_of, thresholds=Thresholds())
    assert page.caption.endswith("would usually give. ✕ too few ratings to say.")
    assert '>✕</span><span class="heard">too few ratings to say</span>' in index_html(page)
    assert "✕" not in Page(sample_index()).text


def test_new_notes_stand_beside_every_client_with_a_reason_or_without() -> None:
    html = sample_index()
    review = caseload_review(log_from_tables(**make_sample_log()))
    rows = html[html.index("<tbody") : html.index("</tbody>")].split("</tr>")
    for row, notes, reasons in zip(
        rows, review["notes_last_14_days"], review["reasons"], strict=False
    ):
        said = {0.0: "", 1.0: "1 new note: read it"}.get(notes, f"{notes:.0f} new notes: read them")
        before = "· " if reasons else ""
        assert (f'<span class="also">{before}{said}</span>' in row) == bool(said)
    assert (review["notes_last_14_days"] > 0).any()
    assert (review["notes_last_14_days"] == 0).any()


def test_the_index_names_thresholds_that_are_not_the_usual_ones() -> None:
    log = log_from_tables(**make_sample_log())
    limits = Thresholds(silent_days=21, rise_points=3)
    review = caseload_review(log, thresholds=limits)
    page = caseload_page(log, review, {}, as_of=log.as_of, thresholds=limits)
    text = Page(index_html(page)).text
    assert (
        "Not the usual thresholds: sharp rise: 3 points or more (usually 2.5); stopped logging: "
        "21 eligible days without an entry (usually 14)." in text
    )
    assert "sharp rise in a week" not in text  # simulated for the usual threshold only


def test_a_verdict_is_said_and_not_only_shown() -> None:
    html = sample_index()
    verdicts = caseload_review(log_from_tables(**make_sample_log()))["verdict"]
    for verdict in ("lower", "higher"):
        said = html.count(f"{verdict}, more than own ups and downs</span>")
        assert said == (verdicts == verdict).sum() > 0


def test_never_logged_is_not_none_done_in_the_index() -> None:
    rows = [{**row, "client": "grace"} for row in run_of("2026-10-26", [4] * 28)]
    log = log_from_tables(
        stiffness=rows,
        sessions=practised(["2026-11-20"]),
        programme=[{**prescribed(), "client": "grace"}, prescribed()],
    )
    text = Page(index(log)).text
    assert "never logged" in text
    assert "0 of 12" not in text


def test_nothing_due_is_not_none_done_in_the_index() -> None:
    days = ["2026-09-28", "2026-10-05", "2026-11-20"]
    plan = prescribed(start="2026-09-28")
    log = log_from_tables(
        sessions=[{**row, "client": who} for who in ("ana", "bo") for row in practised(days)],
        programme=[plan, {**plan, "client": "bo", "end": "2026-10-10"}],
        pauses=[{"client": "ana", "start": "2026-10-20", "reason": "flu"}],
    )
    review = caseload_review(log)
    assert review["prescribed_last_28_days"].tolist() == [0, 0]
    text = Page(index(log)).text
    assert "paused" in text
    assert "none due" in text
    assert "never logged" not in text


def test_sorting_has_a_key_in_every_cell_and_missing_goes_last() -> None:
    page = Page(sample_index())
    cells = [a for tag, a in page.tags if tag in ("td", "th") and a.get("scope") != "col"]
    assert all("data-sort" in cell for cell in cells)
    assert len(cells) == 9 * 6
    review = caseload_review(log_from_tables(**make_sample_log()))
    assert [cell["data-sort"] for cell in cells[::6]] == [c.casefold() for c in review["client"]]
    assert [cell["data-sort"] for cell in cells[1::6]] == ["0", "1", *[""] * 7]
    assert cells[5]["data-sort"] == "0"  # days since the entry of Elin S
    assert cells[11]["data-sort"] == "42"  # and of Ben T
