"""Small, linear-time operations on the characters of a line: folding, cleaning, bullets, hyphens, separators."""

import re
import unicodedata

from engine.reading.lexicon.tables import words as word_table

# One character in, one character out, so that positions found in the folded text hold in the original.
_SPECIAL = {"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i", "İ": "i"}
_QUOTES = dict.fromkeys("’‘`´ʼ", "'")
_DASHES = dict.fromkeys("‐‑‒−﹣－", "-")


def _base(char: str) -> str:
    first = unicodedata.normalize("NFKD", char)[0].lower()
    return first if len(first) == 1 and first.isalpha() else char


_FOLD = str.maketrans(
    {chr(code): _base(chr(code)) for start, end in ((0xC0, 0x250), (0x1E00, 0x1F00)) for code in range(start, end)}
    | _SPECIAL
    | _QUOTES
    | _DASHES
    | {"\u00a0": " ", "\u202f": " ", "\u2009": " "}
)
# Icons and Symbol bullets live in the private use area; control characters are debris of extraction.
_ICON = re.compile(r"[\ue000-\uf8ff\ufffc-\ufffe\u00ad\u200b-\u200f\u2060\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"\s+")
# pdfium marks a hyphen at a line's end with U+0002 or U+FFFE.
_SOFT = ("\x02", "\u00ad", "\ufffe")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00a0": " ", "\u202f": " "}
)
BULLETS = "•◦▪▫■□●○◆◇‣⁃∙➢➤►▸▶▹❖✓✔✦★☆❯»›·⦿⚫➔➜→"
_BULLET = re.compile(
    rf"[\s\ue000-\uf8ff]{{0,8}}(?:[{BULLETS}]{{1,3}}\s*|[-–—*+>]\s+|[o¢]\s+(?=[A-ZÀ-Þ])|[\ue000-\uf8ff]\s*)"
)
_SEPARATORS = re.compile(r"\s*(?:[|¦•·∙●◦■▪⋅♦◆‖]|\s[–—]\s|\s-\s|\t|\s{3,}|[\ue000-\uf8ff]+)\s*")
_SPACED_LETTERS = re.compile(r"\w(?: \w){3,}")
HYPHENS = "-‐‑"
# What usually keeps its hyphen when a line ends on it.
_KEPT_PREFIXES = word_table(
    "e c x t on off full part long short high low real cross self multi well third first second one two three four five six seven eight "
    "ten user data cost cloud state day problem object event customer decision large small mid end client time team open"
)
_END_PREFIXES = word_table("front back high low rear")
_CONJUNCTIONS = word_table("and or und oder bzw et ou y o e i lub oraz en of to")


def fold(text: str) -> str:
    """Lower case without accents, character for character: `len(fold(text)) == len(text)`."""
    folded = text.translate(_FOLD).lower()
    if len(folded) == len(text):
        return folded
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(_FOLD))


def clean(text: str) -> str:
    """The text without icons and control characters, with single spaces; a broken word keeps a plain hyphen at its end."""
    if text.endswith(_SOFT):
        text = text[:-1] + "-"
    text = _CONTROL.sub("", _ICON.sub(" ", text.translate(_LIGATURES)))
    return _SPACE.sub(" ", text).strip()


def strip_bullet(text: str) -> tuple[bool, str]:
    """Whether the text starts with a bullet glyph, and the text without it."""
    match = _BULLET.match(text)
    if match is None or match.end() >= len(text):
        return False, text
    return True, text[match.end() :]


def words(text: str) -> list[str]:
    """Runs of letters and digits, in order."""
    return re.findall(r"\w+", text)


def fragments(text: str) -> list[str]:
    """The parts of a one-line list: split at bars, dots, spaced dashes, icons and wide gaps; never at commas."""
    return [part for part in (clean(piece) for piece in _SEPARATORS.split(text)) if part]


def unspaced(text: str) -> str:
    """`E X P E R I E N C E` read as one word; any other text as it is."""
    stripped = text.strip()
    if not _SPACED_LETTERS.fullmatch(stripped.replace("  ", " ")):
        return text
    return " ".join(word.replace(" ", "") for word in stripped.split("  "))


def join(first: str, second: str) -> str:
    """Two lines of one sentence as one: a word broken at the line's end is mended."""
    if not first or first[-1] not in HYPHENS:
        return f"{first} {second}" if first and second else first + second
    head = first.rstrip(HYPHENS)
    stem = re.search(r"[^\W\d_]*$", head[-40:])
    prefix = fold(stem.group()) if stem else ""
    follower = re.match(r"[^\W_]*", second[:40])
    word = follower.group() if follower else ""
    if fold(word) in _CONJUNCTIONS:
        return f"{head}- {second}"
    kept = prefix in _KEPT_PREFIXES or (prefix in _END_PREFIXES and fold(word) == "end")
    if not prefix or not word or not word[0].islower() or kept:
        return f"{head}-{second}" if prefix else f"{first} {second}"
    return head + second


def is_capitals(text: str) -> bool:
    """Whether the letters of the text are all capitals (at least three of them)."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 3 and all(c.isupper() for c in letters)  # noqa: PLR2004 - two capitals may be initials


def is_link(text: str) -> bool:
    """Whether the text is one web address."""
    lowered = text.strip().lower()
    if lowered.startswith(("http:", "https:", "www.")):
        return lowered.count(" ") < 2  # noqa: PLR2004 - a space is lost or gained in extraction
    return " " not in lowered and ("://" in lowered or ("." in lowered and "/" in lowered and lowered[-1:] not in ".,"))
