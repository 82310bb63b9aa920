"""Dates and periods as CVs write them, in the languages of the calendar table, as months.

`find_period` gives the first period of a text with its place. What is understood: month names, abbreviations and numbers with a
year (`März 2019`, `05/2019`, `2019-05`, `2019年5月`), full dates, years alone, `'19`, seasons, quarters and academic half-years,
ranges between any of these, an open end (`2019 –`), a word for the present, and since/until.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from engine.profile import Month, Period
from engine.reading.lexicon.calendar import (
    MONTHS,
    PRESENT,
    RANGE_WORDS,
    SEASONS,
    SINCE_WORDS,
    UNTIL_WORDS,
)
from engine.reading.text import fold

FIRST_YEAR, LAST_YEAR = 1940, 2049
# No CV writes one date over more than this; a longer text is scanned only this far.
SCANNED_CHARS = 4_000


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A period and the place in the text it was read from; `ranged` says that it has two ends or an open one."""

    period: Period
    start: int
    end: int
    ranged: bool


@dataclass(frozen=True, slots=True)
class _Atom:
    """One date of a text: its first and last month; `month_only` has a month but no year yet."""

    first: Month
    last: Month
    start: int
    end: int
    yearly: bool = False
    month_only: bool = False
    ranged: bool = False


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
_NAME = rf"(?:{_alternatives(MONTHS)})"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NUMBER = r"(?:0?[1-9]|1[0-2])"
_OF = r"(?:\s?(?:de|of|del|do|d'|,|-|/|\.)){0,2}\s{0,2}"
_ATOM = re.compile(
    r"(?<![\w$€£#@])(?<!\d[.,])(?:"
    rf"(?P<day_name>(?:{_DAY}(?:st|nd|rd|th|\.|er|º|ª)?{_OF})(?P<dn_month>{_NAME})\.?{_OF}(?P<dn_year>{_YEAR}))"
    rf"|(?P<name_day>(?P<nd_month>{_NAME})\.?\s{_DAY}(?:st|nd|rd|th)?,?\s(?P<nd_year>{_YEAR}))"
    rf"|(?P<name_year>(?P<ny_month>{_NAME})\.?{_OF}(?P<ny_year>{_YEAR}|['](?P<ny_short>\d\d)))"
    rf"|(?P<year_name>(?P<yn_year>{_YEAR})[\s,./-]{{1,3}}(?P<yn_month>{_NAME}))"
    rf"|(?P<season>(?P<se_name>{_alternatives(SEASONS)}){_OF}(?P<se_year>{_YEAR}))"
    rf"|(?P<half>(?P<ha_name>ws|ss|wintersemester|sommersemester)\.?\s?(?P<ha_year>{_YEAR})(?:\s?/\s?(?:{_YEAR}|\d\d))?)"
    rf"|(?P<quarter>q(?P<qu_number>[1-4])\s?[/.-]?\s?(?P<qu_year>{_YEAR}))"
    rf"|(?P<cjk>(?P<cj_year>{_YEAR})\s?[年년]\s?(?:(?P<cj_month>{_NUMBER})\s?[月월])?(?:\s?{_DAY}\s?[日일])?)"
    rf"|(?P<iso_day>(?P<is_year>{_YEAR})[-./](?P<is_month>{_NUMBER})[-./]{_DAY}(?!\d))"
    rf"|(?P<day>{_DAY}[./-](?P<da_month>{_NUMBER})[./-](?P<da_year>{_YEAR}))"
    rf"|(?P<us_day>(?P<us_month>{_NUMBER})/{_DAY}/(?P<us_year>{_YEAR}))"
    rf"|(?P<month_year>(?P<my_month>{_NUMBER})\s?[./-]\s?(?P<my_year>{_YEAR}))"
    rf"|(?P<span>(?P<sp_year>{_YEAR})\s?[-/–]\s?(?P<sp_short>(?:1[3-9]|[2-4]\d))(?!\d))"
    rf"|(?P<year_month>(?P<ym_year>{_YEAR})(?:[-./]|\s/\s)(?P<ym_month>0[1-9]|1[0-2])(?!\d))"
    rf"|(?P<year>(?P<ye_year>{_YEAR}))"
    r"|(?P<apostrophe>'(?P<ap_short>\d\d))"
    rf"|(?P<month>(?P<mo_month>{_NAME}))"
    r")(?![\w%€$])(?![.,]\d)"
)
_TWO_DIGITS = re.compile(r"\d\d")
_DASH = r"(?:[-–—~→»/]|--|---)"
_TO = re.compile(rf"\s{{0,3}}(?:{_DASH}\s?|(?:{_alternatives(RANGE_WORDS)})(?=[\s\d'])){{1,2}}\s{{0,3}}(?:{_DASH}\s?)?")
_PRESENT = re.compile(rf"\(?(?:{_alternatives(PRESENT)})(?!\w)")
_SINCE = re.compile(rf"(?<!\w)(?:{_alternatives(SINCE_WORDS)})[:\s]\s?$")
_UNTIL = re.compile(rf"(?<!\w)(?:{_alternatives(UNTIL_WORDS)})[:\s]\s?$")
_OPEN_END = re.compile(rf"\s{{0,3}}{_DASH}{{1,3}}\s{{0,3}}(?:$|[)\]|,;(])")
_STATUTORY = ("since", "seit", "depuis", "desde", "dal", "sinds", "vanaf", "sedan", "siden", "od", "ab")


def find_period(text: str) -> DateSpan | None:
    """The first period of the text, a range before a single date when both are there; None when it names none."""
    spans = find_periods(text)
    return next((span for span in spans if span.ranged), spans[0] if spans else None)


def find_periods(text: str) -> tuple[DateSpan, ...]:
    """All periods of the text (its first 4,000 characters) from left to right."""
    text = text[:SCANNED_CHARS]
    return _periods(text) if _TWO_DIGITS.search(text) is not None else ()


@lru_cache(maxsize=1024)
def _periods(text: str) -> tuple[DateSpan, ...]:
    folded = fold(text)
    atoms = [atom for match in _ATOM.finditer(folded) if (atom := _atom(match)) is not None]
    spans: list[DateSpan] = []
    index = 0
    while index < len(atoms):
        span, used = _span(folded, atoms, index)
        if span is not None:
            spans.append(span)
        index += used
    return tuple(spans)


def parse_period(text: str) -> Period | None:
    """The period a text names; a single date is its own start and end. None when it names none."""
    span = find_period(text)
    return span.period if span else None


def without_dates(text: str) -> str:
    """The text with its periods, and the brackets and separators left around them, taken out."""
    for span in reversed(find_periods(text)):
        before, after = text[: span.start].rstrip(" ,;:|·•([–—-"), text[span.end :].lstrip(" ,;:|·•)]–—-.")
        text = f"{before} | {after}" if before and after else before or after
    return text.strip(" ,;:|·•")


def is_pure_date(text: str) -> bool:
    """Whether a text says a period and nothing else worth a word."""
    if len(text) > 60 or find_period(text) is None:  # noqa: PLR2004 - the longest ranges stay far below
        return False
    return sum(c.isalpha() for c in without_dates(text)) <= 2  # noqa: PLR2004 - a leftover "to" or "–"


def is_present(text: str) -> bool:
    """Whether a text is a word for the present and nothing else (`heute`)."""
    folded = fold(text[:SCANNED_CHARS]).strip()
    match = _PRESENT.match(folded)
    return match is not None and not any(c.isalnum() for c in folded[match.end() :])


def _span(folded: str, atoms: list[_Atom], index: int) -> tuple[DateSpan | None, int]:  # noqa: PLR0911 - one case a return
    """The period that starts with an atom, and how many atoms it used."""
    atom = atoms[index]
    link = _TO.match(folded, atom.end)
    if link is not None:
        present = _PRESENT.match(folded, link.end())
        if present is not None and not atom.month_only:
            period = Period(atom.first, None, current=True, year_only=atom.yearly)
            return DateSpan(period, _opening(folded, atom.start), present.end(), ranged=True), 1
        if index + 1 < len(atoms) and atoms[index + 1].start == link.end():
            return _range(folded, atom, atoms[index + 1]), 2
    if atom.month_only:
        return None, 1
    following = atoms[index + 1] if index + 1 < len(atoms) else None
    if following is not None and not folded[atom.end : following.start].strip() and _whole(folded, atom, following):
        return _range(folded, atom, following), 2
    if atom.ranged:
        return DateSpan(Period(atom.first, atom.last, year_only=atom.yearly), atom.start, atom.end, ranged=True), 1
    before = folded[max(0, atom.start - 24) : atom.start]
    since = _SINCE.search(before)
    if since is not None and since.group().strip(": ").startswith(_STATUTORY):
        start = atom.start - len(before) + since.start()
        return DateSpan(Period(atom.first, None, current=True, year_only=atom.yearly), start, atom.end, ranged=True), 1
    until = _UNTIL.search(before)
    if until is not None:
        start = atom.start - len(before) + until.start()
        return DateSpan(Period(None, atom.last, year_only=atom.yearly), start, atom.end, ranged=False), 1
    open_end = _OPEN_END.match(folded, atom.end)
    if open_end is not None:
        end = atom.end + len(open_end.group().rstrip(")]|,;( "))
        return DateSpan(Period(atom.first, None, current=True, year_only=atom.yearly), atom.start, end, ranged=True), 1
    return DateSpan(Period(atom.first, atom.last, year_only=atom.yearly), atom.start, atom.end, ranged=False), 1


def _whole(folded: str, first: _Atom, second: _Atom) -> bool:
    """Whether a text is two rising dates and nothing else: a range whose dash was lost."""
    return (
        not folded[: first.start].strip()
        and not folded[second.end :].strip()
        and first.last < second.first
        and not second.month_only
    )


def _range(folded: str, first: _Atom, second: _Atom) -> DateSpan | None:
    """The period between two dates; a first date without a year takes the second's."""
    if second.month_only:
        return None
    if first.month_only:
        start = Month(second.last.year, first.first.month)
        if start > second.last:
            start = Month(start.year - 1, start.month)
        first = replace(first, first=start, yearly=False)
    period = Period(first.first, second.last, year_only=first.yearly and second.yearly)
    if first.first > second.last:
        period = Period(second.first, first.last, year_only=period.year_only)
    return DateSpan(period, _opening(folded, first.start), second.end, ranged=True)


def _opening(folded: str, start: int) -> int:
    """Where a range begins when a word such as `from` stands before it."""
    before = folded[max(0, start - 24) : start]
    word = _SINCE.search(before)
    return start - len(before) + word.start() if word else start


def _year(text: str) -> int:
    return int(text)


def _short_year(text: str) -> int:
    year = int(text)
    return 2000 + year if year < LAST_YEAR - 2000 else 1900 + year


def _atom(match: re.Match[str]) -> _Atom | None:  # noqa: PLR0911 - one kind of date a return
    """The date a match stands for, None for one out of all bounds."""
    found = match.groupdict()
    kind = match.lastgroup and next(name for name in _KINDS if found[name] is not None)
    start, end = match.span()
    if kind in _MONTHLY:
        month_group, year_group = _MONTHLY[kind]
        name = found[month_group]
        number = MONTHS[name] if name in MONTHS else int(name)
        short = found["ny_short"] if kind == "name_year" else None
        month = Month(_short_year(short) if short else _year(found[year_group]), number)
        return _Atom(month, month, start, end)
    if kind == "month":
        month = Month(FIRST_YEAR, MONTHS[found["mo_month"]])
        return _Atom(month, month, start, end, month_only=True)
    if kind == "season":
        first = Month(_year(found["se_year"]), SEASONS[found["se_name"]])
        return _Atom(first, _after(first, 2), start, end)
    if kind == "half":
        winter = found["ha_name"].startswith("w")
        first = Month(_year(found["ha_year"]), 10 if winter else 4)
        return _Atom(first, _after(first, 5), start, end)
    if kind == "quarter":
        first = Month(_year(found["qu_year"]), 3 * int(found["qu_number"]) - 2)
        return _Atom(first, _after(first, 2), start, end)
    if kind == "cjk" and found["cj_month"]:
        month = Month(_year(found["cj_year"]), int(found["cj_month"]))
        return _Atom(month, month, start, end)
    return _yearly(found, str(kind), start, end)


def _yearly(found: dict[str, str], kind: str, start: int, end: int) -> _Atom | None:
    """A date that names years only."""
    if kind == "span":
        year = _year(found["sp_year"])
        last = year // 100 * 100 + int(found["sp_short"])
        if not year < last <= LAST_YEAR:
            return None
        return _Atom(Month(year, 1), Month(last, 12), start, end, yearly=True, ranged=True)
    if kind == "apostrophe":
        year = _short_year(found["ap_short"])
    else:
        year = _year(found["cj_year" if kind == "cjk" else "ye_year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return _Atom(Month(year, 1), Month(year, 12), start, end, yearly=True)


def _after(month: Month, months: int) -> Month:
    ordinal = month.ordinal + months
    return Month(ordinal // 12, ordinal % 12 + 1)


_MONTHLY = {
    "day_name": ("dn_month", "dn_year"),
    "name_day": ("nd_month", "nd_year"),
    "name_year": ("ny_month", "ny_year"),
    "year_name": ("yn_month", "yn_year"),
    "iso_day": ("is_month", "is_year"),
    "day": ("da_month", "da_year"),
    "us_day": ("us_month", "us_year"),
    "month_year": ("my_month", "my_year"),
    "year_month": ("ym_month", "ym_year"),
}
_KINDS = (*_MONTHLY, "season", "half", "quarter", "cjk", "span", "year", "apostrophe", "month")
