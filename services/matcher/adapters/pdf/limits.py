"""What one reading may use, known to both sides of the pipe."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Caps of one document: text past them is not read, and the document says so through `pages_read`."""

    max_pages: int = 50
    max_characters: int = 400_000


# Fewer visible letters and digits than this are no CV: a scan with a page number, a blank export.
MIN_LETTERS = 40
