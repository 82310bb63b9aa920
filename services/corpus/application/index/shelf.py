"""The corpora in memory, the one that was used last at the end."""

from collections import OrderedDict
from collections.abc import Iterator

from services.corpus.application.index.follower import Follower

# What a corpus takes beside its vectors and terms; also keeps names of corpora that never were from piling up.
_FOLLOWER_BYTES = 4096


class Shelf:
    """Followers by client and corpus, within a budget of memory."""

    def __init__(self, *, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        self._followers: OrderedDict[tuple[str, str], Follower] = OrderedDict()

    def __iter__(self) -> Iterator[Follower]:
        """The followers as they are now; the shelf may change while they are gone through."""
        return iter(tuple(self._followers.values()))

    def __len__(self) -> int:
        return len(self._followers)

    @property
    def size_bytes(self) -> int:
        """Bytes all corpora take."""
        return sum(follower.view.size_bytes + _FOLLOWER_BYTES for follower in self._followers.values())

    def get(self, client_id: str, corpus_id: str) -> Follower | None:
        """Returns a corpus that is in memory."""
        return self._followers.get((client_id, corpus_id))

    def use(self, client_id: str, corpus_id: str) -> Follower | None:
        """Returns a corpus and remembers that it was used."""
        follower = self._followers.get((client_id, corpus_id))
        if follower is not None:
            self._followers.move_to_end((client_id, corpus_id))
        return follower

    def put(self, follower: Follower) -> None:
        """Adds a corpus, in place of an older follower of it."""
        self._followers[follower.client_id, follower.corpus_id] = follower
        self._followers.move_to_end((follower.client_id, follower.corpus_id))

    def drop(self, follower: Follower) -> None:
        """Lets a corpus go, unless another follower has taken its place; searches of it go on."""
        if self._followers.get((follower.client_id, follower.corpus_id)) is follower:
            del self._followers[follower.client_id, follower.corpus_id]

    def make_room(self) -> int:
        """Lets go of what was used longest ago until the rest fits, and returns how many; the last one used stays."""
        dropped = 0
        size_bytes = self.size_bytes
        while size_bytes > self._memory_bytes and len(self._followers) > 1:
            _, follower = self._followers.popitem(last=False)
            size_bytes -= follower.view.size_bytes + _FOLLOWER_BYTES
            dropped += 1
        return dropped
