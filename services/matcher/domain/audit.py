"""What must hold between a client's matches and its ledger, and every sentence that says it does not."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.matcher.domain.match import MatchStatus


@dataclass(frozen=True, slots=True)
class Audited:
    """One match as the audit sees it."""

    id: str
    status: MatchStatus
    credits_charged: int


@dataclass(frozen=True, slots=True)
class Books:
    """One client's money and queue at one moment.

    Attributes:
        matches: every match of the client, erased ones too: their status and charge outlive what they held of a person.
        holds: credits held, by match id.
        charge_rows: how many ledger rows of type charge name a match id.
        active: ids of the client's matches in the queue's active set.
    """

    matches: tuple[Audited, ...]
    holds: Mapping[str, int]
    charge_rows: Mapping[str, int]
    active: frozenset[str]


def drifts_between(books: Books) -> list[str]:
    """Returns one plain sentence for each thing that does not add up, in a fixed order."""
    known = {match.id for match in books.matches}
    found = [sentence for match in books.matches for sentence in _drifts_of(match, books)]
    found += [f"hold of unknown match {run_id}" for run_id in sorted(books.holds.keys() - known)]
    found += [f"ledger row of unknown match {run_id}" for run_id in sorted(books.charge_rows.keys() - known)]
    found += [f"active entry of unknown match {run_id}" for run_id in sorted(books.active - known)]
    return found


def _drifts_of(match: Audited, books: Books) -> list[str]:
    held, rows, active = match.id in books.holds, books.charge_rows.get(match.id, 0), match.id in books.active
    expected_rows = 1 if match.status is MatchStatus.FINISHED else 0
    checks = (
        (match.status.final and held, f"final match {match.id} still has a hold"),
        (not match.status.final and not held, f"match {match.id} is not final and has no hold"),
        (match.status.final and active, f"final match {match.id} is still in the active set"),
        (not match.status.final and not active, f"match {match.id} is not final and not in the active set"),
        (
            match.status is MatchStatus.FINISHED and not match.credits_charged,
            f"finished match {match.id} was not charged",
        ),
        (rows != expected_rows, f"{match.status} match {match.id} has {rows} ledger rows, not {expected_rows}"),
    )
    return [sentence for wrong, sentence in checks if wrong]
