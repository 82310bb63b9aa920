"""Who a CV is about: found, and kept apart from what it says of work."""

import pytest

from services.matcher.domain.cv import ReadCv
from services.matcher.domain.structure import read_cv
from services.matcher.domain.structure.contact import emails_in, links_in, phones_in
from tests.unit.matcher.structure.pages import document

WORK = "\n## Experience\n** Surveyor, Hollis & Dunmore Ltd || 2015 – 2020\n- Surveyed bridges"


def read(header: str, *, links: tuple[str, ...] = ()) -> ReadCv:
    return read_cv(document(header + "\n" + WORK, links=links))


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("# Maren Okafor\nSurveyor", "Maren Okafor"),
        ("# MAREN OKAFOR", "Maren Okafor"),
        ("# M A R E N\nmaren.okafor@example.org\n** Maren Okafor", "Maren Okafor"),
        ("# Curriculum Vitae\n** Maren Okafor\nmaren.okafor@example.org", "Maren Okafor"),
        ("# Maren Okafor | Resume", "Maren Okafor"),
        ("# Dr. Maren Okafor, PhD", "Maren Okafor"),
        ("# MAREN\n# OKAFOR-LIND\nSurveyor", "Maren Okafor-Lind"),
        ("# Maren van der Okafor", "Maren van der Okafor"),
        ("# 林小雨\nlin@example.org", "林小雨"),
        ("# Senior Surveyor\n** Maren Okafor\nmaren.okafor@example.org", "Maren Okafor"),
        ("Name: Maren Okafor\nEmail: m@example.org", "Maren Okafor"),
    ],
)
def test_the_name_is_the_prominent_line_that_is_one(header: str, name: str) -> None:
    """Titles, the word for a CV and other large lines are not the name."""
    assert read(header).identity.name == name


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("+49 (0)221 555 0147", ["+49 (0)221 555 0147"]),
        ("Tel. 0221/5550147", ["0221/5550147"]),
        ("06.12.34.56.78", ["06.12.34.56.78"]),
        ("(555) 123-4567", ["(555) 123-4567"]),
        ("Springfield 94588 (555) 123-4567", ["(555) 123-4567"]),
        ("2014 - 2016", []),
        ("01/2014 - 03/2016", []),
        ("12.05.2015 - 31.12.2017", []),
        ("50,000 users", []),
        ("ISBN 978-3-16-148410-0 and more", ["978-3-16-148410-0"]),
    ],
)
def test_telephone_numbers_are_told_from_dates_and_amounts(text: str, phones: list[str]) -> None:
    """International and national spellings; no year ranges."""
    assert phones_in(text) == phones


def test_addresses_and_links_are_found_in_running_text() -> None:
    """Trailing punctuation is no part of them."""
    text = "Write to maren.okafor+cv@mail.example.org. See https://okafor.example/work, github.com/mokafor or www.okafor.example."

    assert emails_in(text) == ["maren.okafor+cv@mail.example.org"]
    assert links_in(text) == ["https://okafor.example/work", "github.com/mokafor", "www.okafor.example"]


def test_link_targets_stand_in_for_what_the_page_does_not_print() -> None:
    """An e-mail address or number behind an icon is read from its link."""
    cv = read(
        "# Maren Okafor", links=("mailto:maren@example.org?subject=x", "tel:+442079460000", "https://okafor.example/")
    )

    assert cv.identity.emails == ("maren@example.org",)
    assert cv.identity.phones == ("+442079460000",)
    assert cv.identity.links == ("https://okafor.example/",)


def test_personal_data_goes_to_the_identity_alone() -> None:
    """Birth date, nationality, marital status, sex and children are read and stay out of every line of the profile."""
    cv = read(
        "# Maren Okafor\nDate of birth: 12 May 1990\nNationality: Norwegian\nMarital status: married, two children\nGender: female\nmaren@example.org"
    )
    told = str(cv.profile)

    assert cv.identity.birth_date == "12 May 1990"
    assert cv.identity.nationality == "Norwegian"
    assert cv.identity.other == ("married, two children", "female")
    assert not any(word in told for word in ("1990", "Norwegian", "married", "female", "Okafor", "example.org"))


def test_the_address_of_a_referee_is_not_the_candidates() -> None:
    """Contact data under References belongs to other people."""
    cv = read_cv(
        document(
            f"# Maren Okafor\nSurveyor{WORK}\n## References\nDr. Ines Falk, ines.falk@example.net, +47 22 00 00 00"
        )
    )

    assert cv.identity.emails == ()
    assert cv.identity.phones == ()


def test_a_driving_licence_is_a_qualification() -> None:
    """It stands among personal data and is a certificate all the same."""
    cv = read("# Maren Okafor\nmaren@example.org\nDriving licence: B, C1")

    assert [certificate.name for certificate in cv.profile.certificates] == ["Driving licence: B, C1"]


def test_headline_and_summary_of_a_header_are_kept() -> None:
    """What a header says of work is part of the profile."""
    cv = read(
        "# Maren Okafor\nChartered Surveyor\nmaren@example.org\nI have measured bridges, tunnels and towers for eleven years in five countries."
    )

    assert cv.profile.headline is not None
    assert cv.profile.headline.text == "Chartered Surveyor"
    assert [line.text for line in cv.profile.summary] == [
        "I have measured bridges, tunnels and towers for eleven years in five countries."
    ]


def test_a_job_reads_the_same_whoever_held_it() -> None:
    """Another name, address, sex, age and nationality leave everything that is scored as it was."""
    body = "\n## Profile\n{they} led a survey team; {name} trained {their} colleagues.\n" + WORK
    first = (
        "# Maren Okafor\nmaren@example.org | +47 911 22 333\nBergen, Norway\nNationality: Norwegian\nAge: 29"
        + body.format(they="She", their="her", name="Maren")
    )
    second = (
        "# Jonathan Price-Lowell\njpl77@example.net | +1 (609) 555-0188\n12 Orchard Road, Trenton, NJ 08608\nNationality: American\nAge: 58"
        + body.format(they="He", their="his", name="Jonathan")
    )

    def scored(text: str) -> list[str]:
        profile = read_cv(document(text)).profile
        lines = [*profile.summary, *profile.other, *(line for job in profile.jobs for line in (job.header, *job.lines))]
        return [line.scored for line in lines]

    assert scored(first) == scored(second)
    assert len(scored(first)) == 3
