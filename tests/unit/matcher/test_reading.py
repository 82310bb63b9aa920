"""Pages and polls over a fake library."""

from collections.abc import Sequence
from typing import Any

import pytest

from services.matcher.application.reading import Reading
from services.matcher.domain.listing import Filters, position_of
from services.matcher.domain.match import MatchRow
from services.platform.errors import AppError, Reason
from tests.unit.matcher.fakes import a_row

CLIENT = "cl_" + "b" * 16


class FakeLibrary:
    """Holds so many matches, each a millisecond older than the last; every `nth` has the tag `rare`."""

    def __init__(self, count: int, *, nth: int) -> None:
        rows = [
            a_row(id=f"cvdm_{number:022d}", created_at_ms=count - number, tags=("rare",) if number % nth == 0 else ())
            for number in range(count)
        ]
        self.found: dict[str, MatchRow] = {row.id: row for row in rows}
        self.places = [position_of(row.created_at_ms, row.id) for row in rows]
        self.asked = 0

    async def positions(self, client_id: str, filters: Filters, *, before: str | None, count: int) -> Sequence[str]:
        self.asked += 1
        return [place for place in self.places if before is None or place < before][:count]

    async def rows(self, client_id: str, match_ids: Sequence[str]) -> Sequence[MatchRow]:
        return [self.found[match_id] for match_id in match_ids if match_id in self.found]


def reading(library: FakeLibrary) -> Reading:
    fake: Any = library
    return Reading(fake)


async def test_a_rare_filter_gives_short_pages_with_a_cursor() -> None:
    """One call looks through a bounded number of matches; the cursor goes on where it stopped."""
    library = FakeLibrary(12_000, nth=5_500)
    seen, cursor, pages = [], "", 0

    while True:
        page = await reading(library).page(CLIENT, Filters(tag="rare"), limit=20, cursor=cursor)
        seen += [row.id for row in page.rows]
        pages += 1
        cursor = page.next_cursor
        if not cursor:
            break

    assert seen == [f"cvdm_{number:022d}" for number in (0, 5_500, 11_000)]
    assert pages == 3


async def test_a_record_that_is_gone_leaves_no_hole() -> None:
    """An index entry without a record is passed over."""
    library = FakeLibrary(5, nth=1)
    del library.found[f"cvdm_{2:022d}"]

    page = await reading(library).page(CLIENT, Filters(), limit=3, cursor="")

    assert [row.id[-1] for row in page.rows] == ["0", "1", "3"]
    assert page.next_cursor


@pytest.mark.parametrize("limit", [0, 101])
async def test_a_limit_outside_its_bounds_is_invalid(limit: int) -> None:
    """1 to 100."""
    with pytest.raises(AppError) as refused:
        await reading(FakeLibrary(1, nth=1)).page(CLIENT, Filters(), limit=limit, cursor="")

    assert (refused.value.reason, list(refused.value.fields)) == (Reason.INVALID_INPUT, ["limit"])


async def test_a_malformed_cursor_is_an_invalid_field() -> None:
    """Named, and the library is not even asked."""
    library = FakeLibrary(1, nth=1)

    with pytest.raises(AppError) as refused:
        await reading(library).page(CLIENT, Filters(), limit=1, cursor="garbage")

    assert list(refused.value.fields) == ["cursor"]
    assert library.asked == 0
