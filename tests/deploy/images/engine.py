"""A container engine for the tests of the images: the one that runs, else Debian's daemons started by hand and ended again."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

# Docker's client of before 2023 builds by itself; later ones need a plugin that Debian does not ship.
DEBIAN_DOCKER = Path("/usr/bin/docker")
_UP_WITHIN_S = 60.0


class NoEngineError(Exception):
    """There is no engine here and none can be started; the message says what is missing."""


def _answers(command: str, host: str | None) -> bool:
    environment = {**os.environ, **({"DOCKER_HOST": host} if host else {})}
    return subprocess.run([command, "info"], env=environment, capture_output=True, check=False).returncode == 0


@contextlib.contextmanager
def running_engine(directory: Path) -> Iterator[dict[str, str]]:
    """Yields the environment that reaches an engine; one started for it is ended, and its bridge removed.

    Raises:
        NoEngineError: none runs, and none can be started.
    """
    docker = shutil.which("docker")
    if docker is not None and _answers(docker, None):
        yield dict(os.environ)
        return
    with own_engine(directory) as environment:
        yield environment


@contextlib.contextmanager
def own_engine(directory: Path, *, network: bool = True) -> Iterator[dict[str, str]]:
    """Yields the environment that reaches an engine of one's own, with its images in `directory`; otherwise as `running_engine`.

    Without `network` it makes no bridge and no rule: containers have the machine's network or none, and another engine is left alone.
    """
    missing = [name for name in ("dockerd", "containerd", "runc", "iptables") if shutil.which(name) is None]
    if missing or not DEBIAN_DOCKER.exists():
        raise NoEngineError(
            f"{', '.join(missing) or 'docker'} is missing: apt-get install --no-install-recommends docker.io runc iptables debootstrap"
        )
    if os.geteuid() != 0:
        raise NoEngineError("no engine runs, and only root could start one")
    with _daemons(directory, network=network) as host:
        tools = directory / "bin"
        tools.mkdir(exist_ok=True)
        (tools / "docker").unlink(missing_ok=True)
        (tools / "docker").symlink_to(DEBIAN_DOCKER)
        yield {**os.environ, "DOCKER_HOST": host, "PATH": f"{tools}:{os.environ['PATH']}"}


@contextlib.contextmanager
def _daemons(directory: Path, *, network: bool) -> Iterator[str]:
    bridges = {path.name for path in Path("/sys/class/net").iterdir()}
    address, host = directory / "containerd.sock", f"unix://{directory}/docker.sock"
    commands = (
        ["containerd", "--root", f"{directory}/containerd", "--state", f"{directory}/state", "--address", str(address)],
        [
            *("dockerd", "--containerd", str(address), "--data-root", f"{directory}/docker"),
            *("--exec-root", f"{directory}/exec", "--pidfile", f"{directory}/docker.pid", "--host", host),
            *(() if network else ("--bridge=none", "--iptables=false")),
        ],
    )
    started = []
    try:
        for command in commands:
            with (directory / f"{command[0]}.log").open("wb") as log:
                started.append(subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True))
            _wait_for(started[-1], address if command[0] == "containerd" else None, host, directory)
        yield host
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(timeout=60)
        if network:
            _remove_bridges(bridges)


def _wait_for(process: "subprocess.Popen[bytes]", socket: Path | None, host: str, directory: Path) -> None:
    deadline = time.monotonic() + _UP_WITHIN_S
    while time.monotonic() < deadline:
        if socket.exists() if socket else _answers(str(DEBIAN_DOCKER), host):
            return
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise NoEngineError(f"the engine did not come up, see {directory}/*.log")


def _remove_bridges(before: set[str]) -> None:
    """Removes what the daemon leaves behind: its bridges and the rules that it wrote for them."""
    for path in Path("/sys/class/net").iterdir():
        if path.name not in before and (path.name == "docker0" or path.name.startswith("br-")):
            subprocess.run(["ip", "link", "delete", path.name], check=False, capture_output=True)
    for table, chains in (("nat", ("PREROUTING", "OUTPUT", "POSTROUTING")), ("filter", ("FORWARD",))):
        for chain in chains:
            listed = subprocess.run(["iptables", "-t", table, "-S", chain], check=False, capture_output=True, text=True)
            for rule in listed.stdout.splitlines():
                if rule.startswith("-A") and ("DOCKER" in rule or "docker0" in rule or "br-" in rule):
                    subprocess.run(["iptables", "-t", table, "-D", *rule.split()[1:]], check=False, capture_output=True)
        listed = subprocess.run(["iptables", "-t", table, "-S"], check=False, capture_output=True, text=True)
        own = [rule.split()[1] for rule in listed.stdout.splitlines() if rule.startswith("-N DOCKER")]
        for action in ("-F", "-X"):
            for chain in own:
                subprocess.run(["iptables", "-t", table, action, chain], check=False, capture_output=True)
    subprocess.run(["iptables", "-P", "FORWARD", "ACCEPT"], check=False, capture_output=True)
