"""Every CV of the evaluation data goes through the front door to a terminal state."""

from pathlib import Path

import pytest

from tests.support.system import System

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]


async def test_every_real_cv_ends(system: System, shared_data: Path) -> None:
    """Templates and ground-truth CVs alike: 202, then finished, or failed with a code of the contract; never a 5xx."""
    client = await system.new_client(credits=1000)
    files = sorted((shared_data / "cv").rglob("*.pdf"))
    assert len(files) >= 31
    ids = {await client.accepted(path.read_bytes()): path.name for path in files}
    rows = await client.all_ended(list(ids), timeout_s=300)
    failed = {ids[match_id]: row["error"] for match_id, row in rows.items() if row["status"] == "failed"}
    assert not failed
    for match_id, row in rows.items():
        assert 0 <= row["cv2jd_result"]["overall_score"] <= 1, ids[match_id]
    await system.assert_reconciled()


async def test_every_hostile_pdf_ends(system: System, shared_data: Path) -> None:
    """Malformed, encrypted and image-only files end in a result or a typed failure, and the good ones beside them finish."""
    client = await system.new_client(credits=1000)
    files = [
        path for path in sorted((shared_data / "hostile").rglob("*.pdf")) if path.read_bytes().startswith(b"%PDF-")
    ]
    files = [path for path in files if path.stat().st_size <= 5 * 1024 * 1024]
    ids = {await client.accepted(path.read_bytes()): path.name for path in files}
    rows = await client.all_ended(list(ids), timeout_s=500)
    codes = {row["error"]["code"] for row in rows.values() if row["status"] == "failed"}
    assert codes <= {"CV_UNREADABLE", "CV_ENCRYPTED", "CV_NO_TEXT", "CV_TOO_COMPLEX"}
    await system.assert_reconciled()
