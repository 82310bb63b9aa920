"""Dates and periods as parsers write them."""

from typing import Any

import pytest

from engine.profile import Month, Period
from services.corpus.domain.recognise.tree import Fields, tree_of
from services.corpus.domain.recognise.when import moment_of, spell_of, year_of

_MAY_2019 = Period(Month(2019, 5), Month(2020, 2))


@pytest.mark.parametrize(
    "value",
    [
        "2019-05", "2019-05-17", "2019-05-17T00:00:00Z", "2019-05-17T08:30:00.000+02:00", "05/2019", "17.05.2019", "May 2019", "mai 2019", "2019年5月",
        201905, 1558000000, 1558000000000, "1558000000000", {"year": 2019, "month": 5}, {"year": "2019", "month": "May"}, {"Year": 2019.0, "Month": "05"},
        {"Date": "2019-05-01", "FoundMonth": True}, {"date": {"value": "2019-05"}}, ["2019-05"], {"FormattedDateTime": "2019-05"},
    ],
)  # fmt: skip
def test_month_is_read_from_every_form(value: Any) -> None:
    """Text, number, epoch, parts and wrapped values name the same month."""
    moment = moment_of(tree_of(value))

    assert moment is not None
    assert (moment.first, moment.last, moment.yearly) == (Month(2019, 5), Month(2019, 5), False)


@pytest.mark.parametrize("value", [2019, "2019", 2019.0, {"year": 2019}, {"Date": "2019-01-01", "FoundMonth": False}])
def test_year_alone_is_a_whole_year(value: Any) -> None:
    """A date without a month runs from January to December and says so."""
    moment = moment_of(tree_of(value))

    assert moment is not None
    assert (moment.first, moment.last, moment.yearly) == (Month(2019, 1), Month(2019, 12), True)


@pytest.mark.parametrize(
    "value",
    [
        True,
        7,
        -5,
        10**14,
        "soon",
        "9999-99",
        "2019-13",
        "0000-00-00",
        {"year": "MMXX"},
        {"month": 5},
        [],
        {},
        None,
        "1",
    ],
)
def test_what_is_no_date_is_none(value: Any) -> None:
    """Flags, counts, words and impossible dates name nothing."""
    assert moment_of(tree_of(value)) is None


@pytest.mark.parametrize(
    "entry",
    [
        {"startDate": "2019-05", "endDate": "2020-02"},
        {"start_date": "05/2019", "end_date": "02/2020"},
        {"from": "May 2019", "to": "Feb 2020"},
        {"dates": "May 2019 - February 2020"},
        {"dates": {"startDate": "2019-05-01", "endDate": "2020-02-28", "isCurrent": False}},
        {"timePeriod": {"startDate": {"month": 5, "year": 2019}, "endDate": {"month": 2, "year": 2020}}},
        {"startYear": 2019, "startMonth": 5, "endYear": 2020, "endMonth": "February"},
        {"von": "Mai 2019", "bis": "Februar 2020"},
        {"Zeitraum": "05/2019 – 02/2020"},
        {
            "EmploymentPeriod": {
                "StartDate": {"FormattedDateTime": "2019-05"},
                "EndDate": {"FormattedDateTime": "2020-02"},
            }
        },
        {"startDate": "2020-02", "endDate": "2019-05"},
        {"dates": ["2019-05", "2020-02"]},
    ],
)
def test_period_is_read_from_every_form(entry: dict[str, Any]) -> None:
    """Two fields, one field, nested fields and lists state the same period; ends in the wrong order are turned round."""
    spell = spell_of(_fields(entry))

    assert (spell.period, spell.open_ended) == (_MAY_2019, False)


@pytest.mark.parametrize(
    "entry",
    [
        {"startDate": "2019-05", "endDate": "Present"},
        {"startDate": "2019-05", "isCurrent": True},
        {"startDate": "2019-05", "current": "true", "endDate": "2026-11"},
        {"startDate": {"Date": "2019-05-01"}, "endDate": {"Date": "2026-11-21", "IsCurrentDate": True}},
        {"von": "Mai 2019", "bis": "heute"},
        {"dates": "May 2019 - Present"},
        {"dates": {"start": {"date": "2019-05"}, "end": {"date": None, "isCurrent": True}}},
    ],
)
def test_what_goes_on_has_no_end(entry: dict[str, Any]) -> None:
    """A word for the present or a flag makes a period current, whatever date a parser put as its end."""
    assert spell_of(_fields(entry)).period == Period(Month(2019, 5), None, current=True)


def test_missing_end_is_left_open() -> None:
    """Without an end and without a flag it is not said whether a role goes on; a flag says that it does not."""
    assert spell_of(_fields({"startDate": "2019-05"})).open_ended
    assert not spell_of(_fields({"startDate": "2019-05", "isCurrent": False})).open_ended
    assert spell_of(_fields({"startDate": "2019-05", "isCurrent": False})).period == Period(Month(2019, 5), None)


def test_year_of_a_certificate() -> None:
    """A year is taken from any form of date."""
    assert year_of(tree_of({"year": 2021})) == 2021
    assert year_of(tree_of("Issued Nov 2021")) == 2021
    assert year_of(tree_of("never")) is None


def _fields(entry: dict[str, Any]) -> Fields:
    tree = tree_of(entry)
    assert isinstance(tree, Fields)
    return tree
