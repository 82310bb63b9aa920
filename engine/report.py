"""Writes an assessment as the contract's `cv2jd_result`."""

from collections.abc import Sequence
from typing import Any

from engine import calibration as c
from engine.assess import Assessment
from engine.judged import Judged, RoleView
from engine.profile import Line
from engine.version import ENGINE_VERSION

# A quote is a line; one without an end is cut, and says so.
QUOTE_LENGTH = 500


def result_json(assessment: Assessment, *, embedding_model: str, warnings: Sequence[str] = ()) -> dict[str, Any]:
    """Give the result as JSON values.

    Args:
        assessment: from assess().
        embedding_model: the name of the model whose vectors were used.
        warnings: the reader's warnings, shown before the engine's own.
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
            "requirements": [_requirement(judged) for judged in assessment.requirements],
            "scoring": {
                "importances": {
                    dimension.value: importance for dimension, importance in assessment.importances.items()
                },
                "minimal_qualification_cap": c.MINIMAL_CAP,
                "capped": total.capped,
            },
            "warnings": list(dict.fromkeys((*warnings, *assessment.warnings))),
        },
    }


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


def _requirement(judged: Judged) -> dict[str, Any]:
    row: dict[str, Any] = {
        "dimension": judged.dimension.value,
        "block": judged.block,
        "kind": judged.kind.value,
        "name": judged.name,
        "importance": judged.importance,
        "score": judged.score,
        "status": judged.status.value,
        "evidence": [_evidence(line) for line in judged.evidence],
    }
    if judged.id is not None:
        row["id"] = judged.id
    return row


def _evidence(line: Line) -> dict[str, Any]:
    text = line.text if len(line.text) <= QUOTE_LENGTH else f"{line.text[: QUOTE_LENGTH - 1]}…"
    return {"text": text, "page": line.page, "section": line.section.value}
