"""How places for attempts are shared out."""

from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.slots import Limits, Slots

LIMITS = Limits(total=64, per_client=8, per_host=3)


def _fill(slots: Slots, client_id: str, host: str) -> int:
    """Takes all that one host can get; returns how much that was."""
    taken = 0
    while slots.take(client_id, host):
        taken += 1
    return taken


def test_a_host_and_a_client_have_their_limits() -> None:
    """One host gets its share; many of one client get the client's, less what is kept for those that come next."""
    assert _fill(Slots(LIMITS), "cl_a", "h") == 3

    many = Slots(LIMITS)

    assert sum(_fill(many, "cl_a", f"h{number}") for number in range(100)) == 8


def test_what_is_given_back_goes_to_those_that_have_less() -> None:
    """A client that took much while it was alone gets nothing more until the others have as much."""
    slots = Slots(LIMITS)
    for host in range(100):
        _fill(slots, "cl_first", f"h{host}")
    for client in range(20):
        for host in range(100):
            _fill(slots, f"cl_{client}", f"h{host}")
    slots.give_back("cl_first", "h0")

    assert not slots.take("cl_first", "h0")
    assert slots.take("cl_new", "h")


def test_s115_however_many_clients_hang_the_next_finds_a_place() -> None:
    """Twenty clients with a thousand dead hosts each take ever less, and a client that comes then is served at once."""
    slots = Slots(LIMITS)
    for client in range(20):
        for host in range(1_000):
            _fill(slots, f"cl_{client}", f"h{host}")

    assert slots.free >= 1
    assert slots.take("cl_new", "h")


def test_w14_however_many_hosts_hang_the_clients_next_finds_a_place() -> None:
    """Two hosts that take all they can get leave one for the same client's third."""
    slots = Slots(LIMITS)
    for host in ("dead-1", "dead-2"):
        _fill(slots, "cl_a", host)

    assert slots.take("cl_a", "alive")


def test_one_place_is_enough_for_one_attempt_at_a_time() -> None:
    """The smallest limits work, though slowly."""
    slots = Slots(Limits(total=1, per_client=1, per_host=1))

    assert slots.take("cl_a", "h")
    assert not slots.take("cl_b", "h")
    slots.give_back("cl_a", "h")
    assert slots.take("cl_b", "h")


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abcdef"), st.sampled_from("xyz")), max_size=200))
def test_places_add_up(steps: list[tuple[bool, str, str]]) -> None:
    """Whatever is taken and given back: no limit is passed, what is full says so, and all comes back in the end."""
    limits = Limits(total=7, per_client=4, per_host=2)
    slots = Slots(limits)
    held: list[tuple[str, str]] = []
    for takes, client, host in steps:
        if takes:
            full = client in slots.full_clients() or (client, host) in slots.full_hosts()
            if slots.take(client, host):
                held.append((client, host))
                assert not full
        elif (client, host) in held:
            held.remove((client, host))
            slots.give_back(client, host)
        assert slots.taken == len(held)
        assert slots.taken + slots.free == limits.total
        assert all(sum(c == client for c, _ in held) <= limits.per_client for client in "abcdef")
        assert all(held.count(pair) <= limits.per_host for pair in set(held))
    for pair in held:
        slots.give_back(*pair)

    assert (slots.taken, slots.full_clients(), slots.full_hosts()) == (0, frozenset(), frozenset())
    assert not slots._clients
    assert not slots._hosts
