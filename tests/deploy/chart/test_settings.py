"""Whether the services' own settings accept the environment the chart gives them."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from services.corpus.config import CorpusSettings
from services.corpus.search_wiring import SearchSettings
from services.corpus.sync_wiring import SyncSettings
from services.gateway.config import GatewayConfig
from services.matcher.adapters.pdf.settings import PoolSettings
from services.matcher.config import MatcherSettings
from services.notifier.config import NotifierConfig
from services.notifier.guard_wiring import GuardSettings
from services.platform.config import Env
from services.platform.rpc.server import ServerSettings
from tests.deploy.chart.objects import SERVICES, containers, environment
from tests.deploy.chart.rendering import CASES, Object, render
from tests.deploy.chart.settings_read import REPOSITORY

READERS: dict[str, tuple[Callable[[Env], object], ...]] = {
    "gateway": (GatewayConfig.from_env,),
    "matcher": (MatcherSettings.from_env, PoolSettings.from_env, ServerSettings.from_env),
    "corpus": (CorpusSettings.from_env, SearchSettings.from_env, SyncSettings.from_env, ServerSettings.from_env),
    "notifier": (NotifierConfig.from_env, GuardSettings.from_env, ServerSettings.from_env),
}


def _seen_by_the_process(container: Object) -> dict[str, str]:
    """Returns the environment with what Kubernetes puts in the place of references."""
    seen = {}
    for name, value in environment(container).items():
        source = {} if isinstance(value, str) else value["valueFrom"]
        if "resourceFieldRef" in source:
            seen[name] = str(
                container["resources"]["limits"][source["resourceFieldRef"]["resource"].removeprefix("limits.")]
            )
        else:
            seen[name] = value if isinstance(value, str) else "of a Secret"
    return seen


@pytest.mark.parametrize("case", CASES)
def test_the_services_accept_their_environment(helm4: Path, case: str) -> None:
    """Every service's own reader of settings takes what the chart sets: names, types and what must go together."""
    read = set()
    for _, container in containers(render(helm4, case)):
        if container["name"] not in SERVICES:
            continue
        env = Env(_seen_by_the_process(container))
        for reader in READERS[container["name"]]:
            reader(env)
        read.add(container["name"])

    assert read == SERVICES


def test_certificates_are_named_after_the_hosts_that_are_dialled(helm4: Path) -> None:
    """The host of every gRPC target is a name of that service's certificate, or a handshake could not succeed."""
    items = render(helm4, "external-cluster")
    names = {
        item["metadata"]["labels"]["app.kubernetes.io/component"]: item["spec"]["dnsNames"]
        for item in items
        if item["kind"] == "Certificate"
    }
    gateway = next(container for _, container in containers(items) if container["name"] == "gateway")

    for service in ("matcher", "corpus", "notifier"):
        target = environment(gateway)[f"CVDEEP_{service.upper()}_TARGET"]
        assert target.startswith("dns:///")
        assert target.removeprefix("dns:///").rpartition(":")[0] in names[service]


def test_readers_have_as_long_to_start_as_in_the_compose_file(helm4: Path) -> None:
    """Whoever installs everything at once on a busy machine has matchers that wait for their readers, by chart and by compose."""
    compose = yaml.safe_load((REPOSITORY / "deploy" / "docker" / "compose.yaml").read_text(encoding="utf-8"))
    matcher = next(one for _, one in containers(render(helm4, "default")) if one["name"] == "matcher")

    given = environment(matcher)["CVDEEP_MATCHER_PDF_START_S"]
    assert given == compose["services"]["matcher"]["environment"]["CVDEEP_MATCHER_PDF_START_S"]
    assert float(str(given)) > PoolSettings().start_s
