"""The other half of the layouts in `cv_layouts_more`: several pages, grouped roles, seasons, margins, cards."""

from collections.abc import Callable, Sequence

from tests.support.cv_layouts import Page, in_words
from tests.support.cv_people import Month, Person, Role

_SEASONS = {
    "en": "Spring Summer Autumn",
    "de": "Frühjahr Sommer Herbst",
    "fr": "Printemps Été Automne",
    "es": "Primavera Verano Otoño",
    "it": "Primavera Estate Autunno",
    "pt": "Primavera Verão Outono",
    "nl": "Voorjaar Zomer Najaar",
    "pl": "Wiosna Lato Jesień",
}
_SINCE = {
    "en": "Since",
    "de": "Seit",
    "fr": "Depuis",
    "es": "Desde",
    "it": "Dal",
    "pt": "Desde",
    "nl": "Sinds",
    "pl": "Od",
}


def slashed(person: Person, start: Month, end: Month | None) -> str:
    """`03/2019 - Present` in the person's language."""
    return f"{start[1]:02d}/{start[0]} - {f'{end[1]:02d}/{end[0]}' if end else person.words.present}"


def _iso(person: Person, start: Month, end: Month | None) -> str:
    return f"{start[0]}-{start[1]:02d} \u2014 {f'{end[0]}-{end[1]:02d}' if end else person.words.present}"


def _worded(person: Person, start: Month, end: Month | None) -> str:
    def name(month: Month) -> str:
        return f"{person.words.months[month[1] - 1]} {month[0]}"

    return f"{name(start)} {person.words.to} {name(end)}" if end else f"{_SINCE[person.code[:2]]} {name(start)}"


def _seasonal(person: Person, start: Month, end: Month | None) -> str:
    def name(month: Month) -> str:
        return f"{_SEASONS[person.code[:2]].split()[(month[1] - 1) // 4]} {month[0]}"

    return f"{name(start)} \u2013 {name(end) if end else person.words.present}"


def _grouped(page: Page) -> None:
    """A company's whole time at its right, its roles below with their own, in a serif face; towns in brackets."""
    person, words = page.person, page.person.words
    page.put(person.name, size=20)
    page.ends(person.headline, person.email)
    page.ends(person.city, person.phone)
    page.rule(words.profile, upper=True, size=11)
    page.put(person.summary, style="I")
    page.rule(words.work, upper=True, size=11)
    groups: dict[str, list[Role]] = {}
    for role in person.roles:
        groups.setdefault(role.company, []).append(role)
    for company, roles in groups.items():
        several = len(roles) > 1
        if several:
            page.ends(
                f"{company} ({roles[0].city})", slashed(person, roles[-1].start, roles[0].end), size=11, style="B"
            )
        for role in roles:
            if several:
                page.ends(role.title, slashed(person, role.start, role.end), style="I")
            else:
                page.ends(f"{company} ({role.city})", "", size=11, style="B")
                page.ends(role.title, slashed(person, role.start, role.end), style="I")
            page.bullets(role.bullets, mark="\u2022")
    page.rule(words.education, upper=True, size=11)
    for study in person.studies:
        page.ends(study.institution, str(study.end), size=11, style="B")
        page.put(study.degree, style="I")
    page.rule(words.skills, upper=True, size=11)
    page.put(" \u00b7 ".join(person.skills))
    page.rule(words.languages, upper=True, size=11)
    page.put(" \u00b7 ".join(f"{name}, {level}" for name, level in person.languages))


def _pages(page: Page) -> None:
    """Large leading over two or three pages, name and page number at each foot, headings set apart letter by letter."""
    person, words = page.person, page.person.words
    page.footer = lambda: _foot(page)  # type: ignore[method-assign]
    page.set_char_spacing(4)
    page.put(person.name.upper(), size=18)
    page.set_char_spacing(0)
    page.put(f"{person.phone} | {person.email} | {person.city}", size=10)

    def head(title: str) -> None:
        page.ln(26)
        page.set_char_spacing(3)
        page.put(title.upper(), size=11, style="B")
        page.set_char_spacing(0)
        page.ln(10)

    head(words.profile)
    page.put(person.summary, size=11)
    head(words.work)
    for role in person.roles:
        page.put(f"{role.company}, {role.city}", size=11)
        page.put(f"{role.title}, {in_words(person, role.start, role.end)}", size=11, style="B")
        page.ln(8)
        for bullet in role.bullets:
            page.put(bullet, size=11)
            page.ln(8)
        page.ln(18)
    head(words.education)
    for study in person.studies:
        page.put(study.institution, size=11)
        page.put(f"{study.degree}, {study.start} \u2013 {study.end}", size=11, style="B")
        page.ln(12)
    head(words.skills)
    page.put(", ".join(person.skills), size=11)
    head(words.languages)
    page.put(", ".join(f"{name} ({level})" for name, level in person.languages), size=11)


def _foot(page: Page) -> None:
    page.set_font(page.face, "", 8)
    page.set_xy(50, -30)
    page.cell(495, 10, f"{page.person.name}  \u2013  {page.page_no()}", align="C")


def _side_name(page: Page) -> None:
    """A painted bar at the right on the first page with name and all short parts; work fills two pages at the left."""
    person, words = page.person, page.person.words
    page.set_fill_color(44, 62, 50)
    page.rect(395, 0, 200, 842, style="F")
    page.set_text_color(255, 255, 255)
    x, w = 410.0, 165.0
    page.set_y(40)
    page.put(person.name, size=16, style="B", x=x, w=w)
    page.put(person.headline, size=10, x=x, w=w)
    page.ln(10)
    for title, rows in (
        (words.contact, (person.phone, person.email, person.city)),
        (words.profile, (person.summary,)),
        (words.skills, person.skills),
        (words.languages, tuple(f"{name} ({level})" for name, level in person.languages)),
    ):
        page.put(title.upper(), size=10.5, style="B", x=x, w=w)
        for row in rows:
            page.put(row, size=9, x=x, w=w)
        page.ln(12)
    page.set_text_color(0, 0, 0)
    page.set_y(40)
    main = 320.0
    page.put(words.work.upper(), size=13, style="B", w=main)
    for role in person.roles:
        page.ln(16)
        page.put(role.title, size=11, style="B", w=main)
        page.put(role.company, size=10.5, w=main)
        page.put(f"{_worded(person, role.start, role.end)} | {role.city}", size=9.5, style="I", w=main)
        page.ln(14)
        for bullet in role.bullets:
            page.bullets([bullet], mark="\u2013", w=main)
            page.ln(30)
    page.put(words.education.upper(), size=13, style="B", w=main)
    for study in person.studies:
        page.put(study.degree, size=11, style="B", w=main)
        page.put(f"{study.institution}, {study.start} - {study.end}", size=9.5, style="I", w=main)


def _seasons(page: Page) -> None:
    """Seasons for dates in front of the company, the title below in bold; studies with a single year in brackets."""
    person, words = page.person, page.person.words
    page.put(person.name, size=17, style="B")
    page.put(person.headline)
    page.put(f"{person.email} | {person.phone}", size=9.5)
    page.put(person.city, size=9.5)
    page.rule(words.work, size=13)
    for role in person.roles:
        page.put(f"{_seasonal(person, role.start, role.end)} | {role.company}", size=10)
        page.put(role.title, style="B", size=10)
        page.bullets(role.bullets, mark="\u2022")
    page.rule(words.education, size=13)
    for study in person.studies:
        page.put(f"{study.degree} ({study.end})", style="B")
        page.put(study.institution)
    page.rule(words.skills, size=13)
    page.bullets(person.skills, mark="\u2022")
    page.rule(words.languages, size=13)
    page.bullets([f"{name} ({level})" for name, level in person.languages], mark="\u2022")


def _academic(page: Page) -> None:
    """Years in the margin, an open one for the present; entries as running text without bullets, nothing bold but headings."""
    person, words = page.person, page.person.words
    page.put(person.name, size=14, style="B")
    page.put(f"{person.city} \u00b7 {person.email} \u00b7 {person.phone}")

    def entry(years: str, texts: Sequence[str]) -> None:
        y = page.get_y()
        page.put(years, w=75)
        page.set_y(y)
        for text in texts:
            page.put(text, x=130)
        page.ln(3)

    page.rule(words.education)
    for study in person.studies:
        entry(f"{study.start}\u2013{study.end}", [f"{study.degree}, {study.institution}"])
    page.rule(words.work)
    for role in person.roles:
        years = f"{role.start[0]}\u2013{role.end[0] if role.end else ''}"
        entry(years, [f"{role.title}, {role.company}, {role.city}", *role.bullets])
    page.rule(words.languages)
    page.put(", ".join(f"{name} ({level})" for name, level in person.languages) + ".")
    page.rule(words.skills)
    page.put(", ".join(person.skills) + ".")


def _bulleted(page: Page) -> None:
    """Every entry is a bullet, its tasks are indented dashes; one size, one weight, underlined headings."""
    person, words = page.person, page.person.words
    page.set_font(page.face, "", 11)
    for text in (person.name, person.headline, person.email, person.phone, person.city):
        page.put(text, size=11)

    def head(title: str) -> None:
        page.ln(10)
        page.put(title, size=11, style="U")

    head(words.work)
    for role in person.roles:
        page.bullets([f"{role.title}, {role.company} ({slashed(person, role.start, role.end)})"], mark="\u2022")
        page.bullets(role.bullets, mark="-", x=75)
    head(words.education)
    page.bullets([f"{s.degree}, {s.institution} ({s.start} - {s.end})" for s in person.studies], mark="\u2022")
    head(words.skills)
    page.bullets(person.skills, mark="\u2022")
    head(words.languages)
    page.bullets([f"{name}: {level}" for name, level in person.languages], mark="\u2022")


def _inline(page: Page) -> None:
    """ISO dates before a colon, then title and company with a dash; skills in two labelled groups."""
    person, words = page.person, page.person.words
    page.put(person.name, size=24)
    page.put(person.headline, size=12, style="I")
    page.ends(f"{person.city} | {person.phone}", person.email, size=9)
    page.rule(words.profile)
    page.put(person.summary)
    page.rule(words.work)
    for role in person.roles:
        page.put(f"{_iso(person, role.start, role.end)}: {role.title} \u2013 {role.company}", style="B")
        page.bullets(role.bullets, mark="\u25e6" if page.face == "DejaVu" else "\u2022")
    page.rule(words.education)
    for study in person.studies:
        page.put(f"{study.start} \u2014 {study.end}: {study.degree} \u2013 {study.institution}", style="B")
    page.rule(words.skills)
    half = len(person.skills) // 2
    page.put(f"A: {', '.join(person.skills[:half])}")
    page.put(f"B: {', '.join(person.skills[half:])}")
    page.rule(words.languages)
    page.put("; ".join(f"{name}: {level}" for name, level in person.languages))


def _cards(page: Page) -> None:
    """Jobs side by side in two cards a row, framed; short parts in three columns at the foot."""
    person, words = page.person, page.person.words
    page.put(person.name, size=22, style="B")
    page.put(f"{person.headline} | {person.city}")
    page.put(f"{person.email} | {person.phone}", size=9)
    page.rule(words.work)
    w = 232.0
    top = lowest = page.get_y() + 4
    for number, role in enumerate(person.roles):
        x = 58.0 if number % 2 == 0 else 308.0
        if number % 2 == 0:
            top = lowest + 10
        page.set_y(top)
        page.put(role.title, style="B", x=x, w=w)
        page.put(role.company, x=x, w=w)
        page.put(in_words(person, role.start, role.end), x=x, w=w, size=9, style="I")
        page.bullets(role.bullets, mark="\u2022", x=x, w=w)
        page.rect(x - 8, top - 4, w + 16, page.get_y() - top + 6)
        lowest = max(lowest, page.get_y())
    page.set_y(lowest + 4)
    page.rule(words.education)
    for study in person.studies:
        page.ends(f"{study.degree}, {study.institution}", f"{study.start} \u2013 {study.end}")
    page.rule(words.skills)
    page.put(" | ".join(person.skills))
    page.rule(words.languages)
    page.put(" | ".join(f"{name} {level}" for name, level in person.languages))


DENSE: dict[str, Callable[[Page], None]] = {
    "grouped": _grouped,
    "pages": _pages,
    "side-name": _side_name,
    "seasons": _seasons,
    "academic": _academic,
    "bulleted": _bulleted,
    "inline": _inline,
    "cards": _cards,
}
