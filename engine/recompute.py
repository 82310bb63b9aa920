"""Computes a result's numbers again from its `details` alone: what a client can do to check them."""

from collections.abc import Mapping
from typing import Any

from engine.judged import Status
from engine.requirements import Dimension
from engine.scoring import Row, Total, add_up

MINIMAL_BLOCK = "minimal_qualifications"


def recompute(details: Mapping[str, Any]) -> Total:
    """Add up the rows of `details.requirements` with the importances of `details.scoring`.

    Raises:
        KeyError: something is missing in the details.
        ValueError: a name in them is unknown.
    """
    rows = [
        Row(
            dimension=Dimension(row["dimension"]),
            importance=row["importance"],
            score=row["score"],
            missed_minimal=row["block"] == MINIMAL_BLOCK and Status(row["status"]) is Status.MISSING,
        )
        for row in details["requirements"]
    ]
    return add_up(rows, {Dimension(name): value for name, value in details["scoring"]["importances"].items()})
