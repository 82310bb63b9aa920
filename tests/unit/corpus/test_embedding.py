"""Embedding as its callers see it: order, sharing, bounds, fairness, leaving."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence

import numpy as np
import pytest

from services.corpus.application.embedding.batcher import EncodingError
from services.corpus.application.embedding.service import Embedded, Embedding, EmbedLimits
from services.corpus.domain.shapes import BATCH_ROWS
from services.platform.errors import AppError, Reason
from tests.fakes.encoder import FakeEncoder, RecordingMeter

LIMITS = EmbedLimits(queue_texts=100, cache_texts=50)


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def meter() -> RecordingMeter:
    return RecordingMeter()


@pytest.fixture
async def embedding(encoder: FakeEncoder, meter: RecordingMeter) -> AsyncIterator[Embedding]:
    """A started service over the fake model, whose start is forgotten."""
    service = Embedding(lambda: encoder, limits=LIMITS, meter=meter)
    await service.start()
    encoder.forget()
    yield service
    encoder.gate.set()
    await service.close()


async def _ask(embedding: Embedding, texts: Sequence[str], *, timeout_s: float | None = None) -> asyncio.Task[Embedded]:
    """Starts a request and returns once it waits for the model or has ended."""
    task = asyncio.create_task(embedding.embed(texts, timeout_s=timeout_s))
    await asyncio.sleep(0)
    return task


async def _held_up(embedding: Embedding, encoder: FakeEncoder) -> asyncio.Task[Embedded]:
    """Keeps the model busy with a text until the gate is opened."""
    encoder.gate.clear()
    task = await _ask(embedding, ["held up"])
    assert await asyncio.to_thread(encoder.entered.wait, 10)
    return task


async def test_vectors_come_in_the_order_of_the_texts(embedding: Embedding, encoder: FakeEncoder) -> None:
    """Sorting by length inside is never seen outside; a repeated text gets its vector at both places."""
    texts = [" ".join(["word"] * words) for words in (9, 1, 30, 2, 9, 1, 200, 4)]
    embedded = await embedding.embed(texts)
    assert embedded.vectors.dtype == np.float32
    np.testing.assert_array_equal(embedded.vectors, encoder.expected(texts))
    assert embedded.model_id == "fake@aaaaaaaaaaaa"


async def test_a_text_is_embedded_once_within_a_request(embedding: Embedding, encoder: FakeEncoder) -> None:
    """However often it stands there."""
    await embedding.embed(["same"] * 40 + ["other"])
    assert encoder.texts_run == 2


async def test_a_text_is_embedded_once_for_all_requests_in_flight(
    embedding: Embedding, encoder: FakeEncoder, meter: RecordingMeter
) -> None:
    """A second request joins the first one's text, whether it waits or is in the model already."""
    held = await _held_up(embedding, encoder)
    again = await _ask(embedding, ["held up", "next"])
    third = await _ask(embedding, ["next"])
    encoder.gate.set()
    await asyncio.gather(held, again, third)
    assert encoder.texts_run == 2
    assert meter.sources == {"cached": 0, "joined": 2, "new": 2}


async def test_a_text_asked_for_again_comes_from_the_cache(
    embedding: Embedding, encoder: FakeEncoder, meter: RecordingMeter
) -> None:
    """Bit for bit the same, without a run of the model."""
    first = await embedding.embed(["one", "two"])
    encoder.forget()
    second = await embedding.embed(["two", "one"])
    assert encoder.texts_run == 0
    assert second.vectors.tobytes() == first.vectors[::-1].tobytes()
    assert meter.sources["cached"] == 2


async def test_requests_share_a_run_of_the_model(embedding: Embedding, encoder: FakeEncoder) -> None:
    """Twenty small requests that wait together go through together."""
    held = await _held_up(embedding, encoder)
    asked = [await _ask(embedding, [f"request {number}"]) for number in range(20)]
    encoder.gate.set()
    await asyncio.gather(held, *asked)
    assert [len(rows) for _, rows in encoder.runs] == [1, 20]


async def test_a_batch_never_exceeds_its_rows(embedding: Embedding, encoder: FakeEncoder) -> None:
    """A large request is cut into runs."""
    await embedding.embed([f"text {number}" for number in range(100)])
    assert max(len(rows) for _, rows in encoder.runs) <= BATCH_ROWS
    assert encoder.texts_run == 100


async def test_a_small_request_is_not_kept_waiting_by_a_large_one(embedding: Embedding, encoder: FakeEncoder) -> None:
    """It ends while the large one still has texts left, although it came last."""
    held = await _held_up(embedding, encoder)
    large = await _ask(embedding, [f"large {number}" for number in range(90)])
    small = await _ask(embedding, [f"small {number}" for number in range(3)])
    encoder.gate.set()
    await small
    assert not large.done()
    await asyncio.gather(held, large)


async def test_a_full_queue_refuses_the_whole_request(
    embedding: Embedding, encoder: FakeEncoder, meter: RecordingMeter
) -> None:
    """With a time to retry; nothing of it is queued, and what waits already can still be joined."""
    held = await _held_up(embedding, encoder)
    waiting = await _ask(embedding, [f"waiting {number}" for number in range(98)])
    with pytest.raises(AppError) as refused:
        await embedding.embed(["new 1", "new 2"])
    assert (refused.value.reason, refused.value.retry_after_s) == (Reason.RATE_LIMITED, 1)
    assert (meter.refusals, meter.now_waiting) == (1, 99)
    joining = await _ask(embedding, ["waiting 1", "held up", "fits"])
    encoder.gate.set()
    await asyncio.gather(held, waiting, joining)
    assert (meter.most_waiting, meter.now_waiting) == (100, 0)


async def test_the_texts_of_a_cancelled_caller_are_dropped(
    embedding: Embedding, encoder: FakeEncoder, meter: RecordingMeter
) -> None:
    """Those nobody else wants never reach the model; a shared one still does."""
    held = await _held_up(embedding, encoder)
    leaving = await _ask(embedding, ["only mine", "shared"])
    staying = await _ask(embedding, ["shared"])
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert meter.now_waiting == 2
    encoder.gate.set()
    await asyncio.gather(held, staying)
    assert encoder.texts_run == 2


async def test_a_caller_out_of_time_is_told_so_and_its_texts_are_dropped(
    embedding: Embedding, encoder: FakeEncoder, meter: RecordingMeter
) -> None:
    """A deadline that has passed costs the model nothing."""
    held = await _held_up(embedding, encoder)
    with pytest.raises(TimeoutError):
        await embedding.embed(["too late"], timeout_s=0.0)
    assert meter.now_waiting == 1
    encoder.gate.set()
    await held
    assert encoder.texts_run == 1


async def test_work_done_for_a_caller_who_left_is_kept(embedding: Embedding, encoder: FakeEncoder) -> None:
    """A text that was in the model already is in the cache afterwards."""
    held = await _held_up(embedding, encoder)
    held.cancel()
    encoder.gate.set()
    await embedding.drain()
    await embedding.embed(["held up"])
    assert encoder.texts_run == 1


async def test_a_failing_run_fails_its_requests_only(embedding: Embedding, encoder: FakeEncoder) -> None:
    """The next request is answered as if nothing had been, also for a text that was beside the failing one."""
    held = await _held_up(embedding, encoder)
    failing = await _ask(embedding, ["explode now"])
    beside = await _ask(embedding, ["beside it"])
    other = await _ask(embedding, ["a text of another width"])
    encoder.gate.set()
    await asyncio.gather(held, other)
    for failed in (failing, beside):
        with pytest.raises(EncodingError):
            await failed
    np.testing.assert_array_equal((await embedding.embed(["beside it"])).vectors, encoder.expected(["beside it"]))


async def test_f02_a_vector_that_is_no_direction_is_refused_alone(embedding: Embedding, encoder: FakeEncoder) -> None:
    """NaN never leaves the service or enters the cache; the rows beside it are answered."""
    held = await _held_up(embedding, encoder)
    bad, good = await _ask(embedding, ["a nan"]), await _ask(embedding, ["a word"])
    encoder.gate.set()
    await asyncio.gather(held, good)
    with pytest.raises(EncodingError):
        await bad
    with pytest.raises(EncodingError):
        await embedding.embed(["a nan"])


async def test_a_text_of_any_length_costs_little(embedding: Embedding, encoder: FakeEncoder) -> None:
    """Only the first 8,192 characters reach the tokeniser."""
    await embedding.embed(["ab " * 1_000_000])
    assert [len(text) for texts in encoder.tokenised for text in texts] == [8192]


async def test_long_texts_are_tokenised_in_slices(embedding: Embedding, encoder: FakeEncoder) -> None:
    """No round takes more than 65,536 characters, so that short texts get in between."""
    await embedding.embed([f"{number} " + "x " * 5000 for number in range(40)])
    assert len(encoder.tokenised) == 5
    assert max(sum(map(len, texts)) for texts in encoder.tokenised) <= 65_536


async def test_only_one_thread_ever_calls_the_model(embedding: Embedding, encoder: FakeEncoder) -> None:
    """Loading apart, whatever the number of requests."""
    await asyncio.gather(*[embedding.embed([f"text {number}"]) for number in range(20)])
    assert len(encoder.threads) == 1
    assert threading.current_thread().name not in encoder.threads


async def test_blank_texts_are_refused_by_place(embedding: Embedding, encoder: FakeEncoder) -> None:
    """Also one that is blank as far as it is read; nothing is embedded."""
    with pytest.raises(AppError) as refused:
        await embedding.embed(["fine", " ", " " * 8192 + "x"])
    assert refused.value.reason is Reason.INVALID_INPUT
    assert set(refused.value.fields) == {"texts[1]", "texts[2]"}
    assert encoder.texts_run == 0


async def test_before_the_model_is_loaded_callers_are_asked_to_retry(encoder: FakeEncoder) -> None:
    """Both calls say SERVICE_WARMING, and readiness says no until the first runs of the model are done."""
    encoder.gate.clear()
    service = Embedding(lambda: encoder, limits=LIMITS, meter=RecordingMeter())
    starting = asyncio.create_task(service.start())
    assert await asyncio.to_thread(encoder.entered.wait, 10)
    assert not service.ready()
    with pytest.raises(AppError) as refused:
        await service.embed(["early"])
    assert (refused.value.reason, refused.value.retry_after_s) == (Reason.SERVICE_WARMING, 2)
    with pytest.raises(AppError):
        service.model()
    encoder.gate.set()
    await starting
    assert service.ready()
    assert service.model() is encoder.manifest
    await service.close()
    assert not service.ready()


async def test_a_model_that_cannot_be_loaded_ends_the_start() -> None:
    """The reason comes out, and closing afterwards is fine."""

    def broken() -> FakeEncoder:
        raise RuntimeError("no such model")

    service = Embedding(broken, limits=LIMITS, meter=RecordingMeter())
    with pytest.raises(RuntimeError, match="no such model"):
        await service.start()
    assert not service.ready()
    await service.close()


async def test_a_batch_dependent_model_runs_one_text_at_a_time(meter: RecordingMeter) -> None:
    """So that a text keeps its vector whatever the load."""
    encoder = FakeEncoder(batch_dependent=True)
    service = Embedding(lambda: encoder, limits=LIMITS, meter=meter)
    await service.start()
    encoder.forget()
    await service.embed([f"text {number}" for number in range(10)])
    assert [len(rows) for _, rows in encoder.runs] == [1] * 10
    await service.close()


async def test_draining_waits_for_what_waits(embedding: Embedding, encoder: FakeEncoder) -> None:
    """It ends with the last text and at once when there is none."""
    await embedding.drain()
    held = await _held_up(embedding, encoder)
    draining = asyncio.create_task(embedding.drain())
    await asyncio.sleep(0)
    assert not draining.done()
    encoder.gate.set()
    await asyncio.gather(draining, held)
