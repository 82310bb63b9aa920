"""A client generated from the document by somebody else's generator understands what the gateway answers."""

import asyncio
import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest

from tests.integration.gateway.house import CONFIG, PDF, House

pytestmark = pytest.mark.redis

NAME = "generated_cvdeep_client"


@pytest.fixture
def path_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for module in [name for name in sys.modules if name.split(".")[0] == NAME]:
        del sys.modules[module]


def part(name: str) -> ModuleType:
    return importlib.import_module(f"{NAME}.{name}")


async def test_a_generated_client_submits_reads_and_lists(house: House, path_with: Path) -> None:
    """Every operation is imported, called and parsed into the generated models."""
    document = path_with / "openapi.json"
    document.write_bytes((await house.get("/api/v1/openapi.json", key="")).body)
    settings = path_with / "settings.yml"
    # A stream of lines is bytes to the generator, which knows no NDJSON.
    overrides = "content_type_overrides:\n  application/x-ndjson: application/octet-stream\n"
    settings.write_text(f"package_name_override: {NAME}\nproject_name_override: generated\npost_hooks: []\n{overrides}")
    made = await asyncio.to_thread(
        subprocess.run,
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--path", str(document), "--meta", "none"),
            *("--config", str(settings), "--output-path", str(path_with / NAME), "--fail-on-warning"),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    client = part("client").AuthenticatedClient(
        base_url=house.base, token=house.client.plain_key, prefix="", auth_header_name="X-API-Key"
    )
    models, types = part("models"), part("types")
    form = models.SubmitForm(
        cv_file=types.File(payload=BytesIO(PDF), file_name="cv.pdf", mime_type="application/pdf"),
        position_id="backend-1",
        job_description="A job.",
        config=models.MatchConfig.from_dict(CONFIG),
        tags='["a"]',
        metadata='{"n": 1}',
    )
    accepted = await part("api.deep_match.submit_match").asyncio(client=client, body=form)
    assert isinstance(accepted, models.SubmitAnswer)
    assert json.loads(house.backend.submits[0].config_json)["requirements"] == CONFIG["requirements"]
    match = await part("api.deep_match.get_match").asyncio(accepted.id, client=client)
    assert (match.id, match.tags, match.metadata.to_dict()) == (accepted.id, ["a"], {"n": "1"})
    house.backend.finish(house.client.client_id, accepted.id)
    finished = await part("api.deep_match.get_match").asyncio(accepted.id, client=client)
    assert finished.cv2jd_result.overall_score == 0.71
    page = await part("api.deep_match.list_matches").asyncio(client=client, limit=5)
    assert [row.id for row in page.data] == [accepted.id]
    ingest = models.IngestBatch.from_dict(
        {
            "corpus_id": "c",
            "candidates": [
                {"external_id": "a/b", "parsed_cv": {"skills": ["Python"]}, "tags": ["x"]},
                {"external_id": "c", "parsed_cv": [{"skills": []}], "corpus_id": "own"},
            ],
        }
    )
    taken = await part("api.deep_search.ingest_candidates").asyncio(client=client, body=ingest)
    assert [row.status for row in taken.results] == ["accepted", "accepted"]
    state = await part("api.deep_search.get_candidate").asyncio("a/b", client=client, corpus_id="c")
    assert (state.external_id, state.tags) == ("a/b", ["x"])
    erased = await part("api.deep_search.delete_candidate").asyncio_detailed("a/b", client=client, corpus_id="c")
    assert erased.status_code == 204
    corpora = await part("api.deep_search.list_corpora").asyncio(client=client)
    assert [row.corpus_id for row in corpora.data] == ["own"]
    order = models.SearchOrder.from_dict(
        {"corpus_id": "own", "position_id": "p", "position_metadata": {"requirements": CONFIG["requirements"]}}
    )
    begun = await part("api.deep_search.start_search").asyncio(client=client, body=order)
    house.backend.corpus.finish(house.client.client_id, begun.id)
    run = await part("api.deep_search.get_run").asyncio(begun.id, client=client)
    assert (run.status, run.results[0].matched, run.results[0].breakdown.skills) == ("finished", ["Python"], 1.0)
    statement = await part("api.account.get_credits").asyncio(client=client)
    assert statement.balance == 300
    health = await part("api.service.get_health").asyncio(client=part("client").Client(base_url=house.base))
    assert health.components.matcher == "ok"
    missing = await part("api.deep_match.get_match").asyncio("cvdm_" + "0" * 22, client=client)
    assert missing.error.code == "REQUEST_NOT_FOUND"
