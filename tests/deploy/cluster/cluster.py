"""A cluster as its user has it: kubectl, Helm and a namespace of the test's own."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAMESPACE = "cvdeep-cluster-test"
RELEASE = "cvdeep"
SERVICES = ("gateway", "matcher", "corpus", "notifier")
HELM_3, HELM_4 = "helm-3.17.2", "helm-4.3.1"
_WITHIN_S = 300.0


class RefusedError(AssertionError):
    """A command ended with another code than 0; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that answers.

    Attributes:
        tools: name → binary of kubectl and both Helms.
        environment: names the kubeconfig.
        enter: what a command is put behind to reach the cluster; nothing where it can be reached from here.
        chart: the chart as this version of Kubernetes takes it.
        values: arguments of Helm that say which values hold for the whole test.
        node: the name of the one node, where it is ours to drain.
    """

    tools: Mapping[str, Path]
    environment: Mapping[str, str]
    enter: Sequence[str]
    chart: Path
    values: Sequence[str]
    node: str | None

    def command(self, tool: str, *arguments: str) -> list[str]:
        """Returns the command of a tool in the test's namespace."""
        return [*self.enter, str(self.tools[tool]), "--namespace", NAMESPACE, *arguments]

    def run(self, tool: str, *arguments: str, given: str | None = None) -> str:
        """Returns what a tool prints; raises `RefusedError` with its complaint."""
        done = subprocess.run(
            self.command(tool, *arguments),
            env={**os.environ, **self.environment},
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RefusedError(f"{tool} {' '.join(arguments)}: {done.stdout[-1000:]}{done.stderr[-3000:]}")
        return done.stdout

    def kubectl(self, *arguments: str, given: str | None = None) -> str:
        """Runs kubectl, as `run`."""
        return self.run("kubectl", *arguments, given=given)

    def apply(self, *objects: Mapping[str, Any]) -> None:
        """Makes objects, or makes them so."""
        self.kubectl("apply", "--filename", "-", given="\n---\n".join(map(json.dumps, objects)))

    def get(self, *what: str) -> dict[str, Any]:
        """Returns an object, or a list of them."""
        found: dict[str, Any] = json.loads(self.kubectl("get", *what, "--output", "json"))
        return found

    def pods(self, service: str) -> dict[str, dict[str, Any]]:
        """Returns name → object of a service's pods that are not about to end."""
        listed = self.get("pods", "--selector", f"app.kubernetes.io/component={service}")["items"]
        return {pod["metadata"]["name"]: pod for pod in listed if "deletionTimestamp" not in pod["metadata"]}

    def ready(self, service: str) -> set[str]:
        """Returns the names of those pods that are ready."""
        return {
            name
            for name, pod in self.pods(service).items()
            if any(
                condition["type"] == "Ready" and condition["status"] == "True"
                for condition in pod["status"].get("conditions", ())
            )
        }

    def helm(self, *arguments: str, helm: str = HELM_4) -> str:
        """Runs Helm, as `run`."""
        return self.run(helm, *arguments)

    def upgrade(self, *arguments: str, helm: str = HELM_4) -> str:
        """Installs or upgrades the release and waits until all of it is ready."""
        return self.helm(
            "upgrade", "--install", RELEASE, str(self.chart), "--wait", *self.values, *arguments, helm=helm
        )

    def revision(self) -> dict[str, Any]:
        """Returns the newest row of the release's history."""
        rows: list[dict[str, Any]] = json.loads(self.helm("history", RELEASE, "--output", "json"))
        return rows[-1]

    def admin(self, *arguments: str) -> Any:
        """Runs `cvdeep admin …` as docs/kubernetes.md says: in a pod that is there as long as somebody works in it."""
        command = ["python", "-m", "services.admin", "admin", *arguments, "--json"]
        return json.loads(self.kubectl("exec", f"deployment/{RELEASE}-admin", "--", *command))


def eventually(what: str, true: Callable[[], bool], *, within_s: float = _WITHIN_S) -> None:
    """Returns once `true()`; an `AssertionError` when that takes too long."""
    deadline = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline, f"not within {within_s:.0f} s: {what}"
        time.sleep(0.5)
