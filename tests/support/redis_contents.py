"""All that a Redis holds, as bytes to look for something in."""

from typing import Any

from redis.asyncio import Redis

_READS: dict[bytes, tuple[str, ...]] = {
    b"string": ("GET",),
    b"hash": ("HGETALL",),
    b"list": ("LRANGE", "0", "-1"),
    b"set": ("SMEMBERS",),
    b"zset": ("ZRANGE", "0", "-1"),
    b"stream": ("XRANGE", "-", "+"),
}


async def everything_in(redis: Redis) -> bytes:
    """Returns a line for each key: its name and all that is in it; bytes outside ASCII are escaped."""
    read: Any = redis.execute_command
    lines: list[bytes] = []
    async for key in redis.scan_iter("*"):
        kind: Any = await redis.type(key)
        command, *bounds = _READS[kind]
        value: Any = await read(command, key, *bounds)
        # Redis gives hashes and sets in any order, and not always the same.
        value = sorted(value.items()) if isinstance(value, dict) else sorted(value) if isinstance(value, set) else value
        lines.append(key + b" " + repr(value).encode())
    return b"\n".join(lines)
