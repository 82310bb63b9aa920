"""What kind of thing a requirement's name asks for."""

import pytest

from engine.kinds import Kind, ask
from engine.profile import Degree


@pytest.mark.parametrize(
    ("name", "months", "phrase"),
    [
        ("5+ years of professional backend development", 60, "backend development"),
        ("At least three years of hands-on data science work", 36, "data science"),
        ("Minimum of 2 years' experience in retail banking", 24, "retail banking"),
        ("3-5 years as a pastry chef", 36, "pastry chef"),
        ("Python (4+ years)", 48, "Python"),
        ("18 months of field sales", 18, "field sales"),
        ("1.5 years in a warehouse", 18, "warehouse"),
        ("10 Jahre Berufserfahrung als Koch", 120, "Koch"),
        ("Mindestens zwei Jahre Erfahrung in der Jugendhilfe", 24, "Jugendhilfe"),
        ("2 ans d'expérience en officine", 24, "officine"),
        ("5 años de experiencia en obra civil", 60, "obra civil"),
        ("Almeno 5 anni di direzione alberghiera", 60, "direzione alberghiera"),
        ("Pelo menos três anos de experiência em contabilidade", 36, "contabilidade"),
        ("Minimaal twee jaar ervaring als verpleegkundige", 24, "verpleegkundige"),
        ("Minimum 2 lata doświadczenia jako spawacz", 24, "spawacz"),
        ("6 meses de prácticas", 6, "prácticas"),
    ],
)
def test_years_of_something_are_arithmetic(name: str, months: int, phrase: str) -> None:
    """The time asked for and the bare subject are read apart."""
    asked = ask(name, qualification=True)
    assert (asked.kind, asked.months, asked.phrases[0]) == (Kind.YEARS, months, phrase)


def test_years_without_a_subject_mean_the_positions_own_work() -> None:
    """ "3 years of experience" names no subject."""
    assert ask("3+ years of experience").phrases == ()


@pytest.mark.parametrize("name", ["Teaching ages 14 to 18", "At least 18 years old", "Windows 10 administration"])
def test_other_numbers_are_no_years_of_experience(name: str) -> None:
    """Ages and versions are not durations."""
    assert ask(name, qualification=True).kind is not Kind.YEARS


@pytest.mark.parametrize(
    "name",
    [
        "CPA", "Driver's licence B", "AWS certification", "Current NMC registration (adult nursing)", "Lean Six Sigma belt",
        "Recognised teaching qualification", "Certified welder", "ACCA", "Führerschein Klasse B", "Forklift licence",
    ],
)  # fmt: skip
def test_credentials_are_certificates(name: str) -> None:
    """A certificate, licence or registration is held or not, whatever list it stands in."""
    assert ask(name).kind is Kind.CERTIFICATE
    assert ask(name, qualification=True).kind is Kind.CERTIFICATE


def test_doing_what_a_credential_is_named_for_is_no_credential() -> None:
    """Experience as a practice assessor is work; software licences are goods."""
    assert ask("Practice assessor or mentor experience", qualification=True).kind is Kind.SKILL
    assert ask("Selling software licences").kind is Kind.SKILL


@pytest.mark.parametrize(
    ("name", "language", "level"),
    [
        ("Fluent German", "german", "C1"),
        ("French B2", "french", "B2"),
        ("Español nativo", "spanish", "native"),
        ("English", "english", None),
    ],
)
def test_spoken_languages_are_languages_in_any_list(name: str, language: str, level: str | None) -> None:
    """A language among the hard skills is judged as a language."""
    asked = ask(name)
    assert (asked.kind, asked.language, asked.level) == (Kind.LANGUAGE, language, level)


def test_a_programming_language_is_no_spoken_one() -> None:
    """Swift and Go are skills."""
    assert {ask(name).kind for name in ("Swift", "Go", "German tax law")} == {Kind.SKILL}


@pytest.mark.parametrize(
    ("name", "degree"),
    [
        ("Bachelor's degree in Nursing", Degree.BACHELOR),
        ("Master of Science in Physics", Degree.MASTER),
        ("PhD in Chemistry", Degree.DOCTORATE),
        ("MBA", Degree.MASTER),
    ],
)
def test_degrees_are_degrees(name: str, degree: Degree) -> None:
    """A degree among the qualifications is judged by level and field."""
    asked = ask(name, qualification=True)
    assert (asked.kind, asked.degree) == (Kind.DEGREE, degree)


@pytest.mark.parametrize("name", ["Scrum Master", "Master data management", "Mastering Excel"])
def test_the_word_master_alone_is_no_degree(name: str) -> None:
    """Master has other senses."""
    assert ask(name).kind is Kind.SKILL


def test_a_background_in_an_industry_is_an_industry() -> None:
    """Among the qualifications, "X experience" with a known industry asks where somebody worked."""
    asked = ask("Insurance or financial services experience", qualification=True)
    assert (asked.kind, set(asked.industries)) == (Kind.INDUSTRY, {"Insurance", "Financial services"})


def test_a_long_qualification_is_a_statement() -> None:
    """What is no known kind and has many words is judged as a whole."""
    asked = ask("At least one product taken from concept to series production", qualification=True)
    assert asked.kind is Kind.STATEMENT


def test_soft_skills_stay_soft_whatever_they_name() -> None:
    """The list decides."""
    assert ask("Communication with patients", soft=True).kind is Kind.SOFT_SKILL


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Statistics and experiment design", (("Statistics",), ("Experiment design",))),
        ("Event streaming (Kafka or similar)", (("Event streaming", "Kafka"),)),
        ("AWS or Azure", (("AWS", "Azure"),)),
        ("C++ and Qt", (("C++",), ("=Qt",))),
        ("Origami", (("=Origami",),)),
    ],
)
def test_and_asks_for_each_or_for_any(name: str, parts: tuple[tuple[str, ...], ...]) -> None:
    """Parts joined by "and" are each needed; alternatives and examples in brackets are not. Unknown names stand for themselves."""
    assert ask(name).skills == parts


def test_bare_phrases_are_compared_not_templates() -> None:
    """Filler words around a skill are taken off before it is embedded."""
    assert ask("Solid knowledge of casting processes", qualification=True).phrases == ("casting processes",)


@pytest.mark.parametrize(
    "name",
    [
        "Führerschein Klasse B", "Staatliche Anerkennung", "Inscription à l'Ordre des pharmaciens", "Carné de conducir", "Patentino saldatore",
        "Carta de condução", "BIG-registratie", "Uprawnienia spawalnicze EN ISO 9606-1", "NVQ Level 3 in electrical installation",
    ],
)  # fmt: skip
def test_credentials_are_known_in_eight_languages(name: str) -> None:
    """A licence, a registration or a certificate is held, and not shown by likeness of meaning."""
    assert ask(name, qualification=True).kind is Kind.CERTIFICATE


@pytest.mark.parametrize("name", ["Certificaciones y mediciones", "Origin and preferential certificates"])
def test_papers_of_the_work_are_no_credentials(name: str) -> None:
    """Certificates that somebody writes are work."""
    assert ask(name).kind is Kind.SKILL


@pytest.mark.parametrize(
    "name",
    [
        "Abgeschlossenes Studium der Sozialen Arbeit", "Diplôme d'État de docteur en pharmacie", "Titulación en ingeniería civil",
        "Laurea in economia o giurisprudenza", "Wykształcenie wyższe", "Abgeschlossene Ausbildung als Chemielaborant", "Mestrado em direito",
    ],
)  # fmt: skip
def test_degrees_are_known_in_eight_languages(name: str) -> None:
    """They are judged by level and field."""
    assert ask(name, qualification=True).kind is Kind.DEGREE
