"""What operators type."""

from typing import Any

import click
import pytest

from services.admin.parameters import CLIENT_ID, KEY_ID, MATCH_ID, DurationType, Moment, MomentType


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("90d", Moment(in_s=90 * 86_400)),
        ("2w", Moment(in_s=14 * 86_400)),
        ("2027-01-31", Moment(at_ms=1_801_353_600_000)),
        ("2027-01-31T01:00:00+01:00", Moment(at_ms=1_801_353_600_000)),
        ("2027-01-31T00:00:00.5Z", Moment(at_ms=1_801_353_600_500)),
    ],
)
def test_an_expiry_is_a_date_a_time_or_a_duration(text: str, moment: Moment) -> None:
    """A date is its start in UTC, a time keeps its zone, a duration counts from now."""
    assert MomentType().convert(text, None, None) == moment


def test_a_moment_lies_after_now() -> None:
    """A duration is added to now; now itself and what lies before are refused."""
    assert Moment(in_s=5).after(1_000) == 6_000
    assert Moment(at_ms=1_001).after(1_000) == 1_001
    for moment in (Moment(in_s=0), Moment(at_ms=1_000)):
        with pytest.raises(click.UsageError, match="past"):
            moment.after(1_000)


@pytest.mark.parametrize(("text", "seconds"), [("0", 0), ("45s", 45), ("30m", 1_800), ("24h", 86_400), ("7d", 604_800)])
def test_a_duration_is_a_number_with_its_unit(text: str, seconds: int) -> None:
    """Seconds, minutes, hours and days are understood, and a bare 0."""
    assert DurationType().convert(text, None, None) == seconds


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (DurationType(), "17"),
        (DurationType(), "-1h"),
        (DurationType(), "1.5h"),
        (MomentType(), "tomorrow"),
        (MomentType(), "31.01.2027"),
        (MomentType(), "2027-02-30"),
        (CLIENT_ID, "acme"),
        (CLIENT_ID, "cl_0123456789abcdef\n"),
        (KEY_ID, "cvk_0123456789abcdefghijklmnopqr"),
        (MATCH_ID, "cvdm_short"),
    ],
)
def test_what_is_not_understood_is_refused_without_repeating_it(kind: click.ParamType[Any], text: str) -> None:
    """The complaint says what would be right; a key pasted in the wrong place is not echoed."""
    with pytest.raises(click.BadParameter) as refused:
        kind.convert(text, None, None)
    assert text not in refused.value.message
