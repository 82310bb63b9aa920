"""Reads exports of decisions and files of demographics row by row; every complaint names file, line and field, never a value."""

import csv
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TRUE = frozenset({"true", "yes", "y", "1", "selected"})
_FALSE = frozenset({"false", "no", "n", "0", "rejected"})
# What people write who do not say; blank is the same.
UNKNOWN = frozenset(
    {"", "unknown", "n/a", "na", "none", "null", "prefer not to say", "decline to state", "declined", "not stated", "undisclosed"}
)  # fmt: skip
_LONGEST_LINE = 1 << 20
_ID_CHARS = 255
_GROUP_CHARS = 100
_GROUPS = 100


class BadFileError(Exception):
    """A file cannot be read; the message says where, and what would have been right."""

    def __init__(self, path: Path, line: int | None, field: str | None, problem: str) -> None:
        where = [path.name, *([f"line {line}"] if line else []), *([f"field {field}"] if field else [])]
        super().__init__(f"{', '.join(where)}: {problem}")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: who it is about, the score (None when there is none) and whether that one was selected (None when not said)."""

    person: str
    score: float | None
    selected: bool | None


@dataclass(frozen=True, slots=True)
class DecisionFields:
    """Where a decision stands in a row; in NDJSON a name may be a path such as `cv2jd_result.overall_score`."""

    person: str
    score: str | None
    selected: str | None


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    values: Mapping[str, Any]


def read_decisions(path: Path, fields: DecisionFields) -> Iterator[Decision]:
    """The decisions of a CSV or NDJSON file, one after the other.

    Raises:
        BadFileError: a row is broken.
    """
    for row in _rows(path, [name for name in (fields.person, fields.score, fields.selected) if name]):
        yield Decision(
            person=_person(path, row, fields.person),
            score=_score(path, row, fields.score) if fields.score else None,
            selected=_selected(path, row, fields.selected) if fields.selected else None,
        )


def columns_of(path: Path) -> list[str]:
    """The names of a CSV file's columns, or of the fields of an NDJSON file's first line, with paths.

    Raises:
        BadFileError: there are none.
    """
    if not _is_ndjson(path):
        return _header(path)
    first = next(_json_rows(path), None)
    if first is None:
        raise BadFileError(path, None, None, "the file is empty")
    return list(_paths(first.values))


def read_demographics(
    path: Path, *, person: str, categories: tuple[str, ...]
) -> Iterator[tuple[int, str, tuple[str | None, ...]]]:
    """Line, person and one value for each category of a CSV file; None for a value that is not known.

    Raises:
        BadFileError: a row is broken.
    """
    # One group however it is capitalised, shown as it is first written.
    known: list[dict[str, str]] = [{} for _ in categories]
    for row in _rows(path, [person, *categories]):
        values: list[str | None] = []
        for category, groups in zip(categories, known, strict=True):
            value = " ".join(str(row.values[category] or "").split())
            folded = value.casefold()
            if len(value) > _GROUP_CHARS:
                raise BadFileError(path, row.line, category, f"a group has at most {_GROUP_CHARS} characters")
            if folded not in UNKNOWN and len(groups) >= _GROUPS and folded not in groups:
                raise BadFileError(path, row.line, category, f"is the {_GROUPS + 1}th group: this is no category")
            values.append(None if folded in UNKNOWN else groups.setdefault(folded, value))
        yield row.line, _person(path, row, person), tuple(values)


def _person(path: Path, row: _Row, field: str) -> str:
    value = row.values.get(field)
    text = (
        value.strip()
        if isinstance(value, str)
        else str(value)
        if isinstance(value, int) and not isinstance(value, bool)
        else ""
    )
    if not 0 < len(text) <= _ID_CHARS:
        raise BadFileError(path, row.line, field, f"must be an id of 1 to {_ID_CHARS} characters")
    return text


def _score(path: Path, row: _Row, field: str) -> float | None:
    value = row.values.get(field)
    if value is None or value == "":
        return None
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise BadFileError(path, row.line, field, "must be a number, or empty where there is no score")
    return number


def _selected(path: Path, row: _Row, field: str) -> bool | None:
    value = row.values.get(field)
    if value is None or value == "":
        return None
    text = str(value).strip().casefold()
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise BadFileError(
        path, row.line, field, "must be true or false (yes, no, 1, 0), or empty where nothing was decided"
    )


def _rows(path: Path, needed: list[str]) -> Iterator[_Row]:
    if _is_ndjson(path):
        for row in _json_rows(path):
            yield _Row(row.line, {name: _at(row.values, name) for name in needed})
        return
    known = _header(path)
    for name in needed:
        if name not in known:
            raise BadFileError(path, 1, name, f"there is no such column; the columns are {', '.join(known)}")
    yield from _csv_rows(path, known)


def _is_ndjson(path: Path) -> bool:
    """The content decides: a line of NDJSON begins with a brace."""
    with path.open("rb") as file:
        return file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            names = next(csv.reader(file, strict=True), [])
        except (csv.Error, UnicodeDecodeError):
            raise BadFileError(path, 1, None, "is no CSV in UTF-8 with a header") from None
    names = [name.strip() for name in names]
    if not any(names):
        raise BadFileError(path, 1, None, "the file has no header")
    for name in names:
        if names.count(name) > 1:
            raise BadFileError(path, 1, name, "stands twice in the header")
    return names


def _csv_rows(path: Path, names: list[str]) -> Iterator[_Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, strict=True)
        try:
            next(rows)
            for row in rows:
                if not row:
                    continue
                if len(row) != len(names):
                    raise BadFileError(path, rows.line_num, None, f"has {len(row)} fields; the header has {len(names)}")
                yield _Row(rows.line_num, dict(zip(names, row, strict=True)))
        except (csv.Error, UnicodeDecodeError):
            raise BadFileError(path, rows.line_num, None, "is no CSV in UTF-8") from None


def _json_rows(path: Path) -> Iterator[_Row]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(_LONGEST_LINE + 1):
            number += 1
            if len(line) > _LONGEST_LINE:
                raise BadFileError(path, number, None, "is longer than a megabyte")
            if not line.strip():
                continue
            try:
                values = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            except (ValueError, RecursionError):
                values = None
            if not isinstance(values, dict):
                raise BadFileError(path, number, None, "is no JSON object")
            yield _Row(number, values)


def _at(values: Mapping[str, Any], path: str) -> Any:
    if path in values:
        return values[path]
    head, _, rest = path.partition(".")
    below = values.get(head)
    return _at(below, rest) if rest and isinstance(below, dict) else None


def _paths(values: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _paths(value, f"{before}{name}.")
        else:
            yield f"{before}{name}"
