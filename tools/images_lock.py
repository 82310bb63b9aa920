"""Prints the part of requirements.lock that some extras of pyproject.toml need: what one image may hold, hashes and all.

It reads the lock's own `# via` notes, so it needs neither a resolver nor a network, and runs on the standard library alone.
"""

import argparse
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==")
_NAME = re.compile(r"[A-Za-z0-9._-]+")


class LockError(Exception):
    """The lock does not hold what was asked of it; the message names the distribution or the extra."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One distribution of the lock.

    Attributes:
        name: its normalised name.
        lines: the requirement with its hashes, as pip's `--require-hashes` reads it.
        wanted_by: normalised names of the distributions that ask for it.
    """

    name: str
    lines: tuple[str, ...]
    wanted_by: frozenset[str]


def normalised(name: str) -> str:
    """Returns a distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_lock(text: str) -> dict[str, Pin]:
    """Returns normalised name → pin; raises `LockError` for a line that is neither a pin, a hash nor a note."""
    blocks: list[list[str]] = []
    for line in text.splitlines():
        if _PIN.match(line):
            blocks.append([line])
        elif blocks and (line.startswith("    ") or not line.strip()):
            blocks[-1].append(line)
        elif not line.startswith("#"):
            raise LockError(f"the lock has a line that cannot be read: {line!r}")
    pins = (_pin(block) for block in blocks)
    return {pin.name: pin for pin in pins}


def _pin(block: Sequence[str]) -> Pin:
    found = _PIN.match(block[0])
    assert found is not None
    notes = [line.strip().removeprefix("#").strip().removeprefix("via").strip() for line in block if "#" in line]
    lines = [line for line in block if line.strip() and not line.lstrip().startswith("#")]
    # The last hash ends its line: a backslash there would join it to the next pin.
    lines[-1] = lines[-1].rstrip().removesuffix("\\").rstrip()
    return Pin(normalised(found["name"]), tuple(lines), frozenset(normalised(note) for note in notes if _is_name(note)))


def _is_name(note: str) -> bool:
    # "cvdeep (pyproject.toml)" says that it is ours, but not by which extra.
    return _NAME.fullmatch(note) is not None


def roots_of(project: Mapping[str, object], extras: Iterable[str]) -> frozenset[str]:
    """Returns the normalised names that pyproject.toml's dependencies and the named extras ask for themselves.

    Raises:
        LockError: there is no such extra.
    """
    table = project["project"]
    assert isinstance(table, dict)
    optional: dict[str, list[str]] = table["optional-dependencies"]
    wanted: list[str] = list(table["dependencies"])
    for extra in extras:
        if extra not in optional:
            raise LockError(f"pyproject.toml has no extra {extra!r}")
        wanted += optional[extra]
    return frozenset(_name_of(requirement) for requirement in wanted)


def _name_of(requirement: str) -> str:
    found = _NAME.match(requirement)
    if found is None:
        raise LockError(f"{requirement!r} is no requirement")
    return normalised(found.group())


def closure(pins: Mapping[str, Pin], roots: Iterable[str]) -> list[Pin]:
    """Returns the pins that `roots` are and need, by name; raises `LockError` for a root the lock does not have."""
    kept = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in pins:
            raise LockError(f"the lock does not have {name}: make lock")
        if name not in kept:
            kept.add(name)
            waiting += [pin.name for pin in pins.values() if name in pin.wanted_by]
    return [pins[name] for name in sorted(kept)]


def part_of_lock(*, extras: Sequence[str] = (), packages: Sequence[str] = (), root: Path = ROOT) -> list[Pin]:
    """Returns what the base dependencies with `extras` need, or what `packages` alone need, from the lock below `root`."""
    pins = read_lock((root / "requirements.lock").read_text(encoding="utf-8"))
    if packages:
        return closure(pins, (normalised(name) for name in packages))
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return closure(pins, roots_of(project, extras))


def main() -> None:
    """Prints the part as a requirements file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extra", action="append", default=[], help="an extra of pyproject.toml; may be repeated")
    parser.add_argument("--package", action="append", default=[], help="only what this distribution needs")
    given = parser.parse_args()
    try:
        pins = part_of_lock(extras=given.extra, packages=given.package)
    except LockError as error:
        sys.exit(f"images_lock: {error}")
    for pin in pins:
        print("\n".join(pin.lines))


if __name__ == "__main__":
    main()
