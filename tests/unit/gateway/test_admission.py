"""Key, permission, rate: who gets in, and in what order it is asked."""

from dataclasses import dataclass, field

import pytest

from services.gateway.middleware.admission import Admission
from services.gateway.operation import POLL_BUCKET, Answer, Call, Operation
from services.platform.accounts.values import ApiKey, Permission
from services.platform.errors import AppError, Reason

GOOD, WRONG = "cvk_" + "a" * 28, "cvk_" + "b" * 28


@dataclass
class Accounts:
    """An authenticator, a limiter and a counter of guesses in one."""

    key: ApiKey
    refusal: AppError | None = None
    budget: int = 100
    guesses_left: int = 2
    asked: list[tuple[str, str]] = field(default_factory=list)
    spent: list[tuple[str, str, int]] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)

    async def authenticate(self, plain_key: str, *, address: str) -> ApiKey:
        self.asked.append((plain_key, address))
        if self.refusal:
            raise self.refusal
        if plain_key != GOOD:
            raise AppError(Reason.INVALID_API_KEY, "The API key is not valid.")
        return self.key

    async def spend(self, key_id: str, *, bucket: str, limit: int) -> None:
        self.spent.append((key_id, bucket, limit))
        if len(self.spent) > self.budget:
            raise AppError(Reason.RATE_LIMIT_EXCEEDED, "m", retry_after_s=9)

    async def record(self, address: str) -> int | None:
        self.guesses.append(address)
        return 33 if len(self.guesses) > self.guesses_left else None


@pytest.fixture
def accounts() -> Accounts:
    return Accounts(
        ApiKey(
            key_id="key_1", client_id="cl_1", project="main", permissions=frozenset({Permission.CVDEEPMATCH}), per_minute=7,
            expires_at_ms=None, allowed_networks=(),
        )
    )  # fmt: skip


async def handler(_: Call) -> Answer:
    return Answer(body={})


def operation(permission: Permission | None = None, bucket: str = "main") -> Operation:
    return Operation(
        method="GET", path="/x", name="x", group="g", summary="s", description="d", handler=handler, answers={},
        permission=permission, bucket=bucket,
    )  # fmt: skip


async def admit(accounts: Accounts, *keys: str, permission: Permission | None = None, bucket: str = "main") -> ApiKey:
    gate = Admission(accounts, accounts, accounts)
    return await gate.admit(operation(permission, bucket), keys, address="192.0.2.1")


async def refusal(accounts: Accounts, *keys: str, permission: Permission | None = None) -> AppError:
    with pytest.raises(AppError) as caught:
        await admit(accounts, *keys, permission=permission)
    return caught.value


async def test_a_good_key_gets_in_and_is_counted_in_its_bucket(accounts: Accounts) -> None:
    """The operation's bucket and the key's own limit are used."""
    assert await admit(accounts, f" {GOOD} ", permission=Permission.CVDEEPMATCH, bucket=POLL_BUCKET) is accounts.key
    assert accounts.asked == [(GOOD, "192.0.2.1")]
    assert accounts.spent == [("key_1", "poll", 7)]


@pytest.mark.parametrize("keys", [(), ("",), ("  ",), ("", "")])
async def test_a01_no_key_or_an_empty_one_is_missing(accounts: Accounts, keys: tuple[str, ...]) -> None:
    """Absent, empty and blank are the same."""
    assert (await refusal(accounts, *keys)).reason is Reason.MISSING_API_KEY


@pytest.mark.parametrize(
    "keys",
    [
        ("x" * 2**20,),
        ("ключ",),
        (GOOD, GOOD),
        (GOOD, ""),
        ("", GOOD),
        ("Bearer " + GOOD,),
        (GOOD + "\udcff",),
        (GOOD[:-1],),
    ],
)
async def test_a01_what_cannot_be_a_key_is_invalid_without_a_look_up(accounts: Accounts, keys: tuple[str, ...]) -> None:
    """A megabyte, other letters, two headers: the same answer, no cost, no mark against the address."""
    error = await refusal(accounts, *keys)
    assert (error.reason, error.message) == (Reason.INVALID_API_KEY, "The API key is not valid.")
    assert (accounts.asked, accounts.guesses) == ([], [])


async def test_a01_every_invalid_key_gets_the_same_words(accounts: Accounts) -> None:
    """Unknown and malformed cannot be told apart."""
    assert (await refusal(accounts, WRONG)).message == (await refusal(accounts, "nonsense")).message


async def test_a07_guessing_is_answered_with_429_after_too_many_wrong_keys(accounts: Accounts) -> None:
    """Wrong keys are counted by address; past the limit the answer is 429 and how long."""
    assert [(await refusal(accounts, WRONG)).reason for _ in range(2)] == [Reason.INVALID_API_KEY] * 2
    error = await refusal(accounts, WRONG)
    assert (error.reason, error.retry_after_s) == (Reason.RATE_LIMIT_EXCEEDED, 33)
    assert accounts.guesses == ["192.0.2.1"] * 3


async def test_a07_a_good_key_from_the_same_address_is_never_locked_out(accounts: Accounts) -> None:
    """Whoever shares the address of a guesser still gets in."""
    accounts.guesses_left = 0
    await refusal(accounts, WRONG)
    assert await admit(accounts, GOOD)


@pytest.mark.parametrize("reason", [Reason.API_KEY_EXPIRED, Reason.CLIENT_INACTIVE, Reason.IP_NOT_ALLOWED])
async def test_a_known_key_that_may_not_be_used_is_no_guess(accounts: Accounts, reason: Reason) -> None:
    """Its refusal is passed on and not counted, neither as a guess nor as a call."""
    accounts.refusal = AppError(reason, "m")
    assert (await refusal(accounts, GOOD)).reason is reason
    assert (accounts.guesses, accounts.spent) == ([], [])


async def test_the_permission_is_asked_before_the_rate(accounts: Accounts) -> None:
    """A 403 costs nothing of the minute's budget."""
    error = await refusal(accounts, GOOD, permission=Permission.CVDEEPSEARCH)
    assert error.reason is Reason.MISSING_PERMISSION
    assert accounts.spent == []


async def test_a_spent_budget_is_refused(accounts: Accounts) -> None:
    """The limiter's word is passed on."""
    accounts.budget = 0
    assert (await refusal(accounts, GOOD)).retry_after_s == 9
