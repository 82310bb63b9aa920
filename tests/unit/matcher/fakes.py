"""Stand-ins for the world around the matcher's use cases."""

import asyncio
from collections import Counter
from typing import Any

from services.matcher.domain.match import Claim, MatchRow, MatchStatus, RunResult
from services.matcher.ports import Bell, FailureNote, LostError, ResultNote, TransientError


class FakeGauges:
    """Keeps what was noted."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.counts: Counter[str] = Counter()
        self.credits = 0

    def stage(self, name: str, seconds: float) -> None:
        self.stages.append(name)

    def ended(self, outcome: str) -> None:
        self.counts[f"ended {outcome}"] += 1

    def accepted(self, outcome: str) -> None:
        self.counts[f"accepted {outcome}"] += 1

    def charged(self, amount: int) -> None:
        self.credits += amount

    def queue(self, active: int) -> None:
        self.counts["queue"] = active

    def swept(self, verdict: str) -> None:
        self.counts[f"swept {verdict}"] += 1


def a_row(**changes: Any) -> MatchRow:
    fields: dict[str, Any] = {
        "id": "cvdm_" + "a" * 22,
        "position_id": "p",
        "project": "default",
        "status": MatchStatus.RUNNING,
        "created_at_ms": 1_767_225_599_999,
        "started_at_ms": 1_767_225_600_050,
    }
    return MatchRow(**{**fields, **changes})


def a_claim(**changes: Any) -> Claim:
    fields: dict[str, Any] = {
        "client_id": "cl_" + "b" * 16,
        "row": a_row(),
        "epoch": 1,
        "attempts": 1,
        "remaining_ms": 60_000,
        "price": 3,
        "job_description": "A baker.",
        "config_json": "{}",
        "webhook_url": "",
        "request_id": "req_1767225599999_abcdef",
    }
    return Claim(**{**fields, **changes})


class FakeRunStore:
    """One match that obeys; `away` steps raise `TransientError` first, `lost` ones `LostError` always."""

    def __init__(self) -> None:
        self.away: Counter[str] = Counter()
        self.lost: set[str] = set()
        self.steps: list[str] = []
        self.results: list[ResultNote] = []
        self.failures: list[FailureNote] = []
        self.releases: list[tuple[int, bool]] = []
        self.cv: bytes | None = b"%PDF-"
        self.claims: list[Claim | None] = []
        self.renewed = asyncio.Event()

    def _step(self, name: str) -> None:
        if self.away[name] > 0:
            self.away[name] -= 1
            raise TransientError
        self.steps.append(name)
        if name in self.lost:
            raise LostError

    async def claim(self, bell: Bell) -> Claim | None:
        self._step("claim")
        return self.claims.pop(0) if self.claims else None

    async def renew(self, claim: Claim) -> None:
        self.renewed.set()
        self._step("renew")

    async def cv_of(self, claim: Claim) -> bytes | None:
        self._step("cv_of")
        return self.cv

    async def now_ms(self) -> int:
        self._step("now_ms")
        return 1_767_225_605_000

    async def finish(self, claim: Claim, note: ResultNote) -> None:
        self._step("finish")
        self.results.append(note)

    async def fail(self, claim: Claim, note: FailureNote) -> None:
        self._step("fail")
        self.failures.append(note)

    async def release(self, claim: Claim, *, delay_ms: int, forgive: bool) -> None:
        self._step("release")
        self.releases.append((delay_ms, forgive))


class FakePipeline:
    """Gives the same result each time, or raises; while `gate` is set it waits for it."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.started = asyncio.Event()
        self.gate: asyncio.Event | None = None
        self.ran: list[str] = []

    async def run(self, claim: Claim, cv_pdf: bytes) -> RunResult:
        self.started.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        self.ran.append(claim.row.id)
        return RunResult("{}", '{"details":{}}', '{"overall_score":0.5}')
