"""What the compose file promises, read off it without an engine."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.images import ROOT, version

FOLDER = ROOT / "deploy" / "docker"
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
CONTAINERS = sorted(COMPOSE["services"])
# A value from outside: the variable, and after `:-` what holds without it.
OUTSIDE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<how>[-?])(?P<rest>[^}]*))?\}")


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_container_is_confined(name: str) -> None:
    """Read-only root, no capability, no new one, a small temporary folder where nothing can be run."""
    container = COMPOSE["services"][name]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert all("noexec" in mount and "size=" in mount for mount in container["tmpfs"])
    assert {"privileged", "cap_add", "pid", "ipc", "network_mode", "devices"}.isdisjoint(container)


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_container_has_limits(name: str) -> None:
    """Memory, processors and processes are bounded."""
    assert COMPOSE["services"][name]["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}


def test_only_the_gateways_port_is_published_and_only_on_loopback() -> None:
    """No other container publishes anything; Redis, matcher and corpus are in a network without a way out alone."""
    services = COMPOSE["services"]
    assert {name: services[name]["ports"] for name in CONTAINERS if "ports" in services[name]} == {
        "gateway": ["127.0.0.1:${CVDEEP_PORT:-8080}:8080"]
    }
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    outside = {name for name in CONTAINERS if services[name]["networks"] != ["inside"]}
    assert outside == {"gateway", "notifier"}


def test_redis_keeps_what_it_acknowledges() -> None:
    """Append-only, written through, never evicting, with a password, and data on a volume."""
    redis = COMPOSE["services"]["redis"]
    (settings,) = redis["command"]
    for line in ("appendonly yes", "appendfsync always", "maxmemory-policy noeviction", "requirepass $$REDISCLI_AUTH"):
        assert re.search(rf"^{re.escape(line)}$", settings, re.MULTILINE), line
    assert redis["volumes"] == ["redis-data:/data"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", redis["user"])


def test_no_secret_has_a_default() -> None:
    """Without a password nothing starts: it is required wherever it stands, and stands in no file of the repository."""
    text = (FOLDER / "compose.yaml").read_text(encoding="utf-8")
    secrets = [found for found in OUTSIDE.finditer(text) if "PASSWORD" in found["name"]]
    assert len(secrets) == 2
    assert all(found["how"] == "?" for found in secrets)
    assert (FOLDER / ".gitignore").read_text(encoding="utf-8").split() == [".env"]


def test_images_are_of_this_version() -> None:
    """Each image is named by tag, ours by the version of the project."""
    for name in CONTAINERS:
        image = COMPOSE["services"][name]["image"]
        tag = image.rpartition(":" if name == "redis" else "}cvdeep-")[2]
        assert "latest" not in image
        assert name == "redis" or tag.endswith(f":${{CVDEEP_IMAGE_TAG:-{version()}}}"), image


def test_every_setting_is_one_that_a_service_reads() -> None:
    """No variable is set that nothing reads: a typing mistake would go unnoticed."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "services").rglob("*.py"))
    given = {name for container in COMPOSE["services"].values() for name in container.get("environment", ())}
    assert {name for name in given if name != "REDISCLI_AUTH" and f'"{name}"' not in sources} == set()


def test_services_start_after_the_check_of_redis() -> None:
    """Every service waits for the job that refuses a Redis that may forget."""
    for name in ("gateway", "matcher", "corpus", "notifier"):
        condition = COMPOSE["services"][name]["depends_on"]["init"]["condition"]
        assert condition == "service_completed_successfully"
    assert COMPOSE["services"]["init"]["command"] == ["admin", "check"]


def test_secrets_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    """The script writes 256 bits that only the owner reads, and leaves them alone when run again."""
    script = tmp_path / "secrets.sh"
    script.write_bytes((FOLDER / "secrets.sh").read_bytes())
    script.chmod(0o755)
    subprocess.run([str(script)], check=True, capture_output=True)
    made = (tmp_path / ".env").read_text(encoding="ascii")
    assert re.fullmatch(r"CVDEEP_REDIS_PASSWORD=[0-9a-f]{64}\n", made)
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    subprocess.run([str(script)], check=True, capture_output=True)
    assert (tmp_path / ".env").read_text(encoding="ascii") == made
