"""Stand-ins for the public images where no registry answers: Debian's own Python and Redis under the names the files ask for."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.deploy.images.engine import NoEngineError

BASE = "python:3.11-slim-bookworm"
REDIS = "redis:8.2-bookworm"

_PACKAGES = "python3,python3-venv,ca-certificates,redis-server,redis-tools"
_PATH = "PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_REDIS_USER = 999


def ensure_stand_ins(environment: Mapping[str, str], work: Path) -> None:
    """Makes the stand-ins that the engine does not have; two minutes, most of them downloads.

    Raises:
        NoEngineError: they cannot be made here.
    """
    if all(_has(environment, image) for image in (BASE, REDIS)):
        return
    if shutil.which("debootstrap") is None:
        raise NoEngineError("debootstrap is missing: apt-get install --no-install-recommends debootstrap")
    root = work / "stand-in"
    subprocess.run(
        ["debootstrap", "--variant=minbase", f"--include={_PACKAGES}", "bookworm", str(root)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    for name in ("python", "python3"):
        (root / "usr/local/bin" / name).symlink_to("/usr/bin/python3.11")
    # Builds trust whom this machine trusts: between it and the package registry may stand a mirror.
    shutil.copy(_CERTIFICATES, root / "etc/ssl/certs/ca-certificates.crt")
    (root / "etc/pip.conf").write_text(f"[global]\ncert = {_CERTIFICATES}\ntimeout = 120\n", encoding="utf-8")
    data = root / "data"
    data.mkdir()
    shutil.chown(data, _REDIS_USER, _REDIS_USER)
    tree = subprocess.Popen(["tar", "-C", str(root), "-c", "."], stdout=subprocess.PIPE)
    subprocess.run(
        ["docker", "import", "--change", f"ENV {_PATH}", "-", BASE], env=environment, stdin=tree.stdout, check=True
    )
    assert tree.wait() == 0
    subprocess.run(["docker", "tag", BASE, REDIS], env=environment, check=True)


def _has(environment: Mapping[str, str], image: str) -> bool:
    seen = subprocess.run(["docker", "image", "inspect", image], env=environment, capture_output=True, check=False)
    return seen.returncode == 0
