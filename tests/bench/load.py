"""A load of one request repeated over a few kept connections, cheap enough not to measure itself."""

import asyncio
import time
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load saw: requests per second, latencies in milliseconds, and the count of each status."""

    per_s: float
    p50_ms: float
    p99_ms: float
    statuses: dict[int, int]


def request_bytes(method: str, path: str, *, key: str, body: bytes = b"", content_type: str = "") -> bytes:
    """One HTTP/1.1 request, ready to be sent again and again."""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: {key}\r\n"
    if body:
        head += f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n"
    return f"{head}\r\n".encode() + body


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> int:
    writer.write(request)
    await writer.drain()
    head = await reader.readuntil(b"\r\n\r\n")
    lowered = head.lower()
    at = lowered.index(b"content-length:") + 15
    length = int(lowered[at : lowered.index(b"\r\n", at)])
    await reader.readexactly(length)
    return int(head[9:12])


async def run_load(port: int, request: bytes, *, total: int, connections: int) -> Outcome:
    """Sends `total` requests over `connections` connections, each waiting for its answer before the next."""
    latencies: list[float] = []
    statuses: dict[int, int] = {}
    left = iter(range(total))

    async def one_connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=4 * 1024 * 1024)
        try:
            for _ in left:
                started = time.perf_counter()
                status = await _exchange(reader, writer, request)
                latencies.append((time.perf_counter() - started) * 1000)
                statuses[status] = statuses.get(status, 0) + 1
        finally:
            writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(one_connection() for _ in range(connections)))
    elapsed = time.perf_counter() - started
    cuts = quantiles(latencies, n=100)
    return Outcome(per_s=total / elapsed, p50_ms=cuts[49], p99_ms=cuts[98], statuses=statuses)
