"""Nothing an operator, an environment or a request can say lets through what production refuses."""

import re
from dataclasses import fields
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from cvdeep.common.v1 import common_pb2
from cvdeep.notifier.v1 import notifier_pb2
from services.notifier.adapters.dns_resolver import Nameserver
from services.notifier.adapters.http_sender import HttpSender
from services.notifier.adapters.own_addresses import is_own
from services.notifier.application.guard import Guard
from services.notifier.config import NotifierConfig
from services.notifier.domain.addresses import DENIALS
from services.notifier.domain.target import PORTS, Refusal
from services.notifier.guard_wiring import GuardSettings, build_guard
from services.notifier.wiring import Notifier
from services.platform.config import ConfigError, Env
from tests.support.guards import refusals

INNER = ["https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/", "https://169.254.169.254/", "https://redis/"]
# What the notifier reads at all; of the guard's two, one denies more and one says whom to ask.
READ = {
    "CVDEEP_NOTIFIER_CONCURRENCY", "CVDEEP_NOTIFIER_DENY_NETWORKS", "CVDEEP_NOTIFIER_KEEP_DAYS", "CVDEEP_NOTIFIER_LEASE_S",
    "CVDEEP_NOTIFIER_NAMESERVERS", "CVDEEP_NOTIFIER_PER_CLIENT", "CVDEEP_NOTIFIER_PER_HOST", "CVDEEP_NOTIFIER_POLL_MS",
    "CVDEEP_NOTIFIER_TOTAL_S", "CVDEEP_REDIS_URL",
}  # fmt: skip


def _guards(variables: dict[str, str]) -> list[Guard]:
    """The guards of both doors of the notifier that production would start with this environment."""
    env = Env({**variables, "CVDEEP_REDIS_URL": "redis://127.0.0.1:1/0"})
    notifier = Notifier(NotifierConfig.from_env(env), env)
    attempts = notifier._dispatcher._attempts
    sender = attempts._sender
    assert isinstance(sender, HttpSender)
    guards = [attempts._guard, notifier._servicer._deliveries._guard]
    for guard in guards:
        assert isinstance(guard, Guard)
        assert sender._allows == guard.policy.allows
    return [guard for guard in guards if isinstance(guard, Guard)]


async def test_no_variable_widens_the_policy() -> None:
    """Whatever names an environment holds, both doors have production's policy, ports and table, and refuse what is inside."""
    words = ("ALLOW", "ALLOWED", "ALLOW_LIST", "ALLOW_NETWORKS", "ALLOW_PRIVATE", "ALLOW_LOOPBACK", "EXEMPT", "PORTS", "GUARD",
             "TARGET_GUARD", "INSECURE", "TEST", "DEBUG", "POLICY", "SSRF", "DISABLE_GUARD", "TRUST", "PRIVATE_OK", "DENY")  # fmt: skip
    wide = {f"{start}{word}": value for start in ("CVDEEP_NOTIFIER_", "CVDEEP_", "")
            for word in words for value in ("127.0.0.0/8,0.0.0.0/0,::/0",)}  # fmt: skip

    for guard in _guards(wide | {"CVDEEP_NOTIFIER_NAMESERVERS": "127.0.0.1:9"}):
        assert guard.policy.exempt == ()
        assert guard.policy.denied == ()
        assert guard.policy.is_own is is_own
        assert guard._ports == PORTS
        assert set((await refusals(guard, INNER)).values()) == {Refusal.PRIVATE}


def test_every_variable_the_notifier_reads_is_known(repo_root: Path) -> None:
    """A new setting of the notifier must be looked at here: can it let anything through?"""
    sources = (repo_root / "services" / "notifier").rglob("*.py")
    named = {
        name for source in sources for name in re.findall(r"CVDEEP_[A-Z_]*[A-Z]", source.read_text(encoding="utf-8"))
    }

    assert {name for name in named if not name.endswith("NOTIFIER")} == READ
    assert {field.name for field in fields(GuardSettings)} == {"denied", "nameservers"}


def test_a_request_can_say_nothing_but_who_and_what() -> None:
    """No field of the question to the notifier is about the policy: a client's header or form field has no way there."""
    asked = notifier_pb2.CheckTargetRequest.DESCRIPTOR.fields_by_name
    caller = common_pb2.Caller.DESCRIPTOR.fields_by_name

    assert set(asked) == {"caller", "url"}
    assert not any(word in name for name in caller for word in ("allow", "guard", "network", "trust", "policy"))


async def test_s53_s54_settings_deny_more() -> None:
    """S53, S54: a cluster's ranges and any other list, in both families; the table stays as it is."""
    settings = GuardSettings.from_env(
        Env(
            {
                "CVDEEP_NOTIFIER_DENY_NETWORKS": "8.8.8.0/24, 2606:4700::/32 ,9.9.9.9,",
                "CVDEEP_NOTIFIER_NAMESERVERS": "127.0.0.1",
            }
        )
    )
    guard = build_guard(settings)

    assert settings.denied == (ip_network("8.8.8.0/24"), ip_network("2606:4700::/32"), ip_network("9.9.9.9/32"))
    denied = ["https://8.8.8.8/", "https://[2606:4700:4700::1111]/", "https://9.9.9.9/", *INNER]
    assert set((await refusals(guard, denied)).values()) == {Refusal.PRIVATE}
    assert all(not guard.policy.allows(row.network[0]) for row in DENIALS)
    assert guard.policy.allows(ip_address("8.8.9.8"))


@pytest.mark.parametrize("words", ["8.8.8.8/24", "x", "8.8.8.8-8.8.8.9", "10.0.0.0/33", "10.0.0.0/8;11.0.0.0/8"])
def test_a_malformed_deny_list_refuses_to_start(words: str) -> None:
    """A list that would deny something else than it says is never guessed at."""
    with pytest.raises(ConfigError, match="CVDEEP_NOTIFIER_DENY_NETWORKS"):
        GuardSettings.from_env(Env({"CVDEEP_NOTIFIER_DENY_NETWORKS": words}))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("10.0.0.10", (Nameserver("10.0.0.10", 53),)),
        ("10.0.0.10:5353, fd00::10", (Nameserver("10.0.0.10", 5353), Nameserver("fd00::10", 53))),
        ("[fd00::10]:5353", (Nameserver("fd00::10", 5353),)),
    ],
)
def test_nameservers_are_addresses_with_or_without_a_port(words: str, expected: tuple[Nameserver, ...]) -> None:
    """Both families, in the order they are asked."""
    assert GuardSettings.from_env(Env({"CVDEEP_NOTIFIER_NAMESERVERS": words})).nameservers == expected


@pytest.mark.parametrize(
    "words", ["dns.example.com", "10.0.0.10:x", "[fd00::10]", "10.0.0.10:", "fd00::10:53:x", ":53"]
)
def test_a_malformed_nameserver_refuses_to_start(words: str) -> None:
    """A nameserver is an address: a name would have to be resolved to resolve names."""
    with pytest.raises(ConfigError, match="CVDEEP_NOTIFIER_NAMESERVERS"):
        GuardSettings.from_env(Env({"CVDEEP_NOTIFIER_NAMESERVERS": words}))


def test_without_a_setting_the_machines_nameservers_are_asked() -> None:
    """An empty setting is none."""
    assert GuardSettings.from_env(Env({"CVDEEP_NOTIFIER_NAMESERVERS": " , "})).nameservers
    assert GuardSettings.from_env(Env({})).denied == ()


def test_s52_a_kernel_that_hides_own_addresses_refuses_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """S52: where any address can be bound, own ones cannot be told: better not to start than to refuse or allow all."""
    monkeypatch.setattr("services.notifier.guard_wiring.can_tell", lambda: False)

    with pytest.raises(ConfigError, match="ip_nonlocal_bind"):
        build_guard(GuardSettings(nameservers=(Nameserver("127.0.0.1"),)))
