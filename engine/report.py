"""Writes an assessment as the contract's `cv2jd_result`."""

from collections.abc import Sequence
from typing import Any

from engine import calibration as c
from engine.addressed import speaks_to_the_judge
from engine.assess import Assessment
from engine.judged import Judged, RoleView, Status
from engine.looked import Place, looked_in
from engine.notes import note
from engine.profile import Line
from engine.reasons import Reason, principal_reasons
from engine.version import ENGINE_VERSION

# A quote is a line; one without an end is cut, and says so.
QUOTE_LENGTH = 500
# What of a CV never reaches a score, whether it says it or not (contract §4.2).
IDENTITY_FIELDS = (
    "cv.name", "cv.sex", "cv.pronouns", "cv.photo", "cv.age", "cv.date_of_birth", "cv.nationality", "cv.marital_status",
    "cv.address", "cv.email", "cv.phone", "cv.links",
)  # fmt: skip
# So many unknown fields of a config are named; a path is cut like a name.
UNREAD_LIMIT = 50
PATH_LENGTH = 200


def result_json(
    assessment: Assessment, *, embedding_model: str, warnings: Sequence[str] = (), unread: Sequence[str] = ()
) -> dict[str, Any]:
    """Give the result as JSON values.

    Args:
        assessment: from assess().
        embedding_model: the name of the model whose vectors were used.
        warnings: the reader's warnings, shown before the engine's own.
        unread: the paths in the config that are not known.
    """
    total = assessment.total
    return {
        "overall_score": total.overall,
        "breakdown": {dimension.value: score for dimension, score in total.breakdown.items()},
        "details": {
            "engine_version": ENGINE_VERSION,
            "embedding_model": embedding_model,
            "experience": {
                "relevant_months": assessment.relevant_months,
                "total_months": assessment.total_months,
                "roles": [_role(role) for role in assessment.roles],
            },
            "requirements": [_requirement(judged, assessment) for judged in assessment.requirements],
            "reasons": [_reason(reason) for reason in principal_reasons(assessment)],
            "scoring": {
                "importances": {
                    dimension.value: importance for dimension, importance in assessment.importances.items()
                },
                "minimal_qualification_cap": c.MINIMAL_CAP,
                "capped": total.capped,
            },
            "fields_ignored": [*IDENTITY_FIELDS, *_named(unread)],
            "warnings": list(dict.fromkeys((*warnings, *assessment.warnings, *_orders(assessment)))),
        },
    }


def _orders(assessment: Assessment) -> list[str]:
    orders = sum(speaks_to_the_judge(piece.scored) for piece in assessment.material.pieces)
    return [f"instructions: lines that tell how to judge the CV were not judged ({orders})"] if orders else []


def _role(role: RoleView) -> dict[str, Any]:
    return {
        "title": role.title,
        "company": role.company,
        "start": str(role.start) if role.start else None,
        "end": str(role.end) if role.end else None,
        "months": role.months,
        "relevance": role.relevance,
        "counted": role.counted,
    }


def _requirement(judged: Judged, assessment: Assessment) -> dict[str, Any]:
    row: dict[str, Any] = {
        "dimension": judged.dimension.value,
        "block": judged.block,
        "kind": judged.kind.value,
        "name": judged.name,
        "importance": judged.importance,
        "score": judged.score,
        "status": judged.status.value,
        "note": note(judged, assessment),
        "evidence": [_evidence(line) for line in judged.evidence],
    }
    if judged.status is not Status.MET:
        row["looked_in"] = [_place(place) for place in looked_in(judged, assessment.material)]
    if judged.id is not None:
        row["id"] = judged.id
    return row


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "effect": reason.effect.value,
        "points": reason.points,
        "dimension": reason.judged.dimension.value,
        "block": reason.judged.block,
        "name": reason.judged.name,
        "text": reason.text,
    }


def _place(place: Place) -> dict[str, Any]:
    return {"section": place.section.value, "lines": place.lines, "pages": list(place.pages)}


def _named(unread: Sequence[str]) -> list[str]:
    return [path if len(path) <= PATH_LENGTH else f"{path[: PATH_LENGTH - 1]}…" for path in unread[:UNREAD_LIMIT]]


def _evidence(line: Line) -> dict[str, Any]:
    text = line.text if len(line.text) <= QUOTE_LENGTH else f"{line.text[: QUOTE_LENGTH - 1]}…"
    return {"text": text, "page": line.page, "section": line.section.value}
