"""The pod that calls the API from inside the cluster, and what it tells."""

import base64
import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.deploy.cluster.cluster import NAMESPACE, RELEASE, Cluster
from tools.demo import multipart
from tools.images import ROOT

NAME = "cluster-test-caller"
URL = f"http://{RELEASE}-gateway.{NAMESPACE}.svc.cluster.local"
_TOLD_WITHIN_S = 400.0


def start_caller(cluster: Cluster, cv: bytes) -> None:
    """Makes the pod, which submits the repository's sample job for `cv`, and returns when it runs."""
    fields = {
        "position_id": "backend-1",
        "job_description": (ROOT / "samples" / "job.txt").read_text(encoding="utf-8"),
        "config": (ROOT / "samples" / "config.json").read_text(encoding="utf-8"),
    }
    body, content_type = multipart(fields, cv)
    # An image that is there anyway, and Python in it.
    template = cluster.get("deployment", f"{RELEASE}-gateway")["spec"]["template"]["spec"]
    (container,) = template["containers"]
    cluster.apply(
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": NAME},
            "data": {
                "caller.py": Path(__file__).with_name("caller.py").read_text(encoding="utf-8"),
                "content-type": content_type,
            },
            "binaryData": {"body": base64.b64encode(body).decode("ascii")},
        },
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": NAME, "labels": {"app": NAME}},
            "spec": {
                "restartPolicy": "Never",
                "terminationGracePeriodSeconds": 1,
                "automountServiceAccountToken": False,
                "securityContext": template["securityContext"],
                "imagePullSecrets": template.get("imagePullSecrets", []),
                "containers": [
                    {
                        "name": "caller",
                        "image": container["image"],
                        "imagePullPolicy": container["imagePullPolicy"],
                        "securityContext": container["securityContext"],
                        "command": ["python", "-c", "import signal; signal.pause()"],
                        "volumeMounts": [{"name": "caller", "mountPath": "/caller"}],
                    }
                ],
                "volumes": [{"name": "caller", "configMap": {"name": NAME}}],
            },
        },
    )
    cluster.kubectl("wait", "--for=condition=Ready", f"pod/{NAME}", "--timeout=120s")


@dataclass(slots=True)
class Told:
    """What the caller has told: its first match as soon as that has ended, the rest at the end.

    Attributes:
        match: the first match.
        calls: how many were made after that.
        failed: a line for each that was not answered as it should be.
        statuses: what became of the matches that were submitted meanwhile.
    """

    match: dict[str, Any]
    calls: int = 0
    failed: list[str] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)


@contextlib.contextmanager
def calling(cluster: Cluster, key: str) -> Iterator[Told]:
    """Has the caller make one match, and call for as long as the block runs; afterwards all is told."""
    command = cluster.command("kubectl", "exec", "--stdin", NAME, "--", "python", "/caller/caller.py", URL)
    calls = subprocess.Popen(
        command,
        env={**os.environ, **cluster.environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert calls.stdin
    assert calls.stdout
    try:
        calls.stdin.write(f"{key}\n")
        calls.stdin.flush()
        told = Told(**_decoded(calls.stdout.readline(), calls))
        yield told
        rest, _ = calls.communicate(timeout=_TOLD_WITHIN_S)
        last = _decoded(rest, calls)
        told.calls, told.failed, told.statuses = last["calls"], last["failed"], last["statuses"]
    finally:
        calls.kill()
        calls.wait()


def _decoded(line: str, calls: "subprocess.Popen[str]") -> dict[str, Any]:
    try:
        decoded: dict[str, Any] = json.loads(line)
    except ValueError:
        calls.kill()
        assert calls.stderr
        more = "" if calls.stderr.closed else calls.stderr.read()
        raise AssertionError(f"the caller said {line}{more}") from None
    return decoded
