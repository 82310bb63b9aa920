"""The OpenAPI document against the running system: by a fuzzer, and by a client that a generator made from it."""

import asyncio
import importlib
import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.support.live import CONFIG, JOB
from tests.support.system import System

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,unsupported_method,ignored_auth,missing_required_header"
)


async def run(*command: str, cwd: Path) -> tuple[int, str]:
    """Runs a tool of the environment, with the environment's other tools on its path; returns exit code and output."""
    tools = Path(sys.executable).parent
    done = await asyncio.to_thread(
        subprocess.run,
        [str(tools / command[0]), *command[1:]],
        cwd=cwd,
        env={
            **os.environ,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "RUFF_NO_CACHE": "true",
            "SCHEMATHESIS_HOOKS": str(Path(__file__).with_name("fuzzing_hooks.py")),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=240,
        check=False,
    )
    return done.returncode, done.stdout


async def test_a_fuzzer_finds_no_5xx_and_no_undocumented_answer(system: System, tmp_path: Path) -> None:
    """J23: schemathesis, positive and negative, over every operation; a fixed seed and a bounded count."""
    client = await system.new_client(credits=1_000_000, per_minute=1_000_000)
    code, output = await run(
        *("st", "run", f"{system.stack.url}/api/v1/openapi.json", "--header", f"X-API-Key: {client.key}"),
        *("--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--max-examples", "60", "--seed", "7"),
        *("--continue-on-failure", "--request-timeout", "20", "--generation-database", "none"),
        cwd=tmp_path,
    )
    assert code == 0, output[-8000:]


async def test_a_generated_client_submits_and_reads(
    system: System, cv: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client generated from the document submits the sample CV, polls it and parses every answer."""
    document = tmp_path / "openapi.json"
    document.write_text((await system.http.get("/api/v1/openapi.json")).text, encoding="utf-8")
    settings = tmp_path / "settings.yml"
    # A stream of lines is bytes to the generator, which knows no NDJSON.
    settings.write_text("content_type_overrides:\n  application/x-ndjson: application/octet-stream\n", encoding="utf-8")
    code, output = await run(
        *("openapi-python-client", "generate", "--path", str(document), "--meta", "none"),
        *("--config", str(settings), "--output-path", str(tmp_path / "generated_client"), "--fail-on-warning"),
        cwd=tmp_path,
    )
    assert code == 0, output
    monkeypatch.syspath_prepend(str(tmp_path))
    generated: Any = importlib.import_module("generated_client")
    models: Any = importlib.import_module("generated_client.models")
    types: Any = importlib.import_module("generated_client.types")
    operations = json.loads(document.read_text(encoding="utf-8"))["paths"]

    def operation(path: str, method: str) -> Any:
        described = operations[path][method]
        tag, name = described["tags"][0], described["operationId"]
        return importlib.import_module(f"generated_client.api.{snake(tag)}.{snake(name)}")

    rest = await system.new_client()
    client = generated.Client(base_url=system.stack.url, headers={"X-API-Key": rest.key})
    submit = operation("/api/v1/cvdeepmatch/submit", "post")
    body = models.SubmitForm(
        cv_file=types.File(payload=BytesIO(cv), file_name="cv.pdf", mime_type="application/pdf"),
        position_id="backend-1",
        job_description=JOB,
        config=models.MatchConfig.from_dict(CONFIG),
    )
    accepted = await submit.asyncio_detailed(client=client, body=body)
    assert accepted.status_code == 202
    match_id = accepted.parsed.id
    await rest.ended(match_id)
    polled = await operation("/api/v1/cvdeepmatch/{id}", "get").asyncio_detailed(client=client, id=match_id)
    assert polled.status_code == 200
    assert polled.parsed.status == "finished"
    assert 0 <= polled.parsed.cv2jd_result.overall_score <= 1
    listed = await operation("/api/v1/cvdeepmatch/requests", "get").asyncio_detailed(client=client)
    assert [row.id for row in listed.parsed.data] == [match_id]
    statement = await operation("/api/v1/credits", "get").asyncio_detailed(client=client)
    assert statement.parsed.balance == 997


def snake(name: str) -> str:
    """The generator's spelling of a name as a module."""
    utils: Any = importlib.import_module("openapi_python_client.strings")
    spelled: str = utils.PythonIdentifier(name, "")
    return spelled
