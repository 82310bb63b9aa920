"""Fourteen more layouts, drawn before the reader had seen any of them: tables, forms, timelines, narrow columns, several pages."""

from collections.abc import Callable, Sequence

from tests.support.cv_layouts import Page, drawable, in_numbers, in_words, made
from tests.support.cv_layouts_dense import DENSE, slashed
from tests.support.cv_people import Person
from tests.support.cv_people_more import MORE_PEOPLE
from tests.support.cv_truth import CvTruth

# What a form calls the dates, the position, the employer and the tasks of an entry.
_FORM = {
    "en": (
        "Dates",
        "Occupation or position held",
        "Name and address of employer",
        "Main activities and responsibilities",
    ),
    "de": (
        "Datum",
        "Beruf oder Funktion",
        "Name und Adresse des Arbeitgebers",
        "Wichtigste Tätigkeiten und Zuständigkeiten",
    ),
    "fr": (
        "Dates",
        "Fonction ou poste occupé",
        "Nom et adresse de l'employeur",
        "Principales activités et responsabilités",
    ),
    "es": (
        "Fechas",
        "Profesión o cargo desempeñado",
        "Nombre y dirección del empleador",
        "Funciones y responsabilidades principales",
    ),
    "it": (
        "Date",
        "Lavoro o posizione ricoperti",
        "Nome e indirizzo del datore di lavoro",
        "Principali attività e responsabilità",
    ),
    "pt": (
        "Datas",
        "Função ou cargo ocupado",
        "Nome e morada do empregador",
        "Principais atividades e responsabilidades",
    ),
    "nl": ("Data", "Beroep of functie", "Naam en adres van de werkgever", "Voornaamste werkzaamheden"),
    "pl": ("Daty", "Zawód lub zajmowane stanowisko", "Nazwa i adres pracodawcy", "Główne zadania i obowiązki"),
}
_COLUMNS = {
    "en": ("Period", "Employer", "Position"),
    "de": ("Zeitraum", "Arbeitgeber", "Position"),
    "fr": ("Période", "Employeur", "Poste"),
    "es": ("Periodo", "Empresa", "Puesto"),
    "it": ("Periodo", "Azienda", "Ruolo"),
    "pt": ("Período", "Empresa", "Função"),
    "nl": ("Periode", "Werkgever", "Functie"),
    "pl": ("Okres", "Pracodawca", "Stanowisko"),
}
_DOTS = "\u25cf\u25cf\u25cf\u25cf\u25cf\u25cb\u25cb\u25cb\u25cb\u25cb"


def _code(person: Person) -> str:
    return person.code[:2]


def _needs_dejavu(page: Page) -> None:
    """Uses a font with signs that the PDF's own fonts lack."""
    if page.face != "DejaVu":
        page.face = "DejaVu"
        for style, file in (("", "DejaVuSans"), ("B", "DejaVuSans-Bold"), ("I", "DejaVuSans-Oblique")):
            page.add_font("DejaVu", style, f"/usr/share/fonts/truetype/dejavu/{file}.ttf")


def _equal_columns(page: Page) -> None:
    """Two columns of one width under a centred name: everything else left, work right with dates at its right edge."""
    person, words = page.person, page.person.words
    page.set_font(page.face, "B", 22)
    page.cell(0, 30, person.name, align="C", new_x="LMARGIN", new_y="NEXT")
    page.set_font(page.face, "", 10)
    page.cell(0, 14, f"{person.headline} \u2013 {person.city}", align="C", new_x="LMARGIN", new_y="NEXT")
    page.cell(0, 14, f"{person.email}  {person.phone}", align="C", new_x="LMARGIN", new_y="NEXT")
    top, w = page.get_y() + 4, 236.0
    page.set_y(top)
    page.rule(words.profile, w=w)
    page.put(person.summary, w=w)
    page.rule(words.education, w=w)
    for study in person.studies:
        page.put(study.degree, style="B", w=w)
        page.put(study.institution, w=w)
        page.put(f"{study.start} \u2013 {study.end}", w=w, style="I")
        page.ln(5)
    page.rule(words.skills, w=w)
    page.bullets(person.skills, mark="\u2022", w=w)
    page.rule(words.languages, w=w)
    for name, level in person.languages:
        page.put(f"{name} - {level}", w=w)
    x = 309.0
    page.set_y(top)
    page.rule(words.work, x=x, w=w)
    for role in person.roles:
        page.put(role.title, style="B", x=x, w=w)
        page.ends(role.company, slashed(person, role.start, role.end), size=9, x=x)
        page.bullets(role.bullets, mark="\u2022", x=x, w=w)


def _timeline(page: Page) -> None:
    """A line down the page with dots on it; left of it the end of each job above its start, right of it the job."""
    person, words = page.person, page.person.words
    axis = 130.0
    page.put(person.name, size=21, style="B")
    page.put(person.headline, size=11)
    page.put(f"{person.email} \u2022 {person.phone} \u2022 {person.city}", size=9)
    page.put(person.summary, size=9.5)

    def stop(upper: str, lower: str, title: str, under: str, bullets: Sequence[str]) -> None:
        y = page.get_y()
        page.put(upper, size=9, x=_left(page, upper, axis))
        page.put(lower, size=9, x=_left(page, lower, axis))
        page.set_fill_color(30, 120, 160)
        page.ellipse(axis - 4, y + 3, 8, 8, style="F")
        page.set_y(y)
        page.put(title, style="B", size=11, x=axis + 14)
        page.put(under, style="I", x=axis + 14)
        page.bullets(bullets, mark="\u2022", x=axis + 14)
        page.line(axis, y + 11, axis, page.get_y())

    page.rule(words.work)
    for role in person.roles:
        upper = f"{role.end[1]:02d}/{role.end[0]}" if role.end else person.words.present
        stop(
            upper,
            f"{role.start[1]:02d}/{role.start[0]}",
            role.title,
            f"{role.company} \u00b7 {role.city}",
            role.bullets,
        )
    page.rule(words.education)
    for study in person.studies:
        stop(str(study.end), str(study.start), study.degree, study.institution, ())
    page.rule(words.skills)
    page.put("   ".join(person.skills))
    page.rule(words.languages)
    page.put("   ".join(f"{name} ({level})" for name, level in person.languages))


def _left(page: Page, text: str, axis: float) -> float:
    page.set_font(page.face, "", 9)
    return axis - 16 - page.get_string_width(text)


def _grid(page: Page) -> None:
    """A bordered table of work with a head row, tasks below each job across it; studies, skills and languages in tables, too."""
    person, words = page.person, page.person.words
    page.put(person.name, size=18, style="B")
    page.put(f"{person.city}, {person.phone}, {person.email}", size=9.5)

    def table(rows: Sequence[Sequence[str]], widths: tuple[int, ...], *, head: bool) -> None:
        page.set_font(page.face, "", 9.5)
        with page.table(
            col_widths=widths,
            width=495,
            line_height=13,
            first_row_as_headings=head,
            align="LEFT",
            text_align="LEFT",
            v_align="TOP",
        ) as drawn:
            for row in rows:
                cells = drawn.row()
                for cell in row:
                    cells.cell(cell, colspan=len(widths) if len(row) == 1 else 1)

    page.rule(words.work)
    rows: list[Sequence[str]] = [_COLUMNS[_code(person)]]
    for role in person.roles:
        rows.append((in_numbers(person, role.start, role.end), f"{role.company}, {role.city}", role.title))
        rows.append(("\n".join(f"- {bullet}" for bullet in role.bullets),))
    table(rows, (110, 200, 185), head=True)
    page.rule(words.education)
    table(
        [(f"{study.start}-{study.end}", study.institution, study.degree) for study in person.studies],
        (110, 200, 185),
        head=False,
    )
    page.rule(words.skills)
    half = (len(person.skills) + 1) // 2
    pairs = [(person.skills[i], person.skills[i + half] if i + half < len(person.skills) else "") for i in range(half)]
    table(pairs, (247, 248), head=False)
    page.rule(words.languages)
    table(person.languages, (247, 248), head=False)


def _form(page: Page) -> None:
    """The old European form: what each row is stands right-aligned in a left column, in the CV's language."""
    person, words = page.person, page.person.words
    axis = 205.0

    def field(label: str, value: str | Sequence[str], style: str = "") -> None:
        y = page.get_y()
        page.set_font(page.face, "", 9.5)
        page.set_xy(_EDGE, y)
        page.multi_cell(axis - _EDGE - 12, 13, label, align="R", new_x="LMARGIN", new_y="NEXT")
        after = page.get_y()
        page.set_y(y)
        if isinstance(value, str):
            page.put(value, size=9.5, style=style, x=axis)
        else:
            page.bullets(value, mark="-", x=axis)
        page.set_y(max(after, page.get_y()) + 2)

    def part(title: str) -> None:
        page.ln(8)
        y = page.get_y()
        page.set_font(page.face, "B", 11)
        page.set_xy(_EDGE, y)
        page.multi_cell(axis - _EDGE - 12, 15, title, align="R", new_x="LMARGIN", new_y="NEXT")
        page.ln(2)

    page.put("Curriculum Vitae", size=16, style="B")
    field("", person.name, "B")
    field("", person.city)
    field("", person.phone)
    field("", person.email)
    dates, position, employer, tasks = _FORM[_code(person)]
    part(words.work)
    for role in person.roles:
        field(dates, in_words(person, role.start, role.end))
        field(position, role.title, "B")
        field(tasks, role.bullets)
        field(employer, f"{role.company}, {role.city}")
        page.ln(6)
    part(words.education)
    for study in person.studies:
        field(f"{study.start} \u2013 {study.end}", study.degree, "B")
        field("", study.institution)
    part(words.skills)
    field("", ", ".join(person.skills))
    part(words.languages)
    for name, level in person.languages:
        field(name, level)


_EDGE = 50.0


def _icons(page: Page) -> None:
    """Icons before contact data and headings, skills and languages with dots in text, a coloured bar at the left."""
    _needs_dejavu(page)
    person, words = page.person, page.person.words
    page.set_fill_color(230, 126, 34)
    page.rect(0, 0, 14, 842, style="F")
    page.put(person.name.upper(), size=20, style="B")
    page.put(person.headline, size=11, style="I")
    page.put(f"\u2709 {person.email}   \u260e {person.phone}   \u2302 {person.city}", size=9)

    def head(icon: str, title: str) -> None:
        page.ln(8)
        page.put(f"{icon} {title}", size=13, style="B")

    head("\u2605", words.profile)
    page.put(person.summary)
    head("\u2692", words.work)
    for role in person.roles:
        page.put(f"{role.title} @ {role.company}", style="B")
        page.put(f"\u25f7 {slashed(person, role.start, role.end)}   \u2302 {role.city}", size=9)
        page.bullets(role.bullets, mark="\u25b8")
    head("\u270e", words.education)
    for study in person.studies:
        page.put(study.degree, style="B")
        page.put(f"{study.institution}   \u25f7 {study.start} - {study.end}", size=9)
    head("\u2699", words.skills)
    for index, skill in enumerate(person.skills):
        page.ends(skill, _DOTS[index % 4 : index % 4 + 5], size=9.5)
    head("\u2691", words.languages)
    for name, level in person.languages:
        page.ends(f"{name} ({level})", _DOTS[1:6], size=9.5)


def _narrow(page: Page) -> None:
    """Two narrow justified columns with words broken at line ends, work at the left going on at the right."""
    person, words = page.person, page.person.words
    page.put(person.name, size=19, style="B")
    page.put(f"{person.headline} | {person.city} | {person.phone} | {person.email}", size=8.5)
    top, w = page.get_y() + 8, 170.0

    def block(text: str, x: float) -> None:
        page.set_font(page.face, "", 9)
        page.set_x(x)
        page.multi_cell(w, 12, _broken(page, text, w - 6), align="L", new_x="LMARGIN", new_y="NEXT")
        page.ln(2)

    x = _EDGE
    page.set_y(top)
    page.put(words.work.upper(), style="B", x=x, w=w)
    for number, role in enumerate(person.roles):
        if number == 2:
            x = 235.0
            page.set_y(top)
        page.put(role.title, style="B", x=x, w=w, size=9.5)
        page.put(f"{role.company}, {role.city}", x=x, w=w, size=9)
        page.put(in_words(person, role.start, role.end), x=x, w=w, size=9, style="I")
        for bullet in role.bullets:
            block(f"\u2022 {bullet}", x)
    page.put(words.education.upper(), style="B", x=x, w=w)
    for study in person.studies:
        page.put(study.degree, style="B", x=x, w=w, size=9.5)
        page.put(f"{study.institution}, {study.start}\u2013{study.end}", x=x, w=w, size=9)
    x, w = 420.0, 130.0
    page.set_y(top)
    for title, rows in (
        (words.profile, (person.summary,)),
        (words.skills, person.skills),
        (words.languages, tuple(f"{name}: {level}" for name, level in person.languages)),
    ):
        page.put(title.upper(), style="B", x=x, w=w)
        for row in rows:
            block(row, x)
        page.ln(8)


def _broken(page: Page, text: str, width: float) -> str:
    """The text in lines of a width, long words broken with a hyphen after four letters or more."""
    page.set_font(page.face, "", 9)
    lines: list[str] = []
    line = ""
    for word in text.split():
        if page.get_string_width(f"{line} {word}") <= width:
            line = f"{line} {word}".strip()
            continue
        cut = next(
            (
                cut
                for cut in range(len(word) - 4, 3, -1)
                if word[:cut].isalpha() and page.get_string_width(f"{line} {word[:cut]}-") <= width
            ),
            0,
        )
        if cut and line:
            lines.append(f"{line} {word[:cut]}-")
            line = word[cut:]
        else:
            lines.append(line)
            line = word
    return "\n".join([*lines, line])


MORE: dict[str, Callable[[Page], None]] = {
    "equal-columns": _equal_columns,
    "timeline": _timeline,
    "grid": _grid,
    "form": _form,
    "icons": _icons,
    "narrow": _narrow,
    **DENSE,
}
# Seasons are compared by their years.
WITHOUT_MONTHS = frozenset({"academic", "seasons"})


def more_cvs(layouts: Sequence[str] = tuple(MORE), codes: Sequence[str] = ()) -> list[CvTruth]:
    """Draws the people of this set in these layouts."""
    people = [person for person in drawable(MORE_PEOPLE) if not codes or person.code in codes]
    return [made(name, MORE[name], person, yearly=name in WITHOUT_MONTHS) for name in layouts for person in people]
