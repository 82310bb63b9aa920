"""Whether a piece of text is a place: a city, a region, a country, a postal address."""

import re

from engine.reading.lexicon.places import CITIES, COUNTRIES, REGION_CODES
from engine.reading.lexicon.roles import COMPANY_WORDS, TITLE_WORDS, WORK_MODES
from engine.reading.text import fold

PLACE_CHARS = 90
_TOWN_WORDS = 2
_COUNTRY_CODES = frozenset(code for code in REGION_CODES if fold(code) in COUNTRIES)
_POSTAL = re.compile(
    r"\b(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b\d{4} ?[A-Z]{2}\b|\b\d{2}-\d{3}\b"
)
_STREET = re.compile(
    r"\b(?:street|st\.|avenue|ave\.?|road|rd\.|lane|drive|boulevard|blvd|square|court|apt\.?|suite|"
    r"rue|av\.|chemin|place|allee|quai|calle|avenida|paseo|plaza|carrer|via|viale|piazza|corso|rua|travessa|ul\.|ulica|al\.)(?!\w)"
    r"|(?:strasse|straße|str\.|weg|platz|gasse|straat|laan|plein|gracht|vagen|gatan|gade|vej)(?!\w)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]{0,40}\)")
_TAIL = re.compile(r"(?<=\w[\w.)])(?:,\s(?P<comma>[^,()]{3,40})|\s\((?P<bracket>[^()]{3,40})\))$")
_LEGAL = re.compile(
    r"(?:^|\s)(?:inc|llc|ltda?|limited|gmbh|corp|co|plc|llp|ag|kg|s\.?e|b\.?v|n\.?v|s\.?a|s\.?l|s\.?a\.?s|s\.?p\.?a|s\.?r\.?l|jr|sr)\.?$",
    re.IGNORECASE,
)
_UNKNOWN_TOWN_WORDS = 3
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


def is_place(text: str) -> bool:
    """Whether the text names a place and nothing else: `Berlin`, `Springfield, Pennsylvania, USA`, `CA 94588`."""
    if not text or len(text) > PLACE_CHARS:
        return False
    parts = [part.strip(" .") for part in re.split(r"[,/]| [-–] ", _BRACKETS.sub("", text)) if part.strip(" .")]
    if not parts or len(parts) > 5:  # noqa: PLR2004 - street, city, region, country and one to spare
        return False
    if any(fold(part) in WORK_MODES for part in parts):
        return len(parts) == 1 or all(fold(part) in WORK_MODES or is_place(part) for part in parts)
    known = [_known(part) for part in parts]
    if len(parts) == 1:
        return (known[0] and parts[0] not in REGION_CODES - _COUNTRY_CODES) or (
            _POSTAL.search(parts[0]) is not None and _named(_POSTAL.sub("", parts[0]))
        )
    if not any(known) and not any(_POSTAL.search(part) for part in parts):
        return False
    return all(
        ok or _named(part) or _STREET.search(part) or _POSTAL.search(part)
        for ok, part in zip(known, parts, strict=True)
    )


def is_address(text: str) -> bool:
    """Whether the text is a postal address or its beginning: a street with a number, or a postal code with a town."""
    if len(text) > 2 * PLACE_CHARS:
        return False
    has_number = any(c.isdigit() for c in text)
    return has_number and (_STREET.search(text) is not None or (is_place(text) and _POSTAL.search(text) is not None))


def split_place(text: str) -> tuple[str, str | None]:
    """A text and the place at its end, if one stands there after a comma, dash or in brackets."""
    bracket = re.search(r"\s*\(([^()]{2,60})\)\s*$", text[-70:])
    if bracket is not None and is_place(bracket.group(1)):
        return text[: len(text) - len(bracket.group())].rstrip(" ,"), bracket.group(1)
    cuts = [match.start() for match in re.finditer(r", | [-–—] | \| ", text)]
    # The longest tail of at most three parts that is a place.
    for cut in cuts[-3:]:
        tail = text[cut:].strip(" ,-–—|")
        if is_place(tail) and stands_alone(tail):
            return text[:cut].rstrip(" ,-–—|"), tail
    return text, None


def split_town(text: str) -> tuple[str, str | None]:
    """A text and what may be an unknown town at its end, after a comma or in brackets, for where towns are to be expected."""
    match = _TAIL.search(text)
    town = match and (match.group("comma") or match.group("bracket"))
    if match is None or not town or not may_be_town(town):
        return text, None
    return text[: match.start()], town


def may_be_town(text: str) -> bool:
    """Whether a text may be the name of a town by its looks."""
    return len(text.split()) <= _UNKNOWN_TOWN_WORDS and len(text) > 2 and _named(text) and not _LEGAL.search(text)  # noqa: PLR2004 - a code


def stands_alone(tail: str) -> bool:
    """Whether a tail is a place even behind a name: its unknown town comes before a region or country, not before a city."""
    parts = [part.strip(" .") for part in tail.split(",")]
    unknown = [index for index, part in enumerate(parts) if not _known(part) and fold(part) not in WORK_MODES]
    towns = [index for index in unknown if index + 1 < len(parts) and len(parts[index].split()) <= _TOWN_WORDS]
    return len(towns) == len(unknown) and not any(fold(parts[index + 1]) in CITIES for index in towns)


def _known(part: str) -> bool:
    folded = fold(part)
    if folded in COUNTRIES or folded in CITIES or part in REGION_CODES:
        return True
    words = part.split()
    without_code = _POSTAL.sub("", part).strip(" .-")
    return len(words) > 1 and without_code != part and (fold(without_code) in CITIES or without_code in REGION_CODES)


def _named(part: str) -> bool:
    """Whether a part may be the name of a place: a few capitalised words, none of a title or an employer."""
    words = part.split()
    if not 1 <= len(words) <= 4 or any(c.isdigit() for c in part):  # noqa: PLR2004 - San Pedro de Atacama
        return False
    folded = {fold(word).strip(".,") for word in words}
    if folded & TITLE_WORDS or folded & COMPANY_WORDS:
        return False
    return words[0][:1].isupper() and all(_WORD.fullmatch(word) for word in words)
