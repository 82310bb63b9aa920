"""What a font's name and flags say of its looks."""

import re
from dataclasses import dataclass

# Weights as foundries abbreviate them; LaTeX's bold faces are named by series (CMBX10, SFBX1000, NimbusRomNo9L-Medi).
_BOLD = re.compile(
    r"bold|black|heavy|demi|[-_]bd|^(?:cm|sf|ec|la|tc)[a-z]*b[xf]?\d|no9l-medi|sanl-bold|cmssbx", re.IGNORECASE
)
_ITALIC = re.compile(r"italic|oblique|slanted|kursiv|[-_]it(?![a-z])|^(?:cm|sf|ec)[a-z]*(?:ti|sl|ssi)\d", re.IGNORECASE)
_PLAIN = re.compile(r"regular|book|light|roman|medium|thin", re.IGNORECASE)
_PICTURES = re.compile(r"wingdings|webdings|symbol|dingbats", re.IGNORECASE)

_FLAG_ITALIC = 1 << 6
_FLAG_FORCE_BOLD = 1 << 18
# Weights derived from stem widths are guesses: only a clear one counts, and never against the name.
_CLEARLY_BOLD = 700


@dataclass(frozen=True, slots=True)
class Face:
    """The looks of one font."""

    bold: bool
    italic: bool
    wingdings: bool


def face(name: str, *, flags: int = 0, weight: int = 0, italic_angle: float = 0) -> Face:
    """Judges a font by its PostScript name (subset prefix allowed), descriptor flags, weight (100 to 900) and slant."""
    bare = name.rsplit("+", maxsplit=1)[-1]
    named_plain = bool(_PLAIN.search(bare))
    bold = bool(_BOLD.search(bare)) or (not named_plain and (bool(flags & _FLAG_FORCE_BOLD) or weight >= _CLEARLY_BOLD))
    italic = bool(_ITALIC.search(bare)) or bool(flags & _FLAG_ITALIC) or bool(italic_angle)
    return Face(bold=bold, italic=italic, wingdings=bool(_PICTURES.search(bare)))
