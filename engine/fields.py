"""Reads decoded JSON field by field and gathers every fault with its path, so that a client learns of all of them at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

T = TypeVar("T")

LIST_LIMIT = 50
NAME_LIMIT = 200
MIN_IMPORTANCE = 1
MAX_IMPORTANCE = 5
# A career is shorter; the limit only keeps arithmetic sane.
MAX_COUNT = 1200


class RequirementsError(Exception):
    """The requirements break the contract.

    Args:
        fields: for each path of a bad field, what is wrong with it; never a value.
    """

    def __init__(self, fields: dict[str, list[str]]) -> None:
        super().__init__(f"{len(fields)} bad fields: {', '.join(fields)}")
        self.fields = fields


class Faults:
    """The faults found so far, by path, and the objects that were read."""

    def __init__(self) -> None:
        self.fields: dict[str, list[str]] = {}
        self.blocks: list[Block] = []

    def add(self, path: str, message: str) -> None:
        """Note one fault; the same one is noted once."""
        messages = self.fields.setdefault(path, [])
        if message not in messages:
            messages.append(message)

    def raise_if_any(self) -> None:
        """Raise RequirementsError when anything was noted."""
        if self.fields:
            raise RequirementsError(self.fields)


class Block:
    """One JSON object that is being read. Each reader gives a usable value and notes a fault when the field is bad."""

    def __init__(self, value: Any, path: str, faults: Faults) -> None:
        self._values: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
        self.path = path
        self.faults = faults
        self._asked: set[str] = set()
        faults.blocks.append(self)
        if not isinstance(value, Mapping):
            faults.add(path, "must be an object")

    def at(self, name: str) -> str:
        """The path of a field."""
        return f"{self.path}.{name}" if self.path else name

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self.raw(name) is not None

    def raw(self, name: str) -> Any:
        """The field as it stands."""
        self._asked.add(name)
        return self._values.get(name)

    def unread(self) -> list[str]:
        """The paths of the fields that nobody asked for, in their order; those that begin with `_` are the client's own."""
        return [self.at(name) for name in self._values if name not in self._asked and not name.startswith("_")]

    def fault(self, name: str, message: str) -> None:
        """Note a fault of a field."""
        self.faults.add(self.at(name), message)

    def child(self, name: str) -> "Block":
        """A required object."""
        if not self.has(name):
            self.fault(name, "is required")
            return Block({}, self.at(name), self.faults)
        return Block(self.raw(name), self.at(name), self.faults)

    def optional_child(self, name: str) -> "Block | None":
        """An object that may be absent."""
        return Block(self.raw(name), self.at(name), self.faults) if self.has(name) else None

    def integer(self, name: str, *, low: int, high: int, default: int | None = None) -> int:
        """An integer within bounds; required without a default. Booleans and numbers with a point are not integers."""
        if not self.has(name):
            if default is None:
                self.fault(name, "is required")
                return low
            return default
        value = self.raw(name)
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(name, "must be an integer")
            return low
        if not low <= value <= high:
            self.fault(
                name,
                f"must be between {low} and {high}" if high < MAX_COUNT else f"must be {low} or more, at most {high}",
            )
            return low
        return value

    def importance(self, name: str = "importance", *, default: int | None = None) -> int:
        """An importance, 1 to 5."""
        return self.integer(name, low=MIN_IMPORTANCE, high=MAX_IMPORTANCE, default=default)

    def boolean(self, name: str, *, default: bool) -> bool:
        """True or false."""
        if not self.has(name):
            return default
        value = self.raw(name)
        if not isinstance(value, bool):
            self.fault(name, "must be true or false")
            return default
        return value

    def name(self, name: str = "name") -> str:
        """A required text of 1 to 200 characters that is not blank, trimmed."""
        if not self.has(name):
            self.fault(name, "is required")
            return ""
        return checked_name(self.raw(name), self.at(name), self.faults)

    def choice(self, name: str, choices: Sequence[str], *, default: str | None = None) -> str | None:
        """One of the given words."""
        if not self.has(name):
            return default
        value = self.raw(name)
        if not isinstance(value, str) or value not in choices:
            self.fault(name, f"must be one of {', '.join(choices)}")
            return default
        return value

    def entries(self, name: str, read: Callable[[Any, str, Faults], T]) -> tuple[T, ...]:
        """A list of at most 50 entries; absent means empty. One over the limit is not read further."""
        if not self.has(name):
            return ()
        value = self.raw(name)
        if not isinstance(value, list):
            self.fault(name, "must be a list")
            return ()
        if len(value) > LIST_LIMIT:
            self.fault(name, f"must have at most {LIST_LIMIT} entries")
            return ()
        return tuple(read(entry, f"{self.at(name)}[{place}]", self.faults) for place, entry in enumerate(value))


def checked_name(value: Any, path: str, faults: Faults) -> str:
    """A text of 1 to 200 characters that is not blank, trimmed."""
    if not isinstance(value, str):
        faults.add(path, "must be a string")
        return ""
    if not value.strip() or len(value) > NAME_LIMIT:
        faults.add(path, f"must have 1 to {NAME_LIMIT} characters and not be blank")
        return ""
    return value.strip()
