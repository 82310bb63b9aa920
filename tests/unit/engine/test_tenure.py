"""Arithmetic of working time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.profile import Month, Period
from engine.tenure import counted, merged_months, months, months_since
from tests.fakes.profiles import NOW, job, period

months_of_time = st.builds(Month, st.integers(1990, 2030), st.integers(1, 12))
periods = st.builds(
    Period, st.none() | months_of_time, st.none() | months_of_time, current=st.booleans(), year_only=st.booleans()
)


@pytest.mark.parametrize(
    ("start", "end", "length"),
    [
        ("2020-01", "2020-12", 12),
        ("2020-01", "2020-01", 1),
        ("2026-01", None, 11),
        ("2020-05", "2020-01", 0),
        ("2027-01", None, 0),
        (None, None, 0),
    ],
)
def test_both_first_and_last_month_count(start: str | None, end: str | None, length: int) -> None:
    """A job from January to December is twelve months; what lies ahead is none."""
    assert months(period(start, end), NOW) == length


def test_an_end_in_the_future_counts_to_today() -> None:
    """A contract that runs on has lasted until now."""
    assert months(period("2026-01", "2027-12"), NOW) == 11


def test_a_job_without_an_end_that_is_not_current_grants_no_years() -> None:
    """What is not written is not granted."""
    assert months(Period(Month(2015, 1)), NOW) == 1


def test_years_alone_run_from_middle_to_middle() -> None:
    """ "2015 - 2018" is about three years; "2015" alone about half of one."""
    years = Period(Month(2015, 1), Month(2018, 12), year_only=True)
    alone = Period(Month(2015, 1), Month(2015, 12), year_only=True)
    assert 36 <= months(years, NOW) <= 37
    assert months(alone, NOW) == 6


def test_overlaps_count_once() -> None:
    """Two jobs at the same time are one time."""
    assert merged_months([period("2020-01", "2020-12"), period("2020-07", "2021-06")], NOW) == 18


@given(st.lists(periods, max_size=6))
def test_merged_time_is_between_the_longest_and_the_sum(many: list[Period]) -> None:
    """Merging never makes or loses time, and the order does not matter."""
    lengths = [months(each, NOW) for each in many]
    merged = merged_months(many, NOW)
    assert max(lengths, default=0) <= merged <= sum(lengths)
    assert merged == merged_months(reversed(many), NOW)


def test_short_stints_are_not_counted_unless_they_go_on() -> None:
    """`min_job_duration_months` drops what ended early, not what has just begun."""
    jobs = (
        job("A", start="2026-10"),
        job("B", start="2020-01", end="2020-03"),
        job("C", start="2019-01", end="2019-12"),
    )
    assert counted(jobs, shortest=6, as_of=NOW) == (True, False, True)


def test_months_since() -> None:
    """Time since the end of a job; none while it goes on."""
    assert months_since(period("2020-01", "2025-11"), NOW) == 12
    assert months_since(period("2020-01"), NOW) == 0
