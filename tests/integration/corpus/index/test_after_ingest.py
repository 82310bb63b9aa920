"""What ingest stores is what the index reads: the two halves of a corpus over one Redis."""

from collections.abc import AsyncIterator

import numpy as np
import pytest
from redis.asyncio import Redis

from services.corpus.adapters.names import candidate_hash_key
from services.corpus.application.index.indexes import Indexes
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.corpus.domain.lexical_terms import count_terms, read_terms, scored_texts
from services.corpus.ports.index import Found
from tests.integration.corpus.candidates.house import CLIENT, CORPUS, House, cv, one
from tests.integration.corpus.index.house import replica

pytestmark = pytest.mark.redis


@pytest.fixture
async def ingest(redis: Redis) -> AsyncIterator[House]:
    """One process's ingest."""
    house = House(redis)
    await house.open()
    yield house
    await house.embedding.close()


async def find(indexes: Indexes, house: House, text: str) -> Found:
    """Searches with the vector and the words of a text."""
    embedded = await house.embedding.embed([text], timeout_s=20)
    vector = embedded.vectors[0] / np.linalg.norm(embedded.vectors[0])
    return await indexes.search(CLIENT, CORPUS, vector, [text], 100)


async def test_a_candidate_answered_embedded_is_found_by_every_replica(ingest: House, redis: Redis) -> None:
    """Accepted, updated, erased: the next search of any replica knows, by meaning and by words."""
    model = ingest.embedding.model()
    async with replica(redis, model=model) as left, replica(redis, model=model) as right:
        await ingest.send(one("ann", cv("welds turbines")), one("bea", cv("audits banks")))
        for indexes in (left, right):
            found = await find(indexes, ingest, "turbines")
            assert found.total == 2
            assert [key for key, _ in found.lexical] == [candidate_key("ann")]
        await ingest.send(one("ann", cv("bakes bread")))
        for indexes in (left, right):
            assert (await find(indexes, ingest, "turbines")).lexical == []
            found = await find(indexes, ingest, "bread")
            assert [key for key, _ in found.lexical] == [candidate_key("ann")]
        await ingest.erasure.candidate(CLIENT, CORPUS, "ann")
        for indexes in (left, right):
            found = await find(indexes, ingest, "bread")
            assert {key for key, _ in found.dense} == {candidate_key("bea")}
            assert found.lexical == []


async def test_an_erased_corpus_starts_from_nothing(ingest: House, redis: Redis) -> None:
    """Of an erased corpus nothing is found, then only what came since."""
    async with replica(redis, model=ingest.embedding.model()) as indexes:
        await ingest.send(one("ann"), one("bea"))
        assert (await find(indexes, ingest, "works")).total == 2
        await ingest.erasure.corpus(CLIENT, CORPUS)
        assert await find(indexes, ingest, "works") == Found(0, [], [])
        await ingest.send(one("cleo"))
        found = await find(indexes, ingest, "works")
        assert {key for key, _ in found.dense} == {candidate_key("cleo")}


async def test_ingest_stores_the_terms_that_the_profile_holds(ingest: House, redis: Redis) -> None:
    """The index reads terms in place of a profile: both must say the same, after a change of content too."""
    for text in ("welds turbines, Zürich 溶接", "bakes bread"):
        await ingest.send(one("ann", cv(text)))
        name = candidate_hash_key(CLIENT, corpus_key(CORPUS), candidate_key("ann"))
        terms, profile = await redis.hmget(name, ["terms", "profile"])
        assert isinstance(terms, bytes)
        assert isinstance(profile, bytes)
        assert read_terms(terms) == count_terms(scored_texts(profile))
