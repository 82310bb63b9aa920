"""When a failed delivery is tried again."""

import pytest

from services.notifier.domain.delivery import DeliveryStatus, Outcome
from services.notifier.domain.schedule import WAITS_S, outcome_of_status, parse_retry_after, verdict

NOW_S = 1_700_000_000.0


def _wait_s(attempts_made: int, *, jitter: float = 0.0, status: int = 500, retry_after_s: int | None = None) -> float:
    found = verdict(
        Outcome.HTTP_ERROR,
        attempts_made=attempts_made,
        http_status=status,
        retry_after_s=retry_after_s,
        jitter=lambda: jitter,
    )
    assert found.status is DeliveryStatus.PENDING
    return found.wait_ms / 1000


def test_w09_the_published_schedule() -> None:
    """Attempts come after 0 s, 30 s, 2 min, 10 min, 1 h, 3 h, 8 h and 24 h."""
    assert [_wait_s(made) for made in range(1, 8)] == [30, 120, 600, 3_600, 10_800, 28_800, 86_400]
    assert WAITS_S[0] == 0


@pytest.mark.parametrize(("jitter", "expected_s"), [(-1.0, 24), (1.0, 36), (0.5, 33)])
def test_w09_jitter_is_a_fifth_at_most(jitter: float, expected_s: float) -> None:
    """The wait is spread by ±20 %."""
    assert _wait_s(1, jitter=jitter) == pytest.approx(expected_s)


def test_w09_the_eighth_failure_is_the_last() -> None:
    """After eight attempts the delivery is exhausted."""
    found = verdict(Outcome.TIMEOUT, attempts_made=8, jitter=lambda: 0.0)

    assert found.status is DeliveryStatus.EXHAUSTED


def test_w07_gone_ends_it_at_once() -> None:
    """410 at the first attempt: no second one."""
    found = verdict(Outcome.GONE, attempts_made=1, http_status=410, jitter=lambda: 0.0)

    assert found.status is DeliveryStatus.EXHAUSTED


def test_success_ends_it() -> None:
    """2xx is success."""
    found = verdict(Outcome.DELIVERED, attempts_made=1, http_status=204, jitter=lambda: 0.0)

    assert (found.status, found.wait_ms) == (DeliveryStatus.DELIVERED, 0)


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_puts_the_next_attempt_off(status: int) -> None:
    """A receiver that asks for ten minutes gets ten minutes."""
    assert _wait_s(1, status=status, retry_after_s=600) == 600


def test_retry_after_cannot_hurry() -> None:
    """A receiver that asks for one second does not use up its eight attempts in eight seconds."""
    assert _wait_s(2, status=429, retry_after_s=1) == 120


def test_retry_after_has_an_upper_bound() -> None:
    """A receiver that asks for a year gets a day."""
    assert _wait_s(1, status=503, retry_after_s=31_536_000) == 86_400


def test_retry_after_of_other_statuses_is_ignored() -> None:
    """Only 429 and 503 may ask to wait."""
    assert _wait_s(1, status=500, retry_after_s=600) == 30


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (199, Outcome.HTTP_ERROR), (200, Outcome.DELIVERED), (299, Outcome.DELIVERED), (300, Outcome.HTTP_ERROR), (301, Outcome.HTTP_ERROR), (302, Outcome.HTTP_ERROR),
        (400, Outcome.HTTP_ERROR), (410, Outcome.GONE), (500, Outcome.HTTP_ERROR),
    ],
)  # fmt: skip
def test_a_status_is_named(status: int, outcome: Outcome) -> None:
    """2xx delivered, 410 gone, everything else an error: a redirect too."""
    assert outcome_of_status(status) is outcome


@pytest.mark.parametrize(
    ("raw", "seconds"),
    [
        ("120", 120), (" 0 ", 0), ("12345", 12_345), ("99999", 99_999), ("100000", 86_400), ("Tue, 14 Nov 2023 22:14:20 GMT", 60), ("Tue, 14 Nov 2023 22:12:20 GMT", 0),
        ("9" * 5_000, 86_400), ("-5", None), ("1.5", None), ("soon", None), ("", None), (None, None), ("١٢٠", None),
        ("Tue, 14 Nov 99999 22:14:20 GMT", None),
    ],
)  # fmt: skip
def test_retry_after_is_read_as_number_or_date(raw: str | None, seconds: int | None) -> None:
    """Whole seconds or an HTTP date; anything else says nothing and never fails."""
    assert parse_retry_after(raw, now_s=NOW_S) == seconds
