"""Posts to a judged target: one fresh connection to a pinned address, no redirect, no proxy, no cookie, no cache."""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from ipaddress import ip_address

import aiohttp
from yarl import URL

from services.notifier.adapters.pinned_connector import PinnedConnector
from services.notifier.domain.addresses import Address
from services.notifier.domain.delivery import Outcome
from services.notifier.domain.target import Target
from services.notifier.ports.sending import Answer, SendError

# An answer's body means nothing to us: this much is taken in, so that an ordinary receiver can end in good order.
MOST_BODY_BYTES = 64 * 1024
_MOST_ADDRESSES = 4
_USER_AGENT = "cvdeep-webhook/1"


def _judged_already(_: Address) -> bool:
    return True


def machine_trust() -> ssl.SSLContext:
    """Returns how TLS is spoken: 1.2 at least, by the machine's authorities; no variable makes it write keys down."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_default_certs()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class HttpSender:
    """Implements the port `Sender`.

    Args:
        total_s: limit of a whole request: connect, TLS, head and body.
        connect_s: limit of the TCP connect.
        tls_s: limit of the TLS handshake.
        head_s: limit from the request's first byte to the end of the answer's head.
        tls: whom to trust instead of the machine's authorities; only a test gives one.
        allows: the address policy, asked once more at the socket.
    """

    def __init__(
        self,
        *,
        total_s: float,
        connect_s: float = 5.0,
        tls_s: float = 5.0,
        head_s: float = 10.0,
        tls: ssl.SSLContext | None = None,
        allows: Callable[[Address], bool] = _judged_already,
    ) -> None:
        self._total_s = total_s
        self._connect_s = connect_s
        self._tls_s = tls_s
        self._head_s = head_s
        self._tls = tls or machine_trust()
        self._allows = allows

    async def post(self, target: Target, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Posts exactly `body`, dialling nothing but the target's addresses; raises `SendError`."""
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + self._total_s
        limit = asyncio.timeout_at(ends_at)
        url = URL(target.url, encoded=True)
        connector = self._connector(
            target, url, connected=lambda: limit.reschedule(min(ends_at, loop.time() + self._head_s))
        )
        try:
            async with _session(connector) as session:
                async with limit:
                    response = await session.post(url, data=body, headers=dict(headers), allow_redirects=False)
                answer = Answer(http_status=response.status, retry_after=response.headers.get("Retry-After"))
                # The head has said it; how the body ends changes nothing.
                with suppress(TimeoutError, aiohttp.ClientError):
                    async with asyncio.timeout_at(ends_at):
                        await take_in(response)
                response.close()
                return answer
        except TimeoutError:
            raise SendError(Outcome.TIMEOUT) from None
        except (aiohttp.ClientError, OSError, ValueError):
            raise SendError(Outcome.CONNECT_ERROR) from None

    def _connector(self, target: Target, url: URL, *, connected: Callable[[], None]) -> PinnedConnector:
        return PinnedConnector(
            pins=[ip_address(address) for address in target.addresses[:_MOST_ADDRESSES]],
            port=url.port or 0,
            server_name=url.raw_host or "",
            tls=self._tls if url.scheme == "https" else None,
            connect_s=self._connect_s,
            tls_s=self._tls_s,
            allows=self._allows,
            connected=connected,
        )


def _session(connector: PinnedConnector) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        # Every limit is ours, see above.
        timeout=aiohttp.ClientTimeout(),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        requote_redirect_url=False,
        read_bufsize=MOST_BODY_BYTES // 4,
        headers={"User-Agent": _USER_AGENT, "Accept-Encoding": "identity"},
    )


async def take_in(response: aiohttp.ClientResponse) -> int:
    """Reads and forgets the body, as sent, up to the limit; returns how many bytes that were."""
    left = MOST_BODY_BYTES
    while left > 0 and (part := await response.content.read(left)):
        left -= len(part)
    return MOST_BODY_BYTES - left
