"""Single characters and fonts."""

import pytest

from services.matcher.adapters.pdf.characters import readable
from services.matcher.adapters.pdf.fonts import Face, face
from services.matcher.adapters.pdf.geometry import display, writing_angle, writing_frame


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ufb01", "fi"),
        ("\ufb04", "ffl"),
        ("Ａ", "A"),
        ("\U0001d400", "A"),
        ("\u00a0", " "),
        ("\t", " "),
        ("\u200b", ""),
        ("\ue0f1", ""),
        ("\ufffd", ""),
        ("\uf0b7", "•"),
        ("\x02", "-"),
        ("10²", "10²"),
        ("½", "½"),
        ("é", "é"),
        ("📱", "📱"),
    ],
)
def test_characters_are_made_readable(text: str, expected: str) -> None:
    """Ligatures are opened, icons and controls dropped, and nothing that has a meaning of its own changes."""
    assert readable(text) == expected


def test_bullets_of_picture_fonts_need_the_font() -> None:
    """A place in the private use area is a bullet only in a font of pictures."""
    assert readable("\uf0a7", wingdings=True) == "•"
    assert readable("\uf0a7") == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ABCDEF+Helvetica-Bold", Face(bold=True, italic=False, wingdings=False)),
        ("Calibri-BoldItalic", Face(bold=True, italic=True, wingdings=False)),
        ("CMBX12", Face(bold=True, italic=False, wingdings=False)),
        ("CMTI10", Face(bold=False, italic=True, wingdings=False)),
        ("NimbusRomNo9L-Medi", Face(bold=True, italic=False, wingdings=False)),
        ("Roboto-Regular", Face(bold=False, italic=False, wingdings=False)),
        ("Lato-Semibold", Face(bold=True, italic=False, wingdings=False)),
        ("Wingdings-Regular", Face(bold=False, italic=False, wingdings=True)),
        ("SFRM1000", Face(bold=False, italic=False, wingdings=False)),
    ],
)
def test_a_font_is_judged_by_its_name(name: str, expected: Face) -> None:
    """Weight and slant come from the PostScript name."""
    assert face(name) == expected


def test_a_nameless_font_is_judged_by_its_flags() -> None:
    """Descriptor flags and a clear weight count where the name says nothing, and not against it."""
    assert face("F1", flags=1 << 18).bold
    assert face("F1", weight=800).bold
    assert not face("Roboto-Regular", weight=800).bold
    assert face("F1", flags=1 << 6).italic


@pytest.mark.parametrize(
    ("turns", "point", "expected"),
    [(0, (10, 80), (10, 20)), (1, (10, 80), (80, 10)), (2, (10, 80), (190, 80)), (3, (10, 80), (20, 190))],
)
def test_pages_are_read_as_displayed(turns: int, point: tuple[float, float], expected: tuple[float, float]) -> None:
    """A turned page's coordinates run from the top left corner of what is displayed."""
    shown = display(0, 0, 200, 100, turns)
    assert shown.to_page.point(*point) == expected
    assert (shown.width, shown.height) == ((100, 200) if turns % 2 else (200, 100))


def test_writing_directions_snap_to_quarter_turns() -> None:
    """A scan that is slightly askew counts as upright; its frame turns text to run right."""
    assert writing_angle(1, 0.02) == 0
    assert writing_angle(0, 1) == 90
    assert writing_angle(1, 1) == pytest.approx(45)
    assert writing_frame(90).point(100, 50) == pytest.approx((50, -100))
