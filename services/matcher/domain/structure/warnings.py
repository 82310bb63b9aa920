"""What a person should know before trusting the reading of a CV."""

from collections.abc import Sequence

from engine.profile import Section
from engine.reading.lexicon.personal import CLOSINGS, SALUTATIONS
from engine.reading.text import fold
from services.matcher.domain.cv import ReadWarning
from services.matcher.domain.document import Document
from services.matcher.domain.structure.zones import HEADER, Zone

_LOW_TEXT_CHARS = 400
_LETTER_ROWS = 400
# A CV of so many letters has at least one of these sections.
_WHOLE_CHARS = 1_500
_CV_SECTIONS = frozenset(
    {Section.EXPERIENCE, Section.EDUCATION, Section.SKILLS, Section.LANGUAGES, Section.CERTIFICATES, Section.PROJECTS}
)


def warnings_of(document: Document, zones: Sequence[Zone], *, jobs: int, personal: bool) -> tuple[ReadWarning, ...]:
    """The warnings of a reading, in a fixed order. Their messages never quote the CV.

    Args:
        document: what was read.
        zones: its sections.
        jobs: how many jobs were found.
        personal: whether it names a course of study or how to reach somebody, as CVs do and manuals do not.

    Codes: PAGES_TRUNCATED, IMAGE_PAGES, HIDDEN_TEXT, LOW_TEXT, NOT_A_CV, NO_EXPERIENCE.
    """
    found: list[ReadWarning] = []
    if document.pages_read < document.pages:
        found.append(ReadWarning("PAGES_TRUNCATED", f"Only {document.pages_read} of {document.pages} pages were read."))
    if document.image_pages:
        pages = ", ".join(str(page) for page in document.image_pages[:20])
        found.append(
            ReadWarning(
                "IMAGE_PAGES", f"Pages that are images cannot be read: {pages}. The score may miss what they say."
            )
        )
    hidden = sum(text.characters for text in document.hidden)
    if hidden:
        kinds = ", ".join(sorted({text.kind for text in document.hidden}))
        found.append(
            ReadWarning("HIDDEN_TEXT", f"{hidden} characters that a reader cannot see were not read ({kinds}).")
        )
    letters = sum(len(line.text) for line in document.lines)
    if letters < _LOW_TEXT_CHARS:
        found.append(ReadWarning("LOW_TEXT", "The document has very little text; the score has low confidence."))
    if _is_letter(document, zones):
        found.append(ReadWarning("NOT_A_CV", "The document reads like a letter rather than a CV."))
    elif jobs == 0 and letters >= _WHOLE_CHARS and not (personal and _has_cv_section(zones)):
        found.append(
            ReadWarning("NOT_A_CV", "The document does not read like a CV: it has none of the sections of one.")
        )
    elif jobs == 0:
        found.append(ReadWarning("NO_EXPERIENCE", "No work experience was recognised in the document."))
    return tuple(found)


def _has_cv_section(zones: Sequence[Zone]) -> bool:
    return any(zone.kind in _CV_SECTIONS and zone.rows for zone in zones)


def _is_letter(document: Document, zones: Sequence[Zone]) -> bool:
    """Whether the text greets and takes its leave as a letter does, or greets and has hardly any sections."""
    sections = {zone.kind for zone in zones if zone.kind != HEADER and zone.rows}
    greets = closes = False
    for line in document.lines[:_LETTER_ROWS]:
        folded = fold(line.text[:80].strip())
        greets = greets or (folded.startswith(SALUTATIONS) and len(folded) < 70)  # noqa: PLR2004 - a line of its own
        closes = closes or folded.startswith(CLOSINGS)
    return (greets and closes and len(sections) < 4) or ((greets or closes) and len(sections) < 2)  # noqa: PLR2004 - a CV has more sections
