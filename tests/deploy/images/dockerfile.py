"""Reads a Dockerfile into its stages, as far as the tests ask."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Stage:
    """One stage: what it stands on, and its instructions in their order as (word, rest)."""

    name: str
    parent: str
    instructions: list[tuple[str, str]] = field(default_factory=list)

    def all(self, word: str) -> list[str]:
        """Returns what stands after each instruction `word`."""
        return [rest for found, rest in self.instructions if found == word]


def read_stages(text: str) -> dict[str, Stage]:
    """Returns name → stage."""
    stages: dict[str, Stage] = {}
    for word, rest in _instructions(text):
        if word == "FROM":
            parent, _, name = rest.partition(" AS ")
            stages[name] = Stage(name, parent)
            current = stages[name]
        elif stages:
            current.instructions.append((word, rest))
    return stages


def lineage(stages: dict[str, Stage], name: str) -> list[Stage]:
    """Returns the stages an image is made of, the lowest first."""
    found = []
    while name in stages:
        found.append(stages[name])
        name = stages[name].parent
    return found[::-1]


def _instructions(text: str) -> Iterator[tuple[str, str]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        word, _, rest = line.strip().partition(" ")
        yield word.upper(), " ".join(rest.split())
