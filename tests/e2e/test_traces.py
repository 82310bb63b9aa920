"""One request is one trace over all services, down to Redis and on to the webhook; and no trace tells of a person."""

import asyncio
from pathlib import Path

import pytest

from services.platform.accounts.webhook_secrets import WebhookSecrets
from tests.support.deepsearch import DeepSearch, candidate
from tests.support.otlp_receiver import OtlpReceiver, Received, receiving
from tests.support.tls_listener import Authority, TlsListener, listening
from tests.support.webhooks import webhook_system

pytestmark = pytest.mark.system

ALL = {"cvdeep-gateway", "cvdeep-matcher", "cvdeep-corpus", "cvdeep-notifier"}
SUBMIT = "POST /api/v1/cvdeepmatch/submit"
SEARCH = "POST /api/v1/cvds/search"


async def _ended_trace(receiver: OtlpReceiver, root: str, run: str) -> list[Received]:
    """The trace that began with `root`, once its run and its webhook's attempt, which end last, have arrived."""
    async with asyncio.timeout(60):
        while True:
            for began in [received for received in receiver.spans if received.name == root]:
                spans = receiver.of(began.trace_id)
                if {run, "webhook.attempt"} <= {one.name for one in spans}:
                    return spans
            await asyncio.sleep(0.05)  # another process' batch: there is no event to wait for


async def test_one_request_is_one_trace_and_tells_of_nobody(tmp_path: Path, model_dir: Path, cv: bytes) -> None:
    """A submit and a search are each one trace over all services; spans hang together and hold nothing of what was sent."""
    authority = Authority()
    listener = TlsListener(tls=authority.serving("127.0.0.1"))
    async with receiving() as receiver:
        traced = {"OTEL_EXPORTER_OTLP_ENDPOINT": receiver.endpoint, "OTEL_BSP_SCHEDULE_DELAY": "100"}
        settings = dict.fromkeys(("gateway", "matcher", "corpus", "notifier"), traced)
        async with (
            webhook_system(tmp_path, model_dir, authority, service_settings=settings) as system,
            listening(listener),
        ):
            client = await system.new_client()
            secret = (await WebhookSecrets(system.redis).rotate(client.client_id)).webhook_secret
            search = DeepSearch(client)
            await search.ingested("engineers", candidate("e-1"))
            # A client's word on traces is not taken.
            client.http.headers["traceparent"] = "00-" + "ab" * 16 + "-" + "cd" * 8 + "-01"
            match_id = await client.accepted(cv, webhook_url=listener.url())
            run_id = await search.started("engineers", webhook_url=listener.url())
            submit = await _ended_trace(receiver, SUBMIT, "match.run")
            run = await _ended_trace(receiver, SEARCH, "search.run")

    for spans, ended in ((submit, match_id), (run, run_id)):
        assert len({one.trace_id for one in spans}) == 1
        roots = [one.name for one in spans if not one.span.parent_span_id]
        assert roots in ([SUBMIT], [SEARCH])
        known = {one.span.span_id for one in spans}
        assert all(one.span.parent_span_id in known for one in spans if one.span.parent_span_id)
        assert ended in str([one.span.attributes for one in spans])
    assert {one.service for one in submit} == ALL
    assert {one.service for one in run} == ALL - {"cvdeep-matcher"}
    names = {one.name for one in submit}
    assert {"match.run", "match.read", "match.embed", "match.assess", "webhook.attempt"} <= names
    assert {"matcher/submit", "matcher/finish", "notifier/record"} <= names, "each script bears its name"
    assert "/cvdeep.corpus.v1.EmbeddingService/Embed" in names
    assert "search.run" in {one.name for one in run}
    sent = b"".join(receiver.raw)
    for private in (client.key, secret, listener.url(), "somebody@example.com", "Somebody Else", "Acme", "PostgreSQL"):
        assert private.encode() not in sent
    assert b"ab" * 16 not in sent
    assert bytes.fromhex("ab" * 16) not in sent
