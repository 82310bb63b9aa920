"""Erases candidates and corpora: at once for everybody who looks, and from storage before the call returns."""

from services.corpus.ports.candidates import CandidateStore, WaitingStore

_ERASED_A_STEP = 200


class Erasure:
    """Erases what a client names; what is not there is erased already."""

    def __init__(self, store: CandidateStore, waiting: WaitingStore) -> None:
        self._store = store
        self._waiting = waiting

    async def candidate(self, client_id: str, corpus_id: str, external_id: str) -> None:
        """Erases a candidate with its rows in finished runs."""
        await self._store.delete(client_id, corpus_id, external_id)

    async def corpus(self, client_id: str, corpus_id: str) -> None:
        """Erases a corpus with all its candidates; when this is cut off, the sweeper unlinks the rest."""
        await self._store.delete_corpus(client_id, corpus_id)
        while await self._waiting.erase_some(count=_ERASED_A_STEP, client_id=client_id):
            pass
