"""Pieces of texts alone, and what is read of pieces."""

from engine.material import Material, Piece, Source
from engine.profile import Line, Profile, Section
from engine.readings import Readings, readings_of


def pieces(*texts: str, source: Source = Source.WORK) -> tuple[Piece, ...]:
    """Texts as pieces that stand nowhere else."""
    return tuple(Piece(text, Line(text, text, 0, Section.OTHER), source) for text in texts)


def readings(*of: Piece) -> Readings:
    """What is read of pieces."""
    return readings_of(Material(Profile(), of, (), tuple(piece.scored for piece in of), 0))
