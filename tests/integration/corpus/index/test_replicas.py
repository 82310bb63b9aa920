"""Indexes over a real Redis and with the real FAISS: what one process stored, every other finds."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from services.corpus.adapters.faiss.dense import FaissLayout
from services.corpus.application.index.settings import IndexSettings
from services.corpus.domain.candidate_keys import candidate_key
from services.corpus.domain.index_search import matching, nearest
from services.corpus.domain.index_segment import Segment
from services.corpus.domain.index_view import View
from tests.fakes.index import MODEL, digest, entry, text_of, unit_vector
from tests.integration.corpus.index.house import Writer, find, keyed, keys_of, replica
from tools.redis_server import RedisServer

SMALL = IndexSettings(exact_rows_max=64, save_changes_min=1)
LAYOUT = FaissLayout()


@pytest.mark.redis
async def test_what_one_replica_stored_the_other_finds_at_once(redis: Redis) -> None:
    """Read your writes: each of many changes is in the very next answer of both replicas, which agree to the last bit."""
    writer = Writer(redis)
    async with replica(redis) as one, replica(redis) as other:
        for number in range(60):
            name = f"candidate {number % 40}"
            await writer.put({name: number})
            mine, theirs = await asyncio.gather(find(one, number), find(other, number))
            assert mine == theirs
            assert candidate_key(name) in keys_of(theirs)
            if number % 7 == 6:
                await writer.erase(name)
                assert candidate_key(name) not in keys_of(await find(other, number))


@pytest.mark.redis
async def test_only_embedded_candidates_of_this_model_are_found(redis: Redis) -> None:
    """Those that wait, failed or were embedded by another model are stored and not found."""
    writer = Writer(redis)
    await writer.put({"found": 1})
    await writer.put({"waits": 2}, status="pending")
    await writer.put({"failed": 3}, status="failed")
    await writer.put({"other model": 4}, model="other@000000000000")
    async with replica(redis) as indexes:
        assert keys_of(await find(indexes, 1)) == keyed("found")
    async with replica(redis, model=replace(MODEL, name="other", weights_sha256="0" * 64)) as indexes:
        assert keys_of(await find(indexes, 1)) == keyed("other model")


@pytest.mark.redis
@pytest.mark.parametrize("bytes_at_once", [1, 150, 10**6])
async def test_long_profiles_are_read_in_steps(
    redis: Redis, monkeypatch: pytest.MonkeyPatch, bytes_at_once: int
) -> None:
    """However few bytes may be held at once, all candidates are read, and the index is the same."""
    await Writer(redis).put({f"candidate {number}": number for number in range(20)})
    async with replica(redis) as at_once:
        expected = await find(at_once, 3)
    monkeypatch.setattr("services.corpus.adapters.redis_log._WORD_BYTES_AT_ONCE", bytes_at_once)
    async with replica(redis) as in_steps:
        assert await find(in_steps, 3) == expected
    assert expected.total == 20


@pytest.mark.redis
async def test_an_erased_corpus_is_gone_while_its_records_linger(redis: Redis, tmp_path: Path) -> None:
    """Erasure is at once: in memory, from the snapshot, and for records that are not unlinked yet."""
    writer = Writer(redis)
    async with replica(redis, folder=tmp_path) as indexes:
        await writer.put({"old": 1, "old too": 2})
        await find(indexes, 1)
        await indexes.save()
        await writer.erase_corpus()
        assert keys_of(await find(indexes, 1)) == set()
        assert not list(tmp_path.iterdir())
        await writer.put({"new": 3})
        assert keys_of(await find(indexes, 1)) == keyed("new")


@pytest.mark.redis
async def test_erased_candidates_stay_erased_after_a_restart(redis: Redis, tmp_path: Path) -> None:
    """The snapshot from before the erasure is followed by the log; then nothing of the candidate is on the disk."""
    writer = Writer(redis)
    await writer.put({f"candidate {number}": number for number in range(20)})
    async with replica(redis, folder=tmp_path) as before:
        await find(before, 3)
    key = candidate_key("candidate 3").encode()
    assert any(key in path.read_bytes() for path in tmp_path.rglob("*.columns"))
    await writer.erase("candidate 3")
    async with replica(redis, folder=tmp_path) as after:
        found = await find(after, 3)
        assert key.decode() not in keys_of(found) | {name for name, _ in found.lexical}
    assert not any(key in path.read_bytes() for path in tmp_path.rglob("*.columns"))


@pytest.mark.redis
async def test_t03_t04_t05_searches_never_see_another_corpus(redis: Redis) -> None:
    """T03–T05: with ids interleaved over clients and corpora, 600 searches see their own candidates only."""
    places = [(client, corpus) for client in ("cl_a", "cl_b") for corpus in ("a", "b")]
    for place, (client, corpus) in enumerate(places):
        await Writer(redis, client, corpus).put({f"{n}": n * len(places) + place for n in range(30 + place)})
        await Writer(redis, client, corpus).put({f"only {place}": place})
    chosen = random.Random(5)
    async with replica(redis, settings=replace(SMALL, memory_bytes=20_000)) as indexes:
        for _ in range(600):
            place = chosen.randrange(len(places))
            client, corpus = places[place]
            found = await find(indexes, chosen.random(), client_id=client, corpus_id=corpus)
            own = keyed(*(str(number) for number in range(30 + place)), f"only {place}")
            assert keys_of(found) == own
            assert {key for key, _ in found.lexical} <= own
        assert (await find(indexes, 1, client_id="cl_a", corpus_id="c")).total == 0
        await Writer(redis, "cl_a", "a").erase("7")
        assert candidate_key("7") not in keys_of(await find(indexes, 1, client_id="cl_a", corpus_id="a"))
        assert candidate_key("7") in keys_of(await find(indexes, 1, client_id="cl_a", corpus_id="b"))
        assert candidate_key("7") in keys_of(await find(indexes, 1, client_id="cl_b", corpus_id="a"))


@pytest.mark.redis
@pytest.mark.parametrize(
    "failpoint", ["corpus.mid_snapshot_write=kill", "corpus.between_snapshot_renames=kill", "none=kill"]
)
async def test_k17_k18_k19_after_a_kill_the_index_equals_a_rebuilt_one(
    redis: Redis, redis_server: RedisServer, repo_root: Path, tmp_path: Path, failpoint: str
) -> None:
    """K17–K19: killed with changes indexed and not saved, in the middle of a save, or between its renames."""
    writer = Writer(redis)
    await writer.put({f"candidate {number}": number for number in range(50)})
    async with replica(redis, folder=tmp_path) as indexes:
        await find(indexes, 1)
    await writer.put({f"candidate {number}": f"new {number}" for number in range(10)})
    ended = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "tests.integration.corpus.index.dying_replica", redis_server.url, str(tmp_path)],
        env={**os.environ, "CVDEEP_FAILPOINTS": failpoint},
        cwd=repo_root,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    await writer.put({"candidate 20": "last"})
    async with replica(redis, folder=tmp_path) as restarted, replica(redis) as rebuilt:
        for seed in ("new 3", "last", 30):
            assert await find(restarted, seed) == await find(rebuilt, seed)
        (one,), (other,) = restarted._shelf, rebuilt._shelf
        assert digest(one.view.columns()) == digest(other.view.columns())


@pytest.mark.redis
async def test_f01_searches_beside_changes(redis: Redis) -> None:
    """F01: eight searchers beside a writer and compactions: no crash, and no answer shows half of a change."""
    writer, rounds = Writer(redis), 60
    # Candidates come and go in pairs, each pair in one transaction.
    pairs = {number: (f"left {number}", f"right {number}") for number in range(100)}
    await writer.put({name: number for number, pair in pairs.items() for name in pair})
    done = asyncio.Event()
    searches = 0

    async with replica(redis, settings=replace(SMALL, threads=8)) as indexes:
        await indexes.start()

        async def change() -> None:
            chosen = random.Random(3)
            for number in range(rounds):
                pair = pairs[chosen.randrange(100)]
                if chosen.random() < 0.4:
                    await writer.erase(*pair)
                else:
                    await writer.put(dict.fromkeys(pair, 1000 + number))
                if number % 10 == 9:
                    await indexes.compact()
            done.set()

        async def search(seed: int) -> None:
            nonlocal searches
            while not done.is_set():
                found = keys_of(await find(indexes, seed))
                for left, right in pairs.values():
                    assert (candidate_key(left) in found) == (candidate_key(right) in found)
                searches += 1

        await asyncio.gather(change(), *(search(seed) for seed in range(8)))
        async with replica(redis) as rebuilt:
            assert keys_of(await find(indexes, 1)) == keys_of(await find(rebuilt, 1))
    assert searches >= 8


def test_f01_threads_search_views_while_others_are_made() -> None:
    """F01: eight threads search whatever view is newest while one thread makes 300 more: no crash, no mixed answer."""
    LAYOUT.prepare_thread()
    newest = [View().changed([entry(f"{number}", seed=number) for number in range(200)], [], LAYOUT.exact)]
    failures: list[BaseException] = []
    done = threading.Event()

    def search(seed: int) -> None:
        LAYOUT.prepare_thread()
        query = unit_vector(f"query {seed}").astype(np.float32)
        try:
            while not done.is_set():
                view = newest[0]
                found = nearest(view, query, view.total + 5)
                assert len({key for key, _ in found}) == len(found) == view.total
                assert matching(view, [text_of(seed)], 10) == matching(view, [text_of(seed)], 10)
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=search, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for step in range(300):
        changed = [entry(f"{(step * 7 + more) % 260}", seed=(step, more)) for more in range(3)]
        view = newest[0].changed(changed, [candidate_key(f"{(step * 11) % 260}")], LAYOUT.exact)
        if step % 50 == 49:
            columns = view.columns()
            assert columns is not None
            view = view.compacted(view, Segment(columns, LAYOUT.approximate(columns.vectors)))
        newest[0] = view
    done.set()
    for thread in threads:
        thread.join(timeout=30)
    assert not failures


@settings(max_examples=30, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.booleans(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 20)), min_size=1, max_size=9)),
        max_size=12,
    ),
    query=st.integers(0, 99),
)
def test_f09_faiss_after_any_history_equals_an_index_built_from_scratch(
    steps: list[tuple[bool, list[tuple[int, int]]]], query: int
) -> None:
    """F09: with FAISS underneath, same candidates, same order and bit-equal scores, however the index came about."""
    view, seeds = View(), dict[str, object]()
    for puts, which in steps:
        names = {str(name): seed for name, seed in which}
        if puts:
            view = view.changed([entry(name, seed=seed) for name, seed in names.items()], [], LAYOUT.exact)
            seeds.update(names)
        else:
            view = view.changed([], [candidate_key(name) for name in names], LAYOUT.exact)
            seeds = {name: seed for name, seed in seeds.items() if name not in names}
    fresh = View().changed([entry(name, seed=seed) for name, seed in seeds.items()], [], LAYOUT.exact)
    vector = unit_vector(f"query {query}").astype(np.float32)
    assert nearest(view, vector, 7) == nearest(fresh, vector, 7)
    assert matching(view, [text_of(query)], 7) == matching(fresh, [text_of(query)], 7)


def test_f09_ten_thousand_operations_against_a_rebuilt_index() -> None:
    """F09: after 10,000 random upserts and removals with compactions between, the index equals one built at once."""
    chosen = random.Random(11)
    view, seeds = View(), dict[str, object]()
    for _ in range(200):
        names = {str(chosen.randrange(2000)): chosen.randrange(500) for _ in range(35)}
        gone = [str(chosen.randrange(2000)) for _ in range(15)]
        kept = {name: seed for name, seed in names.items() if name not in gone}
        entries = [entry(name, seed=seed) for name, seed in kept.items()]
        view = view.changed(entries, [candidate_key(name) for name in gone], LAYOUT.exact)
        seeds = {name: seed for name, seed in (seeds | kept).items() if name not in gone}
        if chosen.random() < 0.05:
            columns = view.columns()
            assert columns is not None
            view = view.compacted(view, Segment(columns, LAYOUT.exact(columns.vectors)))
    fresh = View().changed([entry(name, seed=seed) for name, seed in seeds.items()], [], LAYOUT.exact)
    assert digest(view.columns()) == digest(fresh.columns())
    for query in range(20):
        vector = unit_vector(f"query {query}").astype(np.float32)
        assert nearest(view, vector, 100) == nearest(fresh, vector, 100)
        assert matching(view, [text_of(query)], 100) == matching(fresh, [text_of(query)], 100)
