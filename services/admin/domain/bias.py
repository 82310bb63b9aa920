"""Selection and scoring rates by group, their impact ratios and the under-2-percent rule, as New York City's Local Law 144 defines them.

6 RCNY § 5-300: a selection rate is the share of a category that was selected; a scoring rate the share that scored above the sample's
median; an impact ratio a category's rate over the highest rate. A category below 2 percent of the data may be left out of the impact
ratios; its number and rates are still given. People of unknown category are counted and left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

# The law lets an auditor leave out a category below this share.
MIN_SHARE = Fraction(2, 100)
# The four-fifths rule of 29 CFR § 1607.4(D): a lower ratio is taken as evidence of adverse impact.
FOUR_FIFTHS = Fraction(4, 5)


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted of one group: its values by category, people, those with a score, above the median, decided and selected."""

    values: tuple[str, ...]
    people: int
    scored: int = 0
    above_median: int = 0
    decided: int = 0
    selected: int = 0


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of a group, and that over the highest share of any group; None where there is nothing to divide by."""

    value: Fraction | None
    impact_ratio: Fraction | None

    @property
    def is_adverse(self) -> bool:
        """Whether the ratio is below four fifths."""
        return self.impact_ratio is not None and self.impact_ratio < FOUR_FIFTHS


@dataclass(frozen=True, slots=True)
class Group:
    """A group judged; `left_out` says that it is too small for an impact ratio."""

    counts: Counts
    share: Fraction
    left_out: bool
    scoring: Rate
    selection: Rate


@dataclass(frozen=True, slots=True)
class Table:
    """All groups of one category or of an intersection; `unknown` people are in none of them."""

    categories: tuple[str, ...]
    people: int
    unknown: int
    groups: tuple[Group, ...]


def table_of(
    categories: tuple[str, ...], counts: Sequence[Counts], *, unknown: int, min_share: Fraction = MIN_SHARE
) -> Table:
    """Judges groups beside each other, in the order of their values.

    Args:
        categories: what the values of a group are values of.
        counts: one for each group, people known in every category.
        unknown: people of whom a category is not known.
        min_share: groups of a smaller share of the known people have no impact ratio.
    """
    people = sum(group.people for group in counts)
    ordered = sorted(counts, key=lambda group: group.values)
    shares = [Fraction(group.people, people) for group in ordered]
    small = [share < min_share for share in shares]
    scoring = _rates(ordered, small, lambda group: (group.above_median, group.scored))
    selection = _rates(ordered, small, lambda group: (group.selected, group.decided))
    rows = zip(ordered, shares, small, scoring, selection, strict=True)
    return Table(categories, people, unknown, tuple(Group(*row) for row in rows))


def _rates(groups: Sequence[Counts], small: Sequence[bool], parts: Callable[[Counts], tuple[int, int]]) -> list[Rate]:
    values: list[Fraction | None] = []
    for group in groups:
        some, all_of = parts(group)
        values.append(Fraction(some, all_of) if all_of else None)
    compared = [value for value, left_out in zip(values, small, strict=True) if value is not None and not left_out]
    highest = max(compared, default=Fraction(0))
    return [
        Rate(value, value / highest if value is not None and highest and not left_out else None)
        for value, left_out in zip(values, small, strict=True)
    ]
