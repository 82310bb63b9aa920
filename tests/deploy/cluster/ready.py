"""Asks the health service of this container whether it is ready, as kubelet has done it itself since Kubernetes 1.24.

It stands in the chart's place of that probe on an older one. An interpreter alone can run it, in a fortieth of a second: one
that loaded gRPC for it every few seconds, in every pod, would leave a small machine little else to do.
"""

import socket
import struct
import sys

_DATA, _HEADERS, _SETTINGS = 0, 1, 4
_END_STREAM, _END_HEADERS = 1, 4
_SERVING = b"\0\0\0\0\2\x08\x01"


def _frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def _text(value: bytes) -> bytes:
    return bytes([len(value)]) + value


# POST and http from HPACK's table; path, authority and content type by its names; all spelt out, none to be remembered.
_REQUEST = (
    b"\x83\x86"
    + (b"\x04" + _text(b"/grpc.health.v1.Health/Check"))
    + (b"\x01" + _text(b"health"))
    + (b"\x0f\x10" + _text(b"application/grpc"))
    + (b"\x00" + _text(b"te") + _text(b"trailers"))
)

with socket.create_connection(("127.0.0.1", 9092), timeout=5) as connection, connection.makefile("rb") as answer:
    connection.sendall(
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
        + _frame(_SETTINGS, 0, 0)
        + _frame(_HEADERS, _END_HEADERS, 1, _REQUEST)
        + _frame(_DATA, _END_STREAM, 1, b"\0\0\0\0\0")
    )
    while head := answer.read(9):
        body = answer.read(int.from_bytes(head[:3], "big"))
        if head[3] == _DATA:
            sys.exit(0 if body == _SERVING else 1)
sys.exit(1)
