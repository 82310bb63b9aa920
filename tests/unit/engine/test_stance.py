"""In what sense a CV names something."""

import pytest

from engine.lexicon import skills_in
from engine.stance import Stance, stance_of, stance_of_line


def stance(text: str, concept: str) -> Stance:
    mention = next(m for m in skills_in(text) if m.concept == concept)
    return stance_of(text, mention.first, mention.last)


@pytest.mark.parametrize(
    ("text", "concept", "expected"),
    [
        ("Wrote the ledger service in Go", "Go", Stance.OWN),
        ("Led Python developers and wrote Go myself", "Go", Stance.OWN),
        ("Not only Python but also Go", "Python", Stance.OWN),
        ("Migrated to Kubernetes without downtime", "Kubernetes", Stance.OWN),
        ("No experience with Kubernetes", "Kubernetes", Stance.DENIED),
        ("I have never used Kafka", "Kafka", Stance.DENIED),
        ("No Kubernetes yet, but plenty of Docker", "Docker", Stance.OWN),
        ("SAP: not yet", "SAP", Stance.DENIED),
        ("Keine Erfahrung mit SAP", "SAP", Stance.DENIED),
        ("Would like to learn Python", "Python", Stance.WISHED),
        ("My next move should be towards Go, which I have not used", "Go", Stance.WISHED),
        ("Looking to move into machine learning", "Machine learning", Stance.WISHED),
        ("Interested in Rust: see my blog", "Rust", Stance.WISHED),
        ("Basic SQL", "SQL", Stance.HEDGED),
        ("Kotlin, Java, some Python", "Python", Stance.HEDGED),
        ("Kotlin, Java, some Python", "Java", Stance.OWN),
        ("Python (basic)", "Python", Stance.HEDGED),
        ("Familiar with Terraform", "Terraform", Stance.HEDGED),
        ("Exposure to Kafka", "Kafka", Stance.HEDGED),
        ("Supported the Python team as office manager", "Python", Stance.OTHERS),
        ("Recruited Java developers", "Java", Stance.OTHERS),
        ("Filled 34 vacancies, nineteen of them Python", "Python", Stance.OTHERS),
        ("Coordinated daily with Python developers", "Python", Stance.OTHERS),
        ("Booked Kubernetes and Kafka courses for the engineers", "Kafka", Stance.OTHERS),
        ("Stacks I recruit for: Python, Go", "Go", Stance.OTHERS),
        ("Sold SAP and Salesforce licences", "SAP", Stance.PRODUCT),
        ("Reseller of SolidWorks", "SolidWorks", Stance.PRODUCT),
        ("Learning: Rust, Go", "Go", Stance.HEDGED),
        ("Took part in FMEA meetings", "FMEA", Stance.HEDGED),
        ("Statistical modelling sits with another group", "Statistics", Stance.OTHERS),
        ("Finite elements were done by a specialist", "Finite element analysis", Stance.OTHERS),
        ("Budget set by the client", "Budgeting", Stance.OTHERS),
        ("Kafka pipelines run by our team", "Kafka", Stance.OWN),
        ("Payroll run by the 5th of each month", "Payroll", Stance.OWN),
        ("Improved CI/CD by an order of magnitude", "CI/CD", Stance.OWN),
        ("Sans expérience de Kafka", "Kafka", Stance.DENIED),
        ("Sin conocimientos de Python", "Python", Stance.DENIED),
        ("Nessuna esperienza con SAP", "SAP", Stance.DENIED),
        ("Sem experiência com Docker", "Docker", Stance.DENIED),
        ("Geen ervaring met Terraform", "Terraform", Stance.DENIED),
        ("Bez doświadczenia w Python", "Python", Stance.DENIED),
        ("Nicht nur Python, auch Go", "Python", Stance.OWN),
        ("Ich möchte Python lernen", "Python", Stance.WISHED),
        ("Me gustaría trabajar con Kubernetes", "Kubernetes", Stance.WISHED),
        ("Connaissances de base en SQL", "SQL", Stance.HEDGED),
        ("Bases de données: PostgreSQL", "PostgreSQL", Stance.OWN),
        ("Podstawy Python", "Python", Stance.HEDGED),
        ("Im Mai 2019 Python", "Python", Stance.OWN),
    ],
)  # fmt: skip
def test_a_name_is_read_in_its_sense(text: str, concept: str, expected: Stance) -> None:
    """Hedges, wishes, denials, other people's skills and goods are told from one's own use."""
    assert stance(text, concept) is expected


def test_a_denial_ends_with_its_clause() -> None:
    """What is said in the next sentence is not denied."""
    assert stance("I do not write tests. I use Python daily.", "Python") is Stance.OWN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Carved the monolith into six services", Stance.OWN),
        ("I would love to teach one day", Stance.WISHED),
        ("No coding duties", Stance.DENIED),
        ("Supported the engineers with travel", Stance.OTHERS),
        ("Assisted with the reporting package", Stance.HEDGED),
    ],
)
def test_a_whole_line_has_a_sense_too(text: str, expected: Stance) -> None:
    """What is found by meaning is judged by how its line begins and hedges."""
    assert stance_of_line(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Verkauf von HPLC-Systemen an Hochschulen", Stance.PRODUCT), ("Vendo il nostro programma agli alberghi", Stance.PRODUCT),
        ("Sprzedaż programów kadrowych", Stance.PRODUCT), ("Vente de logiciels de paie", Stance.PRODUCT),
        ("Délivrance au comptoir sous le contrôle du pharmacien", Stance.HEDGED), ("Ayudé al jefe de obra con el planning", Stance.HEDGED),
        ("Proste spoiny pod okiem brygadzisty", Stance.HEDGED), ("Hausbesuche begleitet", Stance.HEDGED),
        ("Organise les expéditions maritimes vers l'Afrique", Stance.OWN), ("Coordinated a team of engineers", Stance.OWN),
        ("Regelmäßige Gespräche mit den Mitarbeitern", Stance.OWN), ("Déclarations export et de quelques imports", Stance.OWN),
    ],
)  # fmt: skip
def test_senses_of_lines_in_other_languages(text: str, expected: Stance) -> None:
    """What is sold or done under another's eye is told apart in each language, and plain work is not mistaken for it."""
    assert stance_of_line(text) is expected
