"""One search over candidates in memory."""

import json
from dataclasses import replace

import pytest

from engine.profile import Profile
from services.corpus.application.search.finding import Finder, FindLimits
from services.corpus.domain.search_run import Run, RunStatus
from services.platform.errors import AppError, Reason
from tests.fakes.profiles import config, job, profile
from tests.fakes.search import (
    JudgesAtOnce,
    MemoryCorpora,
    MemoryPlans,
    RecordingSearchMeter,
    WordEmbedder,
    of_other_model,
    stored,
)

METADATA = json.dumps({"name": "Backend Engineer", **config(hard_skills=["Go"])})
AT_MS = 1_795_302_000_000


class Bench:
    """A finder and everything around it."""

    def __init__(self, **limits: int) -> None:
        self.corpora = MemoryCorpora()
        self.embedder = WordEmbedder()
        self.plans = MemoryPlans()
        self.meter = RecordingSearchMeter()
        self.finder = Finder(
            self.corpora,
            self.corpora,
            self.embedder,
            self.plans,
            judges=JudgesAtOnce(),
            meter=self.meter,
            limits=FindLimits(**limits),
        )


def run(*, top_n: int = 10, created_at_ms: int = AT_MS, job_updated: bool = False) -> Run:
    return Run("cvds_1", RunStatus.PENDING, "c", "p", job_updated, top_n, created_at_ms)


def person(years: int = 3) -> Profile:
    return profile(job("Backend Engineer", "Built services in Go.", start=f"{2026 - years}-01"))


async def test_the_short_list_is_read_and_judged_in_bounded_chunks() -> None:
    """So many candidates a row are asked for, never more than the bound, and read a chunk at a time."""
    bench = Bench(per_row=4, least=6, most=9, chunk=4)
    bench.corpora.put("cl", "c", *(stored(f"c{number}", person()) for number in range(30)))
    ranked = await bench.finder.find("cl", run(top_n=2), position_metadata_json=METADATA)
    assert bench.corpora.asked[-1][2] == 8
    assert sorted(bench.corpora.read) == [4, 4]
    assert (len(ranked.rows), ranked.total) == (2, 30)
    await bench.finder.find("cl", run(top_n=1000), position_metadata_json=METADATA)
    assert bench.corpora.asked[-1][2] == 9
    await bench.finder.find("cl", run(top_n=1), position_metadata_json=METADATA)
    assert bench.corpora.asked[-1][2] == 6


async def test_candidates_that_cannot_be_compared_are_left_out() -> None:
    """Gone since they were found, embedded by another model, or damaged: the others are ranked."""
    bench = Bench()
    good, old, torn, gone = (stored(name, person()) for name in ("good", "old", "torn", "gone"))
    bench.corpora.put("cl", "c", good, of_other_model(old), replace(torn, evidence=torn.evidence[:1]), gone)
    bench.corpora.gone.add(gone.candidate_key)
    ranked = await bench.finder.find("cl", run(), position_metadata_json=METADATA)
    assert [row.external_id for row in ranked.rows] == ["good"]
    assert ranked.total == 4


async def test_what_had_to_be_read_of_candidates_is_kept_and_not_read_again() -> None:
    """A chunk at a time; the rows are the same with it and without."""
    bench = Bench(chunk=2)
    bench.corpora.put("cl", "c", *(stored(f"c{number}", person(number + 1)) for number in range(5)))
    first = await bench.finder.find("cl", run(), position_metadata_json=METADATA)
    assert sorted(bench.corpora.kept) == [1, 2, 2]
    again = await bench.finder.find("cl", run(), position_metadata_json=METADATA)
    assert len(bench.corpora.kept) == 3
    assert again.rows == first.rows


async def test_a_search_does_not_fail_by_what_cannot_be_kept() -> None:
    """A full store costs the time of the next search, nothing else."""
    bench = Bench()
    bench.corpora.is_full = True
    bench.corpora.put("cl", "c", stored("a", person()))
    assert len((await bench.finder.find("cl", run(), position_metadata_json=METADATA)).rows) == 1
    assert (bench.corpora.kept, bench.corpora.readings) == ([1], {})


async def test_a_busy_model_is_waited_for_and_another_refusal_is_not() -> None:
    """A search that was accepted waits while many texts are embedded."""
    bench = Bench()
    bench.embedder.troubles = [AppError(Reason.RATE_LIMITED, "busy"), AppError(Reason.SERVICE_WARMING, "loading")]
    await bench.finder.find("cl", run(), position_metadata_json=METADATA)
    assert len(bench.embedder.calls) == 1
    bench.embedder.troubles = [AppError(Reason.INVALID_INPUT, "no")]
    with pytest.raises(AppError):
        await bench.finder.find("cl", run(), position_metadata_json=METADATA)


async def test_present_is_the_month_the_run_was_created_in() -> None:
    """A run done again later gives the same numbers; one created later counts more months."""
    bench = Bench()
    bench.corpora.put("cl", "c", stored("c1", person(years=1)))
    first = await bench.finder.find("cl", run(), position_metadata_json=METADATA)
    again = await bench.finder.find("cl", run(), position_metadata_json=METADATA)
    later = await bench.finder.find("cl", run(created_at_ms=AT_MS + 400 * 86_400_000), position_metadata_json=METADATA)
    assert first == again
    assert later.rows[0].experience_years > first.rows[0].experience_years


async def test_a_plan_is_made_once_a_position_and_a_damaged_one_anew() -> None:
    """Until the job is said to have changed."""
    bench = Bench()
    for job_updated, writes in ((False, 1), (False, 1), (True, 2)):
        await bench.finder.find("cl", run(job_updated=job_updated), position_metadata_json=METADATA)
        assert bench.plans.writes == writes
    bench.plans.kept["cl", "p"] = "{"
    await bench.finder.find("cl", run(), position_metadata_json=METADATA)
    assert bench.plans.writes == 3
