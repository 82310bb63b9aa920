"""The names of Services for pods of the private machine, over UDP, from memory: twice a second it looks at the API server.

`python -m tests.deploy.cluster.names ADDRESS API`, with the bearer's token in CVDEEP_CLUSTER_TOKEN.
"""

import contextlib
import socket
import socketserver
import struct
import sys
import threading
import time
from typing import Any

from tests.deploy.cluster.api import Api

_ZONE = ("svc", "cluster", "local")
_HEAD = struct.Struct(">HHHHHH")
_A = 1
_ANSWER, _AUTHORITATIVE, _ASKED_RECURSION, _NO_SUCH_NAME, _FAILED = 0x8000, 0x0400, 0x0100, 3, 2
# As long as the usual server of names lets such an answer be kept.
_KEPT_S = 5
_EVERY_S = 0.5


class Names(socketserver.ThreadingUDPServer):
    """Answers for `service.namespace.svc.cluster.local`: the Service's address, or those of its ready pods."""

    daemon_threads = True

    def __init__(self, address: str, api: Api) -> None:
        super().__init__((address, 53), _Question)
        self._api = api
        # Service and namespace → addresses; None before the first look.
        self.known: dict[tuple[str, str], list[str]] | None = None

    def look(self) -> None:
        """Reads all Services and the ready pods of those without an address of their own, for as long as the program lives."""
        while True:
            with contextlib.suppress(OSError):
                endpoints = {
                    _name(one): one.get("subsets") or [] for one in self._api.get("/api/v1/endpoints")["items"]
                }
                self.known = {
                    _name(one): (
                        [own]
                        if (own := one["spec"].get("clusterIP")) != "None"
                        else _addresses(endpoints.get(_name(one), []))
                    )
                    for one in self._api.get("/api/v1/services")["items"]
                }
            time.sleep(_EVERY_S)


def _name(item: dict[str, Any]) -> tuple[str, str]:
    return item["metadata"]["name"], item["metadata"]["namespace"]


def _addresses(subsets: list[dict[str, Any]]) -> list[str]:
    return [address["ip"] for subset in subsets for address in subset.get("addresses") or []]


class _Question(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        question, connection = self.request
        assert isinstance(self.server, Names)
        connection.sendto(answer(question, self.server), self.client_address)


def answer(question: bytes, names: Names) -> bytes:
    """Returns the datagram that answers one question."""
    identifier, flags = _HEAD.unpack_from(question)[:2]
    labels, end = _labels(question, _HEAD.size)
    (kind,) = struct.unpack_from(">H", question, end)
    asked = question[_HEAD.size : end + 4]
    code = _NO_SUCH_NAME
    found: list[str] = []
    if names.known is None:
        code = _FAILED
    elif tuple(labels[2:]) == _ZONE:
        addresses = names.known.get((labels[0], labels[1]))
        code = _NO_SUCH_NAME if addresses is None else 0
        found = addresses or [] if kind == _A else []
    flags = _ANSWER | _AUTHORITATIVE | (flags & _ASKED_RECURSION) | code
    head = _HEAD.pack(identifier, flags, 1, len(found), 0, 0)
    # Each answer points at the name of the question, at offset 12.
    record = struct.pack(">HHHIH", 0xC00C, _A, 1, _KEPT_S, 4)
    return head + asked + b"".join(record + socket.inet_aton(address) for address in found)


def _labels(message: bytes, at: int) -> tuple[list[str], int]:
    found = []
    while length := message[at]:
        found.append(message[at + 1 : at + 1 + length].decode("ascii").lower())
        at += 1 + length
    return found, at + 1


def main() -> None:
    """Serves until it is ended."""
    address, url = sys.argv[1:]
    with Names(address, Api.from_environment(url)) as names:
        threading.Thread(target=names.look, daemon=True).start()
        names.serve_forever()


if __name__ == "__main__":
    main()
