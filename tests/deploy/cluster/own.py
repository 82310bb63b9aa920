"""A cluster of the test's own: the images built here, one node, and what a cluster has beside its programs."""

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.chart.rendering import CHART
from tests.deploy.cluster.cluster import RELEASE, Cluster
from tests.deploy.cluster.control_plane import ControlPlane, start_control_plane
from tests.deploy.cluster.machine import NODE_ADDRESS, Machine, NoMachineError, missing, private_machine
from tests.deploy.cluster.node import NODE, PAUSE, start_node
from tests.deploy.images.engine import DEBIAN_DOCKER, own_engine
from tests.deploy.images.stand_in import BASE, REDIS, ensure_stand_ins
from tools.images import Build, Engine, build

TAG = "cluster-test"
_PROGRAMS = ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "kubectl")
# Gigabytes.
_IMAGES = ("docker", "containerd", "stand-in")
# What of an earlier run must not be found again.
_FORGOTTEN = ("etcd", "certificates", "lib", "log", "addresses", "volume")


def binaries() -> Path:
    """Returns the folder with Kubernetes' programs; raises `NoMachineError` when they or what they need are not there."""
    folder = Path(os.environ.get("CVDEEP_KUBERNETES_BIN", Path.home() / ".cache" / "cvdeep" / "kubernetes"))
    if not all((folder / name).exists() for name in _PROGRAMS):
        raise NoMachineError(
            f"no Kubernetes in {folder}: tools/kubernetes.sh builds one in twenty minutes, from Debian's sources"
        )
    if not Path("/sys/fs/cgroup/memory").is_dir():
        raise NoMachineError("a kubelet of that age is at home with control groups of version 1, and here are others")
    if absent := missing(("etcd", "iptables")):
        raise NoMachineError(
            f"{', '.join(absent)} is missing: apt-get install --no-install-recommends etcd-server iptables"
        )
    if not Path("/usr/lib/cni/ptp").exists():
        raise NoMachineError("apt-get install --no-install-recommends containernetworking-plugins")
    return folder


@contextlib.contextmanager
def own_cluster(work: Path, tools: Mapping[str, Path], *, keep: bool) -> Iterator[Cluster]:
    """Yields a cluster that is ended afterwards; in `work` remain its logs and, to `keep` for the next time, its images.

    Raises:
        NoMachineError, NoEngineError: it cannot be had here.
    """
    programs = binaries()
    work.mkdir(parents=True, exist_ok=True)
    try:
        _make_images(work)
        for name in _FORGOTTEN:
            shutil.rmtree(work / name, ignore_errors=True)
        with private_machine(work) as machine:
            plane = start_control_plane(machine, programs)
            start_node(machine, plane)
            cluster = Cluster(
                tools=tools,
                environment={"KUBECONFIG": str(plane.kubeconfig)},
                enter=machine.inside(),
                chart=_chart_for_old(work),
                values=(
                    *("--values", str(Path(__file__).with_name("values.yaml")), "--set", f"image.tag={TAG}"),
                    # Names are answered by the node itself.
                    *("--set-json", f'networkPolicy.dns.to=[{{"ipBlock": {{"cidr": "{NODE_ADDRESS}/32"}}}}]'),
                ),
                node=NODE,
            )
            _furnish(machine, plane, cluster)
            yield cluster
    finally:
        if not keep:
            for name in _IMAGES:
                shutil.rmtree(work / name, ignore_errors=True)


def _make_images(work: Path) -> None:
    """Builds the images where the node will find them, before it is there: it has no way out of this machine."""
    with own_engine(work, network=False) as environment, pytest.MonkeyPatch.context() as patched:
        ensure_stand_ins(environment, work)
        for name, value in environment.items():
            patched.setenv(name, value)
        build(Engine.found(), Build(tag=TAG, network="host"), ("gateway", "matcher", "corpus", "notifier", "admin"))
        wanted = re.search(
            r"image: docker\.io/library/(redis:\S+)", (CHART / "values.yaml").read_text(encoding="utf-8")
        )
        assert wanted
        docker = str(DEBIAN_DOCKER)
        subprocess.run([docker, "tag", REDIS, wanted[1]], env=environment, check=True)
        pause = f'FROM {BASE}\nENTRYPOINT ["sleep", "infinity"]\n'
        subprocess.run(
            [docker, "build", "--quiet", "--tag", PAUSE, "-"], env=environment, input=pause.encode(), check=True
        )


def _chart_for_old(work: Path) -> Path:
    """Returns a copy of the chart that a version takes which it is not for; what else differs its own templates say.

    Readiness is asked for by a command, as they have it, but by one that costs less and is asked as often as the probe it stands for.
    """
    copy = work / "chart"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(CHART, copy)
    shutil.copy(Path(__file__).with_name("ready.py"), copy / "files")
    changes = {
        "Chart.yaml": (('kubeVersion: ">=1.25.0-0"', ""),),
        "templates/_probes.tpl": (
            (
                "command: [python, -m, services.platform.probe, grpc]",
                'command: [python, -S, -E, -c, {{ .root.Files.Get "files/ready.py" | toJson }}]',
            ),
            ("periodSeconds: {{ ternary 5 15 $native }}", "periodSeconds: 5"),
        ),
    }
    for name, replacements in changes.items():
        text = (copy / name).read_text(encoding="utf-8")
        for old, new in replacements:
            assert text.count(old) == 1, f"{name} no longer says {old}"
            text = text.replace(old, new)
        (copy / name).write_text(text, encoding="utf-8")
    return copy


def _furnish(machine: Machine, plane: ControlPlane, cluster: Cluster) -> None:
    """Makes what clusters have: the restricted profile, in the words of its time, and a volume for whoever claims one."""
    volume = machine.work / "volume"
    volume.mkdir(mode=0o755)
    policy: dict[str, Any] = {
        "apiVersion": "policy/v1beta1",
        "kind": "PodSecurityPolicy",
        "metadata": {
            "name": "restricted",
            "annotations": {"seccomp.security.alpha.kubernetes.io/allowedProfileNames": "runtime/default"},
        },
        "spec": {
            "privileged": False,
            "allowPrivilegeEscalation": False,
            "requiredDropCapabilities": ["ALL"],
            "readOnlyRootFilesystem": True,
            "volumes": ["configMap", "downwardAPI", "emptyDir", "persistentVolumeClaim", "projected", "secret"],
            "runAsUser": {"rule": "MustRunAsNonRoot"},
            "seLinux": {"rule": "RunAsAny"},
            **{
                group: {"rule": "MustRunAs", "ranges": [{"min": 1, "max": 65_535}]}
                for group in ("supplementalGroups", "fsGroup")
            },
        },
    }
    here = {"key": "kubernetes.io/hostname", "operator": "In", "values": [NODE]}
    claimed = {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": f"{RELEASE}-redis"},
        "spec": {
            "capacity": {"storage": "10Gi"},
            "accessModes": ["ReadWriteOnce"],
            "persistentVolumeReclaimPolicy": "Retain",
            "local": {"path": str(volume)},
            "nodeAffinity": {"required": {"nodeSelectorTerms": [{"matchExpressions": [here]}]}},
        },
    }
    cluster.apply(policy, claimed)
