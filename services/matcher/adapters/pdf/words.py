"""Glyphs to words: what stands on one baseline without a space between."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from engine.reading.composed import composed
from services.matcher.adapters.pdf.characters import runs_leftwards
from services.matcher.adapters.pdf.page import Glyph

# In parts of the font size. Spaces are .2 to .35 wide, squeezed ones .12 to .2; kerning stays below .08.
_SPACE = 0.1
# Where spaces are written as glyphs, or too few letters show what is usual, only a clear gap is another.
_CLEAR_SPACE = 0.16
_JOIN = 0.1
_RUN_BACK = 0.6
_RUN_FORWARD = 1.5
_BASELINE = 0.12
# Letter-spaced text has gaps like spaces between all letters; only a run of this many shows it.
_TRACKED_GLYPHS = 5
_TRACKED_SPREAD = 1.6
_ASCENT = 0.78
_DESCENT = 0.22


@dataclass(slots=True)
class Word:
    """A word at its place; `y` is the baseline. `run` numbers words written in one go, `before`/`after` say that a space glyph stood on its left or right."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    run: int
    before: bool = False
    after: bool = False

    @property
    def top(self) -> float:
        """The upper edge of tall letters."""
        return self.y - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        """The lower edge of letters with descenders."""
        return self.y + _DESCENT * self.size

    @property
    def leftwards(self) -> bool:
        """Says whether the word is of a script written from right to left."""
        return any(runs_leftwards(character) for character in self.text)


def words_of(glyphs: Sequence[Glyph]) -> list[Word]:
    """Groups readable glyphs of one writing direction into words, in the order they were painted."""
    words: list[Word] = []
    for number, run in enumerate(_runs(glyphs)):
        words += _split(run, number)
    return words


def needs_space(left: Word, right: Word) -> bool:
    """Says whether two neighbours on a line are two words."""
    if left.run == right.run or left.after or right.before:
        return True
    return right.x0 - left.x1 > _JOIN * min(left.size, right.size)


def _runs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Cuts the glyphs where the next does not follow its predecessor on the same baseline."""
    runs: list[list[Glyph]] = []
    last: Glyph | None = None
    leftwards: bool | None = None
    for glyph in glyphs:
        # Letters and digits have a direction, signs take that of their neighbours.
        own = runs_leftwards(glyph.text[0]) if glyph.text[0].isalnum() else None
        turns = own is not None and leftwards is not None and own != leftwards
        if last is not None and not turns and _follows(last, glyph):
            runs[-1].append(glyph)
            leftwards = leftwards if own is None else own
        else:
            runs.append([glyph])
            leftwards = own
        last = glyph
    return [run for run in runs if any(glyph.text != " " for glyph in run)]


def _follows(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.style.size, glyph.style.size)
    smaller = min(last.style.size, glyph.style.size)
    if abs(last.y - glyph.y) > _BASELINE * size or smaller < size / 2:
        return False
    if runs_leftwards(glyph.text[0]) or runs_leftwards(last.text[0]):
        return -_RUN_FORWARD * size <= glyph.x0 - last.x1 <= _RUN_FORWARD * size or (
            -_RUN_BACK * size <= last.x0 - glyph.x1 <= _RUN_FORWARD * size
        )
    return -_RUN_BACK * size <= glyph.x0 - last.x1 <= _RUN_FORWARD * size


def _split(run: list[Glyph], number: int) -> list[Word]:
    leftwards = sum(runs_leftwards(glyph.text[0]) for glyph in run) * 2 > sum(glyph.text != " " for glyph in run)
    if leftwards:
        run = sorted(run, key=lambda glyph: -glyph.x0)
    tracking, widest = _gaps(run)
    groups: list[list[Glyph]] = []
    spaced = True
    last: Glyph | None = None
    for glyph in run:
        if glyph.text == " ":
            spaced = True
            continue
        if last is not None:
            gap = last.x0 - glyph.x1 if leftwards else glyph.x0 - last.x1
            wide = gap > widest * glyph.style.size + tracking
            # Between letters set apart a space glyph may be only what sets them apart.
            spaced = wide if tracking else spaced or wide
        if spaced or last is None:
            groups.append([glyph])
        else:
            groups[-1].append(glyph)
        spaced = False
        last = glyph
    words = [_word(group, number) for group in groups]
    leftmost, rightmost = (words[-1], words[0]) if leftwards else (words[0], words[-1])
    left_end, right_end = (run[-1], run[0]) if leftwards else (run[0], run[-1])
    leftmost.before = left_end.text == " "
    rightmost.after = right_end.text == " "
    return words


def _gaps(run: list[Glyph]) -> tuple[float, float]:
    """Returns what stands between the letters of a word, in points, and the least width of a space, in font sizes.

    Letter-spaced text has gaps like spaces between all letters, or even a space glyph after each.
    """
    letters = [glyph for glyph in run if glyph.text != " "]
    if len(letters) < _TRACKED_GLYPHS:
        return 0.0, _CLEAR_SPACE
    gaps = [abs(right.x0 - left.x1) if right.x0 >= left.x1 else 0.0 for left, right in pairwise(letters)]
    size = letters[0].style.size
    usual = median(gaps)
    if usual <= _CLEAR_SPACE * size:
        return 0.0, usual / size + (_SPACE if len(letters) == len(run) else _CLEAR_SPACE)
    even = sum(usual / _TRACKED_SPREAD <= gap <= usual * _TRACKED_SPREAD for gap in gaps)
    alphabetic = sum(glyph.text[0].isalpha() for glyph in letters)
    if even * 5 >= len(gaps) * 3 and alphabetic * 5 >= len(letters) * 4:
        return usual, _CLEAR_SPACE
    return 0.0, _CLEAR_SPACE


def _word(glyphs: list[Glyph], number: int) -> Word:
    main = glyphs[len(glyphs) // 2].style
    return Word(
        text=composed("".join(glyph.text for glyph in glyphs)),
        x0=min(glyph.x0 for glyph in glyphs),
        x1=max(glyph.x1 for glyph in glyphs),
        y=glyphs[0].y,
        size=max(glyph.style.size for glyph in glyphs),
        bold=main.bold,
        italic=main.italic,
        run=number,
    )
