"""What pieces show, all at once: to the last bit what looking at each piece for each part alone would find."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import calibration as c
from engine.amounts import sums_in
from engine.assess import assess_stored, rate
from engine.brief import Brief, Need
from engine.evidence import Evidence
from engine.facts.outside import OUTSIDE
from engine.kinds import Kind
from engine.laid import beside, lay
from engine.layout import Part
from engine.material import material_of
from engine.naming import SkillNames
from engine.profile import Profile
from engine.readings import readings_of
from engine.similarity import packed
from engine.stance import Stance
from tests.fakes.profiles import NOW, config, job, profile, skills
from tests.fakes.search import position
from tests.fakes.word_vectors import word_vectors

# Told of life outside of work, as a model would have it.
HIKING = "went hiking in the mountains with kafka"
LINES = (
    "Built services in Go and Qt on Kubernetes.", "Never used Kafka.", "Would like to learn Rust", "Recruited Python developers",
    "Sold Kafka licences to a bank.", "Held a budget of EUR 900,000.", "Held budgets above EUR 2k", "Led a team of six through two audits",
    HIKING, "Teamwork with Kafka and Qt", "Some Go", "Built services in Go and Kafka",
)  # fmt: skip
BRIEF, _ = position(
    {
        "name": "Backend Engineer",
        **config(
            hard_skills=["Go", "Kafka and Qt", "Rust (or similar)", "Zig"], soft_skills=["Teamwork", "Leading a team"],
            minimal_qualifications=["Has built services in Go on Kubernetes", "Budgets above EUR 500k", "3 years of Go"],
        ),
    }
)  # fmt: skip
jobs = st.builds(
    lambda title, lines, start: job(title, *lines, start=f"{start}-01"),
    st.sampled_from(["Backend Engineer", "Recruiter", "Nurse"]), st.lists(st.sampled_from(LINES), max_size=5), st.integers(2008, 2024),
)  # fmt: skip
people = st.builds(
    lambda jobs, listed, label: profile(*jobs, skills=skills(*listed, label=label)),
    st.lists(jobs, max_size=3), st.lists(st.sampled_from(["Go", "Rust", "Docker", "Qt"]), max_size=3, unique=True),
    st.sampled_from(["Languages", "Basics", "Would like to learn"]),
)  # fmt: skip
LINE_WEIGHT = {**c.STANCE_WEIGHT, Stance.OTHERS: c.STANCE_WEIGHT[Stance.PRODUCT]}


def evidence_of(person: Profile) -> Evidence:
    """A profile beside the position, with word vectors."""
    material = material_of(person)
    vectors = word_vectors([OUTSIDE[0] if text == HIKING else text for text in material.texts])
    (evidence,) = beside(BRIEF, [lay(BRIEF, person, packed(vectors))])
    return evidence


class Slowly:
    """Looks at one piece for one part of one requirement at a time."""

    def __init__(self, person: Profile, relevance: tuple[float, ...]) -> None:
        self.evidence = evidence_of(person)
        self.relevance = relevance
        self.readings = readings_of(self.evidence.material)

    def shown(self, need: Need, part: Part, place: int) -> tuple[float, bool]:
        """What a piece shows of a part, and whether it says so plainly."""
        piece, likeness = self.evidence.pieces[place], float(self.evidence.likeness[need.row, place])
        soft = need.asked.kind is Kind.SOFT_SKILL
        related = 0.0 if piece.job is None else self.relevance[piece.job]
        low = max(c.SEMANTIC_FLOOR, (c.SEMANTIC_LOW_SOFT if soft else c.SEMANTIC_LOW) - c.LOOSER_WHEN_RELATED * related)
        ramp = min(1.0, (likeness - low) / ((c.SEMANTIC_HIGH_SOFT if soft else c.SEMANTIC_HIGH) - low))
        line = LINE_WEIGHT[self.readings.lines[place]]
        meaning = c.SEMANTIC_MOST * ramp * line if likeness > low else 0.0
        named, other = self.named(need, part, place), any(self.named(need, each, place) for each in need.parts)
        by_name = c.NAMED_IN_STATEMENT if need.asked.kind is Kind.STATEMENT else 1.0
        value = meaning * (c.LIKE_ANOTHER_PART if other else 1.0)
        if named:
            value = max(by_name * named[0], meaning * named[1])
        label = c.STANCE_WEIGHT[self.readings.labels[place]] if place in self.readings.labels else 1.0
        enough = max(sums_in(piece.scored), default=0.0) >= c.SUM_TOLERANCE * max(need.sums, default=0.0)
        plainly = (named is not None and named[1] >= 1) if other else line >= 1
        return value * (label * (1.0 if enough else c.WITHOUT_THE_SUM)), plainly and label >= 1

    def named(self, need: Need, part: Part, place: int) -> tuple[float, float] | None:
        """How a piece names a part."""
        if place in self.evidence.passed_over:
            return None
        texts = [piece.scored for piece in self.evidence.pieces]
        return SkillNames([part]).named_in(texts, self.readings).get(part, {}).get(place)


@settings(max_examples=40, deadline=None)
@given(people, st.data())
def test_all_pieces_show_what_each_shows_alone(person: Profile, data: st.DataObject) -> None:
    """Values, and whether they are plain: of every part of every requirement, in jobs of any relevance."""
    relevance = tuple(data.draw(st.sampled_from([0.0, 0.13, 0.5, 0.97])) for _ in person.jobs)
    slowly = Slowly(person, relevance)
    shown = slowly.evidence.shown(relevance=relevance)
    for _, need in BRIEF.wanted:
        for row, part in zip(range(need.rows.start, need.rows.stop), need.parts, strict=True):
            for place in range(len(slowly.evidence.pieces)):
                expected = slowly.shown(need, part, place)
                value, plain = float(shown.values[row, place]), bool(shown.plain[row, place])
                assert (value, plain or not value) == (expected[0], expected[1] or not value), (need.asked.name, place)


@settings(max_examples=40, deadline=None)
@given(people)
def test_the_best_of_each_job_is_that_of_its_own_pieces(person: Profile) -> None:
    """Pieces of no job count for none, and a job without pieces shows nothing."""
    evidence = evidence_of(person)
    values = evidence.shown(relevance=None).values
    expected = np.zeros((len(values), len(person.jobs)))
    for place, piece in enumerate(evidence.pieces):
        if piece.job is not None:
            expected[:, piece.job] = np.maximum(expected[:, piece.job], values[:, place])
    assert np.array_equal(evidence.by_job(values), expected)


@settings(max_examples=40, deadline=None)
@given(people)
def test_numbers_alone_are_those_of_the_whole_judgement(person: Profile) -> None:
    """Without quotes, reasons and roles nothing is worth more or less."""
    vectors = packed(word_vectors(material_of(person).texts))
    whole = assess_stored(BRIEF, person, vectors, as_of=NOW)
    (numbers,) = rate(BRIEF, [lay(BRIEF, person, vectors)], as_of=NOW)
    assert (numbers.total, numbers.total_months) == (whole.total, whole.total_months)
    assert [each.score for each in numbers.requirements] == [each.score for each in whole.requirements]
    assert [each.months for each in numbers.requirements] == [each.months for each in whole.requirements]


def test_a_name_in_passing_shows_nothing() -> None:
    """What is told of life outside of work is passed over, for all requirements and their parts."""
    evidence = evidence_of(profile(job("Backend Engineer", HIKING, LINES[-1])))
    (need,) = (need for _, need in BRIEF.wanted if need.asked.name == "Kafka and Qt")
    assert evidence.passed_over == {1}
    shown = evidence.shown(relevance=(1.0,)).values[need.rows]
    assert (shown[:, 1].tolist(), shown[0, 2]) == ([0.0, 0.0], 1.0)


ENGLISH = [
    f"Worked with the team that was responsible for the delivery of the services {number}" for number in range(4)
]
GERMAN = "Teamwork im Haus und das Brot in Go"


def beside_a_job_in(language: str | None, person: Profile) -> tuple[Evidence, dict[str, Need]]:
    """A profile beside the position, as if that were told in a language, and what it asks for by name."""
    brief = Brief(replace(BRIEF.plan, language=language), BRIEF.embedded)
    material = material_of(person)
    (evidence,) = beside(brief, [lay(brief, person, packed(word_vectors(material.texts)))])
    return evidence, {need.asked.name: need for _, need in brief.wanted}


@pytest.mark.parametrize("around", [ENGLISH, ["Leitete das Team und die Technik"], []])
def test_another_language_is_like_nothing_of_an_english_job(around: list[str]) -> None:
    """By its meaning, whatever it stands among; what it names by the tables' names counts as ever."""
    evidence, needs = beside_a_job_in(
        "english", profile(job("Backend Engineer", *around, GERMAN, "Teamwork with bread"))
    )
    teamwork, place = needs["Teamwork"], 1 + len(around)
    alike = evidence.compared.likeness[teamwork.row, evidence.compared.columns([GERMAN, "Teamwork with bread"])]
    assert (alike > 0).all()
    assert evidence.likeness[teamwork.row, place:].tolist() == [0.0, alike[1]]
    assert evidence.shown(relevance=(1.0,)).values[needs["Go"].rows, place].tolist() == [c.NAMED]


@pytest.mark.parametrize("language", ["german", None])
def test_of_other_jobs_and_of_a_few_names_it_is_as_like_as_ever(language: str | None) -> None:
    """A job of a few names may be in any language."""
    evidence, needs = beside_a_job_in(language, profile(job("Backend Engineer", *ENGLISH, GERMAN)))
    assert evidence.likeness[needs["Teamwork"].row, -1] > 0


def test_some_words_of_a_name_do_not_make_work_of_life_outside() -> None:
    """By words as little as by meaning, where a line is liker to such life; all of them do, and some of them in a line of work."""
    brief, _ = position({"name": "Engineer", **config(hard_skills=["Mountain railway signalling"])})
    lines = [HIKING, "built mountain signals for the railway", "mountain work in spring"]
    person = profile(job("Engineer", *lines))
    texts = material_of(person).texts
    vectors = word_vectors([OUTSIDE[0] if text == HIKING else text for text in texts])
    (evidence,) = beside(brief, [lay(brief, person, packed(vectors))])
    alike = evidence.likeness[0, 1:].tolist()
    assert (alike[0], alike[1] > c.SEMANTIC_LOW, alike[2] > 0) == (0, True, True)


def test_the_name_of_an_employer_abroad_is_as_like_as_ever() -> None:
    """Only what is told in sentences is passed over: not a title with its firm, nor a paper."""
    person = profile(job("Teamwork", *ENGLISH, company="Gesellschaft für Informatik und Technik"))
    evidence, needs = beside_a_job_in("english", person)
    assert readings_of(evidence.material).foreign == [0]
    assert evidence.likeness[needs["Teamwork"].row, 0] > 0


def test_readings_of_another_profile_are_refused() -> None:
    """One sense a piece, or they are not of these pieces."""
    material = material_of(profile(job("Nurse", "Gave drugs.")))
    other = readings_of(material_of(profile(job("Nurse"))))
    with pytest.raises(ValueError, match="other pieces"):
        lay(BRIEF, material.profile, packed(word_vectors(material.texts)), readings=other)
