"""What vectors of one edition have in common is held still: a change of it has to raise RECIPE."""

import hashlib

import numpy as np

from engine.material import PIECE_LENGTH, PIECE_LIMIT, texts_of
from engine.profile import (
    Certificate,
    Degree,
    Education,
    Job,
    Language,
    Line,
    Month,
    Period,
    Profile,
    Project,
    Section,
    Skill,
)
from engine.similarity import packed
from services.corpus.domain.edition import RECIPE, Edition
from services.corpus.domain.search_vector import WEIGHTS, retrieval_vector

AT = Period(Month(2019, 3), Month(2021, 4))


def line(text: str, section: Section) -> Line:
    return Line(f"{text} by Ada", text, 1, section)


PROFILE = Profile(
    headline=line("Backend engineer", Section.SUMMARY),
    summary=(line("Ten years of payments.", Section.SUMMARY),),
    jobs=(
        Job(
            "Senior Software Engineer (m/w/d)",
            "Acme",
            AT,
            line("Senior Software Engineer, Acme", Section.EXPERIENCE),
            (line("Ran Kafka.", Section.EXPERIENCE), line("Ran Kafka.", Section.EXPERIENCE)),
        ),
    ),
    education=(
        Education("TU Wien", Degree.MASTER, "MSc", "Informatics", AT, line("MSc Informatics", Section.EDUCATION)),
    ),
    skills=(
        Skill("Python", line("Python, SQL", Section.SKILLS)),
        Skill("Hidden", line("nothing of it", Section.SKILLS)),
    ),
    languages=(Language("German", "C1", line("German C1", Section.LANGUAGES)),),
    certificates=(Certificate("CKA", line("CKA 2022", Section.CERTIFICATES)),),
    projects=(
        Project(
            "Ledger", AT, (line("and a ledger in Go " * 90, Section.PROJECTS), line("One. Two.", Section.PROJECTS))
        ),
    ),
    other=(line("Likes chess", Section.OTHER), line("Runs a kitchen", Section.VOLUNTEERING)),
)


def test_the_recipe_is_raised_when_it_changes() -> None:
    """Should this fail, candidates in store no longer fit what is computed: raise RECIPE and note the new sum here."""
    texts = texts_of(PROFILE)
    # Few bits a component, so that the sum is the same on every processor.
    vectors = np.array([[(7 * row + 3 * column) % 5 - 2 for column in range(8)] for row in range(len(texts))])
    unit = (vectors / np.sqrt((vectors**2).sum(axis=1, keepdims=True))).astype(np.float32)
    shape = (
        texts,
        PIECE_LIMIT,
        PIECE_LENGTH,
        sorted(WEIGHTS.items()),
        retrieval_vector(PROFILE, unit).round(3).tolist(),
    )
    made = hashlib.sha256(repr(shape).encode() + packed(unit).astype("<i2").tobytes()).hexdigest()[:16]
    assert (RECIPE, made) == (2, "d6577610c5c4b62c")


def test_an_edition_is_a_model_and_a_recipe() -> None:
    """Both tell vectors apart, in the text that processes compare, too."""
    assert str(Edition("m@1")) == f"m@1#{RECIPE}"
    assert len({str(Edition(model, recipe)) for model in ("m@1", "m@2") for recipe in (1, 2)}) == 4
