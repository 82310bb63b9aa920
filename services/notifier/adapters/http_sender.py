"""Posts to a judged target: one fresh connection to a pinned address, no redirect, no proxy, no cookie, no cache."""

import socket
import ssl
from collections.abc import Mapping
from ipaddress import ip_address

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from services.notifier.domain.delivery import Outcome
from services.notifier.domain.target import Target
from services.notifier.ports import Answer, SendError

# An answer's body means nothing to us: this much is taken in, so that an ordinary receiver can end in good order.
MOST_BODY_BYTES = 64 * 1024
_MOST_ADDRESSES = 4
_USER_AGENT = "cvdeep-webhook/1"

AddrInfo = tuple[int, int, int, str, tuple[object, ...]]


class HttpSender:
    """Implements the port `Sender`.

    Args:
        total_s: limit of a whole request: connect, TLS, head and body.
        connect_s: limit of the TCP connect.
    """

    def __init__(self, *, total_s: float, connect_s: float = 5.0) -> None:
        self._timeout = aiohttp.ClientTimeout(total=total_s, sock_connect=connect_s)
        self._tls = ssl.create_default_context()
        self._tls.minimum_version = ssl.TLSVersion.TLSv1_2

    async def post(self, target: Target, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Posts exactly `body`, dialling nothing but the target's addresses; raises `SendError`."""
        pin = _Pin(target.addresses)
        try:
            async with self._session(pin) as session:
                return await self._exchange(session, target, body=body, headers=headers)
        except aiohttp.ClientError as error:
            raise SendError(_outcome_of(error, pin)) from None
        except TimeoutError:
            raise SendError(Outcome.TIMEOUT) from None
        except (OSError, ValueError):
            raise SendError(Outcome.REFUSED_TARGET if pin.broken else Outcome.CONNECT_ERROR) from None

    def _session(self, pin: "_Pin") -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=pin,
                # The last word: it sees the final address also of hosts that never reach a resolver.
                socket_factory=pin.open_socket,
                use_dns_cache=False,
                force_close=True,
                limit=1,
                ssl=self._tls,
            ),
            timeout=self._timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            requote_redirect_url=False,
            read_bufsize=MOST_BODY_BYTES // 4,
            headers={"User-Agent": _USER_AGENT, "Accept-Encoding": "identity"},
        )

    async def _exchange(
        self, session: aiohttp.ClientSession, target: Target, *, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        async with session.post(
            URL(target.url, encoded=True), data=body, headers=dict(headers), allow_redirects=False
        ) as response:
            answer = Answer(http_status=response.status, retry_after=response.headers.get("Retry-After"))
            try:
                await take_in(response)
            except (TimeoutError, aiohttp.ClientError):
                # The head has said it; how the body ends changes nothing.
                return answer
            finally:
                response.close()
            return answer


async def take_in(response: aiohttp.ClientResponse) -> int:
    """Reads and forgets the body, as sent, up to the limit; returns how many bytes that were."""
    left = MOST_BODY_BYTES
    while left > 0 and (part := await response.content.read(left)):
        left -= len(part)
    return MOST_BODY_BYTES - left


def _outcome_of(error: aiohttp.ClientError, pin: "_Pin") -> Outcome:
    if pin.broken:
        return Outcome.REFUSED_TARGET
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError | ssl.CertificateError):
        return Outcome.TLS_ERROR
    return Outcome.TIMEOUT if isinstance(error, TimeoutError) else Outcome.CONNECT_ERROR


class _Pin(AbstractResolver):
    """Answers every name with the judged addresses, and opens sockets to nothing else."""

    def __init__(self, addresses: tuple[str, ...]) -> None:
        self._addresses = tuple(ip_address(address) for address in addresses[:_MOST_ADDRESSES])
        self.broken = False
        """Whether anything asked for another address."""

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - aiohttp's signature
    ) -> list[ResolveResult]:
        """Returns the judged addresses, whatever the name."""
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,  # noqa: PLR2004 - IP versions
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in self._addresses
        ]

    async def close(self) -> None:
        """Holds nothing."""

    def open_socket(self, info: AddrInfo) -> socket.socket:
        """Returns an unconnected socket for a judged address; raises OSError for any other."""
        family, kind, protocol, _, peer = info
        if ip_address(str(peer[0])) not in self._addresses:
            self.broken = True
            raise OSError("not a judged address")
        opened = socket.socket(family, kind, protocol)
        opened.setblocking(False)
        return opened
