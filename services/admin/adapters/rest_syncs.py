"""Bulk sync over the REST contract, as any external client does it: a body sent piece by piece, and polls."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, quote, urlencode, urlsplit

from services.admin.adapters.outages import ServiceAwayError
from services.platform.errors import AppError, Reason

_TIMEOUT_S = 300.0
_AWAY = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT})


class GatewayAwayError(ServiceAwayError):
    """Nothing answers now; a read may be asked again."""


class RestSyncs:
    """The routes of sync at one gateway, with one API key.

    Every method raises `AppError` when it is refused, `GatewayAwayError` when it is not answered.
    """

    def __init__(self, url: str, *, api_key: str) -> None:
        """Reads the address; raises ValueError when it is none."""
        self._address = _address(url)
        self._headers = {"X-API-Key": api_key, "User-Agent": "cvdeep"}

    def check(self) -> None:
        """Returns when the gateway takes the key: better known before an upload than in the middle of it."""
        self._read("/api/v1/cvds/corpora?limit=1")

    def upload(self, corpus_id: str, pieces: Iterable[bytes], *, mode: str, is_gzip: bool) -> str:
        """Sends a file and returns the id of its sync, once all of it was read."""
        path = f"/api/v1/cvds/corpora/{quote(corpus_id, safe='')}/sync?{urlencode({'mode': mode})}"
        with _answering(), self._connection() as connection:
            connection.putrequest("POST", self._address.path + path)
            headers = {**self._headers, "Content-Type": "application/x-ndjson", "Transfer-Encoding": "chunked"}
            if is_gzip:
                headers["Content-Encoding"] = "gzip"
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            # Whoever refuses a body closes the connection; the answer may have come before that.
            with suppress(BrokenPipeError, ConnectionResetError):
                for piece in pieces:
                    connection.send(b"%x\r\n%b\r\n" % (len(piece), piece))
                connection.send(b"0\r\n\r\n")
            sync_id: str = _body(connection.getresponse())["id"]
            return sync_id

    def get(self, sync_id: str) -> dict[str, Any]:
        """Returns a sync as the contract shows it."""
        return self._read(f"/api/v1/cvds/syncs/{sync_id}")

    def _read(self, path: str) -> dict[str, Any]:
        with _answering(), self._connection() as connection:
            connection.request("GET", self._address.path + path, headers=self._headers)
            return _body(connection.getresponse())

    @contextmanager
    def _connection(self) -> Iterator[HTTPConnection]:
        kind = HTTPSConnection if self._address.scheme == "https" else HTTPConnection
        connection = kind(self._address.hostname or "", self._address.port, timeout=_TIMEOUT_S)
        try:
            yield connection
        finally:
            connection.close()


def _address(url: str) -> SplitResult:
    address = urlsplit(url.rstrip("/"))
    # The port is judged when it is asked for.
    if address.scheme not in {"http", "https"} or not address.hostname or address.port == 0:
        raise ValueError("no address")
    return address


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (OSError, HTTPException) as error:
        raise GatewayAwayError(
            f"The gateway does not answer ({type(error).__name__}): check --url or CVDEEP_URL."
        ) from None


def _body(answer: HTTPResponse) -> dict[str, Any]:
    text = answer.read()
    try:
        body = json.loads(text)
        if answer.status < HTTPStatus.BAD_REQUEST and isinstance(body, dict):
            return body
        error = body["error"]
        refusal = AppError(
            Reason(error["code"]),
            error["message"],
            fields=error.get("details", {}).get("fields"),
            retry_after_s=error.get("retryAfterSeconds"),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise GatewayAwayError(f"What answers is no cvdeep gateway (HTTP {answer.status}): check --url.") from None
    if answer.status in _AWAY:
        raise GatewayAwayError(refusal.message)
    raise refusal
