"""What job titles say of the kind of work."""

from dataclasses import replace

import pytest

from engine.facts.occupations import OCCUPATIONS
from engine.facts.titles import TITLES
from engine.titles import job_nearness, occupations_of, title_nearness
from tests.fakes.profiles import job


@pytest.mark.parametrize(
    ("title", "occupation"),
    [
        ("Senior Software Engineer", "software"), ("Softwareentwicklerin", "software"), ("Recruitment Consultant ICT", "recruiting"),
        ("ICU Ward Clerk", "office"), ("Office Manager, Engineering", "office"), ("Registered Veterinary Nurse, ICU", "veterinary"),
        ("Koch", "kitchen"), ("Executive Chef", "kitchen_lead"), ("Buchhalterin", "accounting"), ("Forklift Driver", "warehouse"),
        ("Telephone Sales Agent", "telesales"), ("Vice President Sales EMEA", "sales_leadership"), ("Chef de projet", "project_management"),
        ("Supervisor, Data Warehouse", "data_engineering"), ("Children's Nurse", "nursing_children"),
    ],
)  # fmt: skip
def test_a_titles_head_decides(title: str, occupation: str) -> None:
    """The last telling name of the first telling part is what somebody is; the rest says where."""
    assert occupations_of(title)[0] == occupation


def test_a_second_name_refines_the_first_when_it_is_near() -> None:
    """A staff nurse on an ITU is an intensive care nurse; an office manager beside engineers is no engineer."""
    assert "nursing_icu" in occupations_of("Staff Nurse, ITU")
    assert "software" not in occupations_of("Office Manager, Software Engineer floor")


@pytest.mark.parametrize(
    "title", ["Guild Lead", "Associate", "Consultant", "", "Manager", "Wizard of Light Bulb Moments"]
)
def test_a_title_that_says_nothing_is_left_open(title: str) -> None:
    """Then what was done decides."""
    assert occupations_of(title) == ()
    assert title_nearness(title, ("software",)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Waitress", "Waiter"), ("Konstrukteurin", "Konstrukteur"), ("Krankenschwester", "Krankenpfleger")],
)
def test_a_title_that_tells_somebodys_sex_reads_as_the_one_that_does_not(one: str, other: str) -> None:
    """Sex never changes a score, also where it is only in a job's title."""
    assert occupations_of(one) == occupations_of(other) != ()


def test_nearness_of_titles() -> None:
    """The same occupation is 1, a neighbour in between, another 0."""
    assert title_nearness("Backend Developer", ("software",)) == 1
    assert 0 < (title_nearness("DevOps Engineer", ("software",)) or 0) < 1
    assert title_nearness("Hairdresser", ("software",)) == 0
    assert title_nearness("Hairdresser", ()) is None


@pytest.mark.parametrize(
    ("title", "occupation"),
    [
        ("Maschinenbauingenieurin, Getriebe", "mechanical_design"),
        ("Comptable fournisseurs", "accounting"),
        ("Enfermera de UCI", "nursing_icu"),
        ("Magazziniere", "warehouse"),
        ("Gerente de projetos", "project_management"),
        ("Verpleegkundige", "nursing"),
        ("Kierownik magazynu", "warehouse_lead"),
        ("Starszy inżynier oprogramowania", "software"),
    ],
)
def test_titles_are_read_in_eight_languages(title: str, occupation: str) -> None:
    """The same work is the same occupation however it is called."""
    assert occupation in occupations_of(title)


def test_every_foreign_title_leads_to_its_own_occupation() -> None:
    """None is covered by another occupation's name, and none stands for an occupation that is not known."""
    known = {occupation.key for occupation in OCCUPATIONS}
    assert TITLES.keys() <= known
    assert [
        (key, title) for key, titles in TITLES.items() for title in titles if key not in occupations_of(title)
    ] == []


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Sozialarbeiter/in", "Sozialarbeiter"), ("Jefe/a de obra", "Jefe de obra"), ("Pharmacien(ne) adjoint", "Pharmacien adjoint"),
        ("Lehrer:innen", "Lehrer"), ("Chef/fe de projet", "Chef de projet"), ("Buchhalter (m/w/d)", "Buchhalter"),
    ],
)  # fmt: skip
def test_both_endings_behind_a_title_are_read_as_the_title(title: str, plain: str) -> None:
    """How advertisements are written changes nothing."""
    assert occupations_of(title) == occupations_of(plain) != ()


@pytest.mark.parametrize(
    ("title", "occupation"),
    [
        ("Schulsozialarbeiter", "social_work"),
        ("Finanzbuchhalter", "accounting"),
        ("Datenbankentwickler", "software"),
        ("Bezirkssozialarbeiterin", "social_work"),
    ],
)
def test_the_end_of_a_compound_is_its_head(title: str, occupation: str) -> None:
    """German and Dutch write trade and place in one word."""
    assert occupations_of(title)[0] == occupation


def test_who_owns_a_firm_does_what_it_is_called() -> None:
    """ "Owner" says nothing of the work; the name of the firm may."""
    assert job_nearness(job("Owner", company="Abernethy Bookkeeping"), ("accounting",)) == 1
    assert job_nearness(job("Owner", company="Abernethy Cole"), ("accounting",)) is None
    assert job_nearness(job("Waiter", company="Abernethy Bookkeeping"), ("accounting",)) == 0


def test_a_firm_called_after_its_owner_says_nothing_by_the_owners_name() -> None:
    """A cook by name is no cook: only what is left of the header when names are taken out is read."""
    named = job("Owner", company="Cook & Sons")
    neutral = replace(named, header=replace(named.header, scored="Owner, & Sons"))
    assert job_nearness(named, ("kitchen",)) == 1
    assert job_nearness(neutral, ("kitchen",)) is None


@pytest.mark.parametrize(
    ("title", "occupation"),
    [
        ("Data Protection Officer", "privacy"), ("Police Officer", "police"), ("Douanedeclarant", "customs"), ("Sage-femme", "midwifery"),
        ("Capocantiere", "site_management"), ("Lokführerin", "rail"), ("Położna", "midwifery"), ("Técnico de nóminas", "payroll"),
    ],
)  # fmt: skip
def test_an_officer_is_what_the_officer_is_of(title: str, occupation: str) -> None:
    """Trades in eight languages; no word that many trades share stands for one of them."""
    assert occupations_of(title)[0] == occupation
