"""The shape of a log line, whoever writes it."""

import asyncio
import json
import logging
import re
import warnings
from datetime import UTC, datetime
from typing import Any

import pytest

from services.platform.config import ConfigError, Env
from services.platform.telemetry.context import accepted_request_id, current_request_id, new_request_id, request_scope
from services.platform.telemetry.logging import configure_logging, get_logger

PLANTED = "erika@example.org cvk_Planted123"
AT = datetime(2026, 11, 21, 9, 30, 15, 123_999, tzinfo=UTC)


def _configure(**env: str) -> None:
    configure_logging("matcher", Env(env), clock=lambda: AT)


def _fail(message: str) -> None:
    raise ValueError(message)


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    """Time in ISO 8601 with milliseconds and Z, level, service, event and its fields; no id outside a request."""
    _configure()

    get_logger().info("match.finished", match_id="cvdm_1", took_ms=12)

    assert _lines(capsys) == [
        {
            "timestamp": "2026-11-21T09:30:15.123Z", "level": "info", "service": "matcher", "event": "match.finished",
            "match_id": "cvdm_1", "took_ms": 12,
        }
    ]  # fmt: skip


async def test_lines_of_a_request_carry_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    """Also in tasks started for it; two requests at once keep theirs apart."""
    _configure()

    async def serve(request_id: str) -> None:
        with request_scope(request_id):
            await asyncio.gather(*(_say() for _ in range(2)))
        get_logger().info("request.over", of=request_id)

    async def _say() -> None:
        await asyncio.sleep(0)
        get_logger().info("step.done", of=current_request_id())

    await asyncio.gather(serve("req_1"), serve("req_2"))

    steps = _lines(capsys)
    assert all(line["request_id"] == line["of"] for line in steps if line["event"] == "step.done")
    assert all("request_id" not in line for line in steps if line["event"] == "request.over")
    assert len(steps) == 6


def test_planted_values_do_not_get_through(capsys: pytest.CaptureFixture[str]) -> None:
    """Sensitive keys and sensitive text, bound or given, in values and in errors: none reaches the output."""
    _configure()
    log = get_logger().bind(email="erika@example.org")

    try:
        _fail(PLANTED)
    except ValueError:
        log.exception("cv.failed", cv_text=PLANTED, note=f"mail {PLANTED}", rows=[{"name": "Erika"}])

    out = capsys.readouterr().out
    line = json.loads(out)
    assert (line["event"], line["cv_text"]) == ("cv.failed", "[redacted]")
    assert line["exception"].startswith("Traceback (most recent call last)")
    assert "raise ValueError(message)" in line["exception"]
    assert "ValueError: [message withheld" in line["exception"]
    assert "erika" not in out.lower()
    assert "Planted123" not in out


def test_libraries_logs_have_the_same_shape(capsys: pytest.CaptureFixture[str]) -> None:
    """A stdlib logger's record is a line of ours: masked, its first line only, its trace without messages."""
    _configure()

    try:
        _fail(PLANTED)
    except ValueError:
        logging.getLogger("grpc._cython").exception("call for %s failed\nrequest: %s", "a@b.example", PLANTED)

    (line,) = _lines(capsys)
    assert (line["event"], line["logger"], line["service"], line["level"]) == (
        "library.logged", "grpc._cython", "matcher", "error",
    )  # fmt: skip
    assert line["message"] == "call for [email] failed"
    assert "ValueError: [message withheld" in line["exception"]


def test_levels_are_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    """Below the level nothing is written, by us or by libraries."""
    _configure(CVDEEP_LOG_LEVEL="warning")

    get_logger().info("a.b")
    logging.getLogger("x").info("no")
    get_logger().warning("c.d")

    assert [line["event"] for line in _lines(capsys)] == ["c.d"]


def test_console_format_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    """The same fields, redacted, not as JSON."""
    _configure(CVDEEP_LOG_FORMAT="console")

    get_logger().info("match.finished", email="erika@example.org")

    out = capsys.readouterr().out
    assert "match.finished" in out
    assert "erika" not in out


@pytest.mark.parametrize("name", ["CVDEEP_LOG_LEVEL", "CVDEEP_LOG_FORMAT"])
def test_an_unknown_choice_is_named(name: str) -> None:
    """A wrong setting stops the start and names its variable."""
    with pytest.raises(ConfigError, match=name):
        _configure(**{name: "loud"})


def test_an_unserialisable_field_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    """Logging never fails the work it tells of."""
    _configure()
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        get_logger().info("a.b", thing=object(), number=float("inf"), raw=b"\xff")

    assert _lines(capsys)[0]["thing"] == "<object>"


def test_request_ids_have_the_contracts_form() -> None:
    """`req_`, thirteen digits, six of a-z0-9; hostile ones are replaced, harmless ones kept."""
    made = {new_request_id() for _ in range(50)}

    assert all(re.fullmatch(r"req_\d{13}_[a-z0-9]{6}", one) for one in made)
    assert len(made) == 50
    assert accepted_request_id("req_1700000000000_abc123") == "req_1700000000000_abc123"
    for hostile in (None, "", "a b", "x" * 65, "a\nb", '"'):
        assert accepted_request_id(hostile).startswith("req_")
