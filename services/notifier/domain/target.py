"""Reads webhook URLs once, by strict rules of our own: what two parsers may read differently is refused."""

import re
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from unicodedata import normalize

MOST_URL_CHARS = 2_048
_MOST_HOST_CHARS = 253
_MOST_LABEL_CHARS = 63
_LAST_PORT = 65_535
_HTTPS_PORT = 443

# Anything that some parser strips, folds or splits at.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff]")
_SHAPE = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?#]+)(?P<tail>[/?][^#]*)?(?:#.*)?")
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]]*\]|[^\[\]:]+)(?::(?P<port>[0-9]{1,5}))?", re.ASCII)
_ASCII_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
# What a folded host may not turn out to hold: a full-width solidus is a solidus to some parser.
_DELIMITERS = re.compile(r"[/?#@:%\[\]\s]")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedUrl:
    """A well-formed https URL; `host` is lower-case without a trailing dot, brackets of an IPv6 address kept."""

    host: str
    port: int
    tail: str

    @property
    def url(self) -> str:
        """The URL as it is dialled."""
        port = "" if self.port == _HTTPS_PORT else f":{self.port}"
        return f"https://{self.host}{port}{self.tail}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A judged target: the URL to ask for and the only addresses that may be dialled for it.

    Attributes:
        url: the URL as it is dialled, host in its ASCII form.
        addresses: IP addresses in text form, all of them judged; at least one.
    """

    url: str
    addresses: tuple[str, ...]


def parse_target(url: str) -> ParsedUrl:
    """Returns the parts of a webhook URL.

    Raises:
        TargetRefusedError: INSECURE for the scheme http, INVALID for anything else that is not a plain https URL.
    """
    if not 0 < len(url) <= MOST_URL_CHARS:
        raise _invalid(f"The URL must have 1 to {MOST_URL_CHARS} characters.")
    shape = None if _FORBIDDEN.search(url) else _SHAPE.fullmatch(url)
    if shape is None:
        raise _invalid("This is not an absolute URL.")
    scheme = shape["scheme"].lower()
    if scheme == "http":
        raise TargetRefusedError(Refusal.INSECURE, "The webhook URL must use https.")
    if scheme != "https":
        raise _invalid("The URL must use https.")
    authority = _AUTHORITY.fullmatch(shape["authority"])
    if authority is None or "@" in shape["authority"]:
        raise _invalid("The URL must have a plain host and at most a port.")
    port = int(authority["port"] or _HTTPS_PORT)
    if not 0 < port <= _LAST_PORT:
        raise _invalid("The port must be 1 to 65535.")
    tail = shape["tail"] or "/"
    return ParsedUrl(host=_host(authority["host"]), port=port, tail=tail if tail.startswith("/") else f"/{tail}")


def _invalid(message: str) -> TargetRefusedError:
    return TargetRefusedError(Refusal.INVALID, message)


def _host(raw: str) -> str:
    if raw.startswith("["):
        return _bracketed(raw.lower())
    # Circled and full-width characters and the ideographic full stop are folded as whoever dials would fold them.
    host = normalize("NFKC", raw).replace("\u3002", ".").lower().removesuffix(".")
    labels = host.split(".")
    if _DELIMITERS.search(host) or len(host) > _MOST_HOST_CHARS or not all(_is_label(label) for label in labels):
        raise _invalid("The host is not a valid name.")
    if _NUMERIC_LABEL.fullmatch(labels[-1]):
        # Digits and dots must be four plain octets: resolvers read 127.1, 0177.0.0.1 and 0x7f.1 as addresses.
        try:
            return str(IPv4Address(host))
        except AddressValueError:
            raise _invalid("The host is not a valid address.") from None
    return host


def _bracketed(host: str) -> str:
    try:
        address = IPv6Address(host[1:-1])
    except AddressValueError:
        raise _invalid("The host is not a valid address.") from None
    if address.scope_id is not None:
        raise _invalid("The host is not a valid address.")
    return f"[{address}]"


def _is_label(label: str) -> bool:
    if not 0 < len(label) <= _MOST_LABEL_CHARS:
        return False
    # Letters beyond ASCII are judged by whoever resolves the name, after IDNA.
    return not label.isascii() or bool(_ASCII_LABEL.fullmatch(label))
