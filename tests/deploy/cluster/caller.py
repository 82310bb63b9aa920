"""Calls the API from a pod, as a client beside it would; it has nothing but Python.

`python caller.py URL`, with the API key as the first line of standard input. It submits the body it was given, waits for the match
and prints `{"match": …}`. Then it calls until standard input ends: polls with a connection each, polls over a connection that is
kept, and submits. At the end it waits until all its matches have ended, and prints what became of every call.
"""

import http.client
import json
import pathlib
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

BODY = pathlib.Path(__file__).with_name("body")
CONTENT_TYPE = pathlib.Path(__file__).with_name("content-type")
# A match that has not ended may be polled every ten seconds.
POLL_EVERY_S = 10.5
CALL_EVERY_S = 0.1
SUBMIT_EVERY_S = 3.0
ENDED_WITHIN_S = 240.0


class Caller:
    """One client; each call that was answered otherwise than it should is noted in `failed`."""

    def __init__(self, url: str, key: str) -> None:
        self.url = url + "/api/v1/cvdeepmatch"
        self.key = key
        self.stop = threading.Event()
        self.calls = 0
        self.failed: list[str] = []
        self.submitted: list[str] = []

    def submit(self) -> str:
        """Submits the CV and returns the match's id."""
        answer = self._ask("/submit", body=BODY.read_bytes(), content_type=CONTENT_TYPE.read_text().strip())
        identifier: str = answer["id"]
        return identifier

    def match(self, identifier: str) -> dict[str, Any]:
        """Returns a match as it stands."""
        return self._ask(f"/{identifier}")

    def ended(self, identifier: str) -> dict[str, Any]:
        """Returns a match once it has ended, or as it stands when that takes too long."""
        deadline = time.monotonic() + ENDED_WITHIN_S
        while (match := self.match(identifier))["status"] == "processing" and time.monotonic() < deadline:
            time.sleep(POLL_EVERY_S)
        return match

    def poll(self, identifier: str) -> None:
        """Polls with a connection each until told to stop."""
        while not self.stop.wait(CALL_EVERY_S):
            self._note("poll", lambda: self.match(identifier))

    def poll_kept(self, identifier: str) -> None:
        """Polls over one connection, a new one after that was closed between two calls, as any client's pool does it."""
        place = urllib.parse.urlsplit(self.url)
        assert place.hostname
        connection = http.client.HTTPConnection(place.hostname, place.port or 80, timeout=30)

        def ask() -> None:
            connection.request("GET", f"{place.path}/{identifier}", headers={"X-API-Key": self.key})
            with connection.getresponse() as answer:
                body = answer.read()
                if answer.status != http.HTTPStatus.OK:
                    raise OSError(f"{answer.status} {body[:200]!r}")

        def ask_kept() -> None:
            fresh = connection.sock is None
            try:
                ask()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                connection.close()
                if fresh:
                    raise
                ask()

        while not self.stop.wait(CALL_EVERY_S):
            self._note("kept poll", ask_kept)

    def go_on_submitting(self) -> None:
        """Submits until told to stop."""
        while not self.stop.wait(SUBMIT_EVERY_S):
            self._note("submit", lambda: self.submitted.append(self.submit()))

    def _note(self, what: str, call: Any) -> None:
        self.calls += 1
        at = time.strftime("%H:%M:%S")
        try:
            call()
        except urllib.error.HTTPError as refusal:
            self.failed.append(f"{at} {what}: {refusal.code} {refusal.read()[:200]!r}")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what the client sees
            self.failed.append(f"{at} {what}: {type(error).__name__}: {error}")

    def _ask(self, path: str, *, body: bytes | None = None, content_type: str = "") -> dict[str, Any]:
        headers = {"X-API-Key": self.key} | ({"Content-Type": content_type} if body else {})
        request = urllib.request.Request(self.url + path, data=body, headers=headers)  # noqa: S310 - the URL we were given
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            decoded: dict[str, Any] = json.load(answer)
        return decoded


def main() -> None:
    """Makes one match, then calls until standard input ends, and tells."""
    caller = Caller(sys.argv[1], sys.stdin.readline().strip())
    first = caller.ended(caller.submit())
    print(json.dumps({"match": first}), flush=True)  # noqa: T201 - read by the test
    works = (
        threading.Thread(target=caller.poll, args=(first["id"],)),
        threading.Thread(target=caller.poll_kept, args=(first["id"],)),
        threading.Thread(target=caller.go_on_submitting),
    )
    for work in works:
        work.start()
    sys.stdin.read()
    caller.stop.set()
    for work in works:
        work.join()
    statuses = [caller.ended(identifier)["status"] for identifier in caller.submitted]
    print(json.dumps({"calls": caller.calls, "failed": caller.failed, "statuses": statuses}), flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    main()
