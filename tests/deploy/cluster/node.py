"""The one node of the private machine: Debian's containerd and dockerd, kubelet, kube-proxy, names of Services, enforced policies."""

import json
import stat
import sys
from pathlib import Path

from tests.deploy.cluster.api import TOKEN
from tests.deploy.cluster.control_plane import API, PODS, ControlPlane
from tests.deploy.cluster.machine import NODE_ADDRESS, Machine, group_of
from tests.deploy.images.engine import DEBIAN_DOCKER
from tools.images import ROOT

NODE = "node-1"
PAUSE = "cvdeep-pause:cluster-test"
_PLUGINS = Path("/usr/lib/cni")
# Kubernetes asks for rights over the processes of a pod that a container host may not have itself: without it no pod would start.
_RUNTIME = """\
#!/usr/bin/python3 -S
import json, os, sys

arguments = sys.argv[1:]
if "create" in arguments and "--bundle" in arguments:
    path = os.path.join(arguments[arguments.index("--bundle") + 1], "config.json")
    with open(path) as file:
        config = json.load(file)
    if config["process"].get("oomScoreAdj", 0) < 0:
        del config["process"]["oomScoreAdj"]
    config["process"].pop("rlimits", None)
    with open(path, "w") as file:
        json.dump(config, file)
os.execvp("runc", ["runc", *arguments])
"""


def start_node(machine: Machine, plane: ControlPlane) -> None:
    """Starts the node's programs and returns once the node is ready."""
    work = machine.work
    start_containers(machine)
    _write_settings(work)
    for name, arguments in (("names", (NODE_ADDRESS, API)), ("policies", (API,))):
        machine.start(
            *(sys.executable, "-m", f"tests.deploy.cluster.{name}", *arguments),
            environment={TOKEN: plane.token, "PYTHONPATH": str(ROOT)},
            name=name,
        )
    # Something on a webhook's port, under the node's own address and under the world's.
    machine.start(sys.executable, "-m", "http.server", "--directory", work / "cni", "443", name="world")
    machine.start(
        *(plane.binaries / "kubelet", f"--kubeconfig={plane.kubeconfig}", f"--config={work}/kubelet.json"),
        *(f"--hostname-override={NODE}", f"--node-ip={NODE_ADDRESS}", f"--docker-endpoint=unix://{work}/docker.sock"),
        *("--network-plugin=cni", f"--cni-conf-dir={work}/cni", f"--cni-bin-dir={_PLUGINS}"),
        f"--pod-infra-container-image={PAUSE}",
    )
    machine.start(plane.binaries / "kube-proxy", f"--config={work}/proxy.json")
    kubectl = (plane.binaries / "kubectl", "--kubeconfig", plane.kubeconfig)
    machine.wait_until(
        "a ready node",
        lambda: machine.succeeds(*kubectl, "wait", "--for=condition=Ready", f"node/{NODE}", "--timeout=5s"),
    )


def start_containers(machine: Machine) -> None:
    """Starts containerd and dockerd, which find the images that were built under the same folder before."""
    work = machine.work
    runtime = work / "runtime"
    runtime.write_text(_RUNTIME, encoding="ascii")
    runtime.chmod(runtime.stat().st_mode | stat.S_IXUSR)
    _give_room(group_of(work))
    address, host = work / "containerd.sock", f"unix://{work}/docker.sock"
    address.unlink(missing_ok=True)
    (work / "docker.pid").unlink(missing_ok=True)
    machine.start("containerd", "--root", work / "containerd", "--state", work / "state", "--address", address)
    machine.wait_until("containerd", address.exists)
    machine.start(
        *("dockerd", "--containerd", address, "--data-root", work / "docker", "--exec-root", work / "exec"),
        *("--pidfile", work / "docker.pid", "--host", host, "--bridge=none", "--iptables=false"),
        *("--cgroup-parent", f"/{group_of(work)}", "--add-runtime", f"node={runtime}", "--default-runtime=node"),
    )
    machine.wait_until("dockerd", lambda: machine.succeeds(DEBIAN_DOCKER, "--host", host, "info"))


def _give_room(group: str) -> None:
    """Has all containers together count as ten programs, where they would count as one on a machine that is busy with others."""
    processor = Path("/sys/fs/cgroup/cpu")
    if (processor / "cpu.shares").exists():
        (processor / group).mkdir(exist_ok=True)
        (processor / group / "cpu.shares").write_text("10240", encoding="ascii")


def _write_settings(work: Path) -> None:
    kubelet = {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "authentication": {"anonymous": {"enabled": True}, "webhook": {"enabled": False}},
        "authorization": {"mode": "AlwaysAllow"},
        "clusterDNS": [NODE_ADDRESS],
        "clusterDomain": "cluster.local",
        "resolvConf": "",
        "cgroupDriver": "cgroupfs",
        # Groups of pods would stand beside those of this machine's own services.
        "cgroupsPerQOS": False,
        "enforceNodeAllocatable": [],
        "failSwapOn": False,
        # A disk that is fuller than a node's should be is no reason to evict here.
        "evictionHard": {"memory.available": "50Mi", "nodefs.available": "1%"},
        "imageGCHighThresholdPercent": 100,
        "readOnlyPort": 0,
    }
    proxy = {
        "apiVersion": "kubeproxy.config.k8s.io/v1alpha1",
        "kind": "KubeProxyConfiguration",
        "clientConnection": {"kubeconfig": str(work / "kubeconfig")},
        "mode": "iptables",
        "clusterCIDR": PODS,
        "hostnameOverride": NODE,
        # The kernel's own settings of connections are not a namespace's to change.
        "conntrack": {"maxPerCore": 0, "tcpEstablishedTimeout": "0s", "tcpCloseWaitTimeout": "0s"},
    }
    # Each pod has a line of its own to the node: what goes from pod to pod passes the node's rules, as Services need it.
    network = {
        "cniVersion": "0.4.0",
        "name": "pods",
        "type": "ptp",
        "ipam": {
            "type": "host-local",
            "dataDir": str(work / "addresses"),
            "ranges": [[{"subnet": PODS}]],
            "routes": [{"dst": "0.0.0.0/0"}],
        },
    }
    (work / "kubelet.json").write_text(json.dumps(kubelet), encoding="ascii")
    (work / "proxy.json").write_text(json.dumps(proxy), encoding="ascii")
    (work / "cni").mkdir(exist_ok=True)
    (work / "cni" / "10-pods.conf").write_text(json.dumps(network), encoding="ascii")
