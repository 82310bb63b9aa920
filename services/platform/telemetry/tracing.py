"""Traces what is done for a request over all services, by OpenTelemetry; off unless the standard variables ask for it.

A trace begins at the gateway. Calls take it along in their metadata, and matches, search runs and webhook events keep it with
them, so that one submit and its delivery are one trace. Work that nobody asked for, such as looking for work, has none.

Spans hold names, ids, counts and codes. Texts of errors are left out: some quote what they were about.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from typing import Protocol

from services.platform.config import ConfigError, Env

TRACEPARENT = "traceparent"
"""The W3C's name of the header, and ours of the metadata and the field, that carry a trace."""

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")

Attributes = Mapping[str, str | int | float | bool]
_NONE: Attributes = {}


class Kind(StrEnum):
    """Which side of a call a span is."""

    INTERNAL = "INTERNAL"
    SERVER = "SERVER"
    CLIENT = "CLIENT"
    CONSUMER = "CONSUMER"


class Span(Protocol):
    """What can be said of a piece of work while it is done."""

    def set(self, attributes: Attributes) -> None:
        """Adds attributes."""

    def rename(self, name: str) -> None:
        """Gives it the name that was not known when it began."""

    def fail(self, why: str) -> None:
        """Marks it as failed; `why` is a code or the name of a type."""


class Tracer(Protocol):
    """What traces are made with."""

    def open(
        self, name: str, *, kind: Kind, parent: str | None, attributes: Attributes
    ) -> AbstractContextManager[Span]:
        """Opens a span: below the current one (`parent` is None), or below the one that `parent` names, a new one if it is empty."""

    def traceparent(self) -> str:
        """Returns the current span in the W3C's form, empty outside of one."""

    def trace_id(self) -> str | None:
        """Returns the id of the current trace as 32 hexadecimal digits, None outside of one."""


class _Untraced:
    def set(self, attributes: Attributes) -> None:
        pass

    def rename(self, name: str) -> None:
        pass

    def fail(self, why: str) -> None:
        pass


# Nothing is opened and nothing closed, so all share one.
_untraced = nullcontext(_Untraced())
_tracer: Tracer | None = None


def configure_tracing(service: str, env: Env) -> None:
    """Sends the traces of this process to where the `OTEL_` variables say; without any there are none.

    `OTEL_TRACES_EXPORTER` is `otlp` or `none`; left out, an OTLP endpoint that is set stands for `otlp`. Sampling, headers,
    certificates, batches and resource attributes are read by the SDK.

    Raises:
        ConfigError: an exporter or protocol is asked for that is not there.
    """
    global _tracer  # noqa: PLW0603 - one process, one tracer, as for logs
    _tracer = None
    if _wanted(env):
        from services.platform.telemetry.otel import OtelTracer  # noqa: PLC0415 - 0.3 s of imports for those who want it

        _tracer = OtelTracer(env.text("OTEL_SERVICE_NAME", f"cvdeep-{service}"))


def tracing() -> bool:
    """Says whether this process traces."""
    return _tracer is not None


def traceparent() -> str:
    """Returns the current span in the W3C's form, for whoever goes on with the trace; empty outside of one."""
    return "" if _tracer is None else _tracer.traceparent()


def current_trace_id() -> str | None:
    """Returns the id of the current trace as 32 hexadecimal digits, None outside of one."""
    return None if _tracer is None else _tracer.trace_id()


def trace(name: str, *, parent: str = "", attributes: Attributes = _NONE) -> AbstractContextManager[Span]:
    """Begins a trace, or goes on with that of a caller who is trusted to have begun one."""
    if _tracer is None:
        return _untraced
    return _tracer.open(name, kind=Kind.SERVER, parent=parent, attributes=attributes)


def resumed(
    name: str, parent: str, *, kind: Kind = Kind.CONSUMER, attributes: Attributes = _NONE
) -> AbstractContextManager[Span]:
    """Goes on with a trace wherever it was begun; opens nothing when `parent` is empty."""
    if _tracer is None or not parent:
        return _untraced
    return _tracer.open(name, kind=kind, parent=parent, attributes=attributes)


def span(name: str, *, kind: Kind = Kind.INTERNAL, attributes: Attributes = _NONE) -> AbstractContextManager[Span]:
    """Opens a span inside the current one; opens nothing outside of a trace."""
    if _tracer is None or _tracer.trace_id() is None:
        return _untraced
    return _tracer.open(name, kind=kind, parent=None, attributes=attributes)


def _wanted(env: Env) -> bool:
    if env.text("OTEL_SDK_DISABLED", "false").lower() == "true":
        return False
    exporter = env.text("OTEL_TRACES_EXPORTER", "otlp" if any(env.text(name, "") for name in _ENDPOINTS) else "none")
    if exporter not in ("otlp", "none"):
        raise ConfigError(f"OTEL_TRACES_EXPORTER must be otlp or none, not {exporter!r}")
    protocol = next((given for name in _PROTOCOLS if (given := env.text(name, ""))), "grpc")
    if exporter == "otlp" and protocol != "grpc":
        raise ConfigError(f"OTEL_EXPORTER_OTLP_PROTOCOL must be grpc, not {protocol!r}")
    return exporter == "otlp"
