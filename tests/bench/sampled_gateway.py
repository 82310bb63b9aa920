"""The gateway under a sampler of its CPU time: `python -m tests.bench.sampled_gateway REPORT`."""

import sys
from pathlib import Path

from services.gateway.__main__ import main as serve
from tests.bench.sampler import OTHER, Rule, Sampler

_HTTP = "HTTP and routing"
_FORM = "form: read and cut"
_FIELDS = "fields: validate"
_GRPC = "gRPC to the matcher"
_RENDER = "rendering"
_LOG = "log and metrics"
_REDIS = "Redis replies"

# In the order of a request.
STEPS = (_HTTP, "key", "rate limit", _REDIS, _FORM, _FIELDS, _GRPC, _RENDER, _LOG)
RULES: tuple[Rule, ...] = (
    ("/structlog/", "", _LOG),
    ("/prometheus_client/", "", _LOG),
    ("services/platform/telemetry/", "", _LOG),
    ("services/gateway/middleware/journal", "", _LOG),
    ("accounts/authenticator", "", "key"),
    ("middleware/admission", "", "key"),
    ("accounts/rate_limiter", "", "rate limit"),
    ("/asyncio/streams", "data_received", _REDIS),
    ("services/gateway/intake/strict_json", "", _FIELDS),
    ("services/gateway/intake/", "", _FORM),
    ("services/gateway/schemas/", "", _FIELDS),
    ("services/gateway/application/fingerprint", "", _FIELDS),
    ("/grpc/", "", _GRPC),
    ("services/platform/rpc/", "", _GRPC),
    ("services/gateway/adapters/", "", _GRPC),
    ("services/gateway/translate", "", _RENDER),
    ("services/gateway/middleware/responses", "", _RENDER),
    ("/aiohttp/", "", _HTTP),
    ("services/gateway/__main__", "", OTHER),
    ("services/gateway/server", "run", OTHER),
    ("services/gateway/", "", _HTTP),
)


if __name__ == "__main__":
    Sampler(RULES, Path(sys.argv[1])).start()
    serve()
