"""Reads sums of money, so that "budgets above EUR 500k" can be compared with "1.2 million"."""

import re

from engine.remember import remembered

_SCALE = {
    "k": 1e3,
    "thousand": 1e3,
    "tsd": 1e3,
    "m": 1e6,
    "mio": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "bn": 1e9,
    "billion": 1e9,
}
_CURRENCY = r"(?:eur|euros?|usd|dollars?|gbp|pounds?|chf|francs?|sek|nok|dkk|kronor|pln|€|\$|£)"
_NUMBER = r"(?P<number>\d{1,3}(?:[ ,.']\d{3})+|\d+(?:[.,]\d+)?)"
_SUM = re.compile(
    rf"(?:(?P<before>{_CURRENCY})\s*)?{_NUMBER}\s*(?:(?P<scale>k|thousand|tsd|millions?|mio|mn|m|bn|billion)\b\.?)?\+?\s*(?P<after>{_CURRENCY})?(?!\w)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"^\d{1,3}(?:[ ,.']\d{3})+$")


@remembered(8_192)
def sums_in(text: str) -> tuple[float, ...]:
    """The sums of money a text names, in whole units, whatever the currency; a bare number is no sum."""
    found: list[float] = []
    for match in _SUM.finditer(text):
        if not (match["before"] or match["after"]):
            continue
        number = match["number"]
        plain = re.sub(r"[ ,.']", "", number) if _THOUSANDS.match(number) else number.replace(",", ".")
        found.append(float(plain) * _SCALE.get((match["scale"] or "").casefold(), 1.0))
    return tuple(found)
