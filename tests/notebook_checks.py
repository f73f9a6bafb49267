"""What is wrong with a notebook as it stands on the disk: all that running it cannot see.

nbval runs the cells and compares words and tables. It passes a notebook whose outputs were
stripped, a picture that was replaced, a table with rows left out, a skip tag, and a number typed
into the text. These functions read the file and name each such fault in one sentence.
"""

from __future__ import annotations

import ast
import base64
import re
from collections.abc import Iterator
from typing import Any

Notebook = dict[str, Any]
Cell = dict[str, Any]

TAGS = {"parameters", "raises-exception"}
CELL_METADATA = {"tags", "jupyter"}
MAX_LINES = 10
N_CELLS = range(8, 16)
LAST_HEADINGS = ["What this does not show", "Keep a copy"]
READING = "How to read this"
#: A sentence of so many words stands in one notebook alone.
MANY_WORDS = 7
#: Lines of the first cell: the title, an empty one, and what will be seen.
MOST_BEFORE = 3
IS_TRUSTED = r"describe_trust\(|check\.show\(|desk\.show_first\("
LOOPS = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.With,
    ast.Try, ast.If, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Assert,
)  # fmt: skip
# Numbers that a definition fixes may stand in the text; a number of the log may not.
DEFINED = (
    "0 to 10", "0 is", "4 of 7 days", "80 %", "2 points", "30 %", "14 days", "28 days", "7 days",
    "5 rated days", "4 weeks", "A4",
)  # fmt: skip
# What an explanation must speak of, by the call of its section that it explains.
EXPLAINED: dict[str, tuple[str, ...]] = {
    "ma.show_overview(": ("above stand the sessions counted", "dot is a day", "bars are"),
    "desk = ma.open_desk(LOG": ("both panels share the dates", "lower is better"),
    "desk.show_first()\ndesk.show(": ("choose in the list", "facts with their numbers"),
    "plot_stiffness)(": ("dot is a day", "line joins", "bars are"),
    "plot_practice_calendar(": ("square is a day", "paused"),
    "show_notes(client": ("notes stand here as they were written",),
    "check.show(": ("names the file", "pointed out"),
    'faulty_files("exercise")': ("near miss", "exercise of your own"),
    'faulty_files("score")': ("0 to 10", "scale"),
    'faulty_files("date")': ("orders", "year, month, day"),
    'faulty_files("programme")': ("prescription is a new row",),
    "plot_adherence_by_exercise": ("each week counts by itself", "dashed line is 80 %"),
    "plot_weekly_grid(": ("square is an exercise in a week",),
    "week_menu(": ("rows are those of the log",),
    "plot_adherence_definitions(": ("bars come from the same sessions",),
    "plot_focus_area_matrix(": ("row is an exercise", "column an area"),
    "plot_adherence_by_focus_area(": ("exercises of an area", "not prescribed"),
    "show_coverage(": ("programme asks of each area",),
    "window_days(": ("plain mean of its days",),
    "plot_run_chart(": ("around their median", "long run"),
    "plot_before_after(": ("pairs of ratings", "lower, same or higher"),
    "plot_practice_and_stiffness)(": ("above, the sessions counted", "below, self-rated stiffness"),
    "plot_stiffness_by_practice(": ("stiffness of the week after", "strip"),
    "newest(paired": ("newest pairs",),
    "plot_movement_checks)(": ("mark is a check", "line a side", "pale band"),
    "show_table(days": ("several values of one day are averaged",),
    "dose_changes(": ("first and the last weeks",),
    "desk.show(ma.show_topics, ma.show_recent)": ("table counts the last 28 days",),
    "desk.show(ma.show_weeks)": ("square for an exercise in a week", "click on a number"),
    "desk.show(ma.show_movement)": ("mark is a check", "pale band"),
    "desk.show(ma.show_notes)": ("notes as written",),
    "plot_caseload": ("bar is the sessions counted of those prescribed", "arrow"),
    '"new_reasons"': ("new reasons did not hold",),
}
PICTURE = re.compile(r"data:image/[a-z+]+;base64,([A-Za-z0-9+/=]+)")
MACHINE_PATH = re.compile(
    r"(?<![\w.])(?:/(?:home|root|tmp|usr|var|Users|work)/|[A-Za-z]:\\|file://)"
)
MARKER = re.compile(r"#+\s*(?:NBVAL_|PYTEST_VALIDATE)")


def text_of(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def source(cell: Cell) -> str:
    return text_of(cell["source"])


def code_cells(notebook: Notebook) -> list[Cell]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def prose(notebook: Notebook) -> str:
    cells = (cell for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    return "\n\n".join(source(cell) for cell in cells)


def headings(text: str, level: str = r"#+") -> list[str]:
    return re.findall(rf"^{level} (.+)$", text, flags=re.MULTILINE)


def pictures(cell: Cell) -> list[bytes]:
    shown = (text_of(output.get("data", {}).get("text/html", "")) for output in cell["outputs"])
    return [picture for html in shown for picture in embedded(html)]


def embedded(html: str) -> list[bytes]:
    """Return the pictures that stand in a piece of a page."""
    return [base64.b64decode(found) for found in PICTURE.findall(html)]


def printed(cell: Cell) -> str:
    """Return the words and tables under a cell, without the stand-ins of pictures."""
    parts = [text_of(output.get("text", "")) for output in cell["outputs"]]
    for output in cell["outputs"]:
        data = output.get("data", {})
        parts += [text_of(v) for kind, v in data.items() if kind.startswith("text/")]
    return PICTURE.sub("", "\n".join(parts))


def named(cell: Cell) -> str:
    return f"the cell that starts {source(cell).splitlines()[0] if source(cell) else ''!r}"


def faults(notebook: Notebook) -> list[str]:
    """Return each fault of a notebook in a sentence; none when it is sound."""
    checks = (
        file_faults, run_faults, tag_faults, output_faults, code_faults, prose_faults,
        reading_faults, answer_faults,
    )  # fmt: skip
    return [fault for check in checks for fault in check(notebook)]


def file_faults(notebook: Notebook) -> Iterator[str]:
    if notebook["metadata"] != {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }:
        yield "its metadata are not those of the kernel python3 alone"
    if len(notebook["cells"]) not in N_CELLS:
        yield f"it has {len(notebook['cells'])} cells, not {N_CELLS[0]} to {N_CELLS[-1]}"
    ids = [cell.get("id") for cell in notebook["cells"]]
    if None in ids or len(set(ids)) < len(ids):
        yield "two cells have the same id, or one has none"
    for cell in notebook["cells"]:
        n_lines = len(source(cell).splitlines())
        if not 0 < n_lines <= MAX_LINES:
            yield f"{named(cell)} has {n_lines} lines, not 1 to {MAX_LINES}"
        if set(cell["metadata"]) - CELL_METADATA:
            yield f"{named(cell)} has metadata {sorted(set(cell['metadata']) - CELL_METADATA)}"


def run_faults(notebook: Notebook) -> Iterator[str]:
    counts = [cell["execution_count"] for cell in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        yield f"its cells were not run once, in order: the counts are {counts}"
    for cell in code_cells(notebook):
        for output in cell["outputs"]:
            if output.get("name") == "stderr":
                yield f"{named(cell)} keeps a warning or other words on stderr"
            is_meant = "raises-exception" in cell["metadata"].get("tags", [])
            if output["output_type"] == "error" and not is_meant:
                yield f"{named(cell)} keeps an error that is not meant"
            if output.get("execution_count", cell["execution_count"]) != cell["execution_count"]:
                yield f"{named(cell)} keeps an output of another run"


def tag_faults(notebook: Notebook) -> Iterator[str]:
    tags = [(cell, tag) for cell in notebook["cells"] for tag in cell["metadata"].get("tags", [])]
    for cell, tag in tags:
        if tag not in TAGS:
            yield f"{named(cell)} has the tag {tag!r}, which is none of {sorted(TAGS)}"
    if [tag for _, tag in tags].count("parameters") != 1:
        yield "not exactly one cell is tagged 'parameters'"
    for cell in code_cells(notebook):
        if MARKER.search(source(cell)):
            yield f"{named(cell)} has a comment that tells nbval what to do"


def output_faults(notebook: Notebook) -> Iterator[str]:
    for cell in code_cells(notebook):
        words = printed(cell)
        if re.search(
            r"^.*\.\.\.\s*(?:\.\.\.\s*)*$|\[\d+ rows x \d+ columns\]", words, re.MULTILINE
        ):
            yield f"{named(cell)} shows a table with rows or columns left out"
        if MACHINE_PATH.search(words) or MACHINE_PATH.search(source(cell)):
            yield f"{named(cell)} holds a path of one machine"
        for picture in pictures(cell):
            if is_blank(picture):
                yield f"{named(cell)} shows a blank or broken picture"
        if draws(cell) and not pictures(cell):
            yield f"{named(cell)} draws a figure and shows none"
        if pictures(cell) and not re.search(r"\d", words):
            yield f"{named(cell)} shows a figure without the numbers it rests on"


def is_blank(picture: bytes) -> bool:
    """Whether a picture is no drawing, or one that shows nothing but the paper and its frame."""
    is_drawing = picture.startswith(b"<svg ") and picture.rstrip().endswith(b"</svg>")
    return not (is_drawing and b"<text" in picture and b"<path" in picture)


def draws(cell: Cell) -> bool:
    return any(word in source(cell) for word in ("plot_", "show_figure(", "show_overview"))


def code_faults(notebook: Notebook) -> Iterator[str]:
    for number, cell in enumerate(code_cells(notebook)):
        try:
            nodes = list(ast.walk(ast.parse(source(cell))))
        except SyntaxError:
            yield f"{named(cell)} is not plain Python"
            continue
        if number != 1 and any(isinstance(node, ast.Import | ast.ImportFrom) for node in nodes):
            yield f"{named(cell)} imports; the cell of the answer does that"
        if any(isinstance(node, LOOPS) for node in nodes):
            yield f"{named(cell)} defines, repeats or decides: that belongs in the library"
        is_edited = "parameters" in cell["metadata"].get("tags", [])
        if not is_edited and any(is_number(node) for node in nodes):
            yield f"{named(cell)} has a number typed into it"
        if "filterwarnings" in source(cell) or "simplefilter" in source(cell):
            yield f"{named(cell)} filters warnings"


def sentences_of(notebook: Notebook) -> set[str]:
    """Return each sentence of the text that is long enough to be said only once."""
    plain = re.sub(r"^#+ .*$|\]\([^)]*\)", "", prose(notebook), flags=re.MULTILINE)
    found = re.split(r"(?<=[.:?])\s+", " ".join(plain.split()))
    return {words.casefold() for words in found if len(words.split()) >= MANY_WORDS}


def is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float, complex)


def prose_faults(notebook: Notebook) -> Iterator[str]:
    text = prose(notebook)
    titles = headings(text, "#")
    if len(titles) != 1 or not titles[0].endswith("?"):
        yield f"its title is not one question: {titles}"
    sections = headings(text, "##")
    if sections[-2:] != LAST_HEADINGS:
        yield f"its last headings are {sections[-2:]}, not {LAST_HEADINGS}"
    n_figures = sum(bool(pictures(cell)) for cell in code_cells(notebook))
    if len([h for h in headings(text) if h == READING]) < n_figures:
        yield f"a figure has no {READING!r} under it"
    rest = re.sub(r"`[^`]*`|\]\([^)]*\)", "", text)
    for words in DEFINED:
        rest = rest.replace(words, "")
    for line in rest.splitlines():
        if re.search(r"\d", line):
            yield f"a number is typed into the text: {line.strip()!r}"


def answer_faults(notebook: Notebook) -> Iterator[str]:
    """Hold the first cells to their order: the title, what one edits, and at once the answer."""
    kinds = [cell["cell_type"] for cell in notebook["cells"][:3]]
    if kinds != ["markdown", "code", "code"]:
        yield f"it does not start with its title, the cell to edit and the answer: {kinds}"
        return
    title, edited, answer = notebook["cells"][:3]
    if "parameters" not in edited["metadata"].get("tags", []):
        yield "the cell to edit is not the first code cell"
    if len(source(title).splitlines()) > MOST_BEFORE:
        yield f"{len(source(title).splitlines())} lines stand before the answer"
    if not re.search(IS_TRUSTED, source(answer)):
        yield "the answer does not say whether the log can be trusted"
    has_table = any("<table>" in text_of(o.get("data", {}).get("text/html", ""))
                    for o in answer["outputs"])  # fmt: skip
    if not pictures(answer) and not has_table:
        yield "the answer shows no chart"


def reading_faults(notebook: Notebook) -> Iterator[str]:
    """Hold each explanation to what the cells above it, in its own section, show."""
    code = ""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            code += source(cell)
            continue
        before, found, after = source(cell).partition(f"### {READING}")
        if not found:
            code = ""
            continue
        words = " ".join(re.split(r"^#", after, flags=re.MULTILINE)[0].split()).casefold()
        wanted = [(call, said) for call, said in EXPLAINED.items() if call in code]
        if not wanted or before.strip():
            yield f"{READING!r} stands below nothing that it explains: {words[:60]!r}"
        for call, said in wanted:
            for missing in (part for part in said if part not in words):
                yield f"{READING!r} below {call!r} does not speak of {missing!r}"
        code = ""
