"""The form in which facts are written down: one concept a line, with its other names and what knowing it shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concept:
    """Something a person can know or do.

    `names` are ways to write it, the first one being `name`; a name in `exact` is matched with its case, because folded it
    is an everyday word. `implies` are the broader things that using it shows.
    """

    name: str
    names: tuple[str, ...]
    exact: frozenset[str]
    implies: tuple[str, ...]


def read_table(table: str) -> tuple[Concept, ...]:
    """Read lines `Name = other name, !Case-Sensitive Name > Broader, Broader`; `=` and `>` parts may be absent.

    A line `!Name = …` makes the name itself case-sensitive.
    """
    return tuple(_read_line(line) for line in table.strip().splitlines() if line.strip())


def _read_line(line: str) -> Concept:
    left, _, broader = line.partition(" > ")
    first, _, others = left.partition(" = ")
    written = [name.strip() for name in (first, *others.split(", ")) if name.strip()]
    names = tuple(dict.fromkeys(name.removeprefix("!") for name in written))
    return Concept(
        name=names[0],
        names=names,
        exact=frozenset(name.removeprefix("!") for name in written if name.startswith("!")),
        implies=tuple(name.strip() for name in broader.split(", ") if name.strip()),
    )


def words(text: str) -> frozenset[str]:
    """The words of a table cell as a set."""
    return frozenset(text.split())
