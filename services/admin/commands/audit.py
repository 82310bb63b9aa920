"""`cvdeep audit`: rates and impact ratios of an export of decisions, by groups of a file of demographics."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import click

from services.admin.adapters.decision_files import (
    BadFileError,
    DecisionFields,
    columns_of,
    read_decisions,
    read_demographics,
)
from services.admin.adapters.decision_store import DecisionStore, DoubleError, opened_store
from services.admin.commands.audit_output import as_document, show
from services.admin.domain.audit import Audit
from services.admin.domain.bias import MIN_SHARE, table_of
from services.admin.failures import WRONG_INPUT
from services.admin.output import print_json
from services.admin.parameters import json_option

# More categories are not compared in pairs by anybody; their intersections would be mostly empty.
_MOST_CATEGORIES = 6


class _WrongInputError(click.ClickException):
    exit_code = WRONG_INPUT


@click.command()
@click.argument("decisions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("demographics", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "person", default="id", show_default=True, metavar="FIELD", help="Who a decision is about.")
@click.option("--demographics-id", "own_id", metavar="FIELD", help="The same in DEMOGRAPHICS.  [default: as --id]")
@click.option("--score", metavar="FIELD", help="The score of a decision.  [default: score, where there is one]")
@click.option("--selected", metavar="FIELD", help="Who was selected.  [default: selected, where there is one]")
@click.option("--threshold", type=float, metavar="SCORE", help="Count a score of at least SCORE as selected instead.")
@click.option("--by", multiple=True, metavar="FIELD", help="A category of the demographics; repeat it.  [default: all]")
@click.option(
    "--min-share",
    type=click.FloatRange(0, 1),
    default=float(MIN_SHARE),
    show_default=True,
    help="Groups below this share of the data have no impact ratio.",
)
@json_option
def audit(
    *,
    decisions: Path,
    demographics: Path,
    person: str,
    own_id: str | None,
    score: str | None,
    selected: str | None,
    threshold: float | None,
    by: tuple[str, ...],
    min_share: float,
    as_json: bool,
) -> None:
    """Compare how groups of people fared in DECISIONS.

    DECISIONS is CSV or NDJSON with an id and a score, or whether that one was selected, or both; in NDJSON a field may be a
    path (cv2jd_result.overall_score). DEMOGRAPHICS is CSV with the id and one column for each category, such as sex and
    race_ethnicity. Prints for each category and each pair of them the scoring rate (share above the median of all scores), the
    selection rate, and impact ratios, as New York City's Local Law 144 defines them; ratios below four fifths are marked.

    Nothing is sent anywhere, and neither file is changed.
    """
    if threshold is not None and selected is not None:
        raise click.UsageError("Give either --selected or --threshold.")
    try:
        fields = _fields(decisions, person, score, selected, threshold)
        own_id = own_id or person
        categories = _categories(demographics, own_id, by)
        with opened_store(categories=len(categories)) as store:
            store.add_decisions(read_decisions(decisions, fields))
            _check(store, decisions, fields)
            _add_people(store, demographics, own_id, categories)
            if threshold is not None:
                store.select_from(threshold)
            found = _count(store, categories, threshold, Fraction(str(min_share)))
    except BadFileError as error:
        raise _WrongInputError(str(error)) from None
    if as_json:
        print_json(as_document(found))
    else:
        show(found)


def _fields(
    path: Path, person: str, score: str | None, selected: str | None, threshold: float | None
) -> DecisionFields:
    """The fields to read: those named, or else `score` and `selected` where the file has them."""
    known = columns_of(path)
    score = score or ("score" if "score" in known else None)
    if threshold is not None:
        if score is None:
            raise BadFileError(path, 1, "score", "a threshold needs scores; name their field with --score")
    else:
        selected = selected or ("selected" if "selected" in known else None)
    if score is None and selected is None:
        raise BadFileError(path, 1, None, f"neither score nor selected is among its fields: {', '.join(known)}")
    return DecisionFields(person, score, selected)


def _check(store: DecisionStore, path: Path, fields: DecisionFields) -> None:
    totals = store.totals()
    if not totals["decisions"]:
        raise BadFileError(path, None, None, "there are no decisions in it")
    for field, filled in ((fields.score, totals["scored"]), (fields.selected, totals["decided"])):
        if field is not None and not filled:
            raise BadFileError(path, None, field, "no row has a value in it")


def _categories(path: Path, person: str, by: Sequence[str]) -> tuple[str, ...]:
    known = columns_of(path)
    for name in (person, *by):
        if name not in known:
            raise BadFileError(path, 1, name, f"there is no such field; the fields are {', '.join(known)}")
    categories = tuple(dict.fromkeys(by)) or tuple(name for name in known if name != person)
    if not 0 < len(categories) <= _MOST_CATEGORIES:
        raise BadFileError(
            path, 1, None, f"has {len(categories)} categories; name 1 to {_MOST_CATEGORIES} of them with --by"
        )
    return categories


def _add_people(store: DecisionStore, path: Path, person: str, categories: tuple[str, ...]) -> None:
    try:
        store.add_people(read_demographics(path, person=person, categories=categories))
    except DoubleError as error:
        raise BadFileError(path, error.line, person, "this id stands in an earlier line too") from None


def _count(store: DecisionStore, categories: tuple[str, ...], threshold: float | None, min_share: Fraction) -> Audit:
    median, tables = store.median(), []
    for places in (*((place,) for place in range(len(categories))), *combinations(range(len(categories)), 2)):
        groups, unknown = store.counts(places, median=median)
        names = tuple(categories[place] for place in places)
        tables.append(table_of(names, groups, unknown=unknown, min_share=min_share))
    return Audit(
        **store.totals(),
        unused_demographics=store.unused(),
        median=median,
        threshold=threshold,
        min_share=min_share,
        tables=tuple(tables),
    )
