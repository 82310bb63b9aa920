"""The life of indexes: caught up before each search, compacted, saved, let go."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from services.corpus.application.index.follower import Follower
from services.corpus.application.index.indexes import Indexes
from services.corpus.application.index.settings import IndexSettings
from services.corpus.domain.candidate_keys import candidate_key
from services.corpus.domain.index_vectors import Steps
from services.corpus.domain.lexical_terms import count_terms, stored_terms
from services.corpus.domain.manifest import ModelManifest
from services.corpus.ports.index import Absence, Found, IndexRecord, LogRecords, SnapshotPlace
from tests.fakes.index import (
    MODEL,
    FakeLog,
    FakeSnapshots,
    NumpyDense,
    NumpyLayout,
    RecordingIndexMeter,
    digest,
    profile_json,
    record,
    unit_vector,
)

SETTINGS = IndexSettings(exact_rows_max=64, save_changes_min=4)


@dataclass
class House:
    """Indexes over one log; `model` may be changed as a restart with another model would."""

    log: FakeLog = field(default_factory=FakeLog)
    snapshots: FakeSnapshots = field(default_factory=FakeSnapshots)
    layout: NumpyLayout = field(default_factory=NumpyLayout)
    model: ModelManifest = MODEL
    meter: RecordingIndexMeter = field(default_factory=RecordingIndexMeter)
    opened: list[Indexes] = field(default_factory=list)

    def open(self, settings: IndexSettings = SETTINGS) -> Indexes:
        """A process' indexes, with nothing in memory."""
        indexes = Indexes(
            self.log,
            layout=self.layout,
            snapshots=self.snapshots,
            model=lambda: self.model,
            settings=settings,
            meter=self.meter,
        )
        self.opened.append(indexes)
        return indexes


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House()
    yield house
    house.log.fails = None
    for indexes in house.opened:
        await indexes.close()


async def found(indexes: Indexes, *, seed: object = "query", terms: tuple[str, ...] = (), k: int = 5000) -> Found:
    return await indexes.search("cl_a", "corpus", unit_vector(seed).astype(np.float32), terms, k)


async def keys_found(indexes: Indexes) -> set[str]:
    answer = await found(indexes)
    keys = {key for key, _ in answer.dense}
    assert answer.total == len(keys)
    return keys


def follower_of(indexes: Indexes) -> Follower:
    (follower,) = indexes._shelf
    return follower


async def test_a_change_is_found_by_the_next_search(house: House) -> None:
    """Whatever the log holds when a search begins is in its answer: put in, replaced, taken out, erased."""
    indexes = house.open()
    house.log.put(record("one", seed=1))
    house.log.put(record("two", seed=2))
    assert await keys_found(indexes) == {candidate_key("one"), candidate_key("two")}
    house.log.put(record("two", seed=3))
    house.log.take_out(candidate_key("one"))
    house.log.put(record("three", seed=4))
    house.log.take_out(candidate_key("three"), Absence.NOT_EMBEDDED)
    assert await keys_found(indexes) == {candidate_key("two")}
    best = (await found(indexes, seed=3)).dense[0]
    assert best[1] == pytest.approx(1.0, abs=1e-3)


async def test_many_changes_are_read_page_by_page(house: House) -> None:
    """More changes than a page holds are all there."""
    for number in range(700):
        house.log.put(record(f"candidate {number}", seed=number))
    assert len(await keys_found(house.open())) == 700


async def test_an_erased_corpus_starts_anew(house: House) -> None:
    """Another generation of the corpus shares nothing with the last, whose snapshot is removed."""
    indexes = house.open()
    for number in range(5):
        house.log.put(record(f"old {number}", seed=number))
    await found(indexes)
    await indexes.save()
    assert house.snapshots.kept
    house.log.erase_corpus()
    assert await keys_found(indexes) == set()
    assert not house.snapshots.kept
    house.log.put(record("new", seed=9))
    assert await keys_found(indexes) == {candidate_key("new")}


async def test_a_corpus_erased_while_it_is_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records of two generations never stand side by side."""
    house.log.put(record("old", seed=1))
    indexes = house.open()
    await found(indexes)
    read = house.log.records

    async def records_after_erasure(*args: Any, **kwargs: Any) -> LogRecords:
        monkeypatch.undo()
        house.log.erase_corpus()
        house.log.put(record("new", seed=2))
        return await read(*args, **kwargs)

    monkeypatch.setattr(house.log, "records", records_after_erasure)
    house.log.put(record("old too", seed=3))
    assert await keys_found(indexes) == {candidate_key("new")}


async def test_a_log_that_lost_its_end_starts_anew(house: House) -> None:
    """A Redis restored to an earlier moment is believed, not what was seen before."""
    indexes = house.open()
    house.log.put(record("kept", seed=1))
    earlier = replace(house.log, changes=dict(house.log.changes), stored=dict(house.log.stored))
    house.log.put(record("lost", seed=2))
    assert len(await keys_found(indexes)) == 2
    house.log.seq, house.log.changes, house.log.stored = earlier.seq, earlier.changes, earlier.stored
    assert await keys_found(indexes) == {candidate_key("kept")}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda good: replace(good, vector=good.vector[:-2]),
        lambda good: replace(good, vector=np.full(8, np.nan, np.float16).tobytes()),
        lambda good: replace(good, vector=np.zeros(8, np.float16).tobytes()),
        lambda good: replace(good, vector=np.full(8, np.inf, np.float16).tobytes()),
        lambda good: replace(good, profile_json=b"{"),
        lambda good: replace(good, model_id="other@000000000000"),
    ],
    ids=["short", "nan", "zero", "infinite", "profile", "model"],
)
async def test_f02_records_that_cannot_be_compared_are_not_searched(
    house: House, spoil: Callable[[IndexRecord], IndexRecord]
) -> None:
    """F02: damaged records and those of another model stay out, in place of what was there before too."""
    indexes = house.open()
    house.log.put(record("one", seed=1))
    house.log.put(record("two", seed=2))
    await found(indexes)
    house.log.put(spoil(record("one", seed=1)))
    assert await keys_found(indexes) == {candidate_key("two")}


@pytest.mark.parametrize(
    "vector", [np.zeros(8), np.full(8, np.nan), np.ones(7) / np.sqrt(7), np.ones((1, 8)) / np.sqrt(8)]
)
async def test_f02_queries_that_cannot_be_compared_are_refused(house: House, vector: NDArray[np.float64]) -> None:
    """F02: a query of another length or without direction is an error, not a strange answer."""
    with pytest.raises(ValueError, match="unit vector"):
        await house.open().search("cl_a", "corpus", vector.astype(np.float32), (), 3)


async def test_another_model_is_another_index(house: House) -> None:
    """Vectors of two models never meet: what the other embedded is found once it is embedded anew."""
    house.log.put(record("one", seed=1))
    indexes = house.open()
    assert len(await keys_found(indexes)) == 1
    house.model = replace(MODEL, weights_sha256="d" * 64)
    assert await keys_found(indexes) == set()
    house.log.put(record("one", seed=1, model=house.model.model_id))
    assert await keys_found(indexes) == {candidate_key("one")}


async def test_searches_at_once_share_one_reading(house: House) -> None:
    """Single flight: a hundred searches of a cold corpus read it a few times, not a hundred."""
    for number in range(50):
        house.log.put(record(f"candidate {number}", seed=number))
    indexes = house.open()
    answers = await asyncio.gather(*(found(indexes) for _ in range(100)))
    assert {answer.total for answer in answers} == {50}
    assert house.log.pages <= 3


async def test_a_log_that_is_away_fails_the_search_and_not_the_next(house: House) -> None:
    """No answer is made of what an index held before."""
    indexes = house.open()
    house.log.put(record("one", seed=1))
    await found(indexes)
    house.log.fails = ConnectionError("away")
    with pytest.raises(ConnectionError):
        await found(indexes)
    house.log.fails = None
    assert len(await keys_found(indexes)) == 1


async def test_a_corpus_that_never_was_leaves_no_trace(house: House) -> None:
    """Searching invented names does not fill the memory."""
    indexes = house.open()
    assert await found(indexes) == Found(0, [], [])
    assert len(indexes._shelf) == 0


async def test_cold_corpora_are_let_go(house: House) -> None:
    """Past the budget the corpus searched longest ago goes; the next search of it finds the same again."""
    for number in range(40):
        house.log.put(record(f"candidate {number}", seed=number))
    indexes = house.open(replace(SETTINGS, memory_bytes=18_000))
    for corpus in ("a", "b", "c", "a"):
        answer = await indexes.search("cl_a", corpus, unit_vector(1).astype(np.float32), (), 1)
        assert answer.total == 40
    names = [follower.corpus_id for follower in indexes._shelf]
    assert names[-1] == "a"
    assert "b" not in names
    assert indexes._shelf.size_bytes <= 18_000


async def test_a_compaction_beside_changes_loses_nothing(house: House) -> None:
    """What is put in and taken out while segments are compacted is so afterwards."""
    indexes = house.open()
    for number in range(200):
        house.log.put(record(f"candidate {number}", seed=number))
    await found(indexes)
    follower = follower_of(indexes)
    assert follower.wants_compaction
    compacting = asyncio.create_task(indexes.compact())
    for number in range(50):
        house.log.put(record(f"new {number}", seed=number))
        house.log.take_out(candidate_key(f"candidate {number}"))
        await found(indexes, k=1)
    await compacting
    expected = {f"new {number}" for number in range(50)} | {f"candidate {number}" for number in range(50, 200)}
    assert await keys_found(indexes) == {candidate_key(name) for name in expected}
    assert house.layout.approximated == [200]


async def test_what_can_only_be_kept_exactly_is_laid_out_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large corpus that no approximate layout finds enough of is not laid out again by every search."""

    def kept(vectors: Steps) -> NumpyDense:
        house.layout.approximated.append(len(vectors))
        return NumpyDense(vectors, is_exact=True, is_final=True)

    monkeypatch.setattr(house.layout, "approximate", kept)
    indexes = house.open()
    for number in range(200):
        house.log.put(record(f"candidate {number}", seed=number))
    for _ in range(3):
        await found(indexes)
        await indexes.compact()
    assert house.layout.approximated == [200]
    assert not follower_of(indexes).wants_compaction


async def test_a_compaction_of_an_erased_corpus_brings_nobody_back(house: House) -> None:
    """The corpus was erased while its segments were compacted: the result is thrown away."""
    indexes = house.open()
    for number in range(200):
        house.log.put(record(f"candidate {number}", seed=number))
    await found(indexes)
    compacting = asyncio.create_task(indexes.compact())
    await asyncio.sleep(0)
    house.log.erase_corpus()
    house.log.put(record("new", seed=1))
    await found(indexes)
    await compacting
    assert await keys_found(indexes) == {candidate_key("new")}


async def test_a_restart_goes_on_from_the_snapshot(house: House) -> None:
    """Only what changed since is read, and the index equals the one that was never restarted."""
    first = house.open()
    for number in range(30):
        house.log.put(record(f"candidate {number}", seed=number))
    before = await found(first, terms=("python café",))
    await first.close()
    assert house.snapshots.kept
    house.log.pages = 0
    second = house.open()
    assert await found(second, terms=("python café",)) == before
    assert house.log.pages == 1
    assert digest(follower_of(second).view.columns()) == digest(follower_of(first).view.columns())


async def test_erased_candidates_stay_erased_after_a_restore(house: House) -> None:
    """Tombstones survive: a snapshot from before an erasure is followed by the log from where it stood."""
    first = house.open()
    for number in range(10):
        house.log.put(record(f"candidate {number}", seed=number))
    await found(first)
    await first.close()
    house.log.take_out(candidate_key("candidate 3"))
    second = house.open()
    assert candidate_key("candidate 3") not in await keys_found(second)
    assert not house.snapshots.kept, "the file that still held the candidate is gone as soon as that is known"
    await second.save()
    (_, columns, _) = house.snapshots.kept["cl_a", "corpus"]
    assert columns is not None
    assert candidate_key("candidate 3").encode() not in columns.keys.tolist()


async def test_an_erasure_during_a_save_is_not_kept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot written while somebody is erased does not outlive it."""
    indexes = house.open()
    for number in range(5):
        house.log.put(record(f"candidate {number}", seed=number))
    await found(indexes)
    saving = asyncio.Event()
    loop, kept = asyncio.get_running_loop(), house.snapshots.save
    erased = asyncio.Event()

    def slow_save(*args: Any, **kwargs: Any) -> None:
        loop.call_soon_threadsafe(saving.set)
        asyncio.run_coroutine_threadsafe(erased.wait(), loop).result(timeout=20)
        kept(*args, **kwargs)

    monkeypatch.setattr(house.snapshots, "save", slow_save)
    task = asyncio.create_task(indexes.save())
    await saving.wait()
    house.log.take_out(candidate_key("candidate 1"))
    await found(indexes)
    erased.set()
    await task
    assert not house.snapshots.kept
    monkeypatch.undo()


async def test_snapshots_of_erased_candidates_are_swept(house: House) -> None:
    """Corpora that nobody searches any more do not keep the erased on the disk; the others are left alone."""
    first = house.open()
    for number in range(5):
        house.log.put(record(f"candidate {number}", seed=number))
    await found(first)
    await first.close()
    sweeper = house.open()
    house.log.put(record("candidate 2", seed="changed"))
    await sweeper.sweep()
    assert house.snapshots.kept
    house.log.take_out(candidate_key("candidate 0"))
    await sweeper.sweep()
    assert not house.snapshots.kept


async def test_snapshots_of_an_erased_corpus_are_swept(house: House) -> None:
    """A corpus erased as a whole leaves no file."""
    place = SnapshotPlace("cl_a", "corpus", house.log.generation - 1, 7)
    house.snapshots.save(place, None, model_id=MODEL.model_id)
    await house.open().sweep()
    assert not house.snapshots.kept


async def test_the_snapshot_of_a_corpus_in_memory_is_swept_too(house: House) -> None:
    """The corpus is saved anew afterwards, although its index had thought it saved."""
    indexes = house.open()
    for number in range(5):
        house.log.put(record(f"candidate {number}", seed=number))
    await found(indexes)
    await indexes.save()
    house.log.take_out(candidate_key("candidate 0"))
    await indexes.sweep()
    assert not house.snapshots.kept
    await found(indexes)
    await indexes.save()
    assert house.snapshots.kept


async def test_a_full_disk_is_survived(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """F06: a snapshot that cannot be written costs nothing but the next start."""
    indexes = house.open()
    for number in range(5):
        house.log.put(record(f"candidate {number}", seed=number))
    await found(indexes)

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(house.snapshots, "save", full)
    await indexes.save()
    assert len(await keys_found(indexes)) == 5
    monkeypatch.undo()
    await indexes.save()
    assert house.snapshots.kept


async def test_the_background_compacts_what_a_search_found_loose(house: House) -> None:
    """Once started, indexes are put in order without being asked."""
    indexes = house.open()
    await indexes.start()
    for number in range(100):
        house.log.put(record(f"candidate {number}", seed=number))
    await found(indexes)
    async with asyncio.timeout(20):
        while follower_of(indexes).wants_compaction:
            await asyncio.sleep(0.005)
    assert len(await keys_found(indexes)) == 100


def test_settings_refuse_an_exact_limit_too_small_to_learn_from() -> None:
    """An approximate index needs vectors to learn its codes from."""
    with pytest.raises(ValueError, match="exact_rows_max"):
        IndexSettings(exact_rows_max=10)


async def test_what_indexes_do_is_measured(house: House) -> None:
    """Catching up, both legs, upkeep, snapshots and damaged records are noted; totals say what is in memory."""
    indexes = house.open()
    for number in range(100):
        house.log.put(record(f"candidate {number}", seed=number))
    house.log.put(replace(record("damaged", seed=1), vector=b""))
    await found(indexes)
    house.log.take_out(candidate_key("candidate 1"))
    await found(indexes)
    assert house.meter.totals is not None
    before = house.meter.totals()
    assert (before.corpora, before.candidates, before.loose, before.unsaved) == (1, 99, 1, 102)
    assert before.size_bytes > 0
    await indexes.compact()
    await indexes.save()
    after = house.meter.totals()
    assert (after.candidates, after.loose, after.unsaved, after.recall) == (99, 0, 0, 1.0)
    assert {("caught_up", 101), ("caught_up", 1), ("refused", 1)} <= set(house.meter.notes)
    assert {("leg", "catch_up"), ("leg", "meaning"), ("leg", "words")} <= set(house.meter.notes)
    assert {("upkeep", "compact"), ("upkeep", "save"), ("snapshot", "saved")} <= set(house.meter.notes)


async def test_a_disk_that_will_not_have_a_snapshot_is_counted(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search goes on, and the failure shows in the metrics."""
    indexes = house.open()
    house.log.put(record("one", seed=1))
    await found(indexes)

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(house.snapshots, "save", full)
    await follower_of(indexes).save()
    assert ("snapshot", "failed") in house.meter.notes
    monkeypatch.undo()
    assert len(await keys_found(indexes)) == 1


async def test_stored_terms_are_found_as_the_profile_is(house: House) -> None:
    """A record with its terms and one with its profile alone are the same to a search by words; damaged terms stay out."""
    texts = ["Senior Python developer, Zürich", "溶接 and more python"]
    terms = stored_terms(count_terms(texts))
    plain = replace(record("profile", seed=1), profile_json=profile_json(" ".join(texts)))
    house.log.put(plain)
    house.log.put(replace(plain, candidate_key=candidate_key("terms"), profile_json=b"", terms=terms))
    house.log.put(replace(plain, candidate_key=candidate_key("damaged"), profile_json=b"", terms=terms[:-1]))
    answer = await found(house.open(), terms=("python zurich",))
    assert answer.total == 2
    assert len({score for _, score in answer.lexical}) == 1
    assert {key for key, _ in answer.lexical} == {candidate_key("profile"), candidate_key("terms")}


async def test_a_candidate_that_changes_between_two_pages_counts_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cold corpus is applied in large steps: who changed again meanwhile is as the last record says."""
    for number in range(1100):
        house.log.put(record(f"candidate {number}", seed=number))
    read = house.log.records

    async def records_with_a_change(*args: Any, **kwargs: Any) -> LogRecords:
        answer = await read(*args, **kwargs)
        if house.log.seq == 1100:
            house.log.take_out(candidate_key("candidate 0"))
            house.log.put(record("candidate 1", seed="anew"))
        return answer

    monkeypatch.setattr(house.log, "records", records_with_a_change)
    answer = await found(house.open(), seed="anew")
    assert answer.total == 1099
    assert candidate_key("candidate 0") not in {key for key, _ in answer.dense}
    assert candidate_key("candidate 1") in {key for key, score in answer.dense if score > 0.99}
