"""Values that cross the pipe."""

from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.identity import Identity
from engine.profile import Job, Line, Month, Period, Profile, Section
from services.matcher.adapters.pdf.protocol import Answer, Ending
from services.matcher.domain.cv import ReadCv, ReadWarning
from services.matcher.domain.failure import FailureCode
from services.platform import wire

texts = st.text(max_size=20)
lines = st.builds(Line, text=texts, scored=texts, page=st.integers(0, 99), section=st.sampled_from(Section))
months = st.builds(Month, year=st.integers(1900, 2100), month=st.integers(1, 12))
periods = st.builds(
    Period, start=st.none() | months, end=st.none() | months, current=st.booleans(), year_only=st.booleans()
)
jobs = st.builds(
    Job,
    title=texts,
    company=texts,
    period=periods,
    header=lines,
    lines=st.lists(lines, max_size=2).map(tuple),
    location=st.none() | texts,
)
cvs = st.builds(
    ReadCv,
    identity=st.builds(Identity, name=st.none() | texts, emails=st.lists(texts, max_size=2).map(tuple)),
    profile=st.builds(Profile, headline=st.none() | lines, jobs=st.lists(jobs, max_size=2).map(tuple)),
    pages=st.integers(0, 99),
    pages_read=st.integers(0, 99),
    reader=texts,
    warnings=st.lists(st.builds(ReadWarning, code=texts, message=texts), max_size=2).map(tuple),
)
answers = st.builds(
    Answer,
    ending=st.sampled_from(Ending),
    cv=st.none() | cvs,
    code=st.none() | st.sampled_from(FailureCode),
    extract_s=st.floats(0, 100),
    structure_s=st.floats(0, 100),
)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Box:
    name: str
    size: float
    count: int
    open: bool
    colour: Colour
    inside: tuple[str, ...] = ()


PLAIN = '{"name":"a","size":1,"count":2,"open":true,"colour":"red","inside":[]}'


@given(answers)
def test_an_answer_comes_back_as_it_was(answer: Answer) -> None:
    """Any answer survives the pipe with its types."""
    assert wire.loads(wire.dumps(answer), Answer) == answer


def test_plain_values_are_checked_and_typed() -> None:
    """A whole number is a fine float; everything else has to be what its type says."""
    box = wire.loads(PLAIN.encode(), Box)
    assert box == Box("a", 1.0, 2, open=True, colour=Colour.RED)
    assert isinstance(box.size, float)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"a"', "1"),
        ('"count":2', '"count":2.5'),
        ('"count":2', '"count":true'),
        ('"size":1', '"size":"1"'),
        ('"open":true', '"open":1'),
        ('"red"', '"blue"'),
        ("[]", "{}"),
        ("[]", "[1]"),
        ('"name":"a",', ""),
        ('"name":"a"', '"name":"a","more":1'),
        (PLAIN, "[]"),
        (PLAIN, "{"),
        (PLAIN, "[" * 100_000),
    ],
)
def test_anything_else_is_refused(old: str, new: str) -> None:
    """Wrong types, missing and unknown fields and broken JSON raise one error that quotes nothing."""
    with pytest.raises(wire.WireError) as caught:
        wire.loads(PLAIN.replace(old, new).encode(), Box)
    assert "blue" not in str(caught.value)


@given(st.binary(max_size=200))
def test_noise_is_refused(noise: bytes) -> None:
    """Random bytes never become an answer and never raise anything else."""
    with pytest.raises(wire.WireError):
        wire.loads(noise, Answer)


def test_what_is_not_a_number_is_not_sent() -> None:
    """NaN has no place in JSON."""
    with pytest.raises(ValueError, match="JSON"):
        wire.dumps(Box("a", float("nan"), 1, open=True, colour=Colour.RED))
