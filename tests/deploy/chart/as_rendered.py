"""Runs the processes of a rendered chart on loopback: its environments, its Redis, its probes, without a cluster."""

import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any

import grpc
import trustme
from grpc_health.v1 import health_pb2, health_pb2_grpc

from tests.deploy.chart.objects import SERVICES, environment, pods
from tests.deploy.chart.rendering import Object
from tools.redis_server import find_redis_server, free_port

_WITHIN_S = 90.0
_TARGET = re.compile(r"dns:///(?P<host>[^:]+):9090")
# What an image says before the chart does (deploy/docker/Dockerfile).
_IMAGE = {"GRPC_ENABLE_FORK_SUPPORT": "0", "GRPC_VERBOSITY": "ERROR", "PYTHONDONTWRITEBYTECODE": "1"}


class RenderedStack:
    """The services of a rendering, each with the files that its pod would mount.

    Args:
        directory: where files and logs go.
        items: what Helm rendered, with certificates between services and the bundled Redis.
        model_dir: the folder of the embedding model.
    """

    def __init__(self, directory: Path, items: Sequence[Object], *, model_dir: Path) -> None:
        self._directory = directory
        self._model_dir = model_dir
        self._pods = {pod.component: pod for pod in pods(items) if pod.kind in {"Deployment", "StatefulSet"}}
        self._test = next(pod for pod in pods(items) if pod.kind == "Pod")
        self._conf = next(item for item in items if item["kind"] == "ConfigMap" and "redis.conf" in item["data"])
        doors = ("CVDEEP_LISTEN", "CVDEEP_HEALTH_LISTEN", "CVDEEP_METRICS_PORT")
        self._ports = {(service, door): free_port() for service in SERVICES for door in doors}
        self._redis_port = free_port()
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Writes the files and starts Redis and the services."""
        authority = trustme.CA()
        for service in (*SERVICES, "redis"):
            for folder in ("tls", "redis", "snapshots", "tmp", "data"):
                (self._directory / service / folder).mkdir(parents=True)
            (self._directory / service / "redis" / "password").write_text("a-password-of-nobody")
            authority.cert_pem.write_to_path(str(self._directory / service / "tls" / "ca.crt"))
            own = authority.issue_cert("127.0.0.1")
            own.cert_chain_pems[0].write_to_path(str(self._directory / service / "tls" / "tls.crt"))
            own.private_key_pem.write_to_path(str(self._directory / service / "tls" / "tls.key"))
        self._start_redis()
        for service in sorted(SERVICES):
            self._run(service, [sys.executable, "-m", f"services.{service}"], self._environment(service))

    def stop(self) -> None:
        """Ends every process at once."""
        for name in list(self._processes):
            self.kill(name)

    def kill(self, name: str) -> None:
        """Ends one process at once: a service, or `redis`."""
        process = self._processes.pop(name)
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)

    def probe(self, service: str, name: str) -> bool:
        """Makes a probe of a service once, as kubelet would."""
        probe = self._pods[service].containers[0][name]
        if "grpc" in probe:
            return self._asks_health(service, probe["grpc"].get("service", ""))
        port = self._ports[service, "CVDEEP_LISTEN"]
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{probe['httpGet']['path']}", timeout=3) as answer:
                return bool(answer.status == HTTPStatus.OK)
        except (urllib.error.HTTPError, OSError):
            return False

    def wait_for(self, what: Callable[[], bool]) -> None:
        """Returns once it is so; raises with the logs' ends when a process has ended or the time is over."""
        until = time.monotonic() + _WITHIN_S
        while not what():
            ended = [name for name, process in self._processes.items() if process.poll() is not None]
            if ended or time.monotonic() > until:
                logs = {path.stem: path.read_text()[-2000:] for path in self._directory.glob("*.log")}
                raise AssertionError(f"ended: {ended}; logs: {logs}")
            time.sleep(0.1)

    def helm_test(self) -> str:
        """Runs the pod of `helm test` against the gateway and returns what it printed; raises when it failed."""
        script, url = self._test.containers[0]["args"]
        path = "/" + url.partition("//")[2].partition("/")[2]
        address = f"http://127.0.0.1:{self._ports['gateway', 'CVDEEP_LISTEN']}{path}"
        done = subprocess.run(
            [sys.executable, "-c", script, address], capture_output=True, text=True, check=True, timeout=100
        )
        return done.stdout

    def _start_redis(self) -> None:
        folder = self._directory / "redis"
        (folder / "redis.conf").write_text(
            self._conf["data"]["redis.conf"]
            .replace("bind * -::*", "bind 127.0.0.1")
            .replace("port 6379", f"port {self._redis_port}")
            .replace("dir /data", f"dir {folder}/data")
        )
        (script,) = self._pods["redis"].containers[0]["args"]
        places = {
            "/etc/redis-secret/": f"{folder}/redis/",
            "/etc/redis/": f"{folder}/",
            "/tmp/": f"{folder}/tmp/",  # noqa: S108 - the pod's own
            "exec redis-server": f"exec {find_redis_server()}",
        }
        script = re.sub("|".join(places), lambda found: places[found[0]], script)
        self._run("redis", ["sh", "-c", script], {})

    def _run(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        folder = self._directory / name / "tmp"
        with (self._directory / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                command,
                env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "TMPDIR": str(folder), **_IMAGE, **environment},
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _environment(self, service: str) -> dict[str, str]:
        container = self._pods[service].containers[0]
        given = environment(container)
        return {
            name: self._here(
                service, name, value if isinstance(value, str) else container["resources"]["limits"]["cpu"]
            )
            for name, value in given.items()
            if not name.startswith("OTEL_")
        }

    def _here(self, service: str, name: str, value: str) -> str:
        """Returns what a value of the pod is on this machine."""
        if (service, name) in self._ports:
            port = self._ports[service, name]
            return str(port) if name.endswith("PORT") else f"127.0.0.1:{port}"
        fixed = {
            "CVDEEP_METRICS_HOST": "127.0.0.1",
            "CVDEEP_MODEL_DIR": str(self._model_dir),
            "CVDEEP_REDIS_URL": re.sub(r"//[^/]+/", f"//127.0.0.1:{self._redis_port}/", value),
        }
        if target := _TARGET.fullmatch(value):
            called = next(one for one in SERVICES if target["host"].partition(".")[0].endswith(f"-{one}"))
            return f"127.0.0.1:{self._ports[called, 'CVDEEP_LISTEN']}"
        mounted = re.sub(r"^/(etc|var/lib)/cvdeep/", f"{self._directory / service}/", value)
        return fixed.get(name, mounted)

    def _asks_health(self, service: str, name: str) -> bool:
        with grpc.insecure_channel(f"127.0.0.1:{self._ports[service, 'CVDEEP_HEALTH_LISTEN']}") as channel:
            stub: Any = health_pb2_grpc.HealthStub(channel)  # its stubs lack the method
            try:
                answer = stub.Check(health_pb2.HealthCheckRequest(service=name), timeout=3)
            except grpc.RpcError:
                return False
        return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)
