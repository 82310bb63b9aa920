"""Puts the guard together: settings can deny more and say whom to ask, and nothing but a constructor can let more through."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Self

from services.notifier.adapters.dns_resolver import DnsResolver, Nameserver, machine_nameservers
from services.notifier.adapters.idna_hosts import to_ascii
from services.notifier.adapters.own_addresses import can_tell, is_own
from services.notifier.application.guard import Guard
from services.notifier.domain.addresses import Address, AddressPolicy, Network
from services.notifier.domain.target import PORTS
from services.platform.config import ConfigError, Env

_DENY = "CVDEEP_NOTIFIER_DENY_NETWORKS"
_NAMESERVERS = "CVDEEP_NOTIFIER_NAMESERVERS"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardSettings:
    """What an operator says of the guard.

    Attributes:
        denied: networks no webhook is sent to, beyond those of the table.
        nameservers: whom to ask; each answer is judged, whoever gives it.
    """

    denied: tuple[Network, ...] = ()
    nameservers: tuple[Nameserver, ...]

    @classmethod
    def from_env(cls, env: Env) -> Self:
        """Reads CVDEEP_NOTIFIER_DENY_NETWORKS and CVDEEP_NOTIFIER_NAMESERVERS, each separated by commas.

        Raises:
            ConfigError: one is malformed.
        """
        return cls(
            denied=tuple(map(_network, _words(env, _DENY))),
            nameservers=tuple(map(_nameserver, _words(env, _NAMESERVERS))) or machine_nameservers(),
        )


def build_guard(settings: GuardSettings, *, exempt: tuple[Address, ...] = (), ports: frozenset[int] = PORTS) -> Guard:
    """Returns the guard; `exempt` and `ports` are for tests, which may dial loopback.

    Raises:
        ConfigError: the kernel hides which addresses are this machine's own.
    """
    if not can_tell():
        raise ConfigError("net.ipv4.ip_nonlocal_bind is on: the notifier cannot tell which addresses are its own")
    return Guard(
        policy=AddressPolicy(denied=settings.denied, is_own=is_own, exempt=exempt),
        resolver=DnsResolver(settings.nameservers),
        to_ascii=to_ascii,
        ports=ports,
    )


def _words(env: Env, name: str) -> list[str]:
    return [word.strip() for word in env.text(name, "").split(",") if word.strip()]


def _network(word: str) -> Network:
    try:
        return ip_network(word)
    except ValueError:
        raise ConfigError(f"{_DENY} must list networks such as 10.0.0.0/8, not {word!r}") from None


def _nameserver(word: str) -> Nameserver:
    """Reads `10.0.0.10`, `10.0.0.10:53`, `fd00::10` or `[fd00::10]:53`."""
    address, bracket, port = word.removeprefix("[").rpartition("]:" if word.startswith("[") else ":")
    if not bracket or (":" in address and not word.startswith("[")):
        address, port = word, "53"
    try:
        return Nameserver(str(ip_address(address)), int(port))
    except ValueError:
        raise ConfigError(f"{_NAMESERVERS} must list addresses such as 10.0.0.10:53, not {word!r}") from None
