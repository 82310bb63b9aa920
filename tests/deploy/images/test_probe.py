"""The health check of a container: asked over the same two ways as in the images, with real listeners on loopback."""

import http.server
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from services.platform import probe
from services.platform.probe import address_of
from tools.redis_server import free_port


@pytest.fixture
def service() -> Iterator[tuple[str, health.HealthServicer]]:
    """A gRPC server with the standard health service alone, and where it listens."""
    server = grpc.server(ThreadPoolExecutor(1))
    servicer = health.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield f"127.0.0.1:{port}", servicer
    server.stop(None).wait()


class _Answers(http.server.BaseHTTPRequestHandler):
    status = HTTPStatus.OK

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/api/v1/health" else HTTPStatus.NOT_FOUND)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def gateway() -> Iterator[tuple[str, type[_Answers]]]:
    """An HTTP server whose health route answers `status`, and where it listens."""
    handler = type("Handler", (_Answers,), {})
    server = http.server.HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}", handler
    server.shutdown()
    server.server_close()
    thread.join()


def _asked(how: str, monkeypatch: pytest.MonkeyPatch, **settings: str) -> int:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["probe", how])
    return probe.main()


@pytest.mark.parametrize(
    ("said", "code"), [(health_pb2.HealthCheckResponse.SERVING, 0), (health_pb2.HealthCheckResponse.NOT_SERVING, 1)]
)
def test_a_grpc_service_is_healthy_when_it_says_so(
    said: Any, code: int, service: tuple[str, health.HealthServicer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SERVING is exit code 0, NOT_SERVING 1."""
    address, servicer = service
    servicer.set("", said)
    assert _asked("grpc", monkeypatch, CVDEEP_LISTEN=address) == code


def test_the_health_listener_is_asked_where_there_is_one(
    service: tuple[str, health.HealthServicer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With certificates on the service's own port, its plain health listener answers."""
    address, servicer = service
    servicer.set("", health_pb2.HealthCheckResponse.SERVING)
    nowhere = f"127.0.0.1:{free_port()}"
    assert _asked("grpc", monkeypatch, CVDEEP_LISTEN=nowhere, CVDEEP_HEALTH_LISTEN=address) == 0


@pytest.mark.parametrize(("status", "code"), [(HTTPStatus.OK, 0), (HTTPStatus.SERVICE_UNAVAILABLE, 1)])
def test_the_gateway_is_healthy_when_its_route_says_so(
    status: HTTPStatus, code: int, gateway: tuple[str, type[_Answers]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """200 is exit code 0, anything else 1."""
    address, handler = gateway
    handler.status = status
    assert _asked("http", monkeypatch, CVDEEP_LISTEN=address) == code


@pytest.mark.parametrize("how", ["grpc", "http"])
def test_nobody_there_is_unhealthy(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port where nothing listens is exit code 1, without a trace."""
    assert _asked(how, monkeypatch, CVDEEP_LISTEN=f"127.0.0.1:{free_port()}") == 1


def test_what_listens_everywhere_is_asked_at_home() -> None:
    """An address that stands for all is reached over loopback; any other as it is."""
    assert address_of("0.0.0.0:9090") == "127.0.0.1:9090"
    assert address_of("[::]:9090") == "[::1]:9090"
    assert address_of("10.1.2.3:9090") == "10.1.2.3:9090"
