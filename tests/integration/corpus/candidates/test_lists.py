"""Lists of candidates and corpora."""

import pytest

from services.corpus.domain.candidate import EmbeddingStatus
from services.platform.cursor import encode_cursor
from services.platform.errors import AppError, Reason
from tests.integration.corpus.candidates.house import CLIENT, CORPUS, OTHER, House, cv, one

pytestmark = pytest.mark.redis


async def test_candidates_come_newest_first_in_pages(house: House) -> None:
    """Each exactly once, also when others arrive and change between two pages."""
    await house.send(*(one(f"c{number}") for number in range(7)))
    first = await house.reading.candidates(CLIENT, CORPUS, limit=3, cursor="")
    await house.send(one("late"), one("c2", cv("changed")))
    second = await house.reading.candidates(CLIENT, CORPUS, limit=3, cursor=first.next_cursor)
    third = await house.reading.candidates(CLIENT, CORPUS, limit=3, cursor=second.next_cursor)
    pages = [[view.external_id for view in page.candidates] for page in (first, second, third)]
    assert pages == [["c6", "c5", "c4"], ["c3", "c2", "c1"], ["c0"]]
    assert third.next_cursor == ""


async def test_filters_by_status_and_tag(house: House) -> None:
    """Together they both hold; a page may be short, and the cursor still leads on."""
    await house.send(
        one("a", tags=("x", "y")), one("b", cv(), tags=("x",)), one("c", tags=("y",)), one("d", tags=("x",)), one("e")
    )
    embedded = EmbeddingStatus.EMBEDDED

    async def ids(**filters: object) -> list[str]:
        page = await house.reading.candidates(CLIENT, CORPUS, limit=10, cursor="", **filters)  # type: ignore[arg-type]  # a test's shorthand
        return [view.external_id for view in page.candidates]

    assert await ids(tag="x") == ["d", "b", "a"]
    assert await ids(tag="x", status=embedded) == ["d", "a"]
    assert await ids(status=EmbeddingStatus.FAILED) == ["b"]
    assert await ids(status=EmbeddingStatus.PENDING) == []
    page = await house.reading.candidates(CLIENT, CORPUS, limit=1, cursor="", tag="y")
    assert [view.external_id for view in page.candidates] == ["c"]
    page = await house.reading.candidates(CLIENT, CORPUS, limit=1, cursor=page.next_cursor, tag="y")
    assert ([view.external_id for view in page.candidates], page.next_cursor) == (["a"], "")


async def test_a_page_reaches_over_more_candidates_than_one_look(house: House) -> None:
    """A filter that only the oldest of many pass finds it."""
    await house.send(one("first", tags=("rare",)))
    await house.send(*(one(f"c{number}") for number in range(230)))
    page = await house.reading.candidates(CLIENT, CORPUS, limit=10, cursor="", tag="rare")
    assert [view.external_id for view in page.candidates] == ["first"]


async def test_t03_another_clients_corpus_is_one_that_does_not_exist(house: House) -> None:
    """The list is empty, the candidate is not found, and neither tells which."""
    await house.send(one("ada"))
    for corpus_id in (CORPUS, "no such corpus"):
        assert not (await house.reading.candidates(OTHER, corpus_id, limit=10, cursor="")).candidates
        with pytest.raises(AppError) as refused:
            await house.reading.candidate(OTHER, corpus_id, "ada")
        assert (refused.value.reason, refused.value.message) == (Reason.NOT_FOUND, "There is no such candidate.")
    assert (await house.reading.corpora(OTHER, limit=10, cursor="")).corpora == ()


async def test_corpora_come_newest_first_with_exact_counts(house: House) -> None:
    """In pages, also those that one batch made in the same millisecond."""
    batch = [one("ada", corpus_id=f"corpus {number}") for number in range(30)]
    await house.send(*batch, one("bad", cv(), corpus_id="corpus 7"))
    seen: list[str] = []
    cursor = ""
    while True:
        page = await house.reading.corpora(CLIENT, limit=7, cursor=cursor)
        times = [corpus.created_at_ms for corpus in page.corpora]
        assert times == sorted(times, reverse=True)
        seen += [corpus.corpus_id for corpus in page.corpora]
        if not (cursor := page.next_cursor):
            break
    assert sorted(seen) == sorted(candidate.corpus_id for candidate in batch)
    assert await house.counts("corpus 7") == (0, 1, 1)


@pytest.mark.parametrize("cursor", ["x", "????", encode_cursor("-1"), encode_cursor("1/zz"), encode_cursor("9" * 40)])
async def test_a_cursor_that_was_never_given_out_is_refused(house: House, cursor: str) -> None:
    """By its field."""
    with pytest.raises(AppError) as refused:
        await house.reading.candidates(CLIENT, CORPUS, limit=10, cursor=cursor)
    assert set(refused.value.fields) == {"cursor"}
    with pytest.raises(AppError) as refused:
        await house.reading.corpora(CLIENT, limit=10, cursor=cursor)
    assert set(refused.value.fields) == {"cursor"}


@pytest.mark.parametrize("limit", [0, 101])
async def test_a_limit_outside_its_bounds_is_refused(house: House, limit: int) -> None:
    """By its field."""
    with pytest.raises(AppError) as refused:
        await house.reading.candidates(CLIENT, CORPUS, limit=limit, cursor="")
    assert set(refused.value.fields) == {"limit"}
