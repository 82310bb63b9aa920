"""Replicas of every service on loopback as a cluster runs them: each with an address of its own, found by name while ready.

What stands in for the cluster: a nameserver on loopback that gives the addresses of ready replicas, as a headless Service does; a
`Door` that leads each *new* connection of REST clients to a ready gateway, as kube-proxy does; and the delay with which both learn
that a replica has ended. A replica that is started again is a new one, at a new address.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import httpcore
import httpx
from grpc_health.v1 import health_pb2, health_pb2_grpc

from tests.support.nameserver import Question, Reply, ScriptedNameserver, serving_names
from tools.redis_server import free_port
from tools.stack import ROOT, Stack, read_procfile

SERVICES = ("notifier", "corpus", "matcher", "gateway")
# How long after a signal the others still hold a replica for one that takes calls.
LEARNT_AFTER_S = 0.3
DRAIN_DELAY_S = 2.0
READY_WITHIN_S = 60.0


@dataclass(slots=True)
class Pod:
    """One replica: a process at an address."""

    service: str
    host: str
    process: subprocess.Popen[bytes]


@dataclass(slots=True)
class Pods:
    """The replicas of one system.

    Args:
        stack: gives Redis and the settings; its own processes are not started.
        nameserver: answers with the ready replicas of the service asked for.
        commands: service → command, where it is not the Procfile's.
    """

    stack: Stack
    nameserver: ScriptedNameserver
    commands: Mapping[str, list[str]] = field(default_factory=dict)
    ready: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    pods: list[Pod] = field(default_factory=list)
    started: int = 0
    health_port: int = field(default_factory=free_port)

    def answer(self, question: Question) -> Reply:
        """What the nameserver says; a name is that of a service."""
        return Reply(addresses=tuple(self.ready[question.name.partition(".")[0]]))

    def of(self, service: str) -> list[Pod]:
        """The running replicas of a service, oldest first."""
        return [pod for pod in self.pods if pod.service == service]

    async def start(self, service: str) -> Pod:
        """Starts a replica at a new address and returns it once it is ready."""
        self.started += 1
        host = f"127.0.1.{self.started}"
        environment = {
            **self.stack.service_environment(0, free_port()),
            **self.stack.service_settings.get(service, {}),
            "CVDEEP_LISTEN": f"{host}:{self.stack.ports[service]}",
            "CVDEEP_HEALTH_LISTEN": f"{host}:{self.health_port}",
            "CVDEEP_DRAIN_DELAY_MS": str(round(DRAIN_DELAY_S * 1000)),
            **self.targets(),
        }
        logs = self.stack.directory / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        with (logs / f"{service}-{self.started}.log").open("ab") as log:
            process = subprocess.Popen(
                self.commands.get(service) or read_procfile()[service],
                env=environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        pod = Pod(service, host, process)
        self.pods.append(pod)
        deadline = time.monotonic() + READY_WITHIN_S
        while not await self._is_ready(pod):
            assert process.poll() is None, f"{service} ended with {process.returncode}: see {logs}"
            assert time.monotonic() < deadline, f"{service} is not ready: see {logs}"
            await asyncio.sleep(0.05)  # another process' state: there is no event to wait for
        self.ready[service].append(host)
        self._publish()
        return pod

    async def restart(self, pod: Pod, *, with_signal: signal.Signals) -> None:
        """Ends a replica by a signal while another one starts in its place; SIGTERM must end it with 0."""
        pod.process.send_signal(with_signal)
        _, code = await asyncio.gather(self.start(pod.service), self._gone(pod))
        assert code == (0 if with_signal is signal.SIGTERM else -with_signal), (pod.service, code)

    async def _gone(self, pod: Pod) -> int:
        await asyncio.sleep(LEARNT_AFTER_S)  # the delay is what is tested
        self.ready[pod.service].remove(pod.host)
        self._publish()
        code = await asyncio.to_thread(pod.process.wait, 60)
        self.pods.remove(pod)
        return code

    @property
    def gateways_file(self) -> Path:
        """Holds the addresses of the ready gateways, a line each: for clients in other processes."""
        return self.stack.directory / "gateways"

    def _publish(self) -> None:
        new = self.gateways_file.with_suffix(".new")
        new.write_text("\n".join(self.ready["gateway"]), encoding="ascii")
        new.replace(self.gateways_file)

    async def admin(self, *arguments: str) -> tuple[int, str]:
        """Runs `cvdeep admin …` against this system; returns exit code and output."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "services.admin", "admin", *arguments),
            env={**self.stack.service_environment(0, 0), **self.targets()},
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        return process.returncode or 0, output.decode()

    def targets(self) -> dict[str, str]:
        """Where services find each other."""
        return {f"CVDEEP_{name.upper()}_TARGET": self.target(name) for name in SERVICES[:3]}

    def client(self) -> httpx.AsyncClient:
        """A REST client that comes in by the `Door`."""

        return Door(lambda: self.ready["gateway"], self.stack.ports["gateway"]).client()

    def target(self, service: str) -> str:
        """The gRPC name of a service."""
        return f"dns://127.0.0.1:{self.nameserver.port}/{service}.test:{self.stack.ports[service]}"

    async def _is_ready(self, pod: Pod) -> bool:
        if pod.service == "gateway":
            try:
                async with httpx.AsyncClient(trust_env=False, timeout=3) as http:
                    url = f"http://{pod.host}:{self.stack.ports[pod.service]}/api/v1/health"
                    return (await http.get(url)).status_code == 200
            except httpx.TransportError:
                return False
        async with grpc.aio.insecure_channel(f"{pod.host}:{self.health_port}") as channel:
            stub: Any = health_pb2_grpc.HealthStub(channel)
            try:
                answer = await stub.Check(health_pb2.HealthCheckRequest(), timeout=3)
            except grpc.aio.AioRpcError:
                return False
            return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)

    def stop(self) -> None:
        """Ends everything."""
        for pod in self.pods:
            pod.process.kill()
            pod.process.wait(timeout=10)
        self.stack.redis.stop()


class Door(httpcore.AsyncNetworkBackend):
    """Connects to a ready gateway, whatever host is asked for; connections that are open stay where they are.

    Args:
        ready: gives the addresses of the ready gateways.
        port: the one they listen at.
    """

    def __init__(self, ready: Callable[[], Sequence[str]], port: int) -> None:
        self._ready = ready
        self._port = port
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        ready = self._ready()
        if not ready:
            raise httpcore.ConnectError("no gateway is ready")
        return await self._network.connect_tcp(random.choice(ready), self._port, timeout=timeout)

    def client(self) -> httpx.AsyncClient:
        """A REST client that comes in by this door and keeps its connections."""
        transport = httpx.AsyncHTTPTransport()
        transport._pool = httpcore.AsyncConnectionPool(
            network_backend=self, max_connections=100, max_keepalive_connections=20, keepalive_expiry=30
        )
        return httpx.AsyncClient(base_url="http://gateway", transport=transport, timeout=30, trust_env=False)


@asynccontextmanager
async def running_pods(
    directory: Path,
    model_dir: Path,
    *,
    environment: Mapping[str, str],
    service_settings: Mapping[str, Mapping[str, str]] | None = None,
    authority_file: Path,
) -> AsyncIterator[Pods]:
    """Two replicas of each service, the notifiers with the tests' guard (see `tests.support.webhooks`)."""
    stack = Stack(
        directory=directory,
        model_dir=model_dir,
        gateway_port=free_port(),
        environment={**environment, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "gen")))},
        service_settings=service_settings or {},
    )
    found: list[Pods] = []

    def answer(question: Question) -> Reply:
        # The replicas need the nameserver's port before they can answer for it.
        return found[0].answer(question)

    async with serving_names(answer) as nameserver:
        pods = Pods(
            stack,
            nameserver,
            commands={"notifier": [sys.executable, "-m", "tests.support.notifier_main", str(authority_file)]},
        )
        found.append(pods)
        try:
            await asyncio.to_thread(stack.redis.start)
            await asyncio.gather(*(pods.start(name) for name in ("notifier", "corpus", "notifier", "corpus")))
            await asyncio.gather(pods.start("matcher"), pods.start("matcher"))
            await asyncio.gather(pods.start("gateway"), pods.start("gateway"))
            yield pods
        finally:
            await asyncio.to_thread(pods.stop)
