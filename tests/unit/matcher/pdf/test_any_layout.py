"""What holds for every page, however its text is strewn."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from services.matcher.adapters.pdf.page import Glyph, ShapeKind
from tests.unit.matcher.pdf.typeset import BLUE, PLAIN, Sheet

words = st.sampled_from(
    ["Engineer", "•", "2019 - 2024", "led a team of nine", "Go", "שלום", "1.", "E X P E R T", "上海"]
)
places = st.integers(0, 48).map(lambda step: step * 12.0)
sizes = st.sampled_from([6.0, 9.0, 10.0, 10.0, 10.0, 24.0])
texts = st.lists(st.tuples(words, places, places, sizes, st.sampled_from([0, 0, 0, 90])), max_size=60)
boxes = st.lists(st.tuples(places, places, places, places), max_size=4)


@settings(max_examples=150, deadline=None)
@given(texts, boxes)
def test_no_letter_is_lost_or_told_twice(
    written: list[tuple[str, float, float, float, int]], painted: list[tuple[float, float, float, float]]
) -> None:
    """Whatever stands where, each letter is read exactly once, blocks count up and lines have boxes."""
    sheet = Sheet()
    for x0, y0, x1, y1 in painted:
        sheet.paint((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), BLUE, ShapeKind.PATH)
    taken: set[tuple[float, float, float]] = set()
    for text, x, y, size, angle in written:
        # The same text twice in one place would be an overprint.
        if (x, y, angle) not in taken:
            taken.add((x, y, angle))
            down = -y - 20 if angle else y + 20
            sheet.write(text, x + 10, down, style=replace(PLAIN, size=size), angle=angle)
    page_letters = Counter(g.text for g in sheet.glyphs if g.text != " " and _on_page(sheet, g))
    document = sheet.document()
    read = Counter(letter for line in document.lines for letter in line.text if letter != " ")
    overprinted = page_letters - read
    assert not read - page_letters
    assert sum(overprinted.values()) <= _crowded(sheet)
    blocks = [line.block for line in document.lines]
    assert blocks == sorted(blocks)
    assert all(line.x0 <= line.x1 and line.y0 <= line.y1 and line.gap >= 0 for line in document.lines)


def _on_page(sheet: Sheet, glyph: Glyph) -> bool:
    """Whether the middle of a small letter is on the page: of what reaches over the edge that decides."""
    across, down = (glyph.x0 + glyph.x1) / 2, glyph.y - 0.3 * glyph.style.size
    return (0 <= -down <= sheet.width and 0 <= across <= sheet.height) if glyph.angle else across <= sheet.width


def _crowded(sheet: Sheet) -> int:
    """Counts letters that have a twin of the same size class nearly on top of them: those may count as overprints."""
    seen: Counter[tuple[str, int, int, float]] = Counter()
    for glyph in sheet.glyphs:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                seen[glyph.text, int(glyph.x0 / 3) + dx, int(glyph.y / 3) + dy, glyph.angle] += 1
    return sum(seen[glyph.text, int(glyph.x0 / 3), int(glyph.y / 3), glyph.angle] > 1 for glyph in sheet.glyphs)
