"""Webhooks through a whole running system: the real notifier, but for one loopback address it may dial.

Production has no setting that lets a webhook reach loopback, so no environment of a `Stack` can. A test starts the
notifier as the process `tests.support.notifier_main`, which hands `Notifier` a guard and a trust store by constructor:

    authority = Authority()
    listener = TlsListener(tls=authority.serving("127.0.0.1", "hooks.example.com"))
    async with webhook_system(directory, model_dir, authority) as system, listening(listener):
        await client.submit(cv, webhook_url=listener.url())                     # a literal address, or
        await client.submit(cv, webhook_url=listener.url("hooks.example.com"))  # any name: all lead to 127.0.0.1
"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.support.system import System, connected
from tests.support.tls_listener import Authority
from tools.redis_server import free_port
from tools.stack import ROOT, Stack


def start_test_notifier(stack: Stack, authority_file: Path, *, extra: Mapping[str, str] | None = None) -> None:
    """Starts the stack's notifier with the tests' guard; kill and stop it by its label `notifier` as any service."""
    logs = stack.directory / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    environment = {
        **stack.service_environment(stack.ports["notifier"], stack.metrics_ports["notifier"]),
        **stack.service_settings.get("notifier", {}),
        **(extra or {}),
    }
    with (logs / "notifier.log").open("ab") as log:
        stack.processes["notifier"] = subprocess.Popen(
            [sys.executable, "-m", "tests.support.notifier_main", str(authority_file)],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


@asynccontextmanager
async def webhook_system(
    directory: Path,
    model_dir: Path,
    authority: Authority,
    *,
    service_settings: Mapping[str, Mapping[str, str]] | None = None,
) -> AsyncIterator[System]:
    """A system of its own whose notifier trusts `authority` and may dial 127.0.0.1."""
    stack = Stack(
        directory=directory, model_dir=model_dir, gateway_port=free_port(), service_settings=service_settings or {}
    )
    try:
        await asyncio.to_thread(stack.start, without=("notifier",))
        start_test_notifier(stack, authority.write(directory / "authority.pem"))
        await asyncio.to_thread(stack.wait_healthy)
        async with connected(stack) as system:
            yield system
    finally:
        await asyncio.to_thread(stack.stop)
