"""A structure step for tests of the reading alone: each line of the document becomes a line of the profile."""

from engine.identity import Identity
from engine.profile import Line, Profile, Section
from services.matcher.domain.cv import ReadCv, ReadWarning
from services.matcher.domain.document import Document


def read_cv(document: Document) -> ReadCv:
    """Passes the text through; hidden text becomes warnings."""
    lines = tuple(
        Line(text=line.text, scored=line.text, page=line.page, section=Section.OTHER) for line in document.lines
    )
    return ReadCv(
        identity=Identity(links=document.links),
        profile=Profile(other=lines),
        pages=document.pages,
        pages_read=document.pages_read,
        reader=document.reader,
        warnings=tuple(ReadWarning(code=f"hidden_{hidden.kind}", message="hidden text") for hidden in document.hidden),
    )
