"""Who the CV is about, taken from its header and its personal sections, and what of the header speaks of work."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from engine.identity import Identity
from engine.profile import Section
from engine.reading.dates import find_period
from engine.reading.headings import PERSONAL, section_named
from engine.reading.text import fold, fragments
from engine.reading.titles import title_score
from services.matcher.domain.structure.contact import emails_in, links_in, phones_in, without_contacts
from services.matcher.domain.structure.names import find_name, name_in
from services.matcher.domain.structure.personal import Stated, is_driving_licence, label_of, stated_in
from services.matcher.domain.structure.places import is_address, is_place
from services.matcher.domain.structure.rows import Row
from services.matcher.domain.structure.zones import HEADER, Zone

_HEADLINE_WORDS = 16
_PROSE_WORDS = 8
_LABEL_WORDS = 3
_MAX_VALUES = 20
# Below the heading of the personal data, the name stands in one of the first rows.
_NAME_ROWS = 5
_ROW_CHARS = 600
_EMAIL_BEGUN = re.compile(r"[\w.+-]{2,64}@[\w.-]{0,64}$")
_EMAIL_END = re.compile(r"[a-z0-9-]{0,40}(?:\.[a-z0-9-]{1,40}){0,3}")
# What is broken off an address that is whole without it has so few characters and makes one of these of its end.
_EMAIL_REST = 3
_LONG_DOMAINS = (".com", ".net", ".org", ".edu", ".info")


@dataclass(frozen=True, slots=True)
class Parted:
    """A header parted: the identity, and what speaks of work: the headline with its page, rows, lists with their section."""

    identity: Identity
    headline: tuple[str, int] | None = None
    prose: tuple[Row, ...] = ()
    labelled: tuple[tuple[Section, Row, str], ...] = ()
    rest: tuple[Row, ...] = ()


@dataclass(slots=True)
class _Found:
    """What is being collected."""

    stated: list[Stated] = field(default_factory=list)
    locations: list[str] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    labelled: list[tuple[Section, Row, str]] = field(default_factory=list)
    prose: list[Row] = field(default_factory=list)
    rest: list[Row] = field(default_factory=list)


def part_header(zones: Sequence[Zone], link_targets: Sequence[str]) -> Parted:
    """Splits who from what.

    Args:
        zones: all zones of the document.
        link_targets: targets of link annotations (`mailto:`, `tel:`, `https:`).
    """
    header = [row for zone in zones if zone.kind == HEADER for row in zone.rows]
    personal = [row for zone in zones if zone.kind == PERSONAL for row in zone.rows]
    own = _with_whole_emails([row.text for row in (*header, *personal)])
    emails = (
        _first_found(emails_in, own) or _targets(link_targets, "mailto:") or _first_found(emails_in, _elsewhere(zones))
    )
    name, name_rows = find_name(header, emails)
    labelled = _labelled_name((*header, *personal))
    if labelled is not None and labelled != name:
        name, name_rows = labelled, frozenset()
    found = _Found()
    headline = _headline(header, name_rows)
    for index, row in enumerate(header):
        if index not in name_rows and row not in headline:
            _sort(row, header[index + 1] if index + 1 < len(header) else None, found, personal=False)
        elif index in name_rows:
            _beside_name(row, name, found)
    for index, row in enumerate(personal):
        _sort(row, personal[index + 1] if index + 1 < len(personal) else None, found, personal=True)
    if name is None:
        name = next((n for s in found.stated if s.field == "name" and (n := name_in(s.value))), None)
    if name is None:
        name, _ = find_name(personal[:_NAME_ROWS], emails)
    phones = (
        _first_found(phones_in, own)
        or _targets(link_targets, "tel:")
        or _first_found(_labelled_phones, _elsewhere(zones))
    )
    written = _first_found(lambda text: links_in(_blank(text), bare=True), own)
    targets = [target for target in link_targets if target.lower().startswith(("http://", "https://"))]
    told = (headline[0].text, headline[0].page) if headline else _told_among_contacts(found, header)
    identity = Identity(
        name=name,
        emails=tuple(emails[:_MAX_VALUES]),
        phones=tuple(_distinct_numbers(phones)[:_MAX_VALUES]),
        location=_location(found),
        links=tuple(_distinct((*written, *targets))[:_MAX_VALUES]),
        birth_date=_value(found, "birth_date"),
        nationality=_value(found, "nationality"),
        other=tuple(_distinct([s.value for s in found.stated if s.field == "other"] + found.leftovers)[:_MAX_VALUES]),
    )
    return Parted(identity, told, tuple(found.prose), tuple(found.labelled), tuple(found.rest))


def _labelled_name(rows: Sequence[Row]) -> str | None:
    """The first whole name that a label tells (`Name: Ada Byron`); a first or family name alone is none."""
    for row in rows:
        if not row.short:
            continue
        stated = stated_in(row.text) if len(row.cells) == 1 else None
        if stated is not None and stated.field == "name":
            name = name_in(stated.value)
        elif len(row.cells) == 2 and label_of(row.cells[0].text) == "name":  # noqa: PLR2004 - a label and a value
            name = name_in(row.cells[1].text)
        else:
            continue
        if name is not None and " " in name:
            return name
    return None


def _with_whole_emails(texts: Sequence[str]) -> list[str]:
    """The texts with e-mail addresses put together that a narrow column broke."""
    result: list[str] = []
    for text in texts:
        whole = f"{result[-1]}{text}" if result and _EMAIL_BEGUN.search(result[-1][-_ROW_CHARS:]) else ""
        begun = emails_in(result[-1][-_ROW_CHARS:]) if whole else []
        ends = _EMAIL_END.fullmatch(text)
        # No country has a domain of one letter.
        short = bool(begun) and begun[-1][-2:-1] == "."
        broken = not begun or (
            len(text) <= _EMAIL_REST and (short or whole.endswith(_LONG_DOMAINS) or text.startswith("."))
        )
        if whole and ends and broken and emails_in(whole[-_ROW_CHARS:]):
            result[-1] = whole
        else:
            result.append(text)
    return result


def _headline(header: Sequence[Row], name_rows: frozenset[int]) -> list[Row]:
    """The line that says what somebody is: near the name, no contact data; one with a title's words before one without."""
    near = [header[i] for n in sorted(name_rows)[-1:] for i in range(n + 1, min(n + 4, len(header)))]
    near += [header[i] for n in sorted(name_rows)[:1] for i in range(max(0, n - 2), n)]
    if not name_rows:
        near = list(header[:4])
    plain = [row for row in near if _may_be_headline(row)]
    told = [row for row in plain if title_score(row.text) > 0]
    if told:
        return told[:1]
    below = [row for row in plain if name_rows and header.index(row) == max(name_rows) + 1]
    return [row for row in below if len(row.text.split()) > 1][:1]


def _told_among_contacts(found: _Found, header: Sequence[Row]) -> tuple[str, int] | None:
    """A title that stands in one row with the contact data; it is taken from what was left over."""
    piece = next((piece for piece in found.leftovers if title_score(piece) > 0), None)
    if piece is None:
        return None
    found.leftovers.remove(piece)
    return piece, next((row.page for row in header if piece in row.text), 1)


def _may_be_headline(row: Row) -> bool:
    text = row.text
    if ":" in text or text.endswith(("-", ",")) or text.lower().startswith(("i ", "ich ", "je ", "j'")):
        return False
    if not row.short or len(text.split()) > _HEADLINE_WORDS or "@" in text or text.endswith("."):
        return False
    if (
        is_place(text)
        or is_address(text)
        or label_of(text)
        or stated_in(text)
        or find_period(text)
        or section_named(text)
    ):
        return False
    return not phones_in(text) and not links_in(text, bare=True) and sum(c.isdigit() for c in text) <= 2  # noqa: PLR2004 - "Level 3"


def _beside_name(row: Row, name: str | None, found: _Found) -> None:
    """What else stands in the row of the name."""
    if not row.short or name is None:
        return
    for cell in row.cells:
        if name_in(cell.text) is None and not _sort_piece(cell.text, found):
            found.leftovers.append(cell.text)


def _sort(row: Row, following: Row | None, found: _Found, *, personal: bool) -> None:
    """Puts a row of the header where it belongs."""
    if len(row.text) > _ROW_CHARS:
        found.prose.append(row)
        return
    label, _, content = row.text.partition(":")
    section = section_named(label) if content.strip() else None
    if section in {Section.SKILLS, Section.LANGUAGES, Section.CERTIFICATES} and not emails_in(content):
        found.labelled.append((Section(section), row, content.strip()))
        return
    if is_driving_licence(row.text):
        found.labelled.append((Section.CERTIFICATES, row, row.text))
        return
    bare = without_contacts(row.text)
    if bare == row.text and _is_prose(row, following) and not is_address(row.text) and stated_in(row.text) is None:
        found.prose.append(row)
        return
    known = len(found.stated) + len(found.locations)
    if _takes_label(row, following, found):
        return
    pieces = [
        piece
        for cell in row.cells
        for piece in fragments(without_contacts(cell.raw))
        if any(c.isalpha() for c in piece)
    ]
    loose = [piece for piece in pieces if label_of(piece) is None and not _sort_piece(piece, found)]
    settled = bare != row.text or len(found.stated) + len(found.locations) > known
    if settled or personal or not loose or len(row.text.split()) < 4:  # noqa: PLR2004 - a scrap, not a statement
        found.leftovers.extend(loose)
    else:
        found.rest.append(row)


def _takes_label(row: Row, following: Row | None, found: _Found) -> bool:
    """Takes a row that is a label and its value side by side, or a label whose value is the row below; whether it was one."""
    name = label_of(row.cells[0].text)
    if name is None or len(row.cells) > 2:  # noqa: PLR2004 - a label and a value
        return False
    if len(row.cells) > 1:
        found.stated.append(Stated(name, row.cells[1].text, labelled=True))
    elif following is not None and following.short and label_of(following.text) is None:
        found.stated.append(Stated(name, following.text, labelled=True))
    return True


def _sort_piece(piece: str, found: _Found) -> bool:
    """Takes a piece of a header that is a personal datum or a place; whether it did."""
    stated = stated_in(piece)
    if stated is not None:
        found.stated.append(stated)
        return True
    if is_place(piece) or is_address(piece):
        found.locations.append(piece)
        return True
    return False


def _is_prose(row: Row, following: Row | None) -> bool:
    """Whether a row is part of a paragraph: many words, or few that end one."""
    words = row.text.split()
    label, colon, content = row.text.partition(":")
    if colon and len(label.split()) <= _LABEL_WORDS and content.count(",") > 1:
        return False
    if len(words) >= _PROSE_WORDS:
        return not any(label_of(piece) for piece in fragments(row.text))
    lower = row.text[:1].islower() and len(words) > 1
    return (lower or (row.text.endswith(".") and len(words) > 3)) and following is not row  # noqa: PLR2004 - the end of a sentence


def _location(found: _Found) -> str | None:
    labelled = [s.value for s in found.stated if s.field == "location"]
    if labelled:
        return labelled[0]
    places = found.locations
    if not places:
        return None
    return ", ".join(places[:2]) if len(places) > 1 and is_address(places[0]) and not is_place(places[0]) else places[0]


def _value(found: _Found, name: str) -> str | None:
    return next((s.value for s in found.stated if s.field == name), None)


def _elsewhere(zones: Sequence[Zone]) -> Iterable[str]:
    """The texts of all other sections but the references, whose addresses are other people's."""
    return (row.text for zone in zones if zone.kind not in {HEADER, PERSONAL, Section.REFERENCES} for row in zone.rows)


def _labelled_phones(text: str) -> list[str]:
    folded = fold(text[:_ROW_CHARS])
    told = any(
        word in folded for word in ("tel", "phone", "mobil", "handy", "movil", "cell", "portable")
    ) or text.startswith("+")
    return phones_in(text) if told else []


def _first_found(find: Callable[[str], list[str]], texts: Iterable[str]) -> list[str]:
    result: list[str] = []
    for text in texts:
        result.extend(find(text))
        if len(result) >= _MAX_VALUES:
            break
    return _distinct(result)


def _targets(targets: Sequence[str], scheme: str) -> list[str]:
    values = [t[len(scheme) :].split("?", 1)[0].strip() for t in targets if t.lower().startswith(scheme)]
    return _distinct([value for value in values if value])


def _blank(text: str) -> str:
    """The text without its e-mail addresses, whose hosts are no links."""
    for email in emails_in(text[:_ROW_CHARS]):
        text = text.replace(email, " ")
    return text


def _distinct(values: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _distinct_numbers(phones: Sequence[str]) -> list[str]:
    seen: dict[str, str] = {}
    for phone in phones:
        seen.setdefault("".join(c for c in phone if c.isdigit())[-9:], phone)
    return list(seen.values())
