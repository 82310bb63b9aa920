"""Draws CVs of invented people in many layouts, each with what it says: a reader's honest test beside the files it was made with.

The layouts are drawn by hand here, none follows a file the reader was developed with. Dates, orders and separators differ from
layout to layout. Fonts of this machine are used where there are any, for letters that the PDF's own fonts lack.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF

from tests.support.cv_people import PEOPLE, Month, Person, Role
from tests.support.cv_truth import CvTruth, Moment, TrueEducation, TrueJob

_FONTS = Path("/usr/share/fonts/truetype/dejavu")
_WIDTH, _HEIGHT = 595.0, 842.0
_EDGE = 50.0

Dates = Callable[[Person, Month, Month | None], str]


class Page(FPDF):
    """A page with a few ways to set text, in points."""

    def __init__(self, person: Person) -> None:
        super().__init__(unit="pt", format="A4")
        self.core_fonts_encoding = "cp1252"
        self.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))
        self.set_margins(_EDGE, _EDGE, _EDGE)
        self.set_auto_page_break(auto=True, margin=_EDGE)
        self.person = person
        self.face = "Helvetica"
        if not _is_latin(person):
            self.face = "DejaVu"
            for style, file in (("", "DejaVuSans"), ("B", "DejaVuSans-Bold"), ("I", "DejaVuSans-Oblique")):
                self.add_font("DejaVu", style, _FONTS / f"{file}.ttf")
        self.add_page()

    def put(self, text: str, *, size: float = 10, style: str = "", x: float | None = None, w: float = 0) -> None:
        """Sets text, wrapped within `w` from `x`, and moves below it."""
        self.set_font(self.face, style, size)
        left = self.l_margin if x is None else x
        self.set_x(left)
        self.multi_cell(w or _WIDTH - self.r_margin - left, size * 1.35, text, align="L", new_x="LMARGIN", new_y="NEXT")

    def ends(self, left: str, right: str, *, size: float = 10, style: str = "", x: float | None = None) -> None:
        """Sets two texts on one line, at its ends."""
        self.set_font(self.face, style, size)
        start = self.l_margin if x is None else x
        self.set_x(start)
        y = self.get_y()
        if start + self.get_string_width(left + right) > _WIDTH - self.r_margin - 20:
            self.put(left, size=size, style=style, x=x)
            y = self.get_y()
        else:
            self.cell(0, size * 1.35, left)
        self.set_font(self.face, "", size)
        self.set_xy(self.l_margin, y)
        self.cell(_WIDTH - self.r_margin - self.l_margin, size * 1.35, right, align="R", new_x="LMARGIN", new_y="NEXT")

    def bullets(self, texts: Sequence[str], *, mark: str = "-", x: float | None = None, w: float = 0) -> None:
        """Sets a list with its marks hanging."""
        left = self.l_margin if x is None else x
        for text in texts:
            y = self.get_y()
            self.set_font(self.face, "", 9.5)
            self.set_xy(left, y)
            self.cell(10, 13, mark)
            self.set_xy(left + 11, y)
            self.multi_cell(
                (w or _WIDTH - self.r_margin - left) - 11, 13, text, align="L", new_x="LMARGIN", new_y="NEXT"
            )
        self.ln(3)

    def rule(self, title: str, *, x: float | None = None, w: float = 0, upper: bool = False, size: float = 12) -> None:
        """Sets a heading over a line."""
        self.ln(8)
        left = self.l_margin if x is None else x
        self.put(title.upper() if upper else title, size=size, style="B", x=x, w=w)
        y = self.get_y()
        self.line(left, y, left + (w or _WIDTH - self.r_margin - left), y)
        self.ln(4)


def _is_latin(person: Person) -> bool:
    try:
        repr(person).encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def in_words(person: Person, start: Month, end: Month | None) -> str:
    """`March 2019 – Present` in the person's language."""

    def name(month: Month) -> str:
        return f"{person.words.months[month[1] - 1]} {month[0]}"

    return f"{name(start)} \u2013 {name(end) if end else person.words.present}"


def _in_short(person: Person, start: Month, end: Month | None) -> str:
    def name(month: Month) -> str:
        word = person.words.months[month[1] - 1]
        return f"{word if len(word) < 5 else word[:3] + '.'} {month[0]}"

    return f"{name(start)} - {name(end) if end else person.words.present}"


def _with_word(person: Person, start: Month, end: Month | None) -> str:
    name = f"{end[1]:02d}/{end[0]}" if end else person.words.present
    return f"{start[1]:02d}/{start[0]} {person.words.to} {name}"


def in_numbers(person: Person, start: Month, end: Month | None) -> str:
    """`03.2019 – Present` in the person's language."""
    return f"{start[1]:02d}.{start[0]} \u2013 {f'{end[1]:02d}.{end[0]}' if end else person.words.present}"


def _in_years(person: Person, start: Month, end: Month | None) -> str:
    return f"{start[0]} - {end[0] if end else person.words.present}"


def _contact(person: Person) -> tuple[str, ...]:
    return (person.email, person.phone, person.city)


def _single(page: Page) -> None:
    """One column, title bold with its dates at the right, company below in italics."""
    person, words = page.person, page.person.words
    page.put(person.name, size=22, style="B")
    page.put(person.headline, size=12)
    page.put("  |  ".join(_contact(person)), size=9)
    page.rule(words.profile)
    page.put(person.summary)
    page.rule(words.work)
    for role in person.roles:
        page.ends(role.title, in_words(person, role.start, role.end), size=11, style="B")
        page.put(f"{role.company}, {role.city}", style="I")
        page.bullets(role.bullets)
    page.rule(words.education)
    for study in person.studies:
        page.ends(study.degree, f"{study.start} \u2013 {study.end}", style="B")
        page.put(study.institution, style="I")
    page.rule(words.skills)
    page.put(", ".join(person.skills))
    page.rule(words.languages)
    page.put(", ".join(f"{name} ({level})" for name, level in person.languages))


def _dates_left(page: Page) -> None:
    """Dates in a column of their own at the left, a drawn timeline between, everything else at its right."""
    person, words = page.person, page.person.words
    column = 180.0
    page.put(person.name, size=20, style="B")
    page.put(person.headline, size=11)
    for each in _contact(person):
        page.put(each, size=9)

    def entry(dates: str, title: str, place: str, bullets: Sequence[str]) -> None:
        y = page.get_y()
        page.set_font(page.face, "", 9.5)
        page.set_xy(_EDGE, y)
        page.cell(column - _EDGE - 20, 13, dates)
        page.ellipse(column - 14, y + 4, 5, 5, style="F")
        page.set_y(y)
        page.put(title, style="B", x=column)
        page.put(place, x=column, size=9.5)
        page.bullets(bullets, mark="\u2022", x=column)
        page.line(column - 11.5, y + 10, column - 11.5, page.get_y())

    page.rule(words.work, upper=True)
    for role in person.roles:
        entry(in_numbers(person, role.start, role.end), role.title, f"{role.company}, {role.city}", role.bullets)
    page.rule(words.education, upper=True)
    for study in person.studies:
        entry(f"{study.start} \u2013 {study.end}", study.degree, study.institution, ())
    for title, row in ((words.skills, " \u2022 ".join(person.skills)), (words.profile, person.summary)):
        page.rule(title, upper=True)
        page.put(row)
    page.rule(words.languages, upper=True)
    for name, level in person.languages:
        page.put(f"{name}: {level}")


def _side(page: Page, *, left: bool, painted: bool, dates: Dates) -> None:
    """A sidebar with contact, skills and languages beside the main column."""
    person, words = page.person, page.person.words
    side_x, side_w = (30.0, 150.0) if left else (410.0, 150.0)
    main_x, main_w = (210.0, 345.0) if left else (40.0, 340.0)
    if painted:
        page.set_fill_color(38, 54, 84)
        page.rect(side_x - 30 if left else side_x - 12, 0, side_w + 42, _HEIGHT, style="F")
        page.set_text_color(255, 255, 255)
    page.set_y(60)
    for title, rows in (
        (words.contact, _contact(person)),
        (words.skills, person.skills),
        (words.languages, tuple(f"{name} \u2013 {level}" for name, level in person.languages)),
    ):
        page.put(title, size=12, style="B", x=side_x, w=side_w)
        page.ln(2)
        for row in rows:
            page.put(row, size=9, x=side_x, w=side_w)
        page.ln(12)
    page.set_text_color(0, 0, 0)
    page.set_y(50)
    page.put(person.name, size=21, style="B", x=main_x, w=main_w)
    page.put(person.headline, size=12, x=main_x, w=main_w)
    page.ln(6)
    page.put(person.summary, x=main_x, w=main_w)
    page.rule(words.work, x=main_x, w=main_w)
    for role in person.roles:
        page.put(role.title, style="B", size=10.5, x=main_x, w=main_w)
        page.put(f"{role.company} | {dates(person, role.start, role.end)}", size=9.5, x=main_x, w=main_w)
        page.bullets(role.bullets, mark="\u2022", x=main_x, w=main_w)
    page.rule(words.education, x=main_x, w=main_w)
    for study in person.studies:
        page.put(study.degree, style="B", size=10.5, x=main_x, w=main_w)
        page.put(f"{study.institution} | {study.start}\u2013{study.end}", size=9.5, x=main_x, w=main_w)


def _margin(page: Page) -> None:
    """Headings in the left margin, level with the first line of what they head."""
    person, words = page.person, page.person.words
    column = 165.0
    page.put(person.name, size=20, style="B", x=column)
    page.put("  \u2022  ".join(_contact(person)), size=9, x=column)
    page.ln(10)

    def headed(title: str) -> None:
        page.ln(10)
        y = page.get_y()
        page.put(title, size=10.5, style="B", w=column - _EDGE - 12)
        page.set_y(y)

    headed(words.profile)
    page.put(person.summary, x=column)
    headed(words.work)
    for role in person.roles:
        page.ends(f"{role.title}, {role.company}", _in_short(person, role.start, role.end), style="B", x=column)
        page.bullets(role.bullets, mark="\u2022", x=column)
    headed(words.education)
    for study in person.studies:
        page.ends(f"{study.degree}, {study.institution}", f"{study.start}-{study.end}", x=column)
    headed(words.skills)
    page.put("; ".join(person.skills), x=column)
    headed(words.languages)
    page.put("; ".join(f"{name}: {level}" for name, level in person.languages), x=column)


def _table(page: Page) -> None:
    """Bordered rows: dates in the first cell, all else in the second."""
    person, words = page.person, page.person.words
    page.put(person.name, size=18, style="B")
    page.put(person.headline, size=11)
    for each in _contact(person):
        page.put(each, size=9.5)

    def row(left: str, right: str) -> None:
        page.set_font(page.face, "", 9.5)
        with page.table(
            col_widths=(110, 385),
            width=495,
            line_height=13,
            first_row_as_headings=False,
            align="LEFT",
            text_align="LEFT",
            v_align="TOP",
        ) as table:
            cells = table.row()
            cells.cell(left)
            cells.cell(right)

    page.rule(words.work)
    for role in person.roles:
        head = f"{role.title}\n{role.company}, {role.city}"
        row(in_numbers(person, role.start, role.end), "\n".join((head, *(f"- {bullet}" for bullet in role.bullets))))
    page.rule(words.education)
    for study in person.studies:
        row(f"{study.start} - {study.end}", f"{study.degree}\n{study.institution}")
    page.rule(words.skills)
    page.put(", ".join(person.skills))
    page.rule(words.languages)
    for name, level in person.languages:
        row(name, level)


def _two_columns(page: Page) -> None:
    """Work at the left, all else at the right, in columns of like width under a common head."""
    person, words = page.person, page.person.words
    page.put(person.name, size=22, style="B")
    page.put(person.headline, size=12)
    page.put(" \u00b7 ".join(_contact(person)), size=9)
    top = page.get_y() + 6
    page.set_y(top)
    page.rule(words.work, w=280, upper=True)
    for role in person.roles:
        page.put(role.company, style="B", w=280)
        page.put(role.title, style="I", w=280)
        page.put(f"{in_words(person, role.start, role.end)}, {role.city}", size=9, w=280)
        page.bullets(role.bullets, mark="\u2022", w=280)
    page.set_y(top)
    x, w = 355.0, 190.0
    page.rule(words.profile, x=x, w=w, upper=True)
    page.put(person.summary, x=x, w=w, size=9.5)
    page.rule(words.education, x=x, w=w, upper=True)
    for study in person.studies:
        page.put(study.institution, style="B", x=x, w=w)
        page.put(study.degree, style="I", x=x, w=w)
        page.put(f"{study.start} \u2013 {study.end}", size=9, x=x, w=w)
        page.ln(4)
    page.rule(words.skills, x=x, w=w, upper=True)
    page.bullets(person.skills, mark="\u2022", x=x, w=w)
    page.rule(words.languages, x=x, w=w, upper=True)
    page.bullets([f"{name} ({level})" for name, level in person.languages], mark="\u2022", x=x, w=w)


def _one_liners(page: Page) -> None:
    """Plain headings in capitals, each entry's head in one row with strokes, nothing larger than the body but the name."""
    person, words = page.person, page.person.words
    page.put(person.name.upper(), size=15, style="B")
    page.put(" | ".join((person.headline, *_contact(person))), size=9)

    def heading(title: str) -> None:
        page.ln(8)
        page.put(title.upper(), style="B")

    heading(words.work)
    for role in person.roles:
        dates = _with_word(person, role.start, role.end)
        page.put(f"{role.title} | {role.company} | {role.city} | {dates}", size=9.5)
        page.bullets(role.bullets)
    heading(words.education)
    for study in person.studies:
        page.put(f"{study.degree} | {study.institution} | {study.start} - {study.end}", size=9.5)
    heading(words.skills)
    page.put(" / ".join(person.skills))
    heading(words.languages)
    page.put(" / ".join(f"{name} {level}" for name, level in person.languages))


def _company_first(page: Page) -> None:
    """Companies as heads with all their roles below; years only."""
    person, words = page.person, page.person.words
    page.set_font(page.face, "B", 20)
    page.cell(0, 28, person.name, align="C", new_x="LMARGIN", new_y="NEXT")
    page.set_font(page.face, "", 9)
    page.cell(0, 14, "   ".join(_contact(person)), align="C", new_x="LMARGIN", new_y="NEXT")
    page.rule(words.work)
    seen = ""
    for role in person.roles:
        if role.company != seen:
            page.ends(role.company, role.city, size=11.5, style="B")
        seen = role.company
        page.ends(role.title, _in_years(person, role.start, role.end), size=10, style="I")
        page.bullets(role.bullets, mark="\u2022")
    page.rule(words.education)
    for study in person.studies:
        page.ends(study.institution, f"{study.start} - {study.end}", size=11.5, style="B")
        page.put(study.degree, style="I")
    page.rule(words.skills)
    third = (len(person.skills) + 2) // 3
    for index in range(third):
        for column, skill in enumerate(person.skills[index::third]):
            page.set_font(page.face, "", 9.5)
            page.set_x(_EDGE + 165 * column)
            page.cell(160, 13, f"\u2022 {skill}")
        page.ln(13)
    page.rule(words.languages)
    for name, level in person.languages:
        page.ends(name, level)


def _dots(page: Page) -> None:
    """Skills with drawn dots, languages with bars, a photo, and the name over two lines."""
    person, words = page.person, page.person.words
    page.set_fill_color(200, 205, 210)
    page.rect(450, 40, 90, 110, style="F")
    first, _, last = person.name.partition(" ")
    page.put(first, size=26, x=_EDGE, w=380)
    page.put(last, size=26, style="B", x=_EDGE, w=380)
    page.put(person.headline, size=11, w=380)
    page.put("   ".join(_contact(person)), size=8.5, w=390)
    page.set_y(165)
    page.rule(words.work, size=14)
    for role in person.roles:
        page.put(f"{_in_short(person, role.start, role.end)}  |  {role.city}", size=8.5)
        page.put(role.title, size=11, style="B")
        page.put(role.company, size=10)
        page.bullets(role.bullets, mark="\u2022")
    page.rule(words.education, size=14)
    for study in person.studies:
        page.put(f"{study.start} - {study.end}", size=8.5)
        page.put(study.degree, size=11, style="B")
        page.put(study.institution, size=10)
    page.rule(words.skills, size=14)
    for index, skill in enumerate(person.skills):
        y = page.get_y()
        page.put(skill, w=200)
        for dot in range(5):
            page.ellipse(270 + 12 * dot, y + 3, 7, 7, style="F" if dot < 3 + index % 3 else "D")
    page.rule(words.languages, size=14)
    for name, level in person.languages:
        y = page.get_y()
        page.ends(name, level)
        page.rect(180, y + 4, 120, 5, style="F")


def _labels(page: Page) -> None:
    """A form: what each row is stands in bold before it, an entry's dates in a row of their own."""
    person, words = page.person, page.person.words
    page.put(f"{person.name}", size=16, style="B")
    page.put(person.headline, size=11)
    page.ends(person.email, person.phone)
    page.put(person.city)
    page.rule(words.work)
    for role in person.roles:
        page.put(in_words(person, role.start, role.end), style="B")
        page.put(f"{role.company} ({role.city})")
        page.put(role.title)
        page.bullets(role.bullets, mark="*")
    page.rule(words.education)
    for study in person.studies:
        page.put(f"{study.start} \u2013 {study.end}", style="B")
        page.put(study.institution)
        page.put(study.degree)
        page.ln(4)
    page.rule(words.languages)
    page.put(" | ".join(f"{name}: {level}" for name, level in person.languages))
    page.rule(words.skills)
    page.bullets(person.skills, mark="*")


LAYOUTS: dict[str, Callable[[Page], None]] = {
    "single": _single,
    "dates-left": _dates_left,
    "side-left-painted": lambda page: _side(page, left=True, painted=True, dates=in_numbers),
    "side-right-plain": lambda page: _side(page, left=False, painted=False, dates=_in_short),
    "margin": _margin,
    "table": _table,
    "two-columns": _two_columns,
    "one-liners": _one_liners,
    "company-first": _company_first,
    "dots": _dots,
    "labels": _labels,
}
_WITHOUT_MONTHS = frozenset({"company-first"})


def drawable(people: Sequence[Person]) -> list[Person]:
    """The people whose letters this machine has a font for."""
    return [person for person in people if _is_latin(person) or _FONTS.is_dir()]


def made_cvs(layouts: Sequence[str] = tuple(LAYOUTS), languages: Sequence[str] = ()) -> list[CvTruth]:
    """Draws every person in every layout, as PDF bytes with their truth; people this machine has no font for are left out."""
    people = drawable([person for person in PEOPLE if not languages or person.code in languages])
    return [
        made(layout, LAYOUTS[layout], person, yearly=layout in _WITHOUT_MONTHS)
        for layout in layouts
        for person in people
    ]


def made(layout: str, draw: Callable[[Page], None], person: Person, *, yearly: bool = False) -> CvTruth:
    """Draws a person in a layout; `yearly` says that it shows no months."""
    page = Page(person)
    draw(page)
    return CvTruth(
        id=f"{layout}/{person.code}",
        layout=layout,
        pdf=bytes(page.output()),
        name=person.name,
        email=person.email,
        phone=person.phone,
        jobs=tuple(_true_job(role, yearly=yearly) for role in person.roles),
        education=tuple(TrueEducation(study.institution, study.degree) for study in person.studies),
        skills=person.skills,
        languages=tuple(name for name, _ in person.languages),
        sentences=tuple(bullet for role in person.roles for bullet in role.bullets),
    )


def _true_job(role: Role, *, yearly: bool) -> TrueJob:
    def moment(month: Month | None) -> Moment | None:
        return month and (month[0], None if yearly else month[1])

    return TrueJob(role.company, role.title, moment(role.start), moment(role.end))
