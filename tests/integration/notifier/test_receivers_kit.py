"""The programs of docs/webhooks.md, run as they stand there."""

import asyncio
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from services.notifier.adapters.http_sender import HttpSender
from services.notifier.application.attempts import Attempts
from services.notifier.config import NotifierConfig
from services.notifier.domain.delivery import LeasedEvent, Outcome
from services.notifier.domain.schedule import WAITS_S
from services.notifier.domain.signing import signature_header
from tests.fakes.notifier import FakeOutbox, FakeSecrets
from tests.integration.notifier.receiver import LoopbackGuard
from tools.redis_server import free_port

ANSWER_WITHIN_S = 10
SECRET = "whsec_9fB2kQpZ"
BODY = '{"event":"cvdeepmatch.finished","note":"Jürgen\\n"}\r\n\r\n'.encode()
_PROGRAM = re.compile(r"<!-- program: (?P<name>\S+) -->\n```\w+\n(?P<text>.*?)\n```", re.DOTALL)


@pytest.fixture(scope="module")
def page(repo_root: Path) -> str:
    return (repo_root / "docs" / "webhooks.md").read_text(encoding="utf-8")


@pytest.fixture
def programs(page: str, tmp_path: Path) -> Path:
    """The folder with every program of the page."""
    found = {match["name"]: match["text"] for match in _PROGRAM.finditer(page)}
    assert set(found) == {"verify.py", "verify.mjs", "verify.sh", "receiver.py"}
    for name, text in found.items():
        (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    return tmp_path


@pytest.fixture(params=["verify.py", "verify.mjs", "verify.sh"])
def command(request: pytest.FixtureRequest, programs: Path) -> list[str]:
    """How one of the programs is started."""
    needed = {"verify.py": (sys.executable,), "verify.mjs": ("node",), "verify.sh": ("bash", "openssl")}
    name: str = request.param
    absent = [tool for tool in needed[name] if shutil.which(tool) is None]
    if absent:
        pytest.skip(f"{name} of docs/webhooks.md is not shown to work: {', '.join(absent)} is absent")
    return [needed[name][0], str(programs / name)]


def _accepts(command: list[str], header: str, body: bytes) -> bool:
    ended = subprocess.run(
        [*command, header],
        input=body,
        env={**os.environ, "CVDEEP_WEBHOOK_SECRET": SECRET},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode in (0, 1), ended.stderr.decode()
    assert ended.stderr == b""
    return ended.returncode == 0


def _header(*, age_s: int = 0, secrets: tuple[str, ...] = (SECRET,), body: bytes = BODY) -> str:
    return signature_header(body, secrets=secrets, at_s=int(time.time()) - age_s)


def test_each_program_accepts_what_is_genuine(command: list[str]) -> None:
    """Now and within the tolerance, alone or beside another secret's signature while one is rotated, whatever the bytes."""
    assert _accepts(command, _header(), BODY)
    assert _accepts(command, _header(age_s=270), BODY)
    assert _accepts(command, _header(secrets=("whsec_new", SECRET)), BODY)
    odd = bytes(range(256)) + b"\n\n"
    assert _accepts(command, _header(body=odd), odd)


def test_each_program_refuses_what_is_not(command: list[str]) -> None:
    """Another body, another secret, 301 s ago, 301 s ahead, and headers that are none."""
    header = _header()
    stamp, _, mark = header.partition(",")
    assert not _accepts(command, header, BODY + b"\n")
    assert not _accepts(command, header, BODY[:-2])
    assert not _accepts(command, _header(secrets=("whsec_other",)), BODY)
    assert not _accepts(command, _header(age_s=302), BODY)
    assert not _accepts(command, _header(age_s=-310), BODY)
    odd = [
        "",
        "v1",
        mark,
        stamp,
        f"{stamp},v0={mark[3:]}",
        f"t=,{mark}",
        f"t=abc,{mark}",
        f"t=-1,{mark}",
        f"{stamp},v1=",
    ]
    for text in [*odd, f"{stamp},t=1,{mark}", f"t={'9' * 40},{mark}", f"{stamp},{mark}0", f"{stamp},{mark[:-1]}"]:
        assert not _accepts(command, text, BODY), text


async def test_the_whole_receiver_keeps_each_event_once(programs: Path) -> None:
    """Two deliveries of one event make one row; a forged one is refused and leaves none."""
    port, events = free_port(), programs / "events.db"
    child = await asyncio.create_subprocess_exec(
        sys.executable, "receiver.py", str(port), str(events), cwd=programs, stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "CVDEEP_WEBHOOK_SECRET": SECRET},
    )  # fmt: skip
    try:
        async with asyncio.timeout(30):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                except OSError:
                    await asyncio.sleep(0.02)  # another process' state: there is no event to wait for
                else:
                    writer.close()
                    break
        outcomes = [await _send(port, event_id, secret) for event_id, secret in _SENT]
    finally:
        child.kill()
        await child.wait()

    assert outcomes == [Outcome.DELIVERED, Outcome.DELIVERED, Outcome.HTTP_ERROR, Outcome.DELIVERED]
    with sqlite3.connect(events) as stored:
        assert stored.execute("SELECT id, body FROM events ORDER BY id").fetchall() == [
            ("evt_1", BODY),
            ("evt_3", BODY),
        ]


_SENT = [("evt_1", SECRET), ("evt_1", SECRET), ("evt_2", "whsec_forged"), ("evt_3", SECRET)]


async def _send(port: int, event_id: str, secret: str) -> Outcome:
    attempts = Attempts(
        guard=LoopbackGuard(port),
        sender=HttpSender(total_s=10),
        secret_store=FakeSecrets(secrets=(secret,)),
        outbox=FakeOutbox(),
        total_s=15,
    )
    url = f"http://127.0.0.1:{port}/hook"
    return await attempts.make(
        LeasedEvent(client_id="cl_a", event_id=event_id, url=url, body=BODY, epoch=1, attempts_made=0, leased_at_ms=1)
    )


def test_the_page_says_what_the_code_does(page: str) -> None:
    """The vector, the schedule and the limits that the page names are those of the code."""
    vector = signature_header(b'{"test": 2432232314}', secrets=["whsec_test_secret"], at_s=1614265330)

    assert vector.removeprefix("t=1614265330,v1=") in page
    assert "0 s, 30 s, 2 min, 10 min, 1 h, 3 h, 8 h and 24 h" in page
    assert WAITS_S == (0, 30, 120, 600, 3_600, 10_800, 28_800, 86_400)
    config = NotifierConfig(redis_url="")
    assert f"at most {config.per_host} requests at a time" in page
    assert f"for {config.kept_days} days" in page
    assert config.request_s > ANSWER_WITHIN_S
    assert f"within {ANSWER_WITHIN_S} seconds" in page
