"""How much the indexes of a process may take, and when they are put in order."""

from dataclasses import dataclass

# An approximate index learns from its vectors, and needs some of them.
EXACT_ROWS_LEAST = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSettings:
    """Settings of all indexes of a process.

    Attributes:
        memory_bytes: what all corpora in memory may take; past it the one that was searched longest ago is let go.
        exact_rows_max: up to this many candidates a search by meaning is exact, beyond it nearly so.
        threads: how many searches and changes are computed at once.
        snapshot_interval_s: seconds between two looks at snapshots: is one due, does one hold somebody who was erased.
        save_changes_min: a snapshot is renewed after this many changes, or an eighth of the corpus if that is more.
    """

    memory_bytes: int = 2 * 2**30
    exact_rows_max: int = 4_096
    threads: int = 2
    snapshot_interval_s: float = 60.0
    save_changes_min: int = 1024

    def __post_init__(self) -> None:
        """Raises ValueError for a limit of exact search below what an approximate one can learn from."""
        if self.exact_rows_max < EXACT_ROWS_LEAST:
            raise ValueError(f"exact_rows_max must be at least {EXACT_ROWS_LEAST}")
