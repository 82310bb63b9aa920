"""Judges a profile in one step, with word vectors for a model."""

from typing import Any

from engine.assess import Assessment, assess, prepare
from engine.judged import Judged
from engine.profile import Profile
from engine.requirements import Requirements, parse_requirements
from tests.fakes.profiles import NOW, config
from tests.fakes.word_vectors import word_vectors

JOB_TEXT = "We look for a backend engineer who builds services in Python and Go on Kubernetes and keeps them running."


def judge(
    profile: Profile, requirements: Requirements | None = None, *, text: str = JOB_TEXT, **kwargs: Any
) -> Assessment:
    """The assessment of a profile; the requirements may be given as for config()."""
    asked = requirements or parse_requirements(config(**kwargs))
    prepared = prepare(profile, asked, job_description=text)
    return assess(prepared, word_vectors(prepared.texts), as_of=NOW)


def row(assessment: Assessment, name: str) -> Judged:
    """The judgement of the requirement with this name."""
    return next(judged for judged in assessment.requirements if judged.name == name)


def score(profile: Profile, name: str, **kwargs: Any) -> float:
    """The score of one hard skill, or of the requirement with this name when lists are given."""
    return row(judge(profile, **(kwargs or {"hard_skills": [name]})), name).score
