"""Whole CVs in several languages, read from end to end."""

from dataclasses import dataclass

import pytest

from engine.profile import Degree, Profile
from services.matcher.domain.cv import ReadCv
from services.matcher.domain.structure import read_cv
from tests.unit.matcher.structure import cvs
from tests.unit.matcher.structure.pages import document


@dataclass(frozen=True)
class Expected:
    text: str
    name: str
    jobs: tuple[tuple[str, str, str, str], ...]
    education: tuple[tuple[str, Degree], ...]
    languages: tuple[tuple[str, str], ...]


CVS = {
    "German": Expected(
        cvs.GERMAN,
        "Annika Böttcher",
        (
            ("Senior-Softwareentwickler", "Nordwind Logistik GmbH", "2019-04", "None"),
            ("Softwareentwickler", "Bank am Dom AG", "2014-10", "2019-03"),
        ),
        (("RWTH Aachen University", Degree.MASTER), ("Gymnasium Am Stadtwald, Bonn", Degree.HIGH_SCHOOL)),
        (("German", "native"), ("English", "C1"), ("Polish", "A2")),
    ),
    "French": Expected(
        cvs.FRENCH,
        "Camille Laurent",
        (
            ("Responsable comptable", "Groupe Hélios", "2018-09", "None"),
            ("Comptable fournisseurs", "Transports Mercier SA", "2014-01", "2018-08"),
        ),
        (("Université Lyon 3", Degree.MASTER), ("Université Lyon 2", Degree.BACHELOR)),
        (("French", "native"), ("English", "C1"), ("Spanish", "A2")),
    ),
    "Spanish": Expected(
        cvs.SPANISH,
        "Marta Iglesias Ruiz",
        (
            ("Enfermero UCI", "Hospital Clínico San Telmo", "2016-01", "None"),
            ("Auxiliar de enfermería", "Clínica Las Rosas", "2012-03", "2015-12"),
        ),
        (("Universidad de Salamanca", Degree.BACHELOR),),
        (("Spanish", "native"), ("English", "B2"), ("French", "A2")),
    ),
    "Polish": Expected(
        cvs.POLISH,
        "Tomasz Wiśniewski",
        (
            ("Kierownik magazynu", "Baltica Logistyka Sp. z o.o.", "2017-10", "None"),
            ("Specjalista ds. logistyki", "Transkol S.A.", "2012-01", "2017-12"),
        ),
        (("Politechnika Poznańska", Degree.MASTER),),
        (("English", "C1"), ("German", "A2")),
    ),
    "Italian": Expected(
        cvs.ITALIAN,
        "Giulia Ferraris",
        (
            ("Cameriere", "Ristorante Il Gelsomino", "2019-01", "None"),
            ("Commesso", "Moda Piemonte S.r.l.", "2016-01", "2019-12"),
        ),
        (("Istituto Alberghiero Colombatto", Degree.HIGH_SCHOOL),),
        (("Italian", "native"), ("English", "B2")),
    ),
    "Dutch": Expected(
        cvs.DUTCH,
        "Sanne de Vries",
        (
            ("Projectleider", "Bouwbedrijf Van Dam B.V.", "2015-05", "None"),
            ("Werkvoorbereider", "Heijmerk N.V.", "2010-01", "2015-04"),
        ),
        (("Hogeschool Utrecht", Degree.BACHELOR),),
        (("Dutch", "native"), ("English", "B2")),
    ),
    "Portuguese": Expected(
        cvs.PORTUGUESE,
        "Rafael Monteiro",
        (
            ("Engenheiro de obras", "Construtora Horizonte Ltda.", "2018-05", "None"),
            ("Engenheiro júnior", "Engenharia Mar Azul", "2014-01", "2018-04"),
        ),
        (("Universidade Federal do Paraná", Degree.BACHELOR),),
        (("Portuguese", "native"), ("English", "C1")),
    ),
}


@pytest.fixture(params=CVS)
def case(request: pytest.FixtureRequest) -> tuple[Expected, ReadCv]:
    expected = CVS[request.param]
    return expected, read_cv(document(expected.text))


def test_the_person_is_named(case: tuple[Expected, ReadCv]) -> None:
    """The name is the person's own, without titles, and the address data is found."""
    expected, cv = case

    assert cv.identity.name == expected.name
    assert len(cv.identity.emails) == 1
    assert cv.identity.location


def test_the_jobs_are_read(case: tuple[Expected, ReadCv]) -> None:
    """Titles come in one form for both sexes, with company and months."""
    expected, cv = case

    assert tuple((j.title, j.company, str(j.period.start), str(j.period.end)) for j in cv.profile.jobs) == expected.jobs


def test_the_education_is_read(case: tuple[Expected, ReadCv]) -> None:
    """Institutions and levels of the degrees, in reading order."""
    expected, cv = case

    assert tuple((e.institution, e.degree) for e in cv.profile.education) == expected.education


def test_the_languages_are_read(case: tuple[Expected, ReadCv]) -> None:
    """Languages come with their English names and CEFR levels, whatever words the CV uses."""
    expected, cv = case

    assert tuple((language.name, language.level) for language in cv.profile.languages) == expected.languages


def test_identity_and_profile_are_strictly_apart(case: tuple[Expected, ReadCv]) -> None:
    """No scored text holds the name, the address or a personal datum."""
    _, cv = case
    identity = cv.identity
    secrets = [*identity.emails, *identity.phones, identity.birth_date, identity.nationality, *identity.other]
    secrets += (identity.name or "").split()[-1:]
    scored = " ".join(_scored(cv.profile))

    for secret in secrets:
        assert not secret or secret not in scored


def _scored(profile: Profile) -> list[str]:
    lines = [*profile.summary, *profile.other, *(e.line for e in profile.education), *(s.line for s in profile.skills)]
    lines += [line for job in profile.jobs for line in (job.header, *job.lines)]
    lines += [*(x.line for x in profile.languages), *(c.line for c in profile.certificates)]
    lines += [profile.headline] if profile.headline else []
    return [line.scored for line in lines]
