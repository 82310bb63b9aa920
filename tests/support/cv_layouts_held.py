"""More layouts and people, drawn to be read once: what the reader does with CVs that nothing of it was tried on."""

from collections.abc import Callable, Sequence

from tests.support.cv_layouts import Page, drawable, in_numbers, in_words, made
from tests.support.cv_people import PEOPLE, Person, Role, Study, Words, months
from tests.support.cv_truth import CvTruth

# fmt: off
_MORE = (
    Person(
        "sv",
        Words(
            "Profil", "Arbetslivserfarenhet", "Utbildning", "Kompetenser", "Språk", "Kontakt",
            months("januari februari mars april maj juni juli augusti september oktober november december"),
            "nu", "till",
        ),
        "Sigrid Östlund",
        "Gymnasielärare i matematik",
        "sigrid.ostlund@example.se",
        "+46 90 555 01 42",
        "Umeå",
        "Lärare med tio års erfarenhet av matematik och fysik. Jag tycker om elever som frågar varför.",
        (
            Role("Gymnasielärare", "Björkhagens gymnasium", "Umeå", (2016, 8), None, (
                "Undervisar i matematik på naturvetenskapsprogrammet och är mentor för en klass.",
                "Har infört digitala prov som sparar två dagars rättning per termin.",
            )),
            Role("Vikarierande lärare", "Skellefteå kommun", "Skellefteå", (2013, 1), (2016, 6), (
                "Undervisade i fysik och kemi på högstadiet.",
            )),
        ),
        (Study("Ämneslärarexamen", "Umeå universitet", 2008, 2012),),
        ("Matematik", "Fysik", "GeoGebra", "Betygsättning", "Mentorskap"),
        (("Svenska", "modersmål"), ("Engelska", "C1"), ("Finska", "A2")),
    ),
    Person(
        "us",
        Words(
            "Summary", "Professional Experience", "Education", "Core Skills", "Languages", "Contact",
            months("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
            "Present", "to",
        ),
        "Marcus T. Delacroix",
        "Enterprise Account Executive",
        "mdelacroix@example.com",
        "(555) 014-2270",
        "Austin, TX",
        "Quota-carrying seller of cloud software to mid-size manufacturers. Patient with long cycles and direct about next steps.",
        (
            Role("Enterprise Account Executive", "Lumenforge Software, Inc.", "Austin, TX", (2019, 1), None, (
                "Closed $4.2M in new annual revenue in 2023 at 118% of quota.",
                "Built a territory plan for eighty named accounts with marketing and partners.",
            )),
            Role("Account Manager", "Pinecrest Data Systems", "Dallas, TX", (2015, 6), (2018, 12), (
                "Renewed 96% of a $7M book and doubled the share of multi-year contracts.",
                "Trained new hires on discovery calls.",
            )),
            Role("Sales Development Representative", "Pinecrest Data Systems", "Dallas, TX", (2014, 2), (2015, 5), (
                "Booked twelve qualified meetings a month from cold outreach.",
            )),
        ),
        (Study("BBA in Marketing", "Texas State University", 2010, 2014),),
        ("Salesforce", "MEDDIC", "Contract negotiation", "Forecasting", "Cold calling"),
        (("English", "native"), ("Spanish", "conversational")),
    ),
)
# fmt: on


def _centred(page: Page) -> None:
    """Everything but the text centred, headings spaced out, studies before work."""
    person, words = page.person, page.person.words

    def middle(text: str, size: float, style: str = "") -> None:
        page.set_font(page.face, style, size)
        page.cell(0, size * 1.5, text, align="C", new_x="LMARGIN", new_y="NEXT")

    middle(person.name, 19)
    middle(person.headline, 11, "I")
    middle(f"{person.city} | {person.phone} | {person.email}", 9)
    for title in (words.education, words.work, words.skills, words.languages):
        page.ln(6)
        middle(" ".join(title.upper()), 10.5, "B")
        if title == words.education:
            for study in person.studies:
                page.ends(f"{study.institution}, {study.degree}", f"{study.start} \u2013 {study.end}")
        elif title == words.work:
            for role in person.roles:
                page.ends(f"{role.company} \u2014 {role.title}", in_numbers(person, role.start, role.end))
                page.bullets(role.bullets, mark="\u2022")
        elif title == words.skills:
            middle(" \u2022 ".join(person.skills), 10)
        else:
            middle(" \u2022 ".join(f"{name} ({level})" for name, level in person.languages), 10)


def _band(page: Page) -> None:
    """A painted band with name and contact, three short columns below it, work and studies under them."""
    person, words = page.person, page.person.words
    page.set_fill_color(20, 90, 90)
    page.rect(0, 0, 595, 110, style="F")
    page.set_text_color(255, 255, 255)
    page.set_y(30)
    page.put(person.name, size=24, style="B")
    page.put(f"{person.headline}  |  {person.email}  |  {person.phone}  |  {person.city}", size=8.5)
    page.set_text_color(0, 0, 0)
    thirds = (
        (words.profile, (person.summary,)),
        (words.skills, person.skills),
        (words.languages, tuple(f"{name}: {level}" for name, level in person.languages)),
    )
    lowest = 0.0
    for column, (title, rows) in enumerate(thirds):
        page.set_y(125)
        x = 50 + 172.0 * column
        page.put(title, size=12, style="B", x=x, w=150)
        for row in rows:
            page.put(row, size=9.5, x=x, w=150)
        lowest = max(lowest, page.get_y())
    page.set_y(lowest + 6)
    page.put(words.work, size=14, style="B")
    for role in person.roles:
        page.ends(f"{role.title} \u00b7 {role.company}", in_words(person, role.start, role.end), style="B")
        page.bullets(role.bullets, mark="\u2013")
    page.put(words.education, size=14, style="B")
    for study in person.studies:
        page.ends(f"{study.degree} \u00b7 {study.institution}", f"{study.start} \u2013 {study.end}", style="B")


def _dates_right(page: Page) -> None:
    """Dates and towns in a narrow column at the right, level with the title and the company."""
    person, words = page.person, page.person.words
    page.put(person.name, size=20, style="B")
    page.put(f"{person.email} / {person.phone} / {person.city}", size=9)
    page.rule(words.work)
    for role in person.roles:
        y = page.get_y()
        page.put(role.title, style="B", w=330)
        page.put(role.company, w=330)
        page.bullets(role.bullets, mark="\u2022", w=350)
        below = page.get_y()
        page.set_y(y)
        page.put(in_words(person, role.start, role.end), size=9, x=420)
        page.put(role.city, size=9, x=420)
        page.set_y(max(below, page.get_y()))
    page.rule(words.education)
    for study in person.studies:
        y = page.get_y()
        page.put(study.degree, style="B", w=330)
        page.put(study.institution, w=330)
        below = page.get_y()
        page.set_y(y)
        page.put(f"{study.start} \u2013 {study.end}", size=9, x=420)
        page.set_y(below + 3)
    page.rule(words.skills)
    page.put(" | ".join(person.skills))
    page.rule(words.languages)
    page.put(" | ".join(f"{name} ({level})" for name, level in person.languages))


def _capitals(page: Page) -> None:
    """Companies in capitals with the town at the right, the title in italics below with its dates."""
    person, words = page.person, page.person.words
    page.put(person.name.upper(), size=16, style="B")
    page.put(f"{person.city} \u2022 {person.phone} \u2022 {person.email}", size=9.5)
    page.rule(words.profile, upper=True, size=11)
    page.put(person.summary)
    page.rule(words.work, upper=True, size=11)
    for role in person.roles:
        page.ends(role.company.upper(), role.city, style="B")
        page.ends(role.title, in_words(person, role.start, role.end), style="I")
        page.bullets(role.bullets, mark="\u2022")
    page.rule(words.education, upper=True, size=11)
    for study in person.studies:
        page.ends(study.institution.upper(), str(study.end), style="B")
        page.put(study.degree, style="I")
    page.rule(f"{words.skills} & {words.languages}", upper=True, size=11)
    page.put(f"{words.skills}: {', '.join(person.skills)}")
    page.put(f"{words.languages}: {', '.join(f'{name} ({level})' for name, level in person.languages)}")


def _brackets(page: Page) -> None:
    """One size of text throughout, headings with a colon, dates in brackets behind the title, company in the next row."""
    person, words = page.person, page.person.words
    page.put(person.name, size=12, style="B")
    for each in (person.headline, person.city, person.phone, person.email):
        page.put(each)

    def heading(title: str) -> None:
        page.ln(8)
        page.put(f"{title}:", style="B")

    heading(words.work)
    for role in person.roles:
        end = f"{role.end[1]:02d}/{role.end[0]}" if role.end else person.words.present
        page.put(f"{role.title} ({role.start[1]:02d}/{role.start[0]} \u2013 {end})")
        page.put(f"{role.company}, {role.city}")
        page.bullets(role.bullets)
    heading(words.education)
    for study in person.studies:
        page.put(f"{study.degree} ({study.start} \u2013 {study.end})")
        page.put(study.institution)
    heading(words.languages)
    page.bullets([f"{name}, {level}" for name, level in person.languages])
    heading(words.skills)
    page.bullets([", ".join(person.skills)])


HELD: dict[str, Callable[[Page], None]] = {
    "centred": _centred,
    "band": _band,
    "dates-right": _dates_right,
    "capitals": _capitals,
    "brackets": _brackets,
}


def held_cvs(layouts: Sequence[str] = tuple(HELD)) -> list[CvTruth]:
    """Draws every person of both sets in these layouts, and the people of this one in no other."""
    return [made(name, HELD[name], person) for name in layouts for person in drawable((*PEOPLE, *_MORE))]
