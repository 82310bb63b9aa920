"""How well CVs are read: per-field F1 on files with known truth, and the same reader given the text order of other tools.

The development files of ../shared/data (21 PDFs of other tools' templates), and five sets of CVs drawn here. What the reader did
with each set when it first saw it is in docs/reading.md; since then it has been improved on all of them, least on people in the
layouts of another set (`crossed`). The baselines give their text line by line
to the same structure step, without places and type sizes, as a plain-text pipeline would.
"""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pypdfium2
from pdfminer.high_level import extract_text

from services.matcher.adapters.pdf.extract import extract
from services.matcher.adapters.pdf.limits import ReadLimits
from services.matcher.domain.document import Document, TextLine
from services.matcher.domain.structure import read_cv
from tests.bench.tables import show
from tests.support.cv_layouts import drawable, made, made_cvs
from tests.support.cv_layouts_held import held_cvs
from tests.support.cv_layouts_last import LAST, LAST_PEOPLE, last_cvs
from tests.support.cv_layouts_more import MORE, WITHOUT_MONTHS, more_cvs
from tests.support.cv_people_more import MORE_PEOPLE
from tests.support.cv_scripts import script_cvs
from tests.support.cv_truth import CvTruth, ground_truth
from tests.support.reader_scores import FIELDS, Scores, scores_of

_LINE_HEIGHT = 14.0
_DRAWN = ("drawn", "scripts", "crossed")
_NAMES = {"job": "job whole", "bullet": "bullets whole", "order": "bullets in order"}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read, on one set of CVs."""

    name: str
    scores: Scores


def measure(data: Path) -> list[Way]:
    """All ways, the shipped one first on each set."""
    truths = ground_truth(data / "cv")
    ways = [Way("cvdeep", _scored(truths, lambda pdf: extract(pdf, ReadLimits())))]
    ways += [Way(name, _scored(truths, read)) for name, read in _baselines().items()]
    for name, drawn in (
        ("drawn 1", [*made_cvs(), *held_cvs()]),
        ("drawn 2", more_cvs()),
        ("drawn 3", last_cvs()),
        ("scripts", script_cvs()),
        ("crossed", _crossed()),
    ):
        ways.append(Way(name, _scored(drawn, lambda pdf: extract(pdf, ReadLimits()))))
        if name == "drawn 2":
            ways.append(Way("drawn 2, pdfminer", _scored(drawn, _by(_by_pdfminer))))
    return ways


def table(ways: Sequence[Way]) -> None:
    """Prints one row a field: the development files, then what was drawn here."""
    drawn = [way for way in ways if way.name.startswith(_DRAWN)]
    for title, shown, notes in (
        ("Reading: F1 by field, 21 development PDFs", [way for way in ways if way not in drawn], _notes()),
        ("Reading: F1 by field, drawn layouts", drawn, ""),
    ):
        rows = [[_NAMES.get(name, name), *(f"{way.scores.fields[name].f1:.3f}" for way in shown)] for name in FIELDS]
        show(title, ["", *(way.name for way in shown)], rows, notes=notes)


def _crossed() -> list[CvTruth]:
    """People of one set in the layouts of another."""
    return [
        made(name, draw, person, yearly=name in WITHOUT_MONTHS)
        for layouts, people in ((LAST, MORE_PEOPLE), (MORE, LAST_PEOPLE))
        for name, draw in layouts.items()
        for person in drawable(people)
    ]


def as_json(ways: Sequence[Way]) -> dict[str, dict[str, float]]:
    """F1 by way and field, and what cvdeep missed is left to `--misses`."""
    return {way.name: {name: round(way.scores.fields[name].f1, 4) for name in FIELDS} for way in ways}


def _scored(truths: Sequence[CvTruth], read: Callable[[bytes], Document]) -> Scores:
    total = Scores()
    for truth in truths:
        document = read(truth.pdf)
        total.add(scores_of(truth, document, read_cv(document)))
    return total


def _baselines() -> dict[str, Callable[[bytes], Document]]:
    found = {"pdfium order": _by(_by_pdfium), "pdfminer order": _by(_by_pdfminer)}
    if shutil.which("pdftotext"):
        found["pdftotext"] = _by(_by_pdftotext)
    if find_spec("pdfplumber"):
        found["pdfplumber"] = _by(_by_pdfplumber)
    return found


def _notes() -> str:
    absent = [
        name
        for name, there in (("pdftotext", shutil.which("pdftotext")), ("pdfplumber", find_spec("pdfplumber")))
        if not there
    ]
    return f"not installed here, so not measured: {', '.join(absent)}" if absent else ""


def _by(text_of: Callable[[bytes], Sequence[str]]) -> Callable[[bytes], Document]:
    """A document of a tool's text, page by page: rows below each other in one column, all of one size."""

    def read(pdf: bytes) -> Document:
        pages = text_of(pdf)
        lines = [
            TextLine(
                text.strip(),
                page,
                0,
                50.0,
                row * _LINE_HEIGHT,
                50.0 + 5 * len(text),
                (row + 1) * _LINE_HEIGHT - 4,
                10.0,
                False,
                False,
                4.0,
            )
            for page, content in enumerate(pages, start=1)
            for row, text in enumerate(content.splitlines())
            if text.strip()
        ]
        return Document(tuple(lines), len(pages), len(pages), "baseline")

    return read


def _by_pdfium(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def _by_pdfminer(pdf: bytes) -> list[str]:
    return extract_text(io.BytesIO(pdf)).split("\f")


def _by_pdftotext(pdf: bytes) -> list[str]:
    made = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return made.stdout.decode("utf-8", "replace").split("\f")


def _by_pdfplumber(pdf: bytes) -> list[str]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [page.extract_text() or "" for page in document.pages]


def main() -> None:
    """Prints the table; with `--misses` what cvdeep missed, too."""
    data = Path(__file__).resolve().parents[3] / "shared" / "data"
    ways = measure(data)
    table(ways)
    sys.stdout.write(json.dumps(as_json(ways), indent=1) + "\n")
    if "--misses" in sys.argv:
        for way in ways:
            if way.name == "cvdeep" or (way.name.startswith(_DRAWN) and "pdfminer" not in way.name):
                sys.stdout.write("\n".join((way.name, *way.scores.misses)) + "\n")


if __name__ == "__main__":
    main()
