"""`make audit`: what a score does when a CV tells somebody else's name, age or sex, is gamed, or gets better.

Every development CV is changed in one thing at a time and judged again. What contract §4.2 names must change nothing at all; gaming and
irrelevant lines must never raise a score; real evidence must never lower it. Ends with 1 when one of these does not hold; what only
hints at who somebody is (years of graduation, gaps, hobbies, a school's name) is measured and printed.

`python -m tests.bench.audit [--every N] [--only TEXT] [FILE]` reads ../shared/data and writes FILE (.run/audit.json).
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from engine.assess import assess_stored
from engine.brief import Brief
from engine.material import texts_of
from engine.plan import plan_of
from engine.profile import Profile
from engine.requirements import parse_requirements
from engine.similarity import Embedded, packed
from tests.bench.audit_changes import CHANGES, Rule, document_pairs
from tests.bench.audit_cvs import Door, Draft, Job, Source, read_all, sources_of
from tests.bench.eval_search import Vectors, opened_vectors
from tests.bench.tables import console, show

_ROOT = Path(__file__).resolve().parents[2]
_EXAMPLES = 8
_DRAWN_EVERY = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """A CV before and after a change, for one job."""

    change: str
    rule: Rule
    source: str
    door: Door
    job: Job
    before: Draft
    after: Draft


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change did to one score."""

    pair: Pair
    before: float
    after: float

    @property
    def by(self) -> float:
        return round(self.after - self.before, 3)

    @property
    def breaks(self) -> bool:
        """Whether its rule does not hold."""
        return {
            Rule.EXACT: self.by != 0,
            Rule.NEVER_UP: self.by > 0,
            Rule.NEVER_DOWN: self.by < 0,
            Rule.SHOWN: False,
        }[self.pair.rule]


def pairs_of(sources: Sequence[Source], *, only: str = "") -> list[Pair]:
    """All pairs of some CVs; `only` keeps the changes with this text in their names."""
    rules = {change.name: change.rule for change in CHANGES}
    found: list[Pair] = []
    for source in sources:
        for job in source.jobs:
            for name, before, after in document_pairs(source.draft, source.person, source.number):
                found.append(Pair(name, rules[name], source.label, Door.REAL, job, before, after))
            if Door.REAL in source.doors:
                continue
            for change in CHANGES:
                for before, after in change.pairs(source.draft.resume, job, source.number):
                    doors = _doors(source, change.rule, hidden=bool(after.hidden))
                    found += [Pair(change.name, change.rule, source.label, door, job, before, after) for door in doors]
    return [pair for pair in found if only in pair.change]


def _doors(source: Source, rule: Rule, *, hidden: bool) -> Sequence[Door]:
    """Who somebody is, is changed in every CV through every door; the rest is drawn as a PDF for every fourth, to save hours."""
    if hidden:
        return (Door.MATCH,)
    if rule is Rule.EXACT or source.number % _DRAWN_EVERY == 0:
        return source.doors
    return (Door.CORPUS,)


async def differences(pairs: Sequence[Pair], vectors: Vectors) -> list[Difference]:
    """Reads and judges both sides of every pair."""
    profiles = read_all((pair.door, draft) for pair in pairs for draft in (pair.before, pair.after))
    scores = _Scores(profiles, vectors)
    return [
        Difference(
            pair, await scores.of(pair.job, pair.door, pair.before), await scores.of(pair.job, pair.door, pair.after)
        )
        for pair in pairs
    ]


class _Scores:
    """Judges each profile once for a job."""

    def __init__(self, profiles: Mapping[str, Profile], vectors: Vectors) -> None:
        self._profiles = profiles
        self._vectors = vectors
        self._briefs: dict[str, Brief] = {}
        self._known: dict[tuple[str, str], float] = {}

    async def of(self, job: Job, door: Door, draft: Draft) -> float:
        key = (job.name, draft.key(door))
        if key not in self._known:
            profile = self._profiles[key[1]]
            texts = texts_of(profile)
            rows = packed(await self._vectors.of(texts)) if texts else packed((await self._vectors.of(["none"]))[:0])
            self._known[key] = assess_stored(await self._brief(job), profile, rows, as_of=job.as_of).total.overall
        return self._known[key]

    async def _brief(self, job: Job) -> Brief:
        if job.name not in self._briefs:
            plan = plan_of(parse_requirements({"requirements": job.requirements}), job_description=job.text)
            self._briefs[job.name] = Brief(plan, Embedded.of(plan.texts, await self._vectors.of(plan.texts)))
        return self._briefs[job.name]


def rows_of(found: Iterable[Difference]) -> list[dict[str, Any]]:
    """One row for each change, in the order of CHANGES."""
    by_change: dict[str, list[Difference]] = {}
    for difference in found:
        by_change.setdefault(difference.pair.change, []).append(difference)
    return [_row(change.name, change.rule, by_change[change.name]) for change in CHANGES if change.name in by_change]


def _row(name: str, rule: Rule, found: Sequence[Difference]) -> dict[str, Any]:
    sizes = [abs(each.by) for each in found]
    return {
        "change": name,
        "rule": rule.value,
        "pairs": len(found),
        "cvs": len({each.pair.source for each in found}),
        "changed": sum(size > 0 for size in sizes),
        "mean": round(mean(sizes), 5),
        "net": round(mean(each.by for each in found), 5),
        "largest_up": max(0.0, *(each.by for each in found)),
        "largest_down": min(0.0, *(each.by for each in found)),
        "broken": sum(each.breaks for each in found),
    }


def _table(rows: Sequence[Mapping[str, Any]]) -> None:
    show(
        "What one change does to the overall score",
        ["change", "rule", "CVs", "pairs", "moved", "mean", "up", "down"],
        [
            [
                row["change"], "BROKEN" if row["broken"] else row["rule"], str(row["cvs"]), str(row["pairs"]), str(row["changed"]),
                f"{row['mean']:.4f}", f"{row['largest_up']:.3f}", f"{row['largest_down']:.3f}",
            ]
            for row in rows
        ],
        notes="mean: of the sizes of all differences; up, down: the largest ones",
    )  # fmt: skip


def _examples(found: Sequence[Difference]) -> None:
    broken = sorted((each for each in found if each.breaks), key=lambda each: -abs(each.by))
    for each in broken[:_EXAMPLES]:
        pair = each.pair
        console.print(
            f"{pair.change}: {pair.source} ({pair.door}) for {pair.job.name}: {each.before} -> {each.after}",
            highlight=False,
        )
    if broken:
        console.print(f"{len(broken)} differences break their rule", style="bold red")


async def _audit(arguments: argparse.Namespace) -> int:
    data = _ROOT.parent / "shared" / "data"
    if not data.is_dir():
        console.print("../shared/data is absent: nothing to audit")
        return 0
    pairs = pairs_of(sources_of(data)[:: arguments.every], only=arguments.only)
    async with opened_vectors() as vectors:
        found = await differences(pairs, vectors)
    rows = rows_of(found)
    _table(rows)
    _examples(found)
    arguments.file.parent.mkdir(parents=True, exist_ok=True)
    arguments.file.write_text(json.dumps({"changes": rows}, indent=1) + "\n", encoding="utf-8")
    console.print(f"written: {arguments.file}", highlight=False)
    return int(any(row["broken"] for row in rows))


def main() -> None:
    """Prints the table, writes the file and ends with 1 when a rule is broken."""
    parser = argparse.ArgumentParser(prog="audit")
    parser.add_argument("file", nargs="?", type=Path, default=_ROOT / ".run" / "audit.json")
    parser.add_argument("--every", type=int, default=1, help="only every Nth CV")
    parser.add_argument("--only", default="", help="only changes whose name holds this text")
    sys.exit(asyncio.run(_audit(parser.parse_args())))


if __name__ == "__main__":
    main()
