"""Rates, impact ratios and the under-2-percent rule, against numbers computed by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.admin.domain.bias import Counts, Group, table_of

SEX = ("sex",)


def group(value: str, people: int, *, above: int = 0, selected: int = 0) -> Counts:
    return Counts((value,), people, scored=people, above_median=above, decided=people, selected=selected)


def by_value(groups: tuple[Group, ...]) -> dict[str, Group]:
    return {each.counts.values[0]: each for each in groups}


def test_rates_are_shares_and_ratios_are_over_the_highest_rate() -> None:
    """48 of 80 and 12 of 40: rates 0.6 and 0.3, ratios 1 and 0.5."""
    table = table_of(
        SEX, [group("Male", 80, selected=48, above=40), group("Female", 40, selected=12, above=18)], unknown=7
    )
    found = by_value(table.groups)
    assert (table.people, table.unknown) == (120, 7)
    assert [each.counts.values for each in table.groups] == [("Female",), ("Male",)]
    assert (found["Male"].selection.value, found["Male"].selection.impact_ratio) == (Fraction(3, 5), Fraction(1))
    assert (found["Female"].selection.value, found["Female"].selection.impact_ratio) == (
        Fraction(3, 10),
        Fraction(1, 2),
    )
    assert found["Female"].scoring.impact_ratio == Fraction(9, 10)
    assert (found["Female"].selection.is_adverse, found["Female"].scoring.is_adverse) == (True, False)


@pytest.mark.parametrize(("selected", "adverse"), [(24, False), (23, True)])
def test_four_fifths_is_exact_at_the_boundary(selected: int, adverse: bool) -> None:  # noqa: FBT001 - a column of the table
    """24 of 100 beside 30 of 100 is exactly four fifths, which is not below it."""
    table = table_of(SEX, [group("a", 100, selected=30), group("b", 100, selected=selected)], unknown=0)
    assert by_value(table.groups)["b"].selection.is_adverse is adverse


def test_a_group_below_two_percent_is_counted_and_has_no_ratio() -> None:
    """1 of 100 is left out even with the highest rate; 2 of 100 is not."""
    small = table_of(SEX, [group("a", 99, selected=33), group("b", 1, selected=1)], unknown=0)
    found = by_value(small.groups)
    assert found["b"].left_out
    assert (found["b"].selection.value, found["b"].selection.impact_ratio) == (Fraction(1), None)
    assert found["a"].selection.impact_ratio == 1
    enough = by_value(table_of(SEX, [group("a", 98, selected=49), group("b", 2, selected=2)], unknown=0).groups)
    assert not enough["b"].left_out
    assert enough["a"].selection.impact_ratio == Fraction(1, 2)


def test_nobody_selected_has_rates_and_no_ratios() -> None:
    """0 over 0 is no ratio, and no adverse one; a group without a score has no rate."""
    table = table_of(SEX, [group("a", 10), Counts(("b",), 10)], unknown=0)
    found = by_value(table.groups)
    assert (found["a"].selection.value, found["a"].selection.impact_ratio) == (Fraction(0), None)
    assert (found["b"].scoring.value, found["b"].selection.value) == (None, None)
    assert not found["a"].selection.is_adverse


def test_nobody_known_is_an_empty_table() -> None:
    """All of unknown category: counted, nothing divided by zero."""
    assert table_of(SEX, [], unknown=5).groups == ()


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 50)), min_size=1, max_size=8))
def test_ratios_lie_between_0_and_1_and_one_is_1(sizes: list[tuple[int, int]]) -> None:
    """Whatever is counted, the highest compared rate has the ratio 1 and no ratio is above it."""
    counts = [group(str(number), people, selected=min(people, chosen)) for number, (people, chosen) in enumerate(sizes)]
    ratios = [each.selection.impact_ratio for each in table_of(SEX, counts, unknown=0).groups]
    known = [ratio for ratio in ratios if ratio is not None]
    assert all(0 <= ratio <= 1 for ratio in known)
    assert not known or max(known) == 1
