"""Lines of a profile, each with what may be scored of it."""

from collections.abc import Callable, Sequence

from engine.identity import Identity
from engine.neutral import neutralise
from engine.neutral_person import person_of
from engine.profile import Line, Section
from engine.reading.headings import is_label
from engine.reading.text import is_link
from services.matcher.domain.structure.items import Item, Layout, items_of
from services.matcher.domain.structure.rows import Row

# A word that is nothing but a name.
_SOMEBODY = "Xxxx"


class Facts:
    """Makes the lines of one CV; `scored` has everything taken out that tells who somebody is.

    Args:
        identity: who the CV is about.
        layout: how the document sets its text.
    """

    def __init__(self, identity: Identity, layout: Layout) -> None:
        self._identity = identity
        self._person = person_of(identity)
        self.layout = layout

    def line(self, text: str, *, page: int, section: Section, scored: str | None = None) -> Line:
        """A line quoted as `text`; `scored` replaces what is judged where less than all of it says something of work."""
        return Line(text, neutralise(text if scored is None else scored, self._identity), page, section)

    def blind(self, score: Callable[[str], float]) -> Callable[[str], float]:
        """A score that does not know whose name the person's own firm bears: "Baker & Sons" of a Baker is no baker."""
        return lambda text: score(self._person.without_firms(text, instead=_SOMEBODY))

    def neutral(self, text: str) -> str:
        """A title or degree in the form that every person of whatever sex would have it (`Chairperson`)."""
        return neutralise(text, self._identity) or text

    def items(self, rows: Sequence[Row]) -> list[Item]:
        """The sentences and bullets of some rows."""
        return items_of(rows, self.layout)

    def lines(self, rows: Sequence[Row], section: Section) -> tuple[Line, ...]:
        """The sentences and bullets of some rows as lines, without labels and bare links."""
        return tuple(
            self.line(item.text, page=item.page, section=section)
            for item in self.items(rows)
            if not is_label(item.text) and not is_link(item.text)
        )
