"""The submit use case: the contract's order of checks, replays, and what is sent again."""

import json
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import pytest

from services.gateway.application.fingerprint import fingerprint
from services.gateway.application.submit import SubmitMatch, new_match_id
from services.gateway.intake.form import UploadedFile
from services.gateway.ports import Accepted, Caller, Submission, UnreachableError
from services.gateway.schemas.match import ListQuery, SubmitForm
from services.gateway.schemas.validation import validate
from services.platform.errors import AppError, Reason

CALLER = Caller(client_id="cl_1", project="main")
CONFIG = {
    "requirements": {"workExperience": {"from": 1, "to": 2, "importance": 3}, "skills": {"importance": 3}},
    "_k": 1,
}
DOWN = UnreachableError("matcher", code="UNAVAILABLE", resendable=True)
BROKEN = UnreachableError("matcher", code="INTERNAL", resendable=False)


def form(cv: bytes = b"%PDF-1.4", **changes: Any) -> SubmitForm:
    file = UploadedFile(filename="cv.pdf", media_type="application/pdf", data=memoryview(cv))
    values = {"cv_file": file, "position_id": "p", "job_description": "j", "config": json.dumps(CONFIG)} | changes
    return validate(SubmitForm, values, already_bad={})


@dataclass
class World:
    """The matcher and the judge of webhooks, with a diary."""

    diary: list[str] = field(default_factory=list)
    replay: Accepted | None = None
    failures: dict[str, deque[Exception]] = field(default_factory=dict)
    sent: list[Submission] = field(default_factory=list)
    patience: list[bool] = field(default_factory=list)

    def _enter(self, what: str) -> None:
        self.diary.append(what)
        if self.failures.get(what):
            raise self.failures[what].popleft()

    async def find_replay(self, caller: Caller, *, idempotency_key: str, fingerprint: bytes) -> Accepted | None:
        self._enter("replay")
        assert len(fingerprint) == 32
        return self.replay

    async def submit(self, caller: Caller, submission: Submission, *, patient: bool = False) -> Accepted:
        self.sent.append(submission)
        self.patience.append(patient)
        self._enter("submit")
        return Accepted(match_id=submission.match_id, estimated_s=5)

    async def get(self, caller: Caller, match_id: str) -> bytes:
        raise AssertionError("a submit reads no match")

    async def list(self, caller: Caller, query: ListQuery) -> bytes:
        raise AssertionError("a submit lists no matches")

    async def check(self, caller: Caller, url: str) -> str:
        self._enter("webhook")
        return url.lower()

    async def run(self, sent: SubmitForm) -> Accepted:
        return await SubmitMatch(self, self)(CALLER, sent)

    async def refusal(self, sent: SubmitForm) -> Reason:
        with pytest.raises(AppError) as caught:
            await self.run(sent)
        return caught.value.reason


@pytest.fixture
def world() -> World:
    return World()


def test_t02_ids_are_random_and_of_their_form() -> None:
    """`cvdm_` and 22 of 62 characters, 131 bits, none twice."""
    ids = {new_match_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch(r"cvdm_[0-9A-Za-z]{22}", match_id) for match_id in ids)


async def test_the_steps_come_in_the_contracts_order(world: World) -> None:
    """Replay, then webhook, then start."""
    accepted = await world.run(form(idempotency_key="k", webhook_url="https://example.com/"))
    assert world.diary == ["replay", "webhook", "submit"]
    assert (accepted.match_id, accepted.replay) == (world.sent[0].match_id, False)


async def test_without_key_and_webhook_only_the_start_is_asked(world: World) -> None:
    """Nothing is asked that was not sent, and nothing is hashed."""
    await world.run(form())
    assert world.diary == ["submit"]
    assert world.sent[0].fingerprint == b""


async def test_i10_a_replay_is_answered_before_anything_else_is_judged(world: World) -> None:
    """A file that is no PDF and a webhook that is refused do not matter to a match that exists."""
    world.replay = Accepted(match_id="cvdm_first", replay=True)
    assert await world.run(form(b"hello", idempotency_key="k", webhook_url="http://x")) is world.replay
    assert world.diary == ["replay"]


@pytest.mark.parametrize(
    "cv",
    [b"", b"%PDF", b"%pdf-1.4", b"\n%PDF-1.4", b"\xef\xbb\xbf%PDF-1.4", b"x" * 1024 + b"%PDF-1.4", b"PK\x03\x04",
     "%PDF-".encode("utf-16"), b"<html>"],
)  # fmt: skip
async def test_p15_p16_a_file_that_does_not_start_as_a_pdf_is_refused_before_its_webhook(
    world: World, cv: bytes
) -> None:
    """The five bytes at offset 0, exactly; nothing of it reaches the services."""
    assert await world.refusal(form(cv, webhook_url="https://x")) is Reason.INVALID_FILE_CONTENT
    assert world.diary == []


@pytest.mark.parametrize("reason", [Reason.INSECURE_WEBHOOK_URL, Reason.PRIVATE_WEBHOOK_URL, Reason.INVALID_INPUT])
async def test_a_refused_webhook_starts_nothing(world: World, reason: Reason) -> None:
    """The judge's reason is the answer."""
    world.failures["webhook"] = deque([AppError(reason, "m")])
    assert await world.refusal(form(webhook_url="http://x")) is reason
    assert world.sent == []


@pytest.mark.parametrize("reason", [Reason.INSUFFICIENT_CREDITS, Reason.SERVICE_WARMING, Reason.RATE_LIMITED])
async def test_a_refused_start_is_passed_on(world: World, reason: Reason) -> None:
    """402, 503 and a full queue are answers, not doubts: nothing is sent again."""
    world.failures["submit"] = deque([AppError(reason, "m")])
    assert await world.refusal(form()) is reason
    assert len(world.sent) == 1


async def test_an_unanswered_start_is_sent_once_more_with_the_same_id(world: World) -> None:
    """So that a start that did happen is found again; a connection that broke would break again at once, so it waits."""
    world.failures["submit"] = deque([DOWN])
    accepted = await world.run(form())
    assert world.patience == [False, True]
    assert [submission.match_id for submission in world.sent] == [accepted.match_id] * 2


@pytest.mark.parametrize(
    ("failures", "tries"),
    [([DOWN, DOWN], 2), ([BROKEN], 1), ([DOWN, BROKEN], 2), ([AppError(Reason.INTERNAL_ERROR, "m")], 1)],
)
async def test_i17_a_start_in_doubt_is_502(world: World, failures: list[Exception], tries: int) -> None:
    """Unknown is never told as no."""
    world.failures["submit"] = deque(failures)
    assert await world.refusal(form()) is Reason.STEP_FUNCTIONS_FAILED
    assert len(world.sent) == tries


@pytest.mark.parametrize("step", ["replay", "webhook"])
@pytest.mark.parametrize("failure", [DOWN, BROKEN, AppError(Reason.INTERNAL_ERROR, "m")])
async def test_a_service_that_is_away_before_the_start_is_502_too(world: World, step: str, failure: Exception) -> None:
    """The pipeline did not confirm the start."""
    world.failures[step] = deque([failure])
    assert await world.refusal(form(idempotency_key="k", webhook_url="https://x")) is Reason.STEP_FUNCTIONS_FAILED
    assert world.sent == []


async def test_the_whole_form_reaches_the_matcher(world: World) -> None:
    """The config as it was sent, private keys and all."""
    await world.run(
        form(metadata='{"a": 1}', tags='["t"]', externalId="e", idempotency_key="k", webhook_url="https://X")
    )
    sent = world.sent[0]
    assert sent.config_json == json.dumps(CONFIG)
    assert (sent.metadata, sent.tags, sent.external_id, sent.webhook_url) == ({"a": "1"}, ["t"], "e", "https://x")
    assert (sent.cv_pdf, sent.idempotency_key, sent.position_id, sent.job_description) == (b"%PDF-1.4", "k", "p", "j")


def test_i27_spelling_does_not_change_the_fingerprint() -> None:
    """Order of keys, white space, escapes and the order of tags are not content; the idempotency key is not either."""
    one = form(
        config=json.dumps(CONFIG, sort_keys=True, indent=2),
        tags='["a","b"]',
        metadata='{"x":1,"y":"z"}',
        idempotency_key="1",
    )
    other = form(tags='["b", "a"]', metadata='{"y":"z", "\\u0078":1}', idempotency_key="2")
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    "changes",
    [
        {"cv": b"%PDF-1.5"}, {"position_id": "q"}, {"job_description": "k"}, {"config": json.dumps(CONFIG | {"_k": 2})},
        {"webhook_url": "https://x"}, {"metadata": '{"a":"b"}'}, {"tags": '["a"]'}, {"externalId": "e"},
    ],
)  # fmt: skip
def test_i03_any_change_of_content_changes_the_fingerprint(changes: dict[str, Any]) -> None:
    """Every field counts."""
    assert fingerprint(form(**changes)) != fingerprint(form())
