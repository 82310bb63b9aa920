"""Shows candidates and corpora to their client."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from services.corpus.domain.candidate import CandidateView, CorpusView, EmbeddingStatus
from services.corpus.ports.candidates import CandidateLibrary
from services.platform.cursor import MalformedCursorError, decode_cursor, encode_cursor
from services.platform.errors import AppError, Reason, invalid_field

MAX_LIMIT = 100

Place = TypeVar("Place")

_LEAST_LOOK = 100
_MOST_LOOKED_THROUGH = 5_000
_ORDER = re.compile(r"\d{1,15}")
_CORPUS_PLACE = re.compile(r"(\d{1,15})/([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """Candidates, newest first, and the cursor of the next page; empty at the end.

    A filter that few candidates pass may give a short page with a cursor: what one call looks through is bounded.
    """

    candidates: tuple[CandidateView, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class CorpusPage:
    """Corpora, newest first, and the cursor of the next page; empty at the end."""

    corpora: tuple[CorpusView, ...]
    next_cursor: str


class CandidateReading:
    """Reads one candidate, or pages of candidates and corpora."""

    def __init__(self, library: CandidateLibrary) -> None:
        self._library = library

    async def candidate(self, client_id: str, corpus_id: str, external_id: str) -> CandidateView:
        """Returns a candidate; raises `AppError` NOT_FOUND."""
        view = await self._library.get(client_id, corpus_id, external_id)
        if view is None:
            raise AppError(Reason.NOT_FOUND, "There is no such candidate.")
        return view

    async def candidates(
        self,
        client_id: str,
        corpus_id: str,
        *,
        limit: int,
        cursor: str,
        status: EmbeddingStatus | None = None,
        tag: str | None = None,
    ) -> CandidatePage:
        """Returns the candidates after `cursor` (empty: the newest) that have the status and the tag.

        A corpus that does not exist is an empty one.

        Raises:
            AppError: INVALID_INPUT for a limit outside 1 to 100 or a cursor that was never given out.
        """
        _check_limit(limit)
        before = _parsed(cursor, lambda place: int(place) if _ORDER.fullmatch(place) else None)
        found: list[CandidateView] = []
        last = 0
        looked_through = 0
        while looked_through < _MOST_LOOKED_THROUGH:
            count = max(limit + 1, _LEAST_LOOK)
            places = await self._library.positions(client_id, corpus_id, before=before, count=count)
            if not places:
                return CandidatePage(tuple(found), "")
            views = await self._library.views(client_id, corpus_id, [candidate for _, candidate in places])
            for (order, _), view in zip(places, views, strict=True):
                if view is None or not _wanted(view, status, tag):
                    continue
                if len(found) == limit:
                    return CandidatePage(tuple(found), encode_cursor(str(last)))
                found.append(view)
                last = order
            before = places[-1][0]
            looked_through += len(places)
        return CandidatePage(tuple(found), encode_cursor(str(before)))

    async def corpora(self, client_id: str, *, limit: int, cursor: str) -> CorpusPage:
        """Returns the corpora after `cursor` (empty: the newest); raises as `candidates` does."""
        _check_limit(limit)
        before = _parsed(cursor, _corpus_place)
        found = await self._library.corpora(client_id, before=before, count=limit + 1)
        shown = found[:limit]
        following = ""
        if len(found) > limit:
            key, corpus = shown[-1]
            following = encode_cursor(f"{corpus.created_at_ms}/{key}")
        return CorpusPage(tuple(corpus for _, corpus in shown), following)


def _wanted(view: CandidateView, status: EmbeddingStatus | None, tag: str | None) -> bool:
    return (status is None or view.embedding_status is status) and (tag is None or tag in (view.tags or ()))


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= MAX_LIMIT:
        raise invalid_field("limit", f"Must be 1 to {MAX_LIMIT}.")


def _parsed(cursor: str, read: Callable[[str], Place | None]) -> Place | None:
    if not cursor:
        return None
    try:
        place = read(decode_cursor(cursor))
    except MalformedCursorError:
        place = None
    if place is None:
        raise invalid_field("cursor", "Is not a cursor of this list.")
    return place


def _corpus_place(place: str) -> tuple[int, str] | None:
    parts = _CORPUS_PLACE.fullmatch(place)
    return (int(parts[1]), parts[2]) if parts else None
