"""Says where in a Redis Cluster a command belongs: which of its words are keys, and what goes to every node."""

from collections.abc import Sequence
from typing import Any

from redis.crc import key_slot
from redis.exceptions import RedisError

EVERYWHERE = frozenset({"FLUSHALL", "FLUSHDB", "SCRIPT LOAD", "SCRIPT FLUSH", "CONFIG SET", "CONFIG RESETSTAT"})
"""Sent to every master; the first one's answer stands for all."""

ANYWHERE = frozenset({"TIME", "PING", "WAIT"})
"""Speak of no key; in a pipeline they go with the first command that does."""

SUMMED = frozenset({"DEL", "EXISTS", "UNLINK", "TOUCH"})
"""Take any number of keys, and answer with a count."""

_OF_A_NODE = frozenset(
    {
        *("ACL", "BGREWRITEAOF", "CLIENT", "CLUSTER", "COMMAND", "CONFIG", "DEBUG", "INFO", "LATENCY", "MONITOR"),
        *("PSUBSCRIBE", "PUBLISH", "RANDOMKEY", "ROLE", "SCAN", "SCRIPT", "SLOWLOG", "SUBSCRIBE", "UNWATCH", "WATCH"),
    }
)


class OneNodeOnlyError(RedisError):
    """A command asks something of one node, and which one was not said."""


def command_of(args: Sequence[Any]) -> str:
    """Returns the name of a command as redis-py sends it, such as GET or XGROUP CREATE."""
    return _text(args[0]).upper()


def keys_of(args: Sequence[Any]) -> Sequence[Any]:
    """Returns the keys in a command, at least one.

    Raises:
        OneNodeOnlyError: the command has none: ask one of the `masters` instead.
    """
    command = command_of(args)
    if command in {"EVAL", "EVALSHA"}:
        keys = args[3 : 3 + int(args[2])]
    elif command in {"XREAD", "XREADGROUP"}:
        names = list(args)[_place_of_streams(args) + 1 :]
        keys = names[: len(names) // 2]
    elif command in SUMMED:
        keys = args[1:]
    else:
        keys = () if command.split(" ")[0] in _OF_A_NODE else args[1:2]
    if not keys:
        raise OneNodeOnlyError(f"{command} has no key to find its node of the cluster by")
    return keys


def slot_of(key: Any) -> int:
    """Returns the slot of a key, 0 to 16,383."""
    return int(key_slot(key if isinstance(key, bytes) else str(key).encode()))


def _place_of_streams(args: Sequence[Any]) -> int:
    return next(place for place, word in enumerate(args) if isinstance(word, bytes | str) and _text(word) == "STREAMS")


def _text(word: Any) -> str:
    return word.decode() if isinstance(word, bytes) else str(word)
