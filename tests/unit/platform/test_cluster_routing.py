"""Where a command belongs on a Redis Cluster."""

from typing import Any

import pytest

from services.platform.storage.cluster.routing import OneNodeOnlyError, keys_of, slot_of
from services.platform.storage.keys import client_key, mark_key


@pytest.mark.parametrize(
    ("args", "keys"),
    [
        (("GET", "a"), ["a"]),
        (("HSET", b"a", "field", "value"), [b"a"]),
        (("UNLINK", "a", "b"), ["a", "b"]),
        (("EVALSHA", "hash", 2, "a", "b", "argument"), ["a", "b"]),
        (("EVAL", "text", "1", "a"), ["a"]),
        (("XGROUP CREATE", "a", "group", "0"), ["a"]),
        (("XREAD", b"COUNT", 1, b"STREAMS", "a", "b", "0", "0"), ["a", "b"]),
        (("XREADGROUP", b"GROUP", "g", "streams", b"STREAMS", b"a", ">"), [b"a"]),
    ],
)
def test_the_keys_of_a_command_are_found(args: tuple[Any, ...], keys: list[Any]) -> None:
    """Those that redis-py sends in one word or several, with the keys first, counted, or after STREAMS."""
    assert list(keys_of(args)) == keys


@pytest.mark.parametrize("args", [("INFO", "memory"), ("CONFIG GET", "appendonly"), ("SCAN", 0), ("EVAL", "text", 0)])
def test_what_asks_one_node_is_refused(args: tuple[Any, ...]) -> None:
    """Its second word would pass for a key."""
    with pytest.raises(OneNodeOnlyError):
        keys_of(args)


def test_a_mark_lies_in_the_slot_of_its_key() -> None:
    """With a hash tag and without one."""
    for key in (client_key("cl_1", "account"), "cvdeep:apikey:{abc}", "plain"):
        assert slot_of(mark_key(key)) == slot_of(key)
