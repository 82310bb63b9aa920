"""Shows matches to clients and operators."""

from services.matcher.domain.listing import MAX_LIMIT, POSITION, Filters, Page, position_of
from services.matcher.domain.match import Match, MatchRow, is_match_id
from services.matcher.ports import Library
from services.platform.accounts.identifiers import is_client_id
from services.platform.cursor import MalformedCursorError, decode_cursor, encode_cursor
from services.platform.errors import AppError, Reason, invalid_field

_LEAST_LOOK = 100
_MOST_LOOKED_THROUGH = 5_000


class Reading:
    """Reads one match or a page of them."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def match(self, client_id: str, match_id: str) -> Match:
        """Returns a match; raises `AppError` REQUEST_NOT_FOUND, or RATE_LIMITED for a poll that comes too soon."""
        match = await self._library.poll(client_id, match_id) if is_match_id(match_id) else None
        if match is None:
            raise no_such_match()
        return match

    async def page(self, client_id: str, filters: Filters, *, limit: int, cursor: str) -> Page:
        """Returns the matches after `cursor` (empty: the newest) that pass the filters.

        Raises:
            AppError: INVALID_INPUT for a limit outside 1 to 100 or a cursor that was never given out.
        """
        if not 1 <= limit <= MAX_LIMIT:
            raise invalid_field("limit", f"Must be 1 to {MAX_LIMIT}.")
        try:
            before = decode_cursor(cursor, shape=POSITION) if cursor else None
        except MalformedCursorError:
            raise invalid_field("cursor", "Is not a cursor of this list.") from None
        return await self._page(client_id, filters, limit=limit, before=before)

    async def inspect(self, client_id: str, match_id: str) -> dict[str, str]:
        """Returns the life of a match for an operator; raises `AppError` REQUEST_NOT_FOUND."""
        known = is_client_id(client_id) and is_match_id(match_id)
        fields = await self._library.inspect(client_id, match_id) if known else None
        if fields is None:
            raise no_such_match()
        return fields

    async def _page(self, client_id: str, filters: Filters, *, limit: int, before: str | None) -> Page:
        found: list[MatchRow] = []
        looked_through = 0
        while looked_through < _MOST_LOOKED_THROUGH:
            count = max(limit + 1, _LEAST_LOOK)
            places = await self._library.positions(client_id, filters, before=before, count=count)
            if not places:
                return Page(tuple(found), "")
            for row in await self._library.rows(client_id, [place.partition("/")[2] for place in places]):
                if not filters.wants(row):
                    continue
                if len(found) == limit:
                    last = found[-1]
                    return Page(tuple(found), encode_cursor(position_of(last.created_at_ms, last.id)))
                found.append(row)
            before = places[-1]
            looked_through += len(places)
        assert before is not None
        return Page(tuple(found), encode_cursor(before))


def no_such_match() -> AppError:
    """Returns the refusal for a match that is not there, was erased or is another client's: all alike."""
    return AppError(Reason.REQUEST_NOT_FOUND, "There is no such match.")
