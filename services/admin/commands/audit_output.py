"""Prints an audit of decisions: tables for people, one document for machines."""

from fractions import Fraction
from typing import Any

import click

from services.admin.domain.audit import Audit
from services.admin.domain.bias import Group, Rate, Table
from services.admin.output import print_fields, print_table

_DECIMALS = 4


def show(audit: Audit) -> None:
    """Prints what was counted and one table for each category and each pair of them."""
    print_fields(
        {
            "decisions": str(audit.decisions),
            "people": str(audit.people),
            "with a score": str(audit.scored),
            "median score": "-" if audit.median is None else f"{audit.median:g}",
            "decided": str(audit.decided) + (f" (a score of at least {audit.threshold:g} is selected)" if audit.threshold is not None else ""),
            "without demographics": f"{audit.without_demographics} decisions, unknown in every table",
            "demographics unused": f"{audit.unused_demographics} people without a decision",
        }
    )  # fmt: skip
    for table in audit.tables:
        _show_table(table, audit)
    adverse = sum(
        group.scoring.is_adverse or group.selection.is_adverse for table in audit.tables for group in table.groups
    )
    small = sum(group.left_out for table in audit.tables for group in table.groups)
    click.echo("")
    click.echo(f"! {adverse} groups have an impact ratio below 4/5." if adverse else "No impact ratio is below 4/5.")
    if small:
        click.echo(
            f"* {small} groups are below {float(audit.min_share):.1%} of the data: counted, without impact ratios."
        )


def as_document(audit: Audit) -> dict[str, Any]:
    """The audit as one JSON document; rates and ratios have four decimals, null where there is nothing to divide by."""
    return {
        "decisions": audit.decisions,
        "people": audit.people,
        "scored": audit.scored,
        "decided": audit.decided,
        "median_score": audit.median,
        "threshold": audit.threshold,
        "min_share": float(audit.min_share),
        "without_demographics": audit.without_demographics,
        "unused_demographics": audit.unused_demographics,
        "tables": [
            {
                "categories": list(table.categories),
                "known": table.people,
                "unknown": table.unknown,
                "groups": [_group(table, group) for group in table.groups],
            }
            for table in audit.tables
        ],
    }


def _group(table: Table, group: Group) -> dict[str, Any]:
    counts = group.counts
    return {
        "values": dict(zip(table.categories, counts.values, strict=True)),
        "decisions": counts.people,
        "share": _rounded(group.share),
        "left_out": group.left_out,
        "scored": counts.scored,
        "above_median": counts.above_median,
        "scoring_rate": _rounded(group.scoring.value),
        "scoring_impact_ratio": _rounded(group.scoring.impact_ratio),
        "scoring_below_four_fifths": group.scoring.is_adverse,
        "decided": counts.decided,
        "selected": counts.selected,
        "selection_rate": _rounded(group.selection.value),
        "selection_impact_ratio": _rounded(group.selection.impact_ratio),
        "selection_below_four_fifths": group.selection.is_adverse,
    }


def _rounded(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), _DECIMALS)


def _show_table(table: Table, audit: Audit) -> None:
    click.echo("")
    click.echo(
        click.style(
            f"By {' and '.join(table.categories)}: {table.people} decisions, {table.unknown} of unknown category",
            bold=True,
        )
    )
    columns = [*table.categories, "decisions", "share"]
    if audit.scored:
        columns += ["above median", "scoring rate", "impact ratio"]
    if audit.decided:
        columns += ["selected", "selection rate", "impact ratio"]
    rows = []
    for group in table.groups:
        row = [*group.counts.values, str(group.counts.people), f"{float(group.share):.1%}"]
        if audit.scored:
            row += [
                f"{group.counts.above_median} of {group.counts.scored}",
                *_cells(group.scoring, left_out=group.left_out),
            ]
        if audit.decided:
            row += [
                f"{group.counts.selected} of {group.counts.decided}",
                *_cells(group.selection, left_out=group.left_out),
            ]
        rows.append(row)
    print_table(columns, rows, nothing="Nobody is known in it.")


def _cells(rate: Rate, *, left_out: bool) -> list[str]:
    value = "-" if rate.value is None else f"{float(rate.value):.3f}"
    if left_out:
        return [value, "*"]
    if rate.impact_ratio is None:
        return [value, "-"]
    return [value, f"{float(rate.impact_ratio):.3f}{' !' if rate.is_adverse else ''}"]
