"""Reads webhook URLs once, by strict rules of our own: what two parsers may read differently is refused."""

import re
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv6Address
from urllib.parse import quote

from services.notifier.domain.addresses import Address
from services.notifier.domain.hosts import BadHostError, ToAscii, read_host

MOST_URL_CHARS = 2_048
_HTTPS_PORT = 443
_LAST_PORT = 65_535

PORTS = frozenset({443, 8443})
"""The ports a webhook may be sent to: those of TLS, none where another protocol listens."""

# A fragment may follow a path only: `host#@other` is read in two ways.
_SHAPE = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?#]+)(?:(?P<tail>[/?][^#]*)(?:#.*)?)?")
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]@%]*\]|[^\[\]:@%]+)(?::(?P<port>[0-9]{1,5}))?")
# What RFC 3986 lets stand in a path and a query; the rest is escaped.
_PLAIN = "!$%&'()*+,-./:;=?@[]_~"


class Refusal(StrEnum):
    """Why a target is refused; the names are the contract's codes."""

    INVALID = "INVALID_INPUT"
    INSECURE = "INSECURE_WEBHOOK_URL"
    PRIVATE = "PRIVATE_WEBHOOK_URL"


class TargetRefusedError(Exception):
    """A target nothing may be sent to.

    Args:
        refusal: the code of it.
        message: one sentence for the client; it names no address.
    """

    def __init__(self, refusal: Refusal, message: str) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.message = message


class TargetUnresolvedError(TargetRefusedError):
    """A target whose name has no answer now: refused at submit, a failed attempt at delivery."""

    def __init__(self) -> None:
        super().__init__(Refusal.INVALID, "The host of the URL cannot be resolved.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedUrl:
    """A well-formed https URL.

    Attributes:
        host: a name in lower-case ASCII without a trailing dot, or an address (never an IPv4-mapped one).
        port: one of those allowed.
        tail: path and query, in ASCII.
    """

    host: str | Address
    port: int
    tail: str

    @property
    def url(self) -> str:
        """The URL as it is dialled."""
        host = f"[{self.host}]" if isinstance(self.host, IPv6Address) else self.host
        port = "" if self.port == _HTTPS_PORT else f":{self.port}"
        return f"https://{host}{port}{self.tail}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A judged target: the URL to ask for and the only addresses that may be dialled for it.

    Attributes:
        url: the URL as it is dialled, host in its ASCII form.
        addresses: IP addresses in text form, all of them judged; at least one.
    """

    url: str
    addresses: tuple[str, ...]


def parse_target(url: str, *, to_ascii: ToAscii, ports: frozenset[int] = PORTS) -> ParsedUrl:
    """Returns the parts of a webhook URL.

    Raises:
        TargetRefusedError: INVALID for what is no plain URL, INSECURE for the scheme http, INVALID for another scheme or port.
    """
    if len(url) > MOST_URL_CHARS:
        raise _too_long()
    # Not printable: controls, every space, what has no width, surrogates; some parser strips or folds each of them.
    plain = url.isprintable() and " " not in url and "\\" not in url
    shape = _SHAPE.fullmatch(url) if plain else None
    if shape is None:
        raise _invalid("This is not an absolute URL.")
    authority = _AUTHORITY.fullmatch(shape["authority"])
    if authority is None:
        raise _invalid("The URL must have a plain host and at most a port.")
    port = int(authority["port"] or _HTTPS_PORT)
    if not 0 < port <= _LAST_PORT:
        raise _invalid("The port must be 1 to 65535.")
    try:
        host = read_host(authority["host"], to_ascii=to_ascii)
    except BadHostError:
        raise _invalid("The host is not a plain name or address.") from None
    scheme = shape["scheme"].lower()
    if scheme == "http":
        raise TargetRefusedError(Refusal.INSECURE, "The webhook URL must use https.")
    if scheme != "https":
        raise _invalid("The URL must use https.")
    if port not in ports:
        raise _invalid("The URL must use a port that webhooks may use.")
    parsed = ParsedUrl(host=host, port=port, tail=_tail(shape["tail"] or "/"))
    if len(parsed.url) > MOST_URL_CHARS:
        raise _too_long()
    return parsed


def _tail(raw: str) -> str:
    return quote(raw if raw.startswith("/") else f"/{raw}", safe=_PLAIN)


def _invalid(message: str) -> TargetRefusedError:
    return TargetRefusedError(Refusal.INVALID, message)


def _too_long() -> TargetRefusedError:
    return _invalid(f"The URL must have at most {MOST_URL_CHARS} characters.")
