"""Keeps the vectors used last, bounded by their number."""

from collections import OrderedDict


class VectorCache:
    """Least recently used goes first.

    A vector is kept as the bytes of its float32 row under the model's id and the SHA-256 of its text: no text is held. Of
    384 dims it takes about 1.8 kB.
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._rows: OrderedDict[tuple[str, bytes], bytes] = OrderedDict()

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, model_id: str, key: bytes) -> bytes | None:
        """Returns the row, which is then the one used last; None when it is not here."""
        row = self._rows.get((model_id, key))
        if row is not None:
            self._rows.move_to_end((model_id, key))
        return row

    def put(self, model_id: str, key: bytes, row: bytes) -> None:
        """Keeps a row, and lets go of the one unused for longest when there are too many."""
        self._rows[model_id, key] = row
        self._rows.move_to_end((model_id, key))
        if len(self._rows) > self._most:
            self._rows.popitem(last=False)
