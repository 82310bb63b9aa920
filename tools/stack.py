"""The whole system on one machine's loopback: Redis and every service of the Procfile as processes of their own.

`make run` and the system tests start the same stack; tests also kill and restart its parts.
"""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from tools.redis_server import RedisServer, free_port

ROOT = Path(__file__).resolve().parent.parent
HEALTHY_WITHIN_S = 90.0


class StackError(RuntimeError):
    """A part of the stack did not come up; the message says which, and where its log is."""


def read_procfile() -> dict[str, list[str]]:
    """Returns process type → command, in starting order; `python` means this interpreter."""
    commands = {}
    for row in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines():
        name, _, command = row.partition(":")
        words = shlex.split(command)
        commands[name.strip()] = [sys.executable, *words[1:]] if words[0] == "python" else words
    return commands


@dataclass(slots=True)
class Stack:
    """A running system below one directory: logs, Redis data and process ids lie there.

    Args:
        directory: where everything it writes goes.
        model_dir: the folder of the embedding model.
        gateway_port: where REST is served; every other port is any free one.
        environment: further settings for every service.
        service_settings: service name → settings of that service alone.
    """

    directory: Path
    model_dir: Path
    gateway_port: int
    environment: Mapping[str, str] = field(default_factory=dict)
    service_settings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    redis: RedisServer = field(init=False)
    ports: dict[str, int] = field(init=False)
    metrics_ports: dict[str, int] = field(init=False)
    processes: dict[str, subprocess.Popen[bytes]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.redis = RedisServer(directory=self.directory / "redis", port=free_port())
        names = list(read_procfile())
        self.ports = {name: free_port() for name in names} | {"gateway": self.gateway_port}
        self.metrics_ports = {name: free_port() for name in names}

    @property
    def url(self) -> str:
        """Where the REST contract is served."""
        return f"http://127.0.0.1:{self.gateway_port}"

    def service_environment(self, port: int, metrics_port: int) -> dict[str, str]:
        """Returns the environment of a service: the machine's, less its cvdeep settings, plus this stack's."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CVDEEP_")}
        return {
            **inherited,
            # We start children by spawn alone, so gRPC need not guard forks; its C core logs errors only.
            "GRPC_ENABLE_FORK_SUPPORT": "0",
            "GRPC_VERBOSITY": "ERROR",
            "CVDEEP_REDIS_URL": self.redis.url,
            "CVDEEP_MODEL_DIR": str(self.model_dir),
            "CVDEEP_MATCHER_TARGET": f"127.0.0.1:{self.ports['matcher']}",
            "CVDEEP_CORPUS_TARGET": f"127.0.0.1:{self.ports['corpus']}",
            "CVDEEP_NOTIFIER_TARGET": f"127.0.0.1:{self.ports['notifier']}",
            "CVDEEP_LISTEN": f"127.0.0.1:{port}",
            "CVDEEP_METRICS_PORT": str(metrics_port),
            **self.environment,
        }

    @property
    def python(self) -> str:
        """The interpreter that runs the services; its neighbours are the environment's commands."""
        return sys.executable

    def start(self, *, without: tuple[str, ...] = (), say: Callable[[str], None] = lambda _: None) -> None:
        """Starts Redis and the services, and returns once the gateway says that the main job can be done.

        Without all of its services (`without` names those left out) it returns as soon as the gateway answers at all.
        """
        say("starting redis")
        self.redis.start()
        for name in read_procfile():
            if name not in without:
                say(f"starting {name}")
                self.start_service(name)
        say("waiting until healthy (the model loads)")
        if without:
            self._wait(lambda status, _: status > 0)
        else:
            self.wait_healthy()

    def start_service(
        self, name: str, *, label: str | None = None, port: int | None = None, extra: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Starts one process of the Procfile; another `label` and `port` start a further replica of it."""
        label = label or name
        logs = self.directory / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        environment = self.service_environment(
            port or self.ports[name], self.metrics_ports[name] if label == name else free_port()
        )
        with (logs / f"{label}.log").open("ab") as log:
            process = subprocess.Popen(
                read_procfile()[name],
                env={**environment, **self.service_settings.get(name, {}), **(extra or {})},
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes[label] = process
        return process

    def signal_service(self, label: str, signal_number: signal.Signals) -> None:
        """Sends a signal to the process itself; SIGKILL is a crash, SIGTERM asks for a good end."""
        self.processes[label].send_signal(signal_number)

    def kill_service(self, label: str) -> None:
        """Ends a service as a crash would."""
        self.signal_service(label, signal.SIGKILL)
        self.processes.pop(label).wait(timeout=10)

    def stop_service(self, label: str, *, timeout_s: float = 40.0) -> int:
        """Ends a service in good order and returns its exit code."""
        self.signal_service(label, signal.SIGTERM)
        return self.processes.pop(label).wait(timeout=timeout_s)

    def health(self) -> tuple[int, dict[str, object]]:
        """Returns the health route's status and body; status 0 when nothing answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/api/v1/health", timeout=3) as answer:  # noqa: S310 - loopback http
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)
        except (OSError, ValueError):
            return 0, {}

    def wait_healthy(self) -> None:
        """Returns once every component is ok; raises `StackError` when one died or the time ran out."""
        self._wait(lambda status, components: status == HTTPStatus.OK and set(components.values()) == {"ok"})

    def _wait(self, good: Callable[[int, Mapping[str, object]], bool]) -> None:
        deadline = time.monotonic() + HEALTHY_WITHIN_S
        while time.monotonic() < deadline:
            status, body = self.health()
            components = body.get("components", {})
            if good(status, components if isinstance(components, dict) else {}):
                return
            for label, process in self.processes.items():
                if process.poll() is not None:
                    raise StackError(f"{label} ended with {process.returncode}: see {self.directory}/logs/{label}.log")
            time.sleep(0.1)
        raise StackError(f"not healthy in {HEALTHY_WITHIN_S:.0f} s, last {self.health()}: see {self.directory}/logs")

    def stop(self) -> None:
        """Ends all services in good order, then Redis; what does not end in time is killed."""
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        for label, process in list(self.processes.items()):
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=10)
            del self.processes[label]
        self.redis.stop()
