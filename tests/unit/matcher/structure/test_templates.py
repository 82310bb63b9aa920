"""What popular templates do to jobs, studies and names: each case was a cause of errors on templates never seen."""

from services.matcher.domain.cv import ReadCv
from services.matcher.domain.structure import read_cv
from tests.unit.matcher.structure.pages import document


def read(sections: str, *, name: str = "# Anabela Teles") -> ReadCv:
    return read_cv(document(f"{name}\nanabela@example.pt\n\n{sections}"))


def jobs(experience: str) -> list[tuple[str, str]]:
    """Title and company of each job of a section."""
    return [(job.title, job.company) for job in read(f"## Experience\n{experience}").profile.jobs]


def test_a_title_and_a_town_that_no_table_knows_are_told_by_the_other_entries() -> None:
    """Parts of a row with commas stand where the other rows have theirs."""
    found = jobs("""
Warehouse Manager, Friobeira, Cantanhede
06/2018 - present
- Ran the docks and trained the night shift

Conferente, Hortas do Mondego, Mira
02/2014 - 05/2018
- Checked loads and kept the papers of all trucks

Fiel, Mercadinho, Tocha
05/2009 - 01/2014
- Took in fruit and traced every lot""")

    assert found == [("Warehouse Manager", "Friobeira"), ("Conferente", "Hortas do Mondego"), ("Fiel", "Mercadinho")]


def test_names_before_and_behind_a_slash_keep_their_places() -> None:
    """`Company / Title` in every row, with one title told by its words."""
    found = jobs("""
Lumen Forge / Senior Engineer
AUG 2021 - PRESENT
- Built boards for nine shows

Saltgrass / Barback
JAN 2017 - JUL 2021
- Kept the bar running""")

    assert found == [("Senior Engineer", "Lumen Forge"), ("Barback", "Saltgrass")]


def test_a_long_town_with_its_state_is_no_company() -> None:
    """A town of three words before the code of a state stands for a place."""
    job = read("""## Experience
** Prototyper || Oct 2018 – Jul 2021
Lumen Forge || Truth or Consequences, NM
- Soldered sensor boards for touring shows""").profile.jobs[0]

    assert (job.title, job.company, job.location) == ("Prototyper", "Lumen Forge", "Truth or Consequences, NM")


def test_a_header_wrapped_behind_a_small_word_is_whole() -> None:
    """What a narrow column breaks behind `und` or a comma goes on in the next row."""
    found = jobs("""
Hellwege Formteile, Verfahrensmechaniker Kunststoff- und
Kautschuktechnik
02/2008 - 08/2012
- Made housings for machines""")

    assert found == [("Verfahrensmechaniker Kunststoff- und Kautschuktechnik", "Hellwege Formteile")]


def test_how_long_a_job_took_names_nothing() -> None:
    """LinkedIn writes the whole time at a company between its name and the roles."""
    found = jobs("""
Meble
** Monter
August 2021 - Present
Led the prototyping of nine exhibits seen by many visitors.

Stolbud
9 lat 8 mies.
** Monterka okien
March 2017 - July 2021
Soldered, coded and documented sensor boards for shows.""")

    assert found[1][1] == "Stolbud"


def test_a_title_in_capitals_is_written_as_others_are() -> None:
    """So that a title means the same, and its form for women is put aside, whatever a template does to it."""
    assert jobs("""
WERKSTATTLEITERIN IT
Almtal GmbH
03/2016 – heute
- Leitete fünf Leute""") == [("Werkstattleiter IT", "Almtal GmbH")]


def test_studies_that_no_table_knows_stand_where_known_ones_do() -> None:
    """One course with a known degree and school tells which of two unknown names is the school."""
    education = read("""## Education
University of Leeds
Bachelor of Arts in History
2009 - 2012

Calder Grange
Ferrier's Articles
2005 - 2009""").profile.education

    assert [(each.institution, each.degree_text) for each in education][1] == ("Calder Grange", "Ferrier's Articles")


def test_a_skill_goes_on_where_a_bracket_is_open() -> None:
    """A wrapped name in brackets is one skill, in a list of one a row as well."""
    skills = read("""## Skills
Proposal management
SharePoint
SEO (technical and
on-page)
InDesign""").profile.skills

    assert [skill.name for skill in skills] == [
        "Proposal management",
        "SharePoint",
        "SEO (technical and on-page)",
        "InDesign",
    ]


def test_a_name_below_the_heading_of_the_personal_data_is_found() -> None:
    """The older European form has its heading first."""
    cv = read_cv(
        document(
            "## Personal Information\nAnabela Teles\nanabela@example.pt\n\n## Experience\n** Baker || 2019 – 2020\nFriobeira"
        )
    )

    assert cv.identity.name == "Anabela Teles"


def test_a_labelled_name_comes_before_any_other() -> None:
    """A table of personal data says whose CV it is."""
    cv = read(
        "## Personuppgifter\nNamn: Linnéa Åhl\n\n## Kompetenser\nRehabilitering, Budgetarbete", name="Curriculum Vitae"
    )

    assert cv.identity.name == "Linnéa Åhl"


def test_a_language_that_no_table_knows_has_its_level_below() -> None:
    """Names and levels in turns, one of them unknown."""
    languages = read("## Languages\nFrench\nnative\nPicard\nfluent").profile.languages

    assert [language.name for language in languages] == ["French", "Picard"]
