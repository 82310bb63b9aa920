"""What the engine read of candidates, kept beside them: from ingest on, or since somebody had to read it."""

import pytest

from engine.readings import readings_of_profile
from services.corpus.adapters import names
from services.corpus.adapters.judging.work import stored_of
from services.corpus.application.candidates.ingest import IngestLimits
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from tests.integration.corpus.candidates.house import CLIENT, CORPUS, OTHER, House, cv, one

pytestmark = pytest.mark.redis

KEY = candidate_key("ada")


async def _forget(house: House) -> None:
    await house.redis.hdel(names.candidate_hash_key(CLIENT, corpus_key(CORPUS), KEY), "readings")


async def test_ingest_keeps_what_it_read(house: House) -> None:
    """Embedded before the answer or after it; changed content has its own."""
    seen = []
    for content, inline in ((cv("Go"), 32), (cv("Kafka"), 0)):
        await house.ingest_with(IngestLimits(inline=inline)).ingest(CLIENT, [one("ada", content)])
        await house.work()
        (found,) = await house.read_many(CLIENT, CORPUS, [KEY])
        assert found is not None
        assert found.readings == readings_of_profile(found.profile)
        seen.append(found.readings)
    assert seen[0] != seen[1]


async def test_what_was_read_since_is_kept(house: House) -> None:
    """As if ingest had; nothing else of the record changes, and no follower of the log learns anything."""
    await house.send(one("ada"))
    whole, log = await house.record("ada"), await house.log()
    await _forget(house)
    (record,) = await house.library.read_records(CLIENT, CORPUS, [KEY])
    assert record is not None
    assert stored_of(record).readings is None
    await house.library.keep_readings(CLIENT, CORPUS, [(KEY, whole[b"readings"])])
    assert await house.record("ada") == whole
    assert await house.log() == log


async def test_nobody_is_made_anew_by_what_was_read(house: House) -> None:
    """Erased meanwhile, another client's, never embedded: nothing is written."""
    await house.send(one("ada"))
    await house.erasure.candidate(CLIENT, CORPUS, "ada")
    await house.library.keep_readings(CLIENT, CORPUS, [(KEY, b"read")])
    await house.library.keep_readings(OTHER, CORPUS, [(KEY, b"read")])
    await house.ingest_with(IngestLimits(inline=0)).ingest(CLIENT, [one("bob")])
    await house.library.keep_readings(CLIENT, CORPUS, [(candidate_key("bob"), b"read")])
    assert await house.record("ada") == {}
    assert b"readings" not in await house.record("bob")
    assert b"read" not in (await house.redis.hvals(names.candidate_hash_key(OTHER, corpus_key(CORPUS), KEY)))


async def test_a_profile_of_another_shape_is_embedded_and_read(house: House) -> None:
    """Without a field that has come since, and with one that is not known yet."""
    await house.ingest_with(IngestLimits(inline=0)).ingest(CLIENT, [one("ada")])
    record = names.candidate_hash_key(CLIENT, corpus_key(CORPUS), KEY)
    profile = (await house.record("ada"))[b"profile"]
    missing, known = b',"projects":[]', b'"headline":null'
    assert missing in profile
    assert known in profile
    await house.redis.hset(record, "profile", profile.replace(missing, b"").replace(known, known + b',"hobbies":[]'))
    assert await house.work() == 1
    (found,) = await house.read_many(CLIENT, CORPUS, [KEY])
    assert found is not None
    assert found.profile.other
    assert found.profile.projects == ()
