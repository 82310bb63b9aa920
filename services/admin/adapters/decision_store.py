"""Keeps decisions and demographics on disk for as long as they are counted, so that memory stays flat whatever the files hold."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from services.admin.adapters.decision_files import Decision
from services.admin.domain.bias import Counts

_BATCH = 1_000
_CACHE_KIB = 16_384


class DoubleError(Exception):
    """A person stands twice among the demographics; the argument is the line."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


class DecisionStore:
    """A database in a temporary file that the system deletes.

    Args:
        database: an open connection, used by nobody else.
        categories: how many values the demographics have.
    """

    def __init__(self, database: sqlite3.Connection, *, categories: int) -> None:
        self._database = database
        self._columns = [f"c{number}" for number in range(categories)]
        database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        database.execute("CREATE TABLE decision (person TEXT NOT NULL, score REAL, selected INTEGER)")
        columns = ", ".join(f"{column} TEXT" for column in self._columns)
        database.execute(f"CREATE TABLE person (person TEXT PRIMARY KEY, {columns}) WITHOUT ROWID")

    def add_decisions(self, decisions: Iterable[Decision]) -> None:
        """Adds decisions; a person may have several."""
        rows = iter((each.person, each.score, each.selected) for each in decisions)
        while batch := list(islice(rows, _BATCH)):
            self._database.executemany("INSERT INTO decision VALUES (?, ?, ?)", batch)

    def add_people(self, people: Iterable[tuple[int, str, tuple[str | None, ...]]]) -> None:
        """Adds demographics; raises DoubleError for a person that has some already."""
        places = ", ".join("?" * (1 + len(self._columns)))
        for line, person, values in people:
            try:
                self._database.execute(f"INSERT INTO person VALUES ({places})", (person, *values))  # noqa: S608 - places are question marks
            except sqlite3.IntegrityError:
                raise DoubleError(line) from None

    def select_from(self, threshold: float) -> None:
        """Counts a score of at least `threshold` as selected; a decision without a score is none."""
        self._database.execute(
            "UPDATE decision SET selected = CASE WHEN score IS NULL THEN NULL ELSE score >= ? END", (threshold,)
        )

    def totals(self) -> dict[str, int]:
        """How many decisions, people decided about, scores and selections there are, and decisions without demographics."""
        row = self._database.execute(
            "SELECT count(*), count(DISTINCT person), count(score), count(selected), "
            "count(*) FILTER (WHERE person NOT IN (SELECT person FROM person)) FROM decision"
        ).fetchone()
        names = ("decisions", "people", "scored", "decided", "without_demographics")
        return dict(zip(names, row, strict=True))

    def unused(self) -> int:
        """How many people with demographics have no decision."""
        row = self._database.execute(
            "SELECT count(*) FROM person WHERE person NOT IN (SELECT person FROM decision)"
        ).fetchone()
        return int(row[0])

    def median(self) -> float | None:
        """The median of all scores, the mean of the middle two; None without any."""
        (count,) = self._database.execute("SELECT count(score) FROM decision").fetchone()
        if not count:
            return None
        middle = self._database.execute(
            "SELECT score FROM decision WHERE score IS NOT NULL ORDER BY score LIMIT ? OFFSET ?",
            (2 - count % 2, (count - 1) // 2),
        ).fetchall()
        return float(sum(score for (score,) in middle) / len(middle))

    def counts(self, places: tuple[int, ...], *, median: float | None) -> tuple[list[Counts], int]:
        """The groups of some categories (by their places), and how many decisions are about people of whom one is not known."""
        names = ", ".join(self._columns[place] for place in places)
        known = " AND ".join(f"{self._columns[place]} IS NOT NULL" for place in places)
        rows = self._database.execute(
            f"SELECT {names}, count(*), count(score), count(*) FILTER (WHERE score > ?), count(selected), "  # noqa: S608 - names are c0, c1, …
            f"count(*) FILTER (WHERE selected) FROM decision JOIN person USING (person) WHERE {known} GROUP BY {names}",
            (median,),
        ).fetchall()
        groups = [Counts(tuple(row[: len(places)]), *row[len(places) :]) for row in rows]
        (every,) = self._database.execute("SELECT count(*) FROM decision").fetchone()
        return groups, every - sum(group.people for group in groups)


@contextmanager
def opened_store(*, categories: int) -> Iterator[DecisionStore]:
    """A store that is gone when the block ends."""
    database = sqlite3.connect("")
    try:
        yield DecisionStore(database, categories=categories)
    finally:
        database.close()
