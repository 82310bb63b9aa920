"""Makes traces with the OpenTelemetry SDK and sends them by OTLP over gRPC; loaded only where traces are wanted."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from services.platform.telemetry.tracing import TRACEPARENT, Attributes, Kind

_propagator = TraceContextTextMapPropagator()


class OtelSpan:
    """Implements the port `Span`."""

    def __init__(self, inner: trace.Span) -> None:
        self._inner = inner

    def set(self, attributes: Attributes) -> None:
        """Adds attributes."""
        self._inner.set_attributes(dict(attributes))

    def rename(self, name: str) -> None:
        """Gives it another name."""
        self._inner.update_name(name)

    def fail(self, why: str) -> None:
        """Marks it as failed."""
        self._inner.set_status(trace.Status(trace.StatusCode.ERROR, why))


class OtelTracer:
    """Implements the port `Tracer`; what has not been sent by then is when the process ends."""

    def __init__(self, service_name: str, processor: SpanProcessor | None = None) -> None:
        resource = Resource.create({"service.name": service_name, "service.version": version("cvdeep")})
        provider = TracerProvider(resource=resource)
        provider.add_span_processor(processor or BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = provider.get_tracer("cvdeep")

    @contextmanager
    def open(self, name: str, *, kind: Kind, parent: str | None, attributes: Attributes) -> Iterator[OtelSpan]:
        """Opens a span; what is raised inside marks it with the name of its type, never with its text."""
        # Into an empty context: whatever this task did before has nothing to do with a trace that comes from elsewhere.
        context = None if parent is None else _propagator.extract({TRACEPARENT: parent}, context=Context())
        with self._tracer.start_as_current_span(
            name,
            context=context,
            kind=trace.SpanKind[kind],
            attributes=dict(attributes),
            record_exception=False,
            set_status_on_exception=False,
        ) as inner:
            opened = OtelSpan(inner)
            try:
                yield opened
            except Exception as error:
                opened.fail(type(error).__name__)
                raise

    def traceparent(self) -> str:
        """Returns the current span in the W3C's form, empty outside of one."""
        carrier: dict[str, str] = {}
        _propagator.inject(carrier)
        return carrier.get(TRACEPARENT, "")

    def trace_id(self) -> str | None:
        """Returns the id of the current trace, None outside of one."""
        context = trace.get_current_span().get_span_context()
        return trace.format_trace_id(context.trace_id) if context.is_valid else None
