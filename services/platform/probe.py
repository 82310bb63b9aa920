"""Asks the service of this container whether it is ready: `python -m services.platform.probe grpc|http`, exit code 0 for yes.

For engines that can only run a command in the container; Kubernetes asks over gRPC and HTTP itself.
"""

import argparse
import http.client
import sys
from http import HTTPStatus
from typing import Any

from services.platform.config import Env

_TIMEOUT_S = 5.0
_HEALTH_PATH = "/api/v1/health"


def address_of(listen: str) -> str:
    """Returns where to reach what listens on `listen` (host:port) from its own machine."""
    host, _, port = listen.rpartition(":")
    reachable = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]", "": "127.0.0.1"}  # noqa: S104 - named here to be avoided
    return f"{reachable.get(host, host)}:{port}"


def serves_grpc(address: str, *, timeout_s: float = _TIMEOUT_S) -> bool:
    """Tells whether the standard health service at `address` says SERVING within the time."""
    # Loaded here: a check of the gateway every few seconds must not pay for gRPC.
    import grpc  # noqa: PLC0415 - see above
    from grpc_health.v1 import health_pb2, health_pb2_grpc  # noqa: PLC0415 - see above

    with grpc.insecure_channel(address) as channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)  # its stubs lack the method
        try:
            answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=timeout_s)
        except grpc.RpcError:
            return False
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def serves_http(address: str, *, timeout_s: float = _TIMEOUT_S) -> bool:
    """Tells whether the health route at `address` answers 200 within the time."""
    connection = http.client.HTTPConnection(address, timeout=timeout_s)
    try:
        connection.request("GET", _HEALTH_PATH)
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main() -> int:
    """Returns 0 when the service says that it is ready, else 1.

    gRPC is asked at CVDEEP_HEALTH_LISTEN, which speaks in the clear where the service itself wants certificates, else at CVDEEP_LISTEN.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("how", choices=("grpc", "http"))
    how = parser.parse_args().how
    env = Env()
    listen = env.text("CVDEEP_LISTEN")
    if how == "http":
        return 0 if serves_http(address_of(listen)) else 1
    return 0 if serves_grpc(address_of(env.text("CVDEEP_HEALTH_LISTEN", listen))) else 1


if __name__ == "__main__":
    sys.exit(main())
