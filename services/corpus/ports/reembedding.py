"""What embedding candidates anew needs of the world: the order of editions, the change logs, a way to mark what is out of date."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from services.corpus.domain.edition import Edition


@dataclass(frozen=True, slots=True)
class FollowedCorpus:
    """A corpus by its short key, and the number of its latest change."""

    client_id: str
    corpus: str
    seq: int


@dataclass(frozen=True, slots=True)
class FollowedChange:
    """The latest change of a candidate; `is_stale` when it is embedded, and by another edition than was asked about."""

    candidate: str
    seq: int
    is_stale: bool


class Editions(Protocol):
    """The editions that processes have had, in the order in which they came up."""

    async def announce(self, edition: Edition) -> str:
        """Says that a process of this edition is alive; returns the edition that candidates are embedded for, as text."""
        ...


class ReembeddingStore(Protocol):
    """Finds and marks candidates of other editions, partition by partition."""

    @property
    def partitions(self) -> Sequence[int]:
        """The partitions this store looks at."""
        ...

    async def depth(self, partition: int) -> int:
        """Returns how many candidates of a partition wait to be embedded."""
        ...

    async def corpora(self, partition: int) -> Sequence[FollowedCorpus]:
        """Returns all corpora of a partition."""
        ...

    async def changes(
        self, corpus: FollowedCorpus, edition: Edition, *, after: int, count: int
    ) -> Sequence[FollowedChange]:
        """Returns up to `count` changes with a number above `after`, by rising number."""
        ...

    async def embed_again(self, corpus: FollowedCorpus, candidates: Sequence[str], edition: Edition) -> int:
        """Makes those of the candidates that are of another edition wait to be embedded; returns how many.

        Doing it again, or by two processes at once, changes nothing more.
        """
        ...


class ReembeddingMeter(Protocol):
    """Shows how far embedding anew has come."""

    def leads(self, *, yes: bool) -> None:
        """Notes whether candidates are embedded for this process's edition."""
        ...

    def embedding_again(self, candidates: int) -> None:
        """Counts candidates that were made to wait to be embedded again."""
        ...
