"""The command line against a real Redis, and a matcher that says what a test wants."""

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import grpc
import pytest
from click.testing import CliRunner, Result

from cvdeep.matcher.v1 import matcher_pb2 as pb
from services.admin.cli import cvdeep
from services.admin.wiring import with_redis
from services.platform.errors import AppError, Reason
from services.platform.rpc.status import to_status
from tools.redis_server import RedisServer

Cli = Callable[..., Result]
Ask = Callable[..., Any]


@pytest.fixture
def cli(redis_server: RedisServer) -> Cli:
    """Runs `cvdeep admin …` on an empty database; returns click's result."""
    with_redis(redis_server.url, lambda database: database.flushall())

    def run(*arguments: str, env: Mapping[str, str] | None = None, answer: str | None = None) -> Result:
        settings = {"CVDEEP_REDIS_URL": redis_server.url, **(env or {})}
        return CliRunner().invoke(cvdeep, ["admin", *arguments], env=settings, input=answer)

    return run


@pytest.fixture
def ask(cli: Cli) -> Ask:
    """Runs `cvdeep admin … --json`, expects success and returns the decoded answer."""

    def run(*arguments: str, env: Mapping[str, str] | None = None) -> Any:
        result = cli(*arguments, "--json", env=env)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return run


@pytest.fixture
def client_id(ask: Ask) -> str:
    """The id of a fresh client."""
    made: str = ask("clients", "create", "Acme GmbH")["client_id"]
    return made


@dataclass(slots=True)
class FakeMatcher:
    """Answers with drifts and fields by client and match; erases what has a life, and lists it a match a page."""

    target: str = ""
    drifts: dict[str, list[str]] = field(default_factory=dict)
    lives: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    erased: list[str] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        return {"CVDEEP_MATCHER_TARGET": self.target}

    def reconcile(self, request: pb.ReconcileRequest, _: Any) -> pb.ReconcileResponse:
        drifts = self.drifts.get(request.client_id, [])
        return pb.ReconcileResponse(drifts=drifts, balance=97, held=6, granted=100, charged=3, matches=3)

    def inspect(self, request: pb.InspectMatchRequest, context: grpc.ServicerContext) -> pb.InspectMatchResponse:
        found = self.lives.get((request.client_id, request.match_id))
        if found is None:
            context.abort_with_status(to_status(AppError(Reason.REQUEST_NOT_FOUND, "There is no such match.")))
        return pb.InspectMatchResponse(fields=found)

    def erase(self, request: pb.EraseMatchRequest, context: grpc.ServicerContext) -> pb.EraseMatchResponse:
        if (request.client_id, request.match_id) not in self.lives:
            context.abort_with_status(to_status(AppError(Reason.REQUEST_NOT_FOUND, "There is no such match.")))
        self.erased.append(request.match_id)
        return pb.EraseMatchResponse()

    def page(self, request: pb.ListMatchesRequest, _: Any) -> pb.ListMatchesResponse:
        mine = [match_id for client_id, match_id in self.lives if client_id == request.caller.client_id]
        start = int(request.cursor or 0)
        more = str(start + 1) if start + 1 < len(mine) else ""
        rows = [pb.MatchRow(id=match_id) for match_id in mine[start : start + 1]]
        return pb.ListMatchesResponse(matches=rows, next_cursor=more)

    def handlers(self) -> grpc.GenericRpcHandler:
        """The calls that an operator makes."""
        return grpc.method_handlers_generic_handler(
            "cvdeep.matcher.v1.MatcherService",
            {
                "Reconcile": grpc.unary_unary_rpc_method_handler(
                    self.reconcile,
                    request_deserializer=pb.ReconcileRequest.FromString,
                    response_serializer=pb.ReconcileResponse.SerializeToString,
                ),
                "InspectMatch": grpc.unary_unary_rpc_method_handler(
                    self.inspect,
                    request_deserializer=pb.InspectMatchRequest.FromString,
                    response_serializer=pb.InspectMatchResponse.SerializeToString,
                ),
                "EraseMatch": grpc.unary_unary_rpc_method_handler(
                    self.erase,
                    request_deserializer=pb.EraseMatchRequest.FromString,
                    response_serializer=pb.EraseMatchResponse.SerializeToString,
                ),
                "ListMatches": grpc.unary_unary_rpc_method_handler(
                    self.page,
                    request_deserializer=pb.ListMatchesRequest.FromString,
                    response_serializer=pb.ListMatchesResponse.SerializeToString,
                ),
            },
        )


@pytest.fixture
def matcher() -> Iterator[FakeMatcher]:
    """A matcher on a loopback port."""
    fake = FakeMatcher()
    server = grpc.server(ThreadPoolExecutor(2))
    server.add_generic_rpc_handlers((fake.handlers(),))
    fake.target = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    yield fake
    server.stop(0).wait(5)
