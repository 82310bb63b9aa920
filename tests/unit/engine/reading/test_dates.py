"""Dates and periods in the formats and languages of CVs."""

import pytest

from engine.profile import Month, Period
from engine.reading.dates import find_period, find_periods, parse_period, without_dates

NOW = "now"

RANGES = [
    ("Mar 2021 – Present", "2021-03", NOW),
    ("January 2019 to Present", "2019-01", NOW),
    ("05/2019 - 12/2020", "2019-05", "2020-12"),
    ("05.2019 – heute", "2019-05", NOW),
    ("2019-05 – 2020-01", "2019-05", "2020-01"),
    ("2019.05 - 2020.06", "2019-05", "2020-06"),
    ("2019/05 - 2020/06", "2019-05", "2020-06"),
    ("2021-03-01 — 2021-09-30", "2021-03", "2021-09"),
    ("12.05.2015 - 31.12.2017", "2015-05", "2017-12"),
    ("03/15/2015 - 12/31/2017", "2015-03", "2017-12"),
    ("Sept. 2023 - Mar. 2024", "2023-09", "2024-03"),
    ("Jan – Mar 2019", "2019-01", "2019-03"),
    ("Nov – Feb 2019", "2018-11", "2019-02"),
    ("Sept '19 - Oct. '20", "2019-09", "2020-10"),
    ("Seit März 2018", "2018-03", NOW),
    ("Juni 2015 bis August 2018", "2015-06", "2018-08"),
    ("Dez. 2019 – Jän 2021", "2019-12", "2021-01"),
    ("04/2019 – dato", "2019-04", NOW),
    ("de janvier 2017 à mars 2019", "2017-01", "2019-03"),
    ("Depuis septembre 2019", "2019-09", NOW),
    ("févr. 2016 - aujourd'hui", "2016-02", NOW),
    ("août 2012 – juil. 2014", "2012-08", "2014-07"),
    ("Enero de 2015 – Actualidad", "2015-01", NOW),
    ("1 de marzo de 2018 al 3 de abril de 2019", "2018-03", "2019-04"),
    ("desde mayo 2020", "2020-05", NOW),
    ("dic 2011 hasta la actualidad", "2011-12", NOW),
    ("gennaio 2012 - in corso", "2012-01", NOW),
    ("dal maggio 2015 al giugno 2018", "2015-05", "2018-06"),
    ("Maio de 2010 até o momento", "2010-05", NOW),
    ("jan/2014 - abr/2018", "2014-01", "2018-04"),
    ("mei 2014 tot heden", "2014-05", NOW),
    ("maart 2010 t/m okt. 2012", "2010-03", "2012-10"),
    ("październik 2013 – obecnie", "2013-10", NOW),
    ("sty 2010 do lut 2012", "2010-01", "2012-02"),
    ("kwietnia 2011 – września 2012", "2011-04", "2012-09"),
    ("2015 年 3 月 – 2015 年 5 月", "2015-03", "2015-05"),
    ("Q3 2019 – Q1 2020", "2019-07", "2020-03"),
    ("Sep. 2023 Mar. 2024", "2023-09", "2024-03"),
    ("2020-03-01 —", "2020-03", NOW),
]

YEARS = [
    ("2016 - now", "2016-01", NOW),
    ("1999-2003", "1999-01", "2003-12"),
    ("(2010 – 2012)", "2010-01", "2012-12"),
    ("Von 2010 bis 2012", "2010-01", "2012-12"),
    ("dal 2015 al 2018", "2015-01", "2018-12"),
    ("Dal 2019 ad oggi", "2019-01", NOW),
    ("2015/16", "2015-01", "2016-12"),
    ("2015–16", "2015-01", "2016-12"),
    ("'19 – '21", "2019-01", "2021-12"),
    ("since 2020", "2020-01", NOW),
    ("seit 2018", "2018-01", NOW),
    ("2019 –", "2019-01", NOW),
    ("2013 – 至今", "2013-01", NOW),
    ("2012 to 2010", "2010-01", "2012-12"),
]

SINGLE = [
    ("2015 / 07", "2015-07", "2015-07"),
    ("12 May 1990", "1990-05", "1990-05"),
    ("May 12, 1990", "1990-05", "1990-05"),
    ("Summer 2017", "2017-06", "2017-08"),
    ("Herbst 2014", "2014-09", "2014-11"),
    ("Winter 2019", "2019-12", "2020-02"),
    ("WS 2015/16", "2015-10", "2016-03"),
    ("SS 2014", "2014-04", "2014-09"),
    ("2019年5月", "2019-05", "2019-05"),
]


def _month(text: str) -> Month | None:
    return Month(int(text[:4]), int(text[5:])) if text != NOW else None


@pytest.mark.parametrize(("text", "start", "end"), RANGES)
def test_a_range_of_months_is_read(text: str, start: str, end: str) -> None:
    """A range with months gives both months, or an open end that is current."""
    assert parse_period(text) == Period(_month(start), _month(end), current=end == NOW)


@pytest.mark.parametrize(("text", "start", "end"), YEARS)
def test_a_range_of_years_is_read_as_whole_years(text: str, start: str, end: str) -> None:
    """Years without months run from January to December and say so."""
    assert parse_period(text) == Period(_month(start), _month(end), current=end == NOW, year_only=True)


@pytest.mark.parametrize(("text", "start", "end"), SINGLE)
def test_a_single_date_is_its_own_start_and_end(text: str, start: str, end: str) -> None:
    """A month, a season or an academic half-year is a period of its own."""
    span = find_period(text)

    assert span is not None
    assert not span.ranged
    assert (span.period.start, span.period.end) == (_month(start), _month(end))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I may join",
        "2,000 users",
        "$2015 a month",
        "10,2019 items",
        "version 1.2.3",
        "call 555 0147",
        "room 12",
        "Level 99",
        "May",
    ],
)
def test_numbers_that_are_no_dates_are_left_alone(text: str) -> None:
    """Amounts, versions and telephone numbers are no dates."""
    assert parse_period(text) is None


def test_a_range_comes_before_a_single_date() -> None:
    """Of a line with both, the range is the period."""
    span = find_period("Awarded 2012, employed 2014 – 2016")

    assert span is not None
    assert span.period == Period(Month(2014, 1), Month(2016, 12), year_only=True)


def test_until_gives_an_end_alone() -> None:
    """`until` states an end without a start."""
    assert parse_period("bis 03/2019") == Period(None, Month(2019, 3))


def test_each_period_knows_its_place() -> None:
    """Start and end are places in the text as given, accents and all."""
    text = "Développeur, août 2012 – juil. 2014, Lyon"

    (span,) = find_periods(text)

    assert text[span.start : span.end] == "août 2012 – juil. 2014"


def test_dates_are_cut_out_with_their_brackets() -> None:
    """What is left of a header has no empty brackets and no dangling separators."""
    assert without_dates("Engineer (Mar 2019 – today)") == "Engineer"
    assert without_dates("2019 – 2020 | Acme") == "Acme"
    assert without_dates("Acme, 2019, Berlin") == "Acme | Berlin"
