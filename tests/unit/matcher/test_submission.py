"""Accepting matches: what is checked before the one atomic step."""

from typing import Any

import pytest

from services.matcher.application.submission import Submission
from services.matcher.application.warmth import ModelWatch
from services.matcher.domain.match import NewMatch
from services.matcher.domain.pace import QueueLook
from services.matcher.ports import Accepted, Embeddings, Replay, TransientError
from services.platform.errors import AppError, Reason
from tests.unit.matcher.fakes import FakeGauges

CONFIG = (
    '{"requirements": {"workExperience": {"from": 1, "to": 3, "importance": 3}, "skills": {"importance": 3}}, "_x": 1}'
)


class FakeIntake:
    """Accepts everything, or refuses with `error`."""

    def __init__(self) -> None:
        self.error: AppError | None = None
        self.replay: Replay | None = None
        self.seen: list[NewMatch] = []

    async def find_replay(self, client_id: str, *, idempotency_key: str, fingerprint: str) -> Replay | None:
        return self.replay

    async def submit(self, match: NewMatch, *, cv_pdf: bytes) -> Accepted:
        if self.error is not None:
            raise self.error
        self.seen.append(match)
        return Accepted(match.id)

    async def look(self) -> QueueLook:
        return QueueLook(active=4, mean_run_ms=1_000)


class FakeEmbedder:
    """A model that is away as many times as told."""

    def __init__(self, errors: list[Exception]) -> None:
        self.errors = errors

    async def embed(self, texts: Any) -> Embeddings:
        raise AssertionError(texts)

    async def model(self) -> str:
        if self.errors:
            raise self.errors.pop(0)
        return "small@12"


async def warm_watch() -> ModelWatch:
    watch = ModelWatch(FakeEmbedder([]), every_s=0.0)
    await watch.watch()
    return watch


def a_match(**changes: Any) -> NewMatch:
    fields: dict[str, Any] = {
        "id": "cvdm_" + "a" * 22,
        "client_id": "cl_" + "b" * 16,
        "project": "default",
        "position_id": "p",
        "job_description": "A baker.",
        "config_json": CONFIG,
        "fingerprint": "aa",
    }
    return NewMatch(**{**fields, **changes})


async def submission(intake: FakeIntake, gauges: FakeGauges | None = None) -> Submission:
    return Submission(intake, watch=await warm_watch(), gauges=gauges or FakeGauges(), parallel=2)


async def test_an_accepted_match_has_an_estimate() -> None:
    """Two rounds of two and its own run."""
    submitted = await (await submission(FakeIntake())).submit(a_match(), cv_pdf=b"")

    assert (submitted.accepted.replay, submitted.estimated_s) == (False, 3)


async def test_until_the_model_was_seen_nothing_is_accepted() -> None:
    """SERVICE_WARMING with five seconds to wait, then acceptance."""
    intake = FakeIntake()
    watch = ModelWatch(FakeEmbedder([TransientError(), ValueError("odd")]), every_s=0.0)
    warming = Submission(intake, watch=watch, gauges=FakeGauges(), parallel=1)

    with pytest.raises(AppError) as refused:
        await warming.submit(a_match(), cv_pdf=b"")
    await watch.watch()
    await warming.submit(a_match(), cv_pdf=b"")

    assert (refused.value.reason, refused.value.retry_after_s) == (Reason.SERVICE_WARMING, 5)
    assert len(intake.seen) == 1


async def test_every_bad_field_of_the_config_is_named_at_once() -> None:
    """The engine's own rules, with its paths."""
    intake = FakeIntake()
    broken = CONFIG.replace('"from": 1', '"from": -1').replace('"skills": {"importance": 3}', '"skills": {}')

    with pytest.raises(AppError) as refused:
        await (await submission(intake)).submit(a_match(config_json=broken), cv_pdf=b"")

    assert refused.value.reason is Reason.INVALID_INPUT
    assert set(refused.value.fields) == {
        "config.requirements.workExperience.from",
        "config.requirements.skills.importance",
    }
    assert intake.seen == []


@pytest.mark.parametrize("config", ["", "[]", "1", "{", '{"a":' * 50_000])
async def test_a_config_that_is_no_object_is_invalid(config: str) -> None:
    """Whatever its text, it is a bad field and not an internal error."""
    with pytest.raises(AppError) as refused:
        await (await submission(FakeIntake())).submit(a_match(config_json=config), cv_pdf=b"")

    assert list(refused.value.fields) == ["config"]


async def test_an_id_that_could_shape_a_key_is_refused() -> None:
    """The id comes from the gateway and is checked all the same."""
    with pytest.raises(AppError) as refused:
        await (await submission(FakeIntake())).submit(a_match(id="cvdm_x:cv"), cv_pdf=b"")

    assert list(refused.value.fields) == ["match_id"]


async def test_refusals_are_counted_by_their_reason() -> None:
    """What operators see of a client without credits."""
    intake, gauges = FakeIntake(), FakeGauges()
    intake.error = AppError(Reason.INSUFFICIENT_CREDITS, "No.")

    with pytest.raises(AppError):
        await (await submission(intake, gauges)).submit(a_match(), cv_pdf=b"")

    assert gauges.counts == {"accepted insufficient_credits": 1}


@pytest.mark.parametrize("key", ["", "k"])
async def test_a_key_that_stands_for_nothing_is_not_found(key: str) -> None:
    """No key at all never replays."""
    with pytest.raises(AppError) as refused:
        await (await submission(FakeIntake())).find_replay("c", idempotency_key=key, fingerprint="aa")

    assert refused.value.reason is Reason.NOT_FOUND


async def test_a_known_key_gives_its_match() -> None:
    """With whether the body differs."""
    intake = FakeIntake()
    intake.replay = Replay("cvdm_1", mismatch=True)

    found = await (await submission(intake)).find_replay("c", idempotency_key="k", fingerprint="aa")

    assert found == Replay("cvdm_1", mismatch=True)
