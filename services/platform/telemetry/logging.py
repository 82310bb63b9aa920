"""Writes one JSON object a log line to stdout, for our own loggers and for every library's alike.

An event is named `noun.verb`; everything else is a field. What may not be shown is taken out here, by a processor, so
that it does not depend on anybody's care (see `redaction`).
"""

import json
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

from services.platform.config import ConfigError, Env
from services.platform.telemetry.context import current_request_id
from services.platform.telemetry.counting import count_event
from services.platform.telemetry.redaction import REDACTED, format_trace, is_sensitive, redact
from services.platform.telemetry.tracing import current_trace_id

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
# Every line has been made ready for JSON by redaction; one encoder writes them all.
_ENCODER = json.JSONEncoder(ensure_ascii=False)
# Fields this module sets itself.
_OWN_FIELDS = frozenset({"timestamp", "level", "service", "request_id", "trace_id", "exception"})
_MOST_FOREIGN_CHARS = 500

Clock = Callable[[], datetime]


def _utc_now() -> datetime:
    return datetime.now(UTC)


def get_logger() -> FilteringBoundLogger:
    """Returns the logger of this process; it may be made before `configure_logging` is called."""
    return cast("FilteringBoundLogger", structlog.get_logger())


def configure_logging(service: str, env: Env, *, clock: Clock = _utc_now) -> None:
    """Sends all logs of this process to stdout under the name `service`.

    `CVDEEP_LOG_LEVEL` is debug, info (default), warning or error; `CVDEEP_LOG_FORMAT` is json (default) or console.

    Raises:
        ConfigError: one of the two holds something else.
    """
    level = _choice(env, "CVDEEP_LOG_LEVEL", "info", tuple(_LEVELS))
    form = _choice(env, "CVDEEP_LOG_FORMAT", "json", ("json", "console"))
    renderer: Processor = (
        structlog.processors.JSONRenderer(serializer=_as_json)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
    )
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        count_event,
        partial(_add_origin, service, clock),
        _add_trace,
        _redact_fields,
    ]
    structlog.configure(
        processors=[structlog.processors.add_log_level, *shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=_stdout_logger,
        cache_logger_on_first_use=False,
    )
    handler = _StdoutHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_log_level, _name_foreign],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *shared, renderer],
            use_get_message=True,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(_LEVELS[level])
    # Every HTTP request and every asyncio step of a library is noise even to somebody who debugs us.
    for noisy in ("asyncio", "aiohttp.access", "pdfminer"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, _LEVELS[level]))


def _choice(env: Env, name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = env.text(name, default).lower()
    if value not in allowed:
        raise ConfigError(f"{name} must be one of {', '.join(allowed)}, not {value!r}")
    return value


def _as_json(event: EventDict, **_: object) -> str:
    return _ENCODER.encode(event)


def _stdout_logger(*_: object) -> WrappedLogger:
    # Asked for at each line: whoever replaces sys.stdout (a test, a daemon) gets the lines.
    return structlog.PrintLogger(sys.stdout)


class _StdoutHandler(logging.StreamHandler[Any]):
    """Writes to whatever sys.stdout is when the line is written."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stdout
        super().emit(record)


def _add_origin(service: str, clock: Clock, _: WrappedLogger, __: str, event: EventDict) -> EventDict:
    event["timestamp"] = clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    event["service"] = service
    request_id = current_request_id()
    if request_id is not None:
        event["request_id"] = request_id
    trace_id = current_trace_id()
    if trace_id is not None:
        event["trace_id"] = trace_id
    return event


def _name_foreign(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    # Libraries put reprs of what they handle on the lines after the first.
    record: logging.LogRecord = event["_record"]
    first_line = str(event["event"]).partition("\n")[0][:_MOST_FOREIGN_CHARS]
    event.update(event="library.logged", logger=record.name, message=first_line)
    return event


def _add_trace(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Turns `exc_info` into a trace without values."""
    given = event.pop("exc_info", None)
    error: BaseException | None = None
    if isinstance(given, BaseException):
        error = given
    elif isinstance(given, tuple):
        error = given[1]
    elif given:
        error = sys.exc_info()[1]
    if error is not None:
        event["exception"] = format_trace(error)
    return event


def _redact_fields(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {
        key: REDACTED if key not in _OWN_FIELDS and is_sensitive(key, value) else redact(value)
        for key, value in event.items()
    }
