"""Prints answers: tables for people, one JSON document for machines."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

# Wide enough for every table of ours: a pipe has no width, and a broken line cannot be searched.
_PIPE_WIDTH = 240


def print_json(document: Mapping[str, Any]) -> None:
    """Prints one JSON document."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, nothing: str) -> None:
    """Prints rows under `columns`, or the sentence `nothing` when there are none."""
    if not rows:
        click.echo(nothing)
        return
    table = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    _console().print(table)


def print_fields(fields: Mapping[str, str]) -> None:
    """Prints one name and value a line, values never broken, so that a key can be copied whole."""
    width = max((len(name) for name in fields), default=0)
    for name, value in fields.items():
        click.echo(f"{click.style(name.ljust(width), bold=True)}  {value}")


def print_warning(sentence: str) -> None:
    """Prints a sentence that an operator must not miss, to stderr."""
    click.echo(click.style(sentence, fg="yellow"), err=True)


def timestamp(at_ms: int | None) -> str | None:
    """Returns ISO 8601 with milliseconds and Z; None stays None."""
    if at_ms is None:
        return None
    whole_s, rest_ms = divmod(at_ms, 1000)
    return f"{datetime.fromtimestamp(whole_s, UTC):%Y-%m-%dT%H:%M:%S}.{rest_ms:03d}Z"


def _console() -> Console:
    return Console(file=sys.stdout, width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False)
