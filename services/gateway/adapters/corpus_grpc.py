"""The corpus service over gRPC."""

from collections.abc import Sequence

import grpc

from cvdeep.corpus.v1 import corpus_pb2 as pb
from cvdeep.corpus.v1.corpus_pb2_grpc import CorpusServiceStub
from services.gateway.adapters import corpus_messages as messages
from services.gateway.adapters.failures import unreachable
from services.gateway.adapters.patience import asked
from services.gateway.ports import Caller, JsonObject, ResolvedCandidate, Search, Started
from services.gateway.schemas.candidate import CandidateListQuery, PageQuery
from services.gateway.translate import caller_message
from services.platform.errors import AppError, Reason

SERVICE = "cvdeep.corpus.v1.CorpusService"
# What the channel may send again by itself. A batch sent twice would answer `unchanged` for what it changed, and a search
# is sent again by its caller, once, with the same id.
IDEMPOTENT_METHODS = (
    *("GetCandidate", "ListCandidates", "DeleteCandidate", "ListCorpora", "DeleteCorpus"),
    *("FindReplay", "GetRun", "ListRunResults", "ListRuns"),
)


class GrpcCandidates:
    """`Candidates` on a channel of `services.platform.rpc.client`; a batch has a deadline of its own."""

    def __init__(self, channel: grpc.aio.Channel, *, ingest_timeout_s: float) -> None:
        self._stub = CorpusServiceStub(channel)
        self._ingest_timeout_s = ingest_timeout_s

    async def ingest(self, caller: Caller, candidates: Sequence[ResolvedCandidate]) -> list[JsonObject]:
        """See `Candidates`."""
        # A batch is at most a JSON body of 10 MiB and 500 names of its corpus: it fits a message of 16 MiB.
        request = messages.ingest_request(caller, candidates)
        with unreachable("corpus"):
            answer = await self._stub.IngestCandidates(request, timeout=self._ingest_timeout_s)
        return [messages.ingest_result(result) for result in answer.results]

    async def get(self, caller: Caller, *, corpus_id: str, external_id: str) -> JsonObject:
        """See `Candidates`."""
        request = pb.GetCandidateRequest(caller=caller_message(caller), corpus_id=corpus_id, external_id=external_id)
        with unreachable("corpus"):
            return messages.candidate_body((await asked(self._stub.GetCandidate, request)).candidate)

    async def list(self, caller: Caller, query: CandidateListQuery) -> JsonObject:
        """See `Candidates`."""
        with unreachable("corpus"):
            answer = await asked(self._stub.ListCandidates, messages.list_request(caller, query))
        return messages.page([messages.candidate_body(row) for row in answer.candidates], answer.next_cursor)

    async def delete(self, caller: Caller, *, corpus_id: str, external_id: str) -> None:
        """See `Candidates`."""
        request = pb.DeleteCandidateRequest(caller=caller_message(caller), corpus_id=corpus_id, external_id=external_id)
        with unreachable("corpus"):
            await asked(self._stub.DeleteCandidate, request)

    async def list_corpora(self, caller: Caller, query: PageQuery) -> JsonObject:
        """See `Candidates`."""
        request = pb.ListCorporaRequest(caller=caller_message(caller), limit=query.limit, cursor=query.cursor or "")
        with unreachable("corpus"):
            answer = await asked(self._stub.ListCorpora, request)
        return messages.page([messages.corpus_body(row) for row in answer.corpora], answer.next_cursor)

    async def delete_corpus(self, caller: Caller, *, corpus_id: str) -> None:
        """See `Candidates`."""
        with unreachable("corpus"):
            await asked(
                self._stub.DeleteCorpus, pb.DeleteCorpusRequest(caller=caller_message(caller), corpus_id=corpus_id)
            )


class GrpcSearches:
    """`Searches` on such a channel."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._stub = CorpusServiceStub(channel)

    async def find_replay(self, caller: Caller, *, idempotency_key: str) -> Started | None:
        """See `Searches`."""
        request = pb.FindReplayRequest(caller=caller_message(caller), idempotency_key=idempotency_key)
        try:
            with unreachable("corpus"):
                return Started(run_id=(await asked(self._stub.FindReplay, request)).run_id, replay=True)
        except AppError as refusal:
            if refusal.reason is Reason.NOT_FOUND:
                return None
            raise

    async def start(self, caller: Caller, search: Search, *, patient: bool = False) -> Started:
        """See `Searches`."""
        with unreachable("corpus"):
            answer = await self._stub.StartSearch(messages.search_request(caller, search), wait_for_ready=patient)
        return Started(run_id=answer.run_id, replay=answer.replay)

    async def get(self, caller: Caller, run_id: str) -> JsonObject:
        """See `Searches`."""
        with unreachable("corpus"):
            return messages.run_body(
                await asked(self._stub.GetRun, pb.GetRunRequest(caller=caller_message(caller), run_id=run_id))
            )

    async def results(self, caller: Caller, run_id: str, query: PageQuery) -> JsonObject:
        """See `Searches`."""
        request = pb.ListRunResultsRequest(
            caller=caller_message(caller), run_id=run_id, limit=query.limit, cursor=query.cursor or ""
        )
        with unreachable("corpus"):
            answer = await asked(self._stub.ListRunResults, request)
        return messages.page(messages.rows(answer.rows_json) or (), answer.next_cursor)

    async def list(self, caller: Caller, query: PageQuery) -> JsonObject:
        """See `Searches`."""
        request = pb.ListRunsRequest(caller=caller_message(caller), limit=query.limit, cursor=query.cursor or "")
        with unreachable("corpus"):
            answer = await asked(self._stub.ListRuns, request)
        return messages.page([messages.run_row(run) for run in answer.runs], answer.next_cursor)
