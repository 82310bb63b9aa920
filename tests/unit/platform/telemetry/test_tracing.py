"""Traces: off by default, begun only where one is begun, and free of what errors say."""

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from services.platform.config import ConfigError, Env
from services.platform.telemetry import tracing
from services.platform.telemetry.otel import OtelTracer

PARENT = "00-" + "ab" * 16 + "-" + "cd" * 8 + "-01"


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    monkeypatch.setattr(tracing, "_tracer", OtelTracer("cvdeep-test", SimpleSpanProcessor(exporter)))
    yield exporter
    exporter.shutdown()


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"},
        {"OTEL_SDK_DISABLED": "true", "OTEL_TRACES_EXPORTER": "otlp"},
    ],
)
def test_there_are_no_traces_unless_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    """Nothing is traced by default, nor when the standard variables say so; every piece of work is done all the same."""
    monkeypatch.setattr(tracing, "_tracer", None)

    tracing.configure_tracing("matcher", Env(variables))

    assert not tracing.tracing()
    with tracing.trace("a") as root, tracing.span("b"), tracing.resumed("c", PARENT):
        root.set({"x": 1})
        root.rename("d")
        root.fail("e")
        assert tracing.traceparent() == ""
        assert tracing.current_trace_id() is None


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"OTEL_TRACES_EXPORTER": "zipkin"}, "OTEL_TRACES_EXPORTER"),
        (
            {"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf"},
            "OTEL_EXPORTER_OTLP_PROTOCOL",
        ),
    ],
)
def test_what_is_not_there_is_refused_by_name(variables: dict[str, str], named: str) -> None:
    """An exporter or protocol we do not have is an error that names the variable, not silence."""
    with pytest.raises(ConfigError, match=named):
        tracing.configure_tracing("matcher", Env(variables))


def test_only_a_trace_has_spans(spans: InMemorySpanExporter) -> None:
    """Work outside of a trace opens none; inside, spans hang together and `traceparent` names the current one."""
    with tracing.span("looking for work"), tracing.resumed("nobody's", ""):
        assert tracing.traceparent() == ""
    with tracing.trace("POST") as root:
        root.rename("POST /submit")
        with tracing.span("inner"):
            handed_on = tracing.traceparent()
            assert str(tracing.current_trace_id()) in handed_on

    inner, outer = spans.get_finished_spans()
    assert (inner.name, outer.name) == ("inner", "POST /submit")
    assert inner.parent is not None
    assert inner.parent.span_id == outer.context.span_id
    assert f"{inner.context.span_id:016x}" in handed_on


def test_a_trace_is_gone_on_with_wherever_it_was_begun(spans: InMemorySpanExporter) -> None:
    """Stored work belongs to the trace of who asked for it, whatever this task was doing before."""
    with tracing.trace("another"), tracing.resumed("match.run", PARENT):
        assert tracing.current_trace_id() == "ab" * 16

    assert spans.get_finished_spans()[0].context.trace_id == int("ab" * 16, 16)


def test_spans_do_not_quote_errors(spans: InMemorySpanExporter) -> None:
    """A failure is a type's name: its text may hold what it was about."""
    with pytest.raises(ValueError, match="Erika"), tracing.trace("POST"), tracing.span("parse"):
        raise ValueError("cannot parse Erika Musterfrau")

    for span in spans.get_finished_spans():
        assert not span.events
        assert span.status.description == "ValueError"
        assert "Erika" not in span.to_json()
