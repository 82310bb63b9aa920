"""An index that lived through a long story of changes equals one built from scratch."""

import os
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from redis.asyncio import Redis

from engine.profile import Line, Profile, Section
from services.corpus.adapters.disk_snapshots import DiskSnapshots
from services.corpus.adapters.faiss.dense import FaissLayout
from services.corpus.adapters.redis_candidates import EmbedTimes, RedisCandidates
from services.corpus.adapters.redis_log import RedisLog
from services.corpus.adapters.redis_reembedding import RedisReembedding
from services.corpus.application.index.indexes import Indexes
from services.corpus.application.index.settings import IndexSettings
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.corpus.domain.edition import Edition
from services.corpus.domain.manifest import ModelManifest, Pooling
from services.corpus.ports.candidates import Upsert, Vectors, Work
from services.corpus.ports.index import Found
from services.corpus.ports.reembedding import FollowedCorpus
from services.platform import wire
from services.platform.storage.keys import PARTITIONS
from tests.fakes.index import RecordingIndexMeter

pytestmark = [pytest.mark.redis, pytest.mark.timeout(1800)]

# The long way, 100,000 operations, is for a person to start.
OPERATIONS = int(os.environ.get("CVDEEP_F09_OPERATIONS", "2000"))
SEED = int(os.environ.get("CVDEEP_F09_SEED", "9"))
CLIENT, CORPUS = "cl_0000000000000001", "engineers"
DIMS, IDS, QUERIES = 16, 1500, 20
MODEL = ModelManifest("long", DIMS, 256, Pooling.MEAN, "", "a" * 64, "b" * 64, "c" * 64)
WORDS = [f"word{number}" for number in range(60)]


def direction(chosen: random.Random) -> NDArray[np.float32]:
    drawn = np.array([chosen.gauss(0, 1) for _ in range(DIMS)])
    return np.asarray(drawn / np.sqrt((drawn**2).sum()), dtype=np.float32)


class Story:
    """Random changes as ingest, workers and clients make them, each through the scripts of the real store."""

    def __init__(self, redis: Redis, chosen: random.Random) -> None:
        self._chosen = chosen
        times = EmbedTimes()
        self._store = RedisCandidates(redis, times)
        self._again = RedisReembedding(redis, times, partitions=range(PARTITIONS))
        self._waiting: list[Work] = []
        self.operations = 0
        self.there: set[str] = set()

    async def go_on(self) -> None:
        """One step; what is embedded afterwards is in `there`."""
        chance = self._chosen.random()
        if chance < 0.6:
            await self._upsert(inline=self._chosen.random() < 0.85)
        elif chance < 0.7:
            await self._finish_some()
        elif chance < 0.9:
            name = f"c{self._chosen.randrange(IDS)}"
            await self._store.delete(CLIENT, CORPUS, name)
            self.there.discard(candidate_key(name))
            self.operations += 1
        elif chance < 0.98:
            await self._embed_again()
        elif chance < 0.9803:
            await self._store.delete_corpus(CLIENT, CORPUS)
            self.there.clear()
            self.operations += 1

    async def _upsert(self, *, inline: bool) -> None:
        names = [f"c{self._chosen.randrange(IDS)}" for _ in range(self._chosen.randrange(1, 9))]
        upserts = [
            Upsert(CORPUS, name, f"{self._chosen.random()}", self._profile(), "", None, None)
            for name in dict.fromkeys(names)
        ]
        stored = await self._store.upsert(CLIENT, upserts, inline=True)
        works = [each.work for each in stored if each.work is not None]
        assert len(works) == len(upserts)
        self.there -= {work.candidate for work in works}
        self.operations += len(works)
        if not inline:
            self._waiting += works
            return
        for work in works:
            await self._finish(work)

    async def _finish_some(self) -> None:
        """Ends some of what waits, some of it long replaced or erased: those have no effect."""
        for _ in range(min(5, len(self._waiting))):
            await self._finish(self._waiting.pop(self._chosen.randrange(len(self._waiting))))

    async def _finish(self, work: Work) -> None:
        self.operations += 1
        if self._chosen.random() < 0.03:
            await self._store.fail(work, error="no reason")
            return
        vector = direction(self._chosen)
        if await self._store.finish(work, Vectors(vector, vector[None, :], MODEL.model_id)):
            self.there.add(work.candidate)

    async def _embed_again(self) -> None:
        """A few are out of date, and wait from now on; nobody is to embed them in this story until they are sent again."""
        some = self._chosen.sample(sorted(self.there), min(2, len(self.there)))
        corpus = FollowedCorpus(CLIENT, corpus_key(CORPUS), 0)
        marked = await self._again.embed_again(corpus, some, Edition("another@000000000000"))
        assert marked == len(some)
        self.there -= set(some)
        self.operations += marked

    def _profile(self) -> bytes:
        text = " ".join(self._chosen.choices(WORDS, k=6))
        return wire.dumps(Profile(other=(Line(text, text, 0, Section.OTHER),)))


async def answers(indexes: Indexes) -> Sequence[Found]:
    """What some searches find, the first of them everybody."""
    chosen = random.Random("queries")
    return [
        await indexes.search(CLIENT, CORPUS, direction(chosen), chosen.sample(WORDS, 4), 100 if number else 10 * IDS)
        for number in range(QUERIES)
    ]


def opened(redis: Redis, folder: Path | None, *, exact_rows_max: int) -> Indexes:
    return Indexes(
        RedisLog(redis),
        layout=FaissLayout(),
        snapshots=None if folder is None else DiskSnapshots(folder),
        model=lambda: MODEL,
        settings=IndexSettings(exact_rows_max=exact_rows_max, save_changes_min=1),
        meter=RecordingIndexMeter(),
    )


def keys(pairs: Sequence[tuple[str, float]]) -> list[str]:
    return [key for key, _ in pairs]


def assert_same(kept: Sequence[Found], rebuilt: Sequence[Found], *, there: set[str], exact: bool) -> None:
    """Both hold everybody who is there; word search agrees to the last bit, and so does search by meaning where it is exact."""
    assert {found.total for found in (*kept, *rebuilt)} == {len(there)}
    assert [found.lexical for found in kept] == [found.lexical for found in rebuilt]
    if exact:
        assert [found.dense for found in kept] == [found.dense for found in rebuilt]
        assert set(keys(kept[0].dense)) == there
        return
    shared = [
        len(set(keys(mine.dense)[:10]) & set(keys(theirs.dense)[:10])) / max(1, len(theirs.dense[:10]))
        for mine, theirs in zip(kept, rebuilt, strict=True)
    ]
    assert np.mean(shared) >= 0.95


@pytest.mark.parametrize("exact_rows_max", [50_000, 128], ids=["exact", "approximate"])
async def test_f09_after_a_long_story_the_index_equals_a_rebuilt_one(
    redis: Redis, tmp_path: Path, exact_rows_max: int
) -> None:
    """F09: random upserts, late and failed embeddings, erasures and restarts: same ids, same best by meaning and by words."""
    chosen = random.Random(SEED)
    story = Story(redis, chosen)
    kept = opened(redis, tmp_path, exact_rows_max=exact_rows_max)
    compared, compare_at, restarts = 0, OPERATIONS // 4, 0
    while story.operations < OPERATIONS:
        await story.go_on()
        if chosen.random() < 0.03:
            await kept.search(CLIENT, CORPUS, direction(chosen), chosen.sample(WORDS, 2), 50)
        if chosen.random() < 0.01:
            await kept.compact()
        if chosen.random() < 0.01:
            await kept.save()
        if chosen.random() < 0.004:
            await kept.close()
            kept, restarts = opened(redis, tmp_path, exact_rows_max=exact_rows_max), restarts + 1
        if story.operations >= compare_at:
            compare_at, compared = compare_at + OPERATIONS // 4, compared + 1
            mine = await answers(kept)
            # A large exact segment is put in order at leisure; compare what that gives.
            await kept.compact()
            rebuilt = opened(redis, None, exact_rows_max=50_000)
            theirs = await answers(rebuilt)
            await rebuilt.close()
            exact = exact_rows_max > IDS
            assert_same(mine, theirs, there=story.there, exact=exact)
            assert_same(await answers(kept), theirs, there=story.there, exact=exact)
    await kept.close()
    assert (compared, restarts > 0) == (4, True)
