"""Memory for uploads: reserved before it is used, shared fairly, waited for a moment only."""

import asyncio

import pytest

from services.gateway.intake.budget import UploadBudget
from services.platform.errors import AppError, Reason


async def test_room_is_given_back() -> None:
    """However the block ends."""
    budget = UploadBudget(100, wait_s=0.01)
    async with budget.reserve("a", 50):
        assert budget.reserved_bytes == 50
    with pytest.raises(ZeroDivisionError):
        async with budget.reserve("a", 50):
            _ = 1 // 0
    assert budget.reserved_bytes == 0


async def test_u20_who_finds_no_room_is_refused_with_a_wait() -> None:
    """`RATE_LIMITED`, and nothing stays reserved."""
    budget = UploadBudget(100, wait_s=0.01)
    async with budget.reserve("a", 50), budget.reserve("b", 50):
        with pytest.raises(AppError) as caught:
            await budget.reserve("c", 1).__aenter__()
        assert caught.value.reason is Reason.RATE_LIMITED
        assert caught.value.retry_after_s is not None
    assert budget.reserved_bytes == 0


async def test_one_client_has_at_most_half() -> None:
    """A client with slow uploads cannot keep the others out."""
    budget = UploadBudget(100, wait_s=0.01)
    async with budget.reserve("greedy", 50):
        with pytest.raises(AppError):
            await budget.reserve("greedy", 1).__aenter__()
        async with budget.reserve("other", 50):
            assert budget.reserved_bytes == 100


async def test_an_upload_larger_than_the_share_takes_the_share() -> None:
    """It is served alone rather than never."""
    budget = UploadBudget(100, wait_s=0.01)
    async with budget.reserve("a", 10**9):
        assert budget.reserved_bytes == 50


async def test_whoever_waits_gets_in_when_room_is_freed() -> None:
    """Many waiters never hold more than the budget together, and all are served."""
    budget = UploadBudget(100, wait_s=30)
    highest = served = 0

    async def upload(client: str) -> None:
        nonlocal highest, served
        async with budget.reserve(client, 40):
            highest = max(highest, budget.reserved_bytes)
            await asyncio.sleep(0)
        served += 1

    await asyncio.gather(*(upload(f"c{number % 5}") for number in range(200)))
    assert (highest, served, budget.reserved_bytes) == (80, 200, 0)
