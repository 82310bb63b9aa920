"""`cvdeep sync` in front of a real gateway: what it sends, waits for, prints and ends with."""

import asyncio
import gzip
import json
import os
import sys
from pathlib import Path

import grpc
import pytest
from click.testing import CliRunner, Result

from cvdeep.corpus.v1 import sync_pb2 as pb
from services.admin.cli import cvdeep
from tests.integration.gateway.deepsearch.sending import candidate
from tests.integration.gateway.deepsearch.test_sync import ndjson
from tests.integration.gateway.house import House

pytestmark = pytest.mark.redis

LINES = ndjson(candidate("a"), candidate("b"))


async def run(house: House, *arguments: str, answer: bytes | None = None, **environment: str | None) -> Result:
    """Runs the command as a process of its own would: beside the gateway, not in its loop."""
    settings = {"CVDEEP_API_KEY": house.client.plain_key, "CVDEEP_URL": house.base} | environment
    return await asyncio.to_thread(
        CliRunner().invoke, cvdeep, ["sync", *arguments, "--corpus", "a b/ä"], env=settings, input=answer
    )


async def printed(house: House, *arguments: str) -> tuple[int, str]:
    """Runs the command as a process and returns its exit code and stdout, which holds the answer and no log of ours."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.admin", "sync", *arguments, "--corpus", "a b/ä"),
        env={**os.environ, "CVDEEP_API_KEY": house.client.plain_key, "CVDEEP_URL": house.base},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "candidates.ndjson"
    path.write_bytes(LINES)
    return path


async def test_a_file_is_sent_and_its_end_waited_for(house: House, file: Path) -> None:
    """Counts of the end, not of the moment; 0 when every line was taken."""
    code, output = await printed(house, str(file))
    assert code == 0, output
    (opened,) = house.backend.syncs.opened
    assert (opened.corpus_id, opened.mode) == ("a b/ä", pb.SYNC_MODE_UPSERT)
    assert [line.candidate.external_id for line in house.backend.syncs.lines] == ["a", "b"]
    shown = dict(row.split() for row in output.splitlines())
    assert (shown["id"], shown["status"], shown["accepted"]) == (opened.sync_id, "finished", "2")
    assert house.client.plain_key not in output


@pytest.mark.parametrize("name", ["candidates.gz", "candidates.ndjson", "-"])
@pytest.mark.parametrize("packed", [False, True])
async def test_the_content_says_whether_it_is_gzip(house: House, tmp_path: Path, name: str, *, packed: bool) -> None:
    """Not the name, which stdin has none of."""
    content = gzip.compress(LINES) if packed else LINES
    if name != "-":
        (tmp_path / name).write_bytes(content)
    result = await run(house, name if name == "-" else str(tmp_path / name), answer=content)
    assert result.exit_code == 0, result.output
    assert [line.candidate.external_id for line in house.backend.syncs.lines] == ["a", "b"]


async def test_lines_that_were_not_taken_end_with_1_and_are_shown(house: House, file: Path) -> None:
    """As a table, or with --json as the contract shows them."""
    file.write_bytes(LINES + ndjson({"external_id": "c"}, *[b"x\n"] * 20))
    result = await run(house, str(file))
    assert result.exit_code == 1
    assert "parsed_cv is required." in result.stdout
    assert "… and 11 more." in result.stdout
    code, output = await printed(house, str(file), "--json")
    assert code == 1
    assert json.loads(output)["errors"][0] == {
        "line": 3, "external_id": "c", "code": "INVALID_INPUT", "message": "parsed_cv is required.",
    }  # fmt: skip


async def test_a_sync_that_failed_ends_with_1(house: House, file: Path) -> None:
    """As with a torn file."""
    file.write_bytes(gzip.compress(LINES)[:-5])
    result = await run(house, str(file))
    assert (result.exit_code, "failed" in result.stdout) == (1, True)


async def test_a_mirror_asks_first(house: House, file: Path) -> None:
    """Whoever says no has sent nothing; --yes is not asked; stdin cannot be asked."""
    refused = await run(house, str(file), "--mode", "mirror", answer=b"n\n")
    assert (refused.exit_code, house.backend.syncs.opened) == (130, [])
    assert "does not name?" in refused.stderr
    unaskable = await run(house, "-", "--mode", "mirror", answer=LINES)
    assert (unaskable.exit_code, house.backend.syncs.opened) == (2, [])
    agreed = await run(house, str(file), "--mode", "mirror", answer=b"y\n")
    assert agreed.exit_code == 0, agreed.output
    assert (await run(house, "-", "--mode", "mirror", "--yes", answer=LINES)).exit_code == 0
    assert [opened.mode for opened in house.backend.syncs.opened] == [pb.SYNC_MODE_MIRROR] * 2


@pytest.mark.parametrize("key", ["cvk_" + "0" * 28, "nonsense"])
async def test_a_key_that_is_refused_is_so_before_anything_is_sent(house: House, file: Path, key: str) -> None:
    """The upload of a large file is no way to learn it."""
    result = await run(house, str(file), CVDEEP_API_KEY=key)
    assert (result.exit_code, result.stderr) == (1, "Error: The API key is not valid.\n")
    assert house.backend.syncs.opened == []


@pytest.mark.parametrize("key", [None, "", "  ", "a\nb", "ключ"])
async def test_without_a_usable_key_nothing_is_asked(house: House, file: Path, key: str | None) -> None:
    """It comes from the environment alone."""
    result = await run(house, str(file), CVDEEP_API_KEY=key)
    assert result.exit_code == 2
    assert "CVDEEP_API_KEY" in result.stderr


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1", "http://", "http://127.0.0.1:999999", "http://["])
async def test_an_address_that_is_none_is_wrong_input(house: House, file: Path, url: str) -> None:
    """Said before anything is dialled."""
    assert (await run(house, str(file), "--url", url)).exit_code == 2


async def test_a_poll_that_gets_no_answer_is_asked_again(house: House, file: Path) -> None:
    """A gateway or replica that restarts does not lose the result."""
    house.backend.syncs.failures["GetSync"].extend([grpc.StatusCode.UNAVAILABLE] * 4)
    assert (await run(house, str(file))).exit_code == 0
