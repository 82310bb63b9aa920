"""Draws a JSON Resume as a plain one-column PDF, personal data and all: for tests that change who a CV is about."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from fpdf import FPDF

# A one-pixel picture: enough to be a photo for whoever reads the page.
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478da63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
PERSONAL = {
    "gender": "Gender",
    "pronouns": "Pronouns",
    "birthDate": "Date of birth",
    "age": "Age",
    "nationality": "Nationality",
    "maritalStatus": "Marital status",
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Page(FPDF):
    """Type sizes and spaces in points."""

    def heading(self, text: str) -> None:
        self.ln(10)
        self.set_font("Helvetica", "B", 13)
        self.cell(0, 18, _drawn(text), new_x="LMARGIN", new_y="NEXT")

    def plain(self, text: str, *, size: int = 10, style: str = "") -> None:
        if text.strip():
            self.set_font("Helvetica", style, size)
            self.multi_cell(0, max(14.0, 1.3 * size), _drawn(text), new_x="LMARGIN", new_y="NEXT")

    def bullet(self, text: str) -> None:
        self.set_font("Helvetica", "", 10)
        self.cell(12, 14, "-")
        self.multi_cell(0, 14, _drawn(text), new_x="LMARGIN", new_y="NEXT")


def plain_cv(resume: Mapping[str, Any], *, hidden: Sequence[tuple[str, str]] = ()) -> bytes:
    """The PDF of a JSON Resume, the same bytes every time.

    Args:
        resume: `basics` may also have the keys of PERSONAL; letters beyond Latin-1 lose their accents.
        hidden: text that nobody sees, as (way, text); ways: white, tiny, off_page, invisible.
    """
    basics = resume.get("basics", {})
    # One page, however long: where pages end is no matter of who somebody is.
    page = _Page(unit="pt", format=(595, 6000))
    page.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))
    page.set_margins(50, 50, 50)
    page.set_auto_page_break(auto=False)
    page.add_page()
    if basics.get("image"):
        # Beside nothing: white text over a picture would be seen.
        page.image(PHOTO, x=520, y=8, w=30, h=38)
    page.plain(basics.get("name", ""), size=20, style="B")
    page.plain(basics.get("label", ""), size=12)
    page.plain(_contact(basics), size=9)
    for key, label in PERSONAL.items():
        if basics.get(key):
            page.plain(f"{label}: {basics[key]}", size=9)
    for way, text in hidden:
        _hide(page, way, text)
    _body(page, resume)
    return bytes(page.output())


def _contact(basics: Mapping[str, Any]) -> str:
    place = basics.get("location") or {}
    parts = [place.get("address"), place.get("city"), place.get("countryCode")]
    links = [profile.get("url") for profile in basics.get("profiles", ())]
    shown = [", ".join(part for part in parts if part), basics.get("email"), basics.get("phone"), *links]
    return "  |  ".join(part for part in shown if part)


def _body(page: _Page, resume: Mapping[str, Any]) -> None:
    if summary := resume.get("basics", {}).get("summary"):
        page.heading("Summary")
        page.plain(summary)
    if resume.get("work"):
        page.heading("Experience")
    for job in resume.get("work", ()):
        page.plain(job.get("position", ""), size=11, style="B")
        page.plain(f"{job.get('name', '')}  |  {_dates(job, ongoing=True)}")
        page.plain(job.get("summary") or "")
        for text in job.get("highlights", ()):
            page.bullet(text)
        page.ln(6)
    if resume.get("education"):
        page.heading("Education")
    for study in resume.get("education", ()):
        named = ", ".join(part for part in (study.get("studyType"), study.get("area")) if part)
        page.plain(named, style="B")
        page.plain(f"{study.get('institution', '')}  |  {_dates(study, ongoing=False)}")
    _lists(page, resume)


def _lists(page: _Page, resume: Mapping[str, Any]) -> None:
    rows = {
        "Skills": [
            f"{group.get('name', '')}: {', '.join(group.get('keywords') or ())}".strip(": ")
            for group in resume.get("skills", ())
        ],
        "Languages": [f"{entry['language']}: {entry.get('fluency', '')}" for entry in resume.get("languages", ())],
        "Certificates": [
            ", ".join(
                str(part) for part in (entry.get("name"), entry.get("issuer"), (entry.get("date") or "")[:4]) if part
            )
            for entry in resume.get("certificates", ())
        ],
        "Projects": [
            text
            for entry in resume.get("projects", ())
            for text in (f"{entry.get('name', '')}: {entry.get('description') or ''}", *entry.get("highlights", ()))
        ],
        "Volunteering": [
            text
            for entry in resume.get("volunteer", ())
            for text in (f"{entry.get('position', '')}, {entry.get('organization', '')}", *entry.get("highlights", ()))
        ],
        "Interests": [entry.get("name", "") for entry in resume.get("interests", ())],
    }
    for heading, texts in rows.items():
        if texts:
            page.heading(heading)
            for text in texts:
                # Lists of one thing a row are bulleted: without, a short row and the next could be one that was wrapped.
                (page.plain if heading == "Skills" else page.bullet)(text)


def _dates(entry: Mapping[str, Any], *, ongoing: bool) -> str:
    start, end = _month(entry.get("startDate")), _month(entry.get("endDate"))
    if start and not end and ongoing:
        end = "Present"
    return " - ".join(part for part in (start, end) if part)


def _month(text: str | None) -> str:
    if not text:
        return ""
    year, *rest = text.split("-")
    return f"{_MONTHS[int(rest[0]) - 1]} {year}" if rest else year


def _hide(page: _Page, way: str, text: str) -> None:
    x, y = page.get_x(), page.get_y()
    if way == "white":
        page.set_text_color(255, 255, 255)
        page.plain(text)
        page.set_text_color(0, 0, 0)
    elif way == "tiny":
        page.set_font("Helvetica", "", 10)
        page.set_font_size(0.5)
        page.text(50, 20, _drawn(text))
    elif way == "off_page":
        page.set_font("Helvetica", "", 10)
        page.text(-4000, 20, _drawn(text))
    else:
        page.set_font("Helvetica", "", 10)
        with page.local_context(text_mode="INVISIBLE"):
            page.text(50, 20, _drawn(text[:90]))
    page.set_xy(x, y if way != "white" else page.get_y())


def _drawn(text: str) -> str:
    """The text in Latin-1: other letters without their accents, and `?` for what is left."""
    plain = text.translate(
        {0x2013: "-", 0x2014: "-", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2026: "...", 0x2022: "-"}
    )
    try:
        plain.encode("latin-1")
    except UnicodeEncodeError:
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return plain.encode("latin-1", "replace").decode("latin-1")
