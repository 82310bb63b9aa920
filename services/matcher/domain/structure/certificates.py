"""Certificates, licences and courses."""

import re
from collections.abc import Sequence
from itertools import pairwise

from engine.profile import Certificate, Section
from engine.reading.dates import find_period, is_pure_date, without_dates
from engine.reading.headings import is_label
from engine.reading.text import clean, fold, fragments, is_link
from services.matcher.domain.structure.facts import Facts
from services.matcher.domain.structure.items import Item
from services.matcher.domain.structure.personal import is_driving_licence
from services.matcher.domain.structure.rows import Row

MAX_CERTIFICATES = 100
_ISSUER = re.compile(
    r"^(?:issued by|issuer|issuing authority|awarded by|by|from|at|provider|ausgestellt von|aussteller|delivre par|emis par|expedido por|emitido por|rilasciato da|uitgegeven door|wydany przez|von|par|por|da|door|przez)\s?:?\s+"
)
_NAME_CHARS = 160


def certificates_of(rows: Sequence[Row], facts: Facts) -> tuple[Certificate, ...]:
    """The certificates of a section: one a row or item, or name, issuer and date in rows of their own."""
    items = [item for item in facts.items(_dates_last(rows)) if not is_label(item.text) and not is_link(item.text)]
    groups: list[list[Item]] = []
    for item in items:
        if groups and _belongs(groups[-1], item, items[0]):
            groups[-1].append(item)
        else:
            groups.append([item])
    result = [
        certificate for group in groups[:MAX_CERTIFICATES] if (certificate := _certificate(group, facts)) is not None
    ]
    return tuple(result)


def certificate_in(text: str, page: int, facts: Facts) -> Certificate:
    """A certificate stated by one text; a driving licence keeps its classes (`B, C1`)."""
    name, issuer = (text, None) if is_driving_licence(text) else _name_and_issuer([text])
    return Certificate(
        name or text[:_NAME_CHARS], facts.line(text, page=page, section=Section.CERTIFICATES), issuer, _year(text)
    )


def _dates_last(rows: Sequence[Row]) -> list[Row]:
    """Rows that begin with a date in a cell of its own, with that cell at the end."""
    result: list[Row] = []
    for row in rows:
        first = row.cells[0]
        moved = len(row.cells) > 1 and is_pure_date(first.text)
        result.append(
            Row((*row.cells[1:], first), row.page, row.block, row.y0, row.y1, row.gap, row.bullet) if moved else row
        )
    return result


def _belongs(group: list[Item], item: Item, first: Item) -> bool:
    """Whether an item goes on with the certificate before it: a date, an issuer, a line in another style than names have."""
    if item.bullet or len(group) > 3:  # noqa: PLR2004 - name, issuer, date, number
        return False
    if is_pure_date(item.text) or _ISSUER.match(fold(item.text[:60])):
        return not any(find_period(member.text) for member in group) or not is_pure_date(item.text)
    named, row = first.rows[0], item.rows[0]
    return (
        row.style != named.style and group[0].rows[0].style == named.style and (not named.bullet or row.x0 > named.x0)
    )


def _certificate(group: list[Item], facts: Facts) -> Certificate | None:
    texts = [item.text for item in group]
    name, issuer = _name_and_issuer(texts)
    if not any(c.isalpha() for c in name):
        return None
    whole = " ".join(texts)
    return Certificate(name, facts.line(whole, page=group[0].page, section=Section.CERTIFICATES), issuer, _year(whole))


def _name_and_issuer(texts: Sequence[str]) -> tuple[str, str | None]:
    pieces = [
        piece for text in texts for piece in _pieces(text) if any(c.isalpha() for c in piece) and not is_link(piece)
    ]
    if not pieces:
        return "", None
    name, issuer = pieces[0], pieces[1] if len(pieces) > 1 else None
    if issuer is None:
        for before, after in pairwise(_cuts(name)):
            candidate = name[before:after].strip(" ,")
            if candidate and name[:before].strip():
                return name[:before].strip(" ,"), candidate
    if issuer is not None:
        lead = _ISSUER.match(fold(issuer[:60]))
        issuer = clean(issuer[lead.end() :]) if lead else issuer
    return name.strip(" ,."), issuer


def _pieces(text: str) -> list[str]:
    return fragments(without_dates(text)) if len(text) <= 2 * _NAME_CHARS else [text[:_NAME_CHARS]]


def _cuts(name: str) -> list[int]:
    """Where a name's last part after a comma begins and ends; nothing for a name without one."""
    comma = name.rfind(", ")
    return [comma, len(name)] if comma > 0 and len(name) - comma < 60 else []  # noqa: PLR2004 - an issuer's length


def _year(text: str) -> int | None:
    span = find_period(text[:400])
    if span is None:
        return None
    month = span.period.start or span.period.end
    return month.year if month else None
