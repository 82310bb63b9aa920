"""etcd, API server, controllers and scheduler of a Kubernetes that was built from source, on a private machine."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.deploy.cluster.machine import NODE_ADDRESS, Machine

API = f"https://{NODE_ADDRESS}:6443"
SERVICES = "10.212.0.0/16"
PODS = "10.213.0.0/24"
_ETCD = "http://127.0.0.1:2379"


@dataclass(frozen=True, slots=True)
class ControlPlane:
    """A control plane that is up.

    Attributes:
        binaries: the folder with what it is run from.
        kubeconfig: whose bearer may do everything.
        token: of the same.
    """

    binaries: Path
    kubeconfig: Path
    token: str


def start_control_plane(machine: Machine, binaries: Path) -> ControlPlane:
    """Starts a control plane on `machine` and returns once its API server is ready.

    It admits pods by the restricted profile alone, as a PodSecurityPolicy says it: of that time is the version that can be built.
    """
    work = machine.work
    token = secrets.token_hex(16)
    (work / "tokens.csv").write_text(f'{token},admin,admin,"system:masters"\n', encoding="ascii")
    (work / "accounts.key").write_bytes(_private_key())
    kubeconfig = work / "kubeconfig"
    kubeconfig.write_text(json.dumps(_kubeconfig(token)), encoding="ascii")
    plane = ControlPlane(binaries, kubeconfig, token)
    machine.start(
        *("etcd", "--data-dir", work / "etcd", "--listen-client-urls", _ETCD, "--advertise-client-urls", _ETCD),
        *("--listen-peer-urls", "http://127.0.0.1:2380"),
    )
    machine.start(
        *(binaries / "kube-apiserver", f"--etcd-servers={_ETCD}", f"--service-cluster-ip-range={SERVICES}"),
        *(f"--token-auth-file={work}/tokens.csv", "--authorization-mode=Node,RBAC", f"--cert-dir={work}/certificates"),
        *(f"--advertise-address={NODE_ADDRESS}", "--service-account-issuer=https://kubernetes.default.svc"),
        *(f"--service-account-key-file={work}/accounts.key", f"--service-account-signing-key-file={work}/accounts.key"),
        *(
            "--enable-admission-plugins=NodeRestriction,PodSecurityPolicy",
            "--kubelet-preferred-address-types=InternalIP",
        ),
    )
    machine.wait_until(
        "the API server",
        lambda: machine.succeeds(binaries / "kubectl", "--kubeconfig", kubeconfig, "get", "--raw=/readyz"),
    )
    machine.start(
        *(binaries / "kube-controller-manager", f"--kubeconfig={kubeconfig}", f"--cluster-cidr={PODS}"),
        *(f"--service-account-private-key-file={work}/accounts.key", "--leader-elect=false"),
    )
    machine.start(binaries / "kube-scheduler", f"--kubeconfig={kubeconfig}", "--leader-elect=false")
    return plane


def _private_key() -> bytes:
    return rsa.generate_private_key(public_exponent=65_537, key_size=2_048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )


def _kubeconfig(token: str) -> dict[str, object]:
    # The server makes its certificate itself; the network ends with the machine.
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "own", "cluster": {"server": API, "insecure-skip-tls-verify": True}}],
        "users": [{"name": "admin", "user": {"token": token}}],
        "contexts": [{"name": "own", "context": {"cluster": "own", "user": "admin"}}],
        "current-context": "own",
    }
