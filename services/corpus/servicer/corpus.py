"""The whole CorpusService: each module beside this one answers its part of the calls."""

from types import SimpleNamespace

import grpc

from cvdeep.corpus.v1 import corpus_pb2, corpus_pb2_grpc
from services.corpus.servicer.candidates import CandidateCalls
from services.corpus.servicer.search import SearchCalls

_SERVICE = corpus_pb2.DESCRIPTOR.services_by_name["CorpusService"]
CORPUS_SERVICE: str = _SERVICE.full_name


def add_corpus_service(server: grpc.aio.Server, *, candidates: CandidateCalls, search: SearchCalls) -> None:
    """Adds CorpusService to a gRPC server; raises TypeError unless each of its calls is answered by exactly one part."""
    servicer = SimpleNamespace()
    for method in _SERVICE.methods:
        answers = [getattr(part, method.name) for part in (candidates, search) if hasattr(part, method.name)]
        if len(answers) != 1:
            raise TypeError(f"{method.name} has {len(answers)} answers")
        setattr(servicer, method.name, answers[0])
    corpus_pb2_grpc.add_CorpusServiceServicer_to_server(servicer, server)  # type: ignore[arg-type]  # checked by name above
