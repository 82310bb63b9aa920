"""Dates and periods as parsers write them: ISO dates, parts, epochs, wrapped values, words for the present and free text."""

import datetime as dt
import re
from dataclasses import dataclass

from engine.profile import Month, Period
from services.corpus.domain.recognise.keys import CURRENT, DATES, END, START
from services.corpus.domain.recognise.reading import FIRST_YEAR, LAST_YEAR, MONTHS, PRESENT, fold, parse_period
from services.corpus.domain.recognise.tree import Fields, Tree, text_of

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?(?:[T ][\d:.+Z-]*)?$")
_YEAR = re.compile(r"\d{4}$")
_YEAR_MONTH = re.compile(r"(\d{4})(0[1-9]|1[0-2])$")
_TRUE = frozenset(("true", "yes", "y", "1", "ja", "oui", "si", "sim", "tak"))
_TEXT_CHARS = 200
_DEEPEST = 5
# Times since 1970 in seconds and milliseconds: no year number is so large, no date of a career lies outside.
_FIRST_SECOND, _LAST_SECOND = 10**8, 2_500_000_000
_WRAPPED = (
    "date",
    "value",
    "raw",
    "formatteddatetime",
    "parsed",
    "text",
    "datetime",
    "month",
    "yearmonth",
    "start",
    "end",
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One date: its first and last month; `yearly` when it names no month; `present` for now."""

    first: Month
    last: Month
    yearly: bool = False
    present: bool = False


@dataclass(frozen=True, slots=True)
class Spell:
    """When an entry was; `open_ended`: it has a start and neither an end nor a word on whether it goes on."""

    period: Period
    open_ended: bool = False


_NOW = Moment(Month(LAST_YEAR, 12), Month(LAST_YEAR, 12), present=True)


def spell_of(fields: Fields) -> Spell:
    """The time an entry states, in one field or in two, with the flag beside them; empty when it states none."""
    dates = fields.get(*DATES)
    inner = dates if isinstance(dates, Fields) else None
    start = _first(fields, START, "start") or _first(inner, START, "start")
    end = _first(fields, END, "end") or _first(inner, END, "end")
    stated = _flag(fields) if _flag(fields) is not None else _flag(inner)
    if start is None and end is None:
        return _from_text(dates, stated=stated)
    if start is not None and start.present:
        start = None
    if stated or (end is not None and end.present):
        if start is None:
            return Spell(Period(current=True))
        return Spell(Period(start.first, None, current=True, year_only=start.yearly))
    if end is None:
        assert start is not None
        return Spell(Period(start.first, None, year_only=start.yearly), open_ended=stated is None)
    if start is None:
        return Spell(Period(None, end.last, year_only=end.yearly))
    if start.first > end.last:
        start, end = end, start
    return Spell(Period(start.first, end.last, year_only=start.yearly and end.yearly))


def year_of(tree: Tree | None) -> int | None:
    """The year of a date in whatever form."""
    moment = moment_of(tree)
    return moment.first.year if moment is not None and not moment.present else None


def moment_of(tree: Tree | None, depth: int = 0) -> Moment | None:
    """The date a value states; None when it states none."""
    match tree:
        case bool():
            return None
        case int() | float():
            return _of_number(tree)
        case str():
            return _of_text(tree)
        case Fields() if depth < _DEEPEST:
            return _of_fields(tree, depth)
        case [first, *_] if depth < _DEEPEST:
            return moment_of(first, depth + 1)
    return None


def _first(fields: Fields | None, keys: tuple[str, ...], prefix: str) -> Moment | None:
    """The first date among some keys; year and month may stand in two fields (`startYear`, `startMonth`)."""
    if fields is None:
        return None
    month, year = fields.get(f"{prefix}month"), fields.get(f"{prefix}year")
    if month is not None and year is not None:
        parts = _of_parts(year, month)
        if parts is not None:
            return parts
    return next((found for key in keys if (found := moment_of(fields.get(key))) is not None), None)


def _flag(fields: Fields | None) -> bool | None:
    """Whether the entry says that it goes on; None when it does not say."""
    if fields is None:
        return None
    for key in CURRENT:
        value = fields.get(key)
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and (fold(value) in _TRUE or fold(value) in _PRESENT):
            return True
        if isinstance(value, str) and fold(value) in {"false", "no", "n", "0", "nein", "non"}:
            return False
    end = fields.get("enddate", "end")
    if isinstance(end, Fields):
        marks = [end.get("iscurrentdate", "iscurrent"), end.get("current")]
        return True if True in marks else None
    return None


def _from_text(dates: Tree | None, *, stated: bool | None) -> Spell:
    text = text_of(dates)[:_TEXT_CHARS]
    if isinstance(dates, list):
        text = " - ".join(text_of(item)[:_TEXT_CHARS] for item in dates[:2])
    period = parse_period(text) if text else None
    if period is None:
        moment = moment_of(dates)
        period = (
            Period(moment.first, moment.last, year_only=moment.yearly) if moment and not moment.present else Period()
        )
    if stated and period.start is not None:
        return Spell(Period(period.start, None, current=True, year_only=period.year_only))
    return Spell(period)


def _of_number(number: float) -> Moment | None:
    whole = int(number)
    if FIRST_YEAR <= whole <= LAST_YEAR:
        return _year(whole)
    if (
        whole > LAST_YEAR
        and (match := _YEAR_MONTH.match(str(whole)))
        and FIRST_YEAR <= int(match.group(1)) <= LAST_YEAR
    ):
        return _month(int(match.group(1)), int(match.group(2)))
    seconds = whole // 1000 if whole > _LAST_SECOND else whole
    if _FIRST_SECOND <= seconds <= _LAST_SECOND:
        day = dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
        return _month(day.year, day.month)
    return None


def _of_text(text: str) -> Moment | None:
    text = text.strip()[:_TEXT_CHARS]
    if match := _ISO.match(text):
        return (
            _month(int(match.group(1)), int(match.group(2))) if FIRST_YEAR <= int(match.group(1)) <= LAST_YEAR else None
        )
    if text.isdecimal() and text.isascii():
        return _of_number(int(text[:16]))
    if fold(text).strip(" .()") in _PRESENT:
        return _NOW
    period = parse_period(text)
    if period is None or period.start is None:
        return Moment(period.end, period.end, period.year_only) if period and period.end else None
    return Moment(period.start, period.end or period.start, period.year_only)


def _of_fields(fields: Fields, depth: int) -> Moment | None:
    if True in (fields.get("iscurrentdate"), fields.get("iscurrent")):
        return _NOW
    year, month = fields.get("year"), fields.get("month", "monthofyear")
    if year is not None:
        parts = _of_parts(year, month)
        if parts is not None:
            return parts
    moment = next((found for key in _WRAPPED if (found := moment_of(fields.get(key), depth + 1)) is not None), None)
    if moment is not None and fields.get("foundmonth") is False:
        return _year(moment.first.year)
    return moment


def _of_parts(year: Tree, month: Tree | None) -> Moment | None:
    written = text_of(year).strip()
    if not _YEAR.match(written) or not FIRST_YEAR <= int(written) <= LAST_YEAR:
        return None
    named = fold(text_of(month)).strip(" .")
    number = MONTHS.get(named) or (int(named) if named.isascii() and named.isdecimal() and len(named) <= 2 else 0)  # noqa: PLR2004 - 1 to 12
    return _month(int(written), number) if 1 <= number <= 12 else _year(int(written))  # noqa: PLR2004 - months of a year


def _month(year: int, month: int) -> Moment | None:
    return Moment(Month(year, month), Month(year, month)) if 1 <= month <= 12 else None  # noqa: PLR2004 - months of a year


def _year(year: int) -> Moment:
    return Moment(Month(year, 1), Month(year, 12), yearly=True)


_PRESENT = frozenset(PRESENT)
