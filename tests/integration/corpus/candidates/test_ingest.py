"""What a batch of candidates comes to."""

import asyncio

import numpy as np
import pytest

from engine.material import texts_of
from engine.similarity import unpacked
from services.corpus.application.candidates.contents import NOT_RECOGNISED, NOTHING_RECOGNISED
from services.corpus.application.candidates.embedding import MODEL_FAILED
from services.corpus.application.candidates.ingest import UNREADABLE, IngestLimits
from services.corpus.domain.candidate import CandidateInput, EmbeddingStatus, UpsertStatus
from services.corpus.domain.candidate_keys import candidate_key
from services.corpus.ports.candidates import Upsert
from services.platform import wire
from services.platform.errors import AppError, Reason
from tests.integration.corpus.candidates.house import CLIENT, CORPUS, OTHER, House, cv, one, recognise

pytestmark = pytest.mark.redis

ACCEPTED, UPDATED, UNCHANGED, NOT_TAKEN = UpsertStatus
PENDING, EMBEDDED, FAILED = EmbeddingStatus


async def test_a_new_candidate_is_accepted_and_embedded_at_once(house: House) -> None:
    """Its state says with which model, and ranking reads back the very vectors the engine compares."""
    (result,) = await house.send(one("ada", cv("built engines", "wrote notes"), tags=("x",), upload_id="up-1"))
    assert (result.external_id, result.status, result.embedding_status, result.error) == ("ada", ACCEPTED, EMBEDDED, "")
    view = await house.reading.candidate(CLIENT, CORPUS, "ada")
    assert (view.embedding_status, view.model, view.dims) == (EMBEDDED, house.encoder.manifest.model_id, 4)
    assert (view.tags, view.upload_id) == (("x",), "up-1")
    assert view.created_at_ms == view.updated_at_ms > 0
    (stored,) = await house.read_many(CLIENT, CORPUS, [candidate_key("ada")])
    assert stored is not None
    assert (stored.external_id, stored.tags, stored.model) == ("ada", ("x",), view.model)
    expected = house.encoder.expected(texts_of(stored.profile))
    np.testing.assert_allclose(unpacked(stored.evidence), expected, atol=1 / 65534)
    assert await house.counts() == (0, 1, 0)


async def test_the_same_content_again_is_unchanged_and_nothing_happens(house: House) -> None:
    """No model run, no new entry in the log, no new time."""
    await house.send(one("ada"))
    record, log = await house.record("ada"), await house.log()
    house.encoder.forget()
    (result,) = await house.send(one("ada"))
    assert (result.status, result.embedding_status) == (UNCHANGED, EMBEDDED)
    assert (await house.record("ada"), await house.log()) == (record, log)
    assert house.encoder.texts_run == 0


async def test_i27_the_canonical_form_decides_what_is_content(house: House) -> None:
    """Keys in another order, 1 for 1.0 and another Unicode form are the same content."""
    await house.send(one("ada", '{"lines": ["caf\u00e9"], "years": 1.0, "of": {"a": 1, "b": 2}}'))
    (result,) = await house.send(one("ada", '{"of":{"b":2,"a":1e0}, "years":1, "lines":["cafe\u0301"]}'))
    assert result.status is UNCHANGED
    (result,) = await house.send(one("ada", '{"of":{"b":2,"a":1e0}, "years":2, "lines":["cafe\u0301"]}'))
    assert result.status is UPDATED


async def test_new_content_is_updated_and_the_old_vectors_are_gone(house: House) -> None:
    """One record, one log entry with a later number, the new vectors."""
    await house.send(one("ada", cv("old words"), tags=("kept",)))
    (before,) = (await house.log()).values()
    (result,) = await house.send(one("ada", cv("new words")))
    assert (result.status, result.embedding_status) == (UPDATED, EMBEDDED)
    (after,) = (await house.log()).values()
    assert after > before
    (stored,) = await house.read_many(CLIENT, CORPUS, [candidate_key("ada")])
    assert stored is not None
    assert texts_of(stored.profile) == ("new words",)
    np.testing.assert_allclose(unpacked(stored.evidence), house.encoder.expected(["new words"]), atol=1 / 65534)
    assert stored.tags == ("kept",)
    assert await house.counts() == (0, 1, 0)


async def test_a_change_of_tags_or_upload_id_alone_is_stored_and_unchanged(house: House) -> None:
    """What is not sent stays; an empty list of tags is sent."""
    await house.send(one("ada", tags=("a", "b"), upload_id="1"))
    (result,) = await house.send(one("ada", tags=("c",)))
    assert result.status is UNCHANGED
    view = await house.reading.candidate(CLIENT, CORPUS, "ada")
    assert (view.tags, view.upload_id) == (("c",), "1")
    await house.send(one("ada", tags=(), upload_id="2"))
    view = await house.reading.candidate(CLIENT, CORPUS, "ada")
    assert (view.tags, view.upload_id) == ((), "2")
    assert house.encoder.texts_run == 1


async def test_j22_a_candidate_that_cannot_be_embedded_fails_alone(house: House) -> None:
    """Each says why; the others of the batch are embedded, and all are stored."""
    results = await house.send(
        one("fine-1"),
        one("nan", cv("nan")),
        one("empty", cv()),
        one("odd", '{"boom": 1}'),
        one("fine-2"),
    )
    assert [result.status for result in results] == [ACCEPTED] * 5
    assert [(result.embedding_status, result.error) for result in results] == [
        (EMBEDDED, ""),
        (FAILED, MODEL_FAILED),
        (FAILED, NOTHING_RECOGNISED),
        (FAILED, NOT_RECOGNISED),
        (EMBEDDED, ""),
    ]
    assert await house.counts() == (0, 2, 3) == await house.recount()
    assert await house.read_many(CLIENT, CORPUS, [candidate_key("nan")]) == [None]


async def test_j22_one_text_the_model_breaks_on_takes_no_other_candidate_with_it(house: House) -> None:
    """Though their texts run together."""
    house.encoder.forget()
    results = await house.send(*(one(f"c{number}") for number in range(3)), one("bad", cv("explode")))
    assert [result.embedding_status for result in results] == [EMBEDDED] * 3 + [FAILED]


async def test_unreadable_content_is_not_stored(house: House) -> None:
    """The result says so, and the rest of the batch goes on."""
    results = await house.send(one("bad", "{"), one("worse", "[" * 100_000), one("nan", '{"a": NaN}'), one("good"))
    assert [result.status for result in results] == [NOT_TAKEN] * 3 + [ACCEPTED]
    assert {result.error for result in results} == {UNREADABLE, ""}
    assert set(await house.all_views()) == {"good"}


async def test_unchanged_content_whose_embedding_failed_is_embedded_again(house: House) -> None:
    """And is `updated`."""
    await house.send(one("ada", cv("explode")))
    house.encoder._words = {"other": 1, "another": 2}
    (result,) = await house.send(one("ada", cv("explode")))
    assert (result.status, result.embedding_status, result.error) == (UPDATED, EMBEDDED, "")
    assert await house.counts() == (0, 1, 0)


async def test_up_to_32_changes_embed_inline_and_one_more_in_the_background(house: House) -> None:
    """The larger batch is answered `pending` and embedded by the worker; what did not change does not count."""
    first = [one(f"c{number}") for number in range(32)]
    assert {result.embedding_status for result in await house.send(*first)} == {EMBEDDED}
    more = [one(f"d{number}") for number in range(32)]
    assert {result.embedding_status for result in await house.send(*first, *more)} == {EMBEDDED}
    last = [one(f"e{number}") for number in range(33)]
    assert {(result.status, result.embedding_status) for result in await house.send(*last)} == {(ACCEPTED, PENDING)}
    assert await house.counts() == (33, 64, 0)
    assert await house.work() == 33
    assert await house.counts() == (0, 97, 0) == await house.recount()
    assert house.meter.embeddings.count(("embedded", False)) == 33
    assert not await house.waiting.depth()


async def test_i24_the_same_batch_twice_at_once_changes_each_candidate_once(house: House) -> None:
    """Of 500 candidates sent twice side by side each is accepted exactly once, and each has one vector at the end."""
    batch = [one(f"c{number}") for number in range(500)]
    one_side, other_side = await asyncio.gather(house.send(*batch), house.send(*batch))
    pairs = [{left.status, right.status} for left, right in zip(one_side, other_side, strict=True)]
    assert pairs == [{ACCEPTED, UNCHANGED}] * 500
    assert await house.work() == 500
    assert await house.counts() == (0, 500, 0)
    assert len(await house.log()) == 500


async def test_i24_two_batches_that_disagree_leave_one_of_them(house: House) -> None:
    """Content, version and vectors belong together whichever came last, and the counts stay exact."""
    house.ingest = house.ingest_with(IngestLimits(inline=1000))
    left = [one(f"c{number}", cv("left", f"n{number}")) for number in range(60)]
    right = [one(f"c{number}", cv("right", f"n{number}")) for number in range(60)]
    await asyncio.gather(house.send(*left), house.send(*right))
    await house.work()
    assert await house.counts() == (0, 60, 0) == await house.recount()
    stored = await house.read_many(CLIENT, CORPUS, [candidate_key(f"c{number}") for number in range(60)])
    for each in stored:
        assert each is not None
        np.testing.assert_allclose(
            unpacked(each.evidence), house.encoder.expected(texts_of(each.profile)), atol=1 / 65534
        )


async def test_i25_the_same_candidate_twice_in_a_batch_is_applied_in_order(house: House) -> None:
    """Equal content: accepted, then unchanged. Unequal: accepted, then updated. One vector either way."""
    same = await house.send(one("ada", cv("a")), one("ada", cv("a")))
    assert [result.status for result in same] == [ACCEPTED, UNCHANGED]
    assert {result.embedding_status for result in same} == {EMBEDDED}
    other = await house.send(one("bob", cv("a")), one("bob", cv("b")), one("bob", cv("a")))
    assert [result.status for result in other] == [ACCEPTED, UPDATED, UPDATED]
    assert {result.embedding_status for result in other} == {EMBEDDED}
    back = await house.send(one("ada", cv("b")), one("ada", cv("a")))
    assert [result.status for result in back] == [UPDATED, UPDATED]
    (stored,) = await house.read_many(CLIENT, CORPUS, [candidate_key("ada")])
    assert stored is not None
    assert texts_of(stored.profile) == ("a",)
    assert await house.counts() == (0, 2, 0)


async def test_the_last_of_two_decides_also_when_it_cannot_be_embedded(house: House) -> None:
    """Both items say how the candidate stands at the end."""
    results = await house.send(one("ada", cv("a")), one("ada", cv()))
    assert [(result.status, result.embedding_status) for result in results] == [(ACCEPTED, FAILED), (UPDATED, FAILED)]
    assert await house.counts() == (0, 0, 1)


async def test_the_bytes_of_an_id_decide(house: House) -> None:
    """J20: NFC and NFD, case and white space make different candidates."""
    ids = ["caf\u00e9", "cafe\u0301", "CAF\u00c9", "caf\u00e9 ", "a:b", "a/b", "{x}", "*"]
    results = await house.send(*(one(external_id) for external_id in ids))
    assert [result.external_id for result in results] == ids
    assert [result.status for result in results] == [ACCEPTED] * len(ids)
    assert set(await house.all_views()) == set(ids)


async def test_t04_the_same_id_in_two_corpora_and_two_clients_is_four_candidates(house: House) -> None:
    """Each has its own content."""
    for client_id in (CLIENT, OTHER):
        results = await house.send(
            one("ada", cv(client_id), corpus_id="x"), one("ada", cv(client_id), corpus_id="y"), client_id=client_id
        )
        assert [result.status for result in results] == [ACCEPTED, ACCEPTED]
    await house.erasure.candidate(CLIENT, "x", "ada")
    with pytest.raises(AppError):
        await house.reading.candidate(CLIENT, "x", "ada")
    assert (await house.reading.candidate(CLIENT, "y", "ada")).external_id == "ada"
    assert (await house.reading.candidate(OTHER, "x", "ada")).external_id == "ada"


async def test_a_batch_may_hold_candidates_of_several_corpora(house: House) -> None:
    """Results come in request order."""
    batch = [one(f"c{number}", corpus_id=f"corpus-{number % 3}") for number in range(9)]
    results = await house.send(*batch)
    assert [result.external_id for result in results] == [candidate.external_id for candidate in batch]
    assert [await house.counts(f"corpus-{number}") for number in range(3)] == [(0, 3, 0)] * 3


async def test_a_script_that_the_library_sends_again_has_the_same_outcome(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer to the first was lost: the second is the same call, not another one."""
    monkeypatch.setattr("services.corpus.adapters.redis_candidates.secrets.token_hex", lambda _: "the same call")
    upsert = Upsert(CORPUS, "ada", "a" * 64, wire.dumps(recognise({"lines": ["x"]})), "", None, None)
    first = await house.store.upsert(CLIENT, [upsert, upsert], inline=False)
    assert [stored.status for stored in first] == [ACCEPTED, UNCHANGED]
    assert await house.store.upsert(CLIENT, [upsert, upsert], inline=False) == first
    assert await house.counts() == (1, 0, 0)


async def test_nothing_of_the_raw_content_is_stored_that_is_not_in_the_profile(house: House) -> None:
    """Neither as a value nor as a key, nor is the client's id of the candidate part of a key's name."""
    await house.send(one("ada-lovelace", cv("built engines", name="Secretperson", mail="a@example.org")))
    held = await house.everything()
    assert b"built engines" in held
    assert b"Secretperson" not in held
    assert b"example.org" not in held
    assert not await house.keys("ada-lovelace")


async def test_too_many_candidates_are_refused_whole(house: House) -> None:
    """501 store nothing."""
    with pytest.raises(AppError) as refused:
        await house.send(*[CandidateInput(CORPUS, str(number), "{}") for number in range(501)])
    assert refused.value.reason is Reason.BATCH_TOO_LARGE
    assert await house.everything() == b"" or not await house.keys("corpus")


async def test_what_does_not_embed_in_the_callers_time_embeds_in_the_background(house: House) -> None:
    """The answer is `pending`, and a bell rings for a worker."""
    house.encoder.gate.clear()
    (result,) = await house.ingest.ingest(CLIENT, [one("ada")], timeout_s=0.05)
    house.encoder.gate.set()
    assert (result.status, result.embedding_status) == (ACCEPTED, PENDING)
    assert await house.work() == 1
    assert await house.counts() == (0, 1, 0)
