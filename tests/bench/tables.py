"""The bench's tables, all at most 110 columns wide."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

console = Console(width=110)


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, notes: str = "") -> None:
    """Prints a table whose first column is text and whose others are numbers, and a line about it."""
    table = Table()
    for place, column in enumerate(columns):
        table.add_column(column, justify="right" if place else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    # Above and below, not as the table's own title and caption: those are broken at its width.
    console.print(title, style="bold", highlight=False, markup=False)
    console.print(table)
    console.print(f"{notes}\n" if notes else "", highlight=False, markup=False)
