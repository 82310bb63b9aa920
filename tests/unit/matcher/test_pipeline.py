"""The stages of a run over the real engine and stand-ins for reader and model."""

import hashlib
import json
from collections.abc import Sequence

import numpy as np
import pytest

from engine.identity import Identity
from engine.profile import Job, Line, Month, Period, Profile, Section, Skill
from services.matcher.application.pipeline import CvPipeline
from services.matcher.domain.cv import ReadCv, ReadWarning
from services.matcher.domain.failure import FailureCode, MatchFailure
from services.matcher.ports import Embeddings, TransientError
from tests.unit.matcher.fakes import FakeGauges, a_claim
from tests.unit.matcher.test_submission import CONFIG


def line(text: str, section: Section = Section.EXPERIENCE) -> Line:
    return Line(text=text, scored=text, page=1, section=section)


CV = ReadCv(
    identity=Identity(name="Ada Baker", emails=("ada@example.com",)),
    profile=Profile(
        jobs=(
            Job(
                title="Python Developer",
                company="Ovens",
                period=Period(start=Month(2024, 1), current=True),
                header=line("Python Developer, Ovens, 2024 - present"),
                lines=(line("Built services in Python."),),
            ),
        ),
        skills=(Skill("Python", line("Python", Section.SKILLS)),),
    ),
    pages=1,
    pages_read=1,
    reader="pypdfium2",
    warnings=(ReadWarning("image_pages", "A page shows hardly any text."),),
)


class FakeReader:
    """Reads the same CV each time, or raises."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.owners: list[str] = []

    async def read(self, pdf: bytes, *, owner: str = "") -> ReadCv:
        self.owners.append(owner)
        if self.error is not None:
            raise self.error
        return CV


class FakeModel:
    """Gives each text a unit vector made of its hash; away as many times as told."""

    def __init__(self, away: int = 0) -> None:
        self.away = away

    async def embed(self, texts: Sequence[str]) -> Embeddings:
        if self.away:
            self.away -= 1
            raise TransientError
        rows = [np.frombuffer(hashlib.sha256(text.encode()).digest(), dtype=np.uint8) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), 32)
        return Embeddings((vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), "hash@1")

    async def model(self) -> str:
        return "hash@1"


async def test_a_result_is_complete_and_the_same_to_the_last_byte() -> None:
    """Parser result, result with details and warnings, score without; a second run gives equal bytes."""
    gauges = FakeGauges()
    reader = FakeReader()
    pipeline = CvPipeline(reader, FakeModel(), gauges)
    claim = a_claim(config_json=CONFIG, job_description='{"title": "Python developer"}')

    first = await pipeline.run(claim, b"%PDF-")
    second = await pipeline.run(claim, b"%PDF-")

    assert first == second
    result, score = json.loads(first.cv2jd_result_json), json.loads(first.score_json)
    assert score == {"overall_score": result["overall_score"], "breakdown": result["breakdown"]}
    assert set(score["breakdown"]) == {"workExperience", "skills"}
    assert result["details"]["embedding_model"] == "hash@1"
    assert "A page shows hardly any text." in result["details"]["warnings"]
    assert "Ada Baker" in first.cv_parser_result_json
    assert "Ada Baker" not in first.cv2jd_result_json
    assert gauges.stages[:4] == ["read", "prepare", "embed", "assess"]
    # Clients share the readers.
    assert set(reader.owners) == {claim.client_id}


async def test_present_means_the_month_of_the_submit() -> None:
    """A run repeated later counts the same months of a job that goes on."""
    pipeline = CvPipeline(FakeReader(), FakeModel(), FakeGauges())

    result = await pipeline.run(a_claim(config_json=CONFIG), b"%PDF-")

    experience = json.loads(result.cv2jd_result_json)["details"]["experience"]
    # Submitted in the last millisecond of December 2025: January 2024 to December 2025.
    assert experience["total_months"] == 24


async def test_k20_a_model_that_is_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The run asks again, more slowly each time, and ends as if nothing had been."""
    waits: list[float] = []

    async def no_wait(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("services.matcher.application.pipeline.asyncio.sleep", no_wait)
    pipeline = CvPipeline(FakeReader(), FakeModel(away=7), FakeGauges())

    result = await pipeline.run(a_claim(config_json=CONFIG), b"%PDF-")

    assert json.loads(result.score_json)["overall_score"] >= 0
    assert waits == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]


async def test_a_cv_that_cannot_be_read_ends_the_run() -> None:
    """The reader's failure is the match's; its time is noted all the same."""
    gauges = FakeGauges()
    pipeline = CvPipeline(FakeReader(MatchFailure(FailureCode.CV_NO_TEXT, "No text.")), FakeModel(), gauges)

    with pytest.raises(MatchFailure):
        await pipeline.run(a_claim(config_json=CONFIG), b"%PDF-")

    assert gauges.stages == ["read"]
