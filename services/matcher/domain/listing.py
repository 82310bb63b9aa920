"""Pages of matches: which rows a list wants and where a page ends."""

import re
from dataclasses import dataclass

from services.matcher.domain.match import MatchRow, MatchStatus

MAX_LIMIT = 100

POSITION = re.compile(r"\d{13}/cvdm_[0-9A-Za-z]{22}")
"""What `position_of` gives."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list wants; None wants all. `statuses` is empty for any; times are milliseconds since the epoch.

    `created_after_ms` is inclusive, `created_before_ms` exclusive.
    """

    statuses: frozenset[MatchStatus] = frozenset()
    position_id: str | None = None
    external_id: str | None = None
    tag: str | None = None
    project: str | None = None
    created_after_ms: int | None = None
    created_before_ms: int | None = None

    def wants(self, row: MatchRow) -> bool:
        """Tells whether a row belongs in the list."""
        return (
            (not self.statuses or row.status in self.statuses)
            and (self.position_id is None or row.position_id == self.position_id)
            and (self.external_id is None or row.external_id == self.external_id)
            and (self.tag is None or self.tag in row.tags)
            and (self.project is None or row.project == self.project)
            and (self.created_after_ms is None or row.created_at_ms >= self.created_after_ms)
            and (self.created_before_ms is None or row.created_at_ms < self.created_before_ms)
        )


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, newest first, and the cursor of the next page; empty at the end.

    A filter that few matches pass may give a short page with a cursor: what one call looks through is bounded.
    """

    rows: tuple[MatchRow, ...]
    next_cursor: str


def position_of(created_at_ms: int, match_id: str) -> str:
    """Returns a match's place in its client's index: text that sorts by time, then id."""
    return f"{created_at_ms:013d}/{match_id}"
