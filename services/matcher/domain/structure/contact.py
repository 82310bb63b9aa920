"""E-mail addresses, telephone numbers and links in a text; each found in linear time."""

import re

from engine.reading.dates import find_periods

EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
URL = re.compile(r"(?:https?://|www\.)[^\s<>\"|•·,;]{3,300}", re.IGNORECASE)
# Hosts on which a path is a person: recognised without a scheme.
_PROFILE_LINK = re.compile(
    r"(?<![\w@.-])(?:[a-z]{2,3}\.)?(?:linkedin\.com|github\.com|gitlab\.com|xing\.com|twitter\.com|x\.com|stackoverflow\.com|medium\.com|"
    r"bitbucket\.org|behance\.net|dribbble\.com|kaggle\.com|facebook\.com|instagram\.com|orcid\.org|researchgate\.net|t\.me|youtube\.com|"
    r"huggingface\.co|codepen\.io|leetcode\.com|scholar\.google\.com)/[^\s<>\"|•·,;]{1,200}",
    re.IGNORECASE,
)
# A bare host: only worth looking for among contact data, where it cannot be a product.
BARE_HOST = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9][\w-]{0,62}\.){1,4}(?:com|org|net|io|dev|me|de|fr|es|it|nl|pl|pt|be|ch|at|eu|uk|us|co|info|app|tech|page|xyz|br|in|ai|se|dk)(?:/[^\s|•·,;]{0,200})?(?![\w@])",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w/.@#])\(?(?:\+|00\s?)?\(?\d[\d\s().\-/\u2011\u2013]{5,22}[\dxX*](?![\w@])")
_MIN_DIGITS, _MAX_DIGITS = 7, 15


def emails_in(text: str) -> list[str]:
    """The e-mail addresses of a text, in order, trailing dots removed."""
    return [match.group().rstrip(".-") for match in EMAIL.finditer(text)]


def phones_in(text: str) -> list[str]:
    """The telephone numbers of a text, in order: 7 to 15 digits (masked ones count) that are no date and no year range."""
    found: list[str] = []
    for match in _PHONE.finditer(text):
        number = _without_postal_code(match.group().strip(" .-/"))
        digits = sum(c.isdigit() or c in "xX*" for c in number)
        if not _MIN_DIGITS <= digits <= _MAX_DIGITS:
            continue
        if not number.startswith(("+", "00", "(")) and _is_dates(number):
            continue
        if number.count("(") > number.count(")"):
            number = number.replace("(", "", 1)
        found.append(re.sub(r"\s+", " ", number))
    return found


def _without_postal_code(number: str) -> str:
    """A number without the postal code that ran into it (`94588 (555) 123-4567`)."""
    bracket = number.find("(")
    before = number[: max(0, bracket)]
    return number[bracket:] if not number.startswith("+") and sum(c.isdigit() for c in before) > 3 else number  # noqa: PLR2004 - country codes are shorter


def _is_dates(number: str) -> bool:
    spans = find_periods(number)
    covered = sum(span.end - span.start for span in spans)
    return covered * 2 > len(number)


def links_in(text: str, *, bare: bool = False) -> list[str]:
    """The web addresses of a text, in order; bare hosts too if asked (`janedoe.dev`)."""
    found: list[tuple[int, str]] = []
    for pattern in (URL, _PROFILE_LINK, *((BARE_HOST,) if bare else ())):
        found.extend((match.start(), match.group().rstrip(".)/")) for match in pattern.finditer(text))
    result: list[str] = []
    taken: list[tuple[int, int]] = []
    for start, link in sorted(found, key=lambda item: (item[0], -len(item[1]))):
        if not taken or start >= taken[-1][1]:
            taken.append((start, start + len(link)))
            result.append(link)
    return result


def without_contacts(text: str) -> str:
    """The text with its addresses, numbers and links replaced by bars, which part what stood between them."""
    for found in (*emails_in(text), *links_in(EMAIL.sub(" ", text), bare=True)):
        text = text.replace(found, " | ")
    for number in _PHONE.finditer(text):
        if phones_in(number.group()):
            text = text.replace(number.group(), " | ")
    return text
