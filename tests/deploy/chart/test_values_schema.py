"""Whether the schema of the values, and the checks beside it, refuse nonsense and name what is wrong."""

import json
from pathlib import Path

import pytest

from tests.deploy.chart.rendering import CHART, HelmFailedError, run_helm
from tests.deploy.chart.settings_read import settings_of

# What the chart sets itself, from other values.
DERIVED = {
    *("CVDEEP_LISTEN", "CVDEEP_HEALTH_LISTEN", "CVDEEP_GRACE_S", "CVDEEP_DRAIN_DELAY_MS", "CVDEEP_FAILPOINTS"),
    *("CVDEEP_LOG_LEVEL", "CVDEEP_LOG_FORMAT", "CVDEEP_METRICS_PORT", "CVDEEP_METRICS_HOST"),
    *("CVDEEP_REDIS_URL", "CVDEEP_REDIS_USERNAME", "CVDEEP_REDIS_PASSWORD_FILE", "CVDEEP_REDIS_CA_FILE"),
    *("CVDEEP_REDIS_CERT_FILE", "CVDEEP_REDIS_KEY_FILE"),
    *("CVDEEP_TLS_CERT_FILE", "CVDEEP_TLS_KEY_FILE", "CVDEEP_TLS_CA_FILE", "CVDEEP_TLS_SERVER_NAME"),
    *("CVDEEP_MATCHER_TARGET", "CVDEEP_CORPUS_TARGET", "CVDEEP_NOTIFIER_TARGET"),
    *("CVDEEP_MODEL_DIR", "CVDEEP_CORPUS_SNAPSHOT_DIR"),
    *("CVDEEP_GATEWAY_TRUSTED_PROXIES", "CVDEEP_NOTIFIER_DENY_NETWORKS"),
}
_CLASSES = {"integer": "settingOfInteger", "number": "settingOfNumber"}

NONSENSE = {
    "a name that is not there": "gatway.replicas=3",
    "a name inside that is not there": "gateway.replica=3",
    "no replica": "gateway.replicas=0",
    "words for a number": "gateway.replicas=many",
    "half a pod": "matcher.replicas=1.5",
    "negative grace": "matcher.graceSeconds=-1",
    "a grace of hours": "matcher.graceSeconds=7200",
    "a quantity with a wrong unit": "corpus.resources.limits.memory=4GB",
    "a wrong name of a resource": "corpus.resources.limits.mem=4Gi",
    "no limits": "corpus.resources.limits=null",
    "an unknown policy of pulls": "image.pullPolicy=Sometimes",
    "the latest image": "gateway.image.tag=latest",
    "a digest that is none": "gateway.image.digest=sha256:abc",
    "an unknown level": "log.level=loud",
    "an unknown scaler": "matcher.autoscaling.by=magic",
    "more than all processors": "gateway.autoscaling.cpuPercent=300",
    "a budget of nothing": "gateway.pdb.maxUnavailable=0",
    "an address for a network": "gateway.trustedProxies[0]=10.0.0.1",
    "no network at all": "networkPolicy.clusterNetworks[0]=10.300.0.0/16",
    "a variable nobody reads": "matcher.env.CVDEEP_MATCHER_SPED=1",
    "another service's variable": "gateway.env.CVDEEP_MATCHER_CONCURRENCY=1",
    "a variable the chart sets": "matcher.env.CVDEEP_LISTEN=:1",
    "a secret as a variable": "matcher.env.CVDEEP_REDIS_URL=redis://x",
    "failpoints": "matcher.env.CVDEEP_FAILPOINTS=a",
    "an unknown role": "matcher.env.CVDEEP_MATCHER_ROLE=boss",
    "a password in values": "redis.password=word",
    "a login in the URL": "redis.url=rediss://user:word@redis:6379",
    "another store": "redis.url=http://redis:6379",
    "a password in the bundled one": "redis.bundled.password=word",
    "a Secret with a bad name": "redis.existingSecret=My_Secret",
    "a port past all": "gateway.service.port=70000",
    "an unknown kind of Service": "gateway.service.type=ExternalName",
    "a host with a scheme": "ingress.hosts[0]=https://api.example.com",
    "an unknown kind of snapshots": "corpus.snapshots.type=tape",
    "a relative path": "corpus.model.path=models/x",
    "a duration without unit": "mtls.certManager.duration=90",
    "a URL with a login": "tracing.endpoint=http://a:b@collector:4317",
    "more than every trace": "tracing.sampleRatio=2",
    "an address that listens nowhere": "listenAddress=127.0.0.1",
    "a peer that is none": "redis.external.to[0].host=redis",
    "a schedule that is none": "admin.reconcile.schedule=daily",
}  # fmt: skip

NOT_TOGETHER = {
    "no Redis at all": (("redis.bundled.enabled=false",), "redis.url"),
    "a Redis nobody may reach": (("redis.bundled.enabled=false", "redis.url=redis://r"), "redis.external.to"),
    "two Redis": (("redis.url=redis://r",), "redis.bundled.enabled"),
    "certificates in the clear": (
        ("redis.bundled.enabled=false", "redis.url=redis://r", "redis.ca.existingSecret=a"),
        "redis.url",
    ),
    "a user without password": (("redis.bundled.enabled=false", "redis.url=redis://r", "redis.username=u"), "redis.existingSecret"),
    "certificates from nowhere": (("mtls.enabled=true",), "mtls.existingSecrets.gateway"),
    "an issuer without name": (("mtls.enabled=true", "mtls.certManager.enabled=true"), "mtls.certManager.issuerRef.name"),
    "an ingress without host": (("ingress.enabled=true",), "ingress.hosts"),
    "traces to nowhere": (("tracing.enabled=true",), "tracing.endpoint"),
    "traces nobody lets out": (("tracing.enabled=true", "tracing.endpoint=http://c:4317"), "tracing.to"),
    "KEDA without Prometheus": (
        ("matcher.autoscaling.enabled=true", "matcher.autoscaling.by=keda"),
        "matcher.autoscaling.keda.prometheus",
    ),
    "fewer than the fewest": (("gateway.autoscaling.enabled=true", "gateway.autoscaling.maxReplicas=1"), "gateway.autoscaling"),
    "no time to end": (("corpus.graceSeconds=12",), "corpus.graceSeconds"),
    "a trusted world": (("gateway.trustedProxies[0]=0.0.0.0/0",), "gateway.trustedProxies"),
}  # fmt: skip


def _render(helm: Path, *settings: str) -> str:
    return run_helm(helm, "template", "demo", str(CHART), *(part for given in settings for part in ("--set", given)))


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_the_schema_refuses_nonsense(helm: Path, nonsense: str) -> None:
    """Helm refuses the value before anything is rendered, and says that it is the schema's doing."""
    with pytest.raises(HelmFailedError, match="meet the specifications of the schema"):
        _render(helm, NONSENSE[nonsense])


@pytest.mark.parametrize("mistake", NOT_TOGETHER)
def test_values_that_do_not_go_together_are_refused_by_name(helm: Path, mistake: str) -> None:
    """The refusal names the value to set."""
    settings, named = NOT_TOGETHER[mistake]

    with pytest.raises(HelmFailedError) as refused:
        _render(helm, *settings)

    assert f"{named}:" in str(refused.value)


@pytest.mark.parametrize("service", ["gateway", "matcher", "corpus", "notifier"])
def test_settings_of_a_service_are_those_it_reads(service: str) -> None:
    """`env` of a service takes the variables it reads, each of its type, without those the chart sets itself."""
    schema = json.loads((CHART / "values.schema.json").read_text())
    taken = schema["properties"][service]["properties"]["env"]["properties"]
    read = {name: setting for name, setting in settings_of(service).items() if name not in DERIVED}
    # The gateway keeps no facts of its own: it does not look at how Redis is set.
    read = {name: read[name] for name in read if service != "gateway" or name != "CVDEEP_ALLOW_UNSAFE_REDIS"}

    assert set(taken) == set(read)
    for name, setting in read.items():
        if setting.kind in _CLASSES:
            assert taken[name] == {"$ref": f"#/definitions/{_CLASSES[setting.kind]}"}
