"""How the time a caller has left is handed on, on the strict fake clock of grpcio-testing."""

import asyncio

import grpc_testing
import pytest

from services.platform.rpc import deadline
from services.platform.rpc.deadline import call_timeout_s, deadline_scope, remaining_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> grpc_testing.Time:
    fake = grpc_testing.strict_fake_time(1_000.0)
    monkeypatch.setattr(deadline, "monotonic", fake.time)
    return fake


def test_without_a_caller_the_wish_counts(clock: grpc_testing.Time) -> None:
    """Nobody waits: a call gets the timeout it asks for."""
    assert remaining_s() is None
    assert call_timeout_s(5.0) == 5.0


def test_a_caller_with_time_shortens_nothing(clock: grpc_testing.Time) -> None:
    """A wish below what is left stays as it is."""
    with deadline_scope(60.0):
        assert call_timeout_s(5.0) == 5.0


def test_what_is_left_is_handed_on_shaved(clock: grpc_testing.Time) -> None:
    """The inner call ends 200 ms earlier than its caller, or a tenth of what is left if that is less."""
    with deadline_scope(4.0):
        assert call_timeout_s(60.0) == pytest.approx(3.8)
        clock.sleep_for(3.0)
        assert remaining_s() == pytest.approx(1.0)
        assert call_timeout_s(60.0) == pytest.approx(0.9)


def test_a_spent_deadline_still_bounds_calls(clock: grpc_testing.Time) -> None:
    """With nothing left a call ends at once; zero would mean no deadline at all."""
    with deadline_scope(1.0):
        clock.sleep_for(5.0)
        assert remaining_s() == 0.0
        assert 0 < call_timeout_s(60.0) <= 0.001


def test_an_inner_scope_can_only_shorten(clock: grpc_testing.Time) -> None:
    """A scope inside a scope never outlives it, and ends with its block."""
    with deadline_scope(2.0):
        with deadline_scope(50.0):
            assert remaining_s() == pytest.approx(2.0)
        with deadline_scope(1.0):
            assert remaining_s() == pytest.approx(1.0)
        assert remaining_s() == pytest.approx(2.0)
    assert remaining_s() is None


async def test_tasks_inherit_their_makers_deadline(clock: grpc_testing.Time) -> None:
    """Calls made side by side for one caller are all bounded by it."""

    async def inner() -> float:
        return call_timeout_s(60.0)

    with deadline_scope(4.0):
        found = await asyncio.gather(inner(), inner())

    assert list(found) == pytest.approx([3.8, 3.8])
