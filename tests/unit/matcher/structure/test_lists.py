"""Skills, languages, certificates, projects and education as lists of many shapes."""

import pytest

from engine.profile import Degree, Profile, Section
from engine.reading.degrees import degree_of
from engine.reading.languages import languages_in, level_of
from services.matcher.domain.structure import read_cv
from tests.unit.matcher.structure.pages import document


def profile(sections: str) -> Profile:
    return read_cv(document(f"# Noor Hallam\nnoor@example.org\n\n{sections}")).profile


def skills(content: str) -> list[tuple[str, str | None]]:
    return [(skill.name, skill.level) for skill in profile(f"## Skills\n{content}").skills]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("Python, Go, PostgreSQL", ["Python", "Go", "PostgreSQL"]),
        ("- Python\n- Go\n- PostgreSQL", ["Python", "Go", "PostgreSQL"]),
        ("Python | Go | PostgreSQL", ["Python", "Go", "PostgreSQL"]),
        ("Python · Go ·\nPostgreSQL", ["Python", "Go", "PostgreSQL"]),
        ("Languages: Python, Go\nDatabases: PostgreSQL", ["Python", "Go", "PostgreSQL"]),
        ("Proficient in Python and Go; good understanding of PostgreSQL", ["Python", "Go", "PostgreSQL"]),
        ("CI/CD, C++, C#, Node.js, .NET", ["CI/CD", "C++", "C#", "Node.js", ".NET"]),
        ("Gute Kenntnisse in Excel, SAP", ["Excel", "SAP"]),
        ("Python (Pandas, NumPy), SQL", ["Python", "Pandas", "NumPy", "SQL"]),
        ("Python, python, PYTHON", ["Python"]),
    ],
)
def test_skills_are_read_from_lists_of_any_shape(content: str, names: list[str]) -> None:
    """Commas, bullets, bars, dots, categories and opening phrases are form, not content."""
    assert [name for name, _ in skills(content)] == names


@pytest.mark.parametrize(
    ("content", "level"),
    [
        ("Python (advanced)", "advanced"),
        ("Python: Expert", "Expert"),
        ("Python ●●●●○", "●●●●○"),
        ("Python 80%", "80%"),
        ("Python (6 years)", "6 years"),
        ("Python\nAdvanced", "Advanced"),
    ],
)
def test_a_skill_keeps_its_level(content: str, level: str) -> None:
    """Words, dots, percentages and years behind or below a skill are its level."""
    assert skills(content) == [("Python", level)]


def test_sentences_among_skills_are_lines_not_skills() -> None:
    """Prose in a skills section stays evidence as a whole."""
    found = profile(
        "## Skills\nOver the years I have come to enjoy explaining difficult things to people who never asked for any of it at all"
    )

    assert found.skills == ()
    assert [line.section for line in found.other] == [Section.SKILLS]


def test_spoken_languages_inside_skills_are_languages() -> None:
    """`Languages: English (fluent)` is told from `Languages: Python`."""
    found = profile("## Skills\nLanguages: English (fluent), Turkish (native)\nTools: Git")

    assert [(language.name, language.level) for language in found.languages] == [
        ("English", "C1"),
        ("Turkish", "native"),
    ]
    assert [skill.name for skill in found.skills] == ["Git"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("C1", "C1"),
        ("B1-B2", "B2"),
        ("Native or bilingual proficiency", "native"),
        ("Muttersprache", "native"),
        ("langue maternelle", "native"),
        ("madrelingua", "native"),
        ("język ojczysty", "native"),
        ("fluent", "C1"),
        ("verhandlungssicher", "C1"),
        ("courant", "C1"),
        ("vloeiend", "C1"),
        ("Professional working proficiency", "B2"),
        ("upper intermediate", "B2"),
        ("Intermediate", "B1"),
        ("Grundkenntnisse", "A2"),
        ("notions", "A2"),
        ("podstawowy", "A2"),
        ("beginner", "A1"),
        ("loves films", None),
    ],
)
def test_language_levels_follow_the_documented_table(text: str, level: str | None) -> None:
    """CEFR codes stand for themselves, words are mapped."""
    assert level_of(text) == level


def test_each_language_has_the_level_behind_it() -> None:
    """In a list, a level belongs to the language before it."""
    assert languages_in("Deutsch (Muttersprache), English C1, français - notions") == [
        ("German", "native"),
        ("English", "C1"),
        ("French", "A2"),
    ]


def test_levels_below_or_beside_their_language_are_found() -> None:
    """Name and level may stand in rows or columns of their own."""
    below = profile("## Languages\n** English\nNative speaker\n** Spanish\nIntermediate").languages
    beside = profile("## Languages\nEnglish || Native speaker\nSpanish || B1").languages

    assert (
        [(x.name, x.level) for x in below]
        == [(x.name, x.level) for x in beside]
        == [("English", "native"), ("Spanish", "B1")]
    )


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("Ph.D. in Physics", Degree.DOCTORATE),
        ("Promotion (Dr. rer. nat.)", Degree.DOCTORATE),
        ("MBA", Degree.MASTER),
        ("M.Sc. Informatik", Degree.MASTER),
        ("Diplom-Ingenieur (FH)", Degree.MASTER),
        ("Laurea magistrale in Economia", Degree.MASTER),
        ("Mestrado em Finanças", Degree.MASTER),
        ("Studia magisterskie", Degree.MASTER),
        ("BS in Computer Engineering", Degree.BACHELOR),
        ("B.A. History", Degree.BACHELOR),
        ("Bachelor's in Computer Science", Degree.BACHELOR),
        ("Licence Économie et Gestion", Degree.BACHELOR),
        ("Grado en Enfermería", Degree.BACHELOR),
        ("Laurea triennale", Degree.BACHELOR),
        ("Bacharelado em Direito", Degree.BACHELOR),
        ("HBO Bouwkunde", Degree.BACHELOR),
        ("Licencjat", Degree.BACHELOR),
        ("Associate of Arts", Degree.ASSOCIATE),
        ("BTS Comptabilité", Degree.ASSOCIATE),
        ("Ausbildung zum Industriekaufmann (IHK)", Degree.ASSOCIATE),
        ("Abitur", Degree.HIGH_SCHOOL),
        ("Baccalauréat S", Degree.HIGH_SCHOOL),
        ("High School Diploma", Degree.HIGH_SCHOOL),
        ("Diploma di maturità", Degree.HIGH_SCHOOL),
        ("Boston, MA", Degree.NONE),
        ("Mastered Excel", Degree.NONE),
        ("Stanford University", Degree.NONE),
    ],
)
def test_degrees_are_ranked_in_many_languages(text: str, degree: Degree) -> None:
    """The level follows from the words; a state or a verb is no degree."""
    assert degree_of(text) is degree


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "** Aldgate University, Computer Science || 2014 – 2018\nBachelor of Science",
            ("Aldgate University", "bachelor", "Computer Science"),
        ),
        (
            "** BSc in Civil Engineering || 2014 – 2018\nAldgate University",
            ("Aldgate University", "bachelor", "Civil Engineering"),
        ),
        (
            "2014 – 2018 || Aldgate University, PhD in Chemistry – Leeds, UK",
            ("Aldgate University", "doctorate", "Chemistry"),
        ),
        ("** M.A. Philosophy (Aldgate University) || 2018", ("Aldgate University", "master", "Philosophy")),
    ],
)
def test_education_is_read_from_many_layouts(entry: str, expected: tuple[str, str, str]) -> None:
    """Institution, level and field, wherever each stands."""
    (education,) = profile(f"## Education\n{entry}").education

    assert (education.institution, education.degree.value, education.field_of_study) == expected


def test_a_single_date_is_the_end_of_study() -> None:
    """A year alone says when a degree was taken, not when study began."""
    (education,) = profile("## Education\n** MBA, Aldgate Business School || 2012").education

    assert education.period.start is None
    assert str(education.period.end) == "2012-12"


def test_certificates_have_issuer_and_year() -> None:
    """One to a row or over three rows: the same certificate."""
    one = profile("## Certifications\nForklift Licence, TÜV Nord, 2019").certificates
    rows = profile("## Certifications\n** Forklift Licence\nTÜV Nord\n2019\n** First Aid\nRed Cross\n2021").certificates

    assert [(c.name, c.issuer, c.year) for c in one] == [("Forklift Licence", "TÜV Nord", 2019)]
    assert [(c.name, c.issuer, c.year) for c in rows] == [
        ("Forklift Licence", "TÜV Nord", 2019),
        ("First Aid", "Red Cross", 2021),
    ]


def test_projects_keep_name_period_and_lines() -> None:
    """The header is a project's first line."""
    (project,) = profile(
        "## Projects\n** Tide Tables || May 2020 – Aug 2020\n- Wrote an app that tells the tide"
    ).projects

    assert project.name == "Tide Tables"
    assert str(project.period.start) == "2020-05"
    assert [line.text for line in project.lines] == [
        "Tide Tables May 2020 – Aug 2020",
        "Wrote an app that tells the tide",
    ]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("Python / Stock control / Excel", ["Python", "Stock control", "Excel"]),
        ("CI / CD, Python", ["CI / CD", "Python"]),
        ("Mechanical ventilation\nTriage\nWound care\nALS", ["Mechanical ventilation", "Triage", "Wound care", "ALS"]),
        ("Python\nPower BI\ndbt\nAirflow", ["Python", "Power BI", "dbt", "Airflow"]),
        ("- Triage || Wound care\n- Venepuncture || ALS", ["Triage", "Venepuncture", "Wound care", "ALS"]),
    ],
)
def test_what_parts_skills_is_seen_from_the_whole_list(content: str, names: list[str]) -> None:
    """Slashes where nothing else parts, one name a row however long, bullets in a grid read by columns."""
    assert [name for name, _ in skills(content)] == names


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("English: native | Igbo: fluent", [("English", "native"), ("Igbo", "C1")]),
        ("English, native, Igbo, fluent", [("English", "native"), ("Igbo", "C1")]),
        ("Français, langue maternelle", [("French", "native")]),
        ("Quechua (B2)", [("Quechua", "B2")]),
    ],
)
def test_a_language_that_no_table_knows_is_one_by_its_level(content: str, expected: list[tuple[str, str]]) -> None:
    """In a section of languages a capitalised word with a level behind it is a language; words of the level are not."""
    found = profile(f"## Languages\n{content}").languages
    assert [(language.name, language.level) for language in found] == expected
