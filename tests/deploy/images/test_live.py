"""The images as containers: built, composed, used by the README's words, and killed. `make images-test` runs this."""

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.deploy.images.composed import COMPOSE_FILE, PROJECT, SERVICES, Composed, find_compose
from tests.deploy.images.engine import NoEngineError, running_engine
from tests.deploy.images.stand_in import ensure_stand_ins
from tools.images import ROOT, TARGETS, Build, Engine, build, sizes
from tools.redis_server import free_port
from tools.sample_cv import write_sample_cv

TAG = "images-test"
MATCHES_A_KILL = 4

pytestmark = [
    pytest.mark.skipif(os.environ.get("CVDEEP_IMAGES") != "1", reason="needs a container engine: make images-test"),
    pytest.mark.timeout(3_600),
]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("images")


@pytest.fixture(scope="module")
def engine(work: Path) -> Iterator[Mapping[str, str]]:
    """An engine that has the base images."""
    try:
        with running_engine(work) as environment:
            ensure_stand_ins(environment, work)
            yield environment
    except NoEngineError as missing:
        pytest.skip(f"THE IMAGES WERE NOT TESTED: {missing}")


@pytest.fixture(scope="module")
def images(engine: Mapping[str, str]) -> dict[str, str]:
    """Target → name of the image that was built of it."""
    with pytest.MonkeyPatch.context() as patched:
        for name, value in engine.items():
            patched.setenv(name, value)
        names = build(Engine.found(), Build(tag=TAG, network="host"))
        report = [f"{name:40} {megabytes:8.0f} MB" for name, megabytes in sizes(Engine.found(), names).items()]
    print("", *report, sep="\n")  # noqa: T201 - figures are what the run is for
    return dict(zip(TARGETS, names, strict=True))


@pytest.fixture(scope="module")
def composed(engine: Mapping[str, str], images: dict[str, str], work: Path) -> Iterator[Composed]:
    """The whole compose file, up and healthy."""
    assert images
    port = free_port()
    (work / ".env").write_text(f"CVDEEP_REDIS_PASSWORD={os.urandom(16).hex()}\n", encoding="ascii")
    command = [*find_compose(engine, work), "--project-name", PROJECT, "--file", str(COMPOSE_FILE)]
    system = Composed(
        compose=[*command, "--env-file", str(work / ".env")],
        environment={**engine, "CVDEEP_IMAGE_TAG": TAG, "CVDEEP_PORT": str(port)},
        url=f"http://127.0.0.1:{port}",
    )
    try:
        system.run("up", "--detach", "--wait")
        yield system
    finally:
        (work / "logs.txt").write_text(system.run("logs", "--no-color", check=False), encoding="utf-8")
        system.run("--profile", "cli", "down", "--volumes", "--remove-orphans", check=False)


@pytest.fixture(scope="module")
def cv(work: Path) -> bytes:
    return write_sample_cv(work / "sample-cv.pdf").read_bytes()


@pytest.mark.parametrize("target", TARGETS)
def test_an_image_runs_as_nobody_on_a_read_only_root_and_can_install_nothing(
    target: str, images: dict[str, str], engine: Mapping[str, str]
) -> None:
    """The interpreter of every image works without a writable root and without rights, and has no installer."""
    probe = "import os, importlib.util as u; print(os.getuid(), os.getgid(), [n for n in ('pip', 'ensurepip', 'hatchling') if u.find_spec(n)])"
    confined = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--network", "none"]
    told = subprocess.run(
        ["docker", "run", "--rm", *confined, "--entrypoint", "python", images[target], "-c", probe],
        env=engine,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "65532 65532 []"


def test_the_model_is_the_corpus_images_alone(images: dict[str, str], engine: Mapping[str, str]) -> None:
    """The model makes one layer of one image, which has all below it in common with corpus-slim."""

    def layers(target: str) -> list[str]:
        told = subprocess.run(
            ["docker", "image", "inspect", "--format", "{{json .RootFS.Layers}}", images[target]],
            env=engine,
            capture_output=True,
            text=True,
            check=True,
        )
        found: list[str] = json.loads(told.stdout)
        return found

    with_model, without = layers("corpus"), layers("corpus-slim")
    assert len(with_model) == len(without) + 1
    # The code stands above the model: the layer of a new version is small.
    assert with_model[:-2] == without[:-1]


def test_the_readmes_curl_works_against_the_compose_stack(composed: Composed, cv: bytes, tmp_path: Path) -> None:
    """What the README says word for word is accepted, and ends with a score."""
    _, key = composed.new_key(credits_granted=30)
    words = re.findall(r"```sh\n(source .*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / ".run").mkdir()
    (tmp_path / ".run" / "demo.env").write_text(f"CVDEEP_URL={composed.url}\nCVDEEP_API_KEY={key}\n", encoding="utf-8")
    (tmp_path / ".run" / "sample-cv.pdf").write_bytes(cv)
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    answered = subprocess.run(["bash", "-ec", words[0]], cwd=tmp_path, capture_output=True, text=True, check=True)
    answer = json.loads(answered.stdout)
    assert answer["status"] == "processing"
    assert composed.ended(key, answer["id"])["status"] == "finished"


def test_only_the_gateway_can_be_reached_and_only_from_this_machine(composed: Composed) -> None:
    """Of all containers one publishes one port, on loopback."""
    published = {
        service: json.loads(
            composed.docker("inspect", "--format", "{{json .NetworkSettings.Ports}}", composed.container(service))
        )
        for service in SERVICES
    }
    bound = {
        service: [binding["HostIp"] for bindings in ports.values() for binding in bindings or ()]
        for service, ports in published.items()
    }
    assert bound == {"gateway": ["127.0.0.1"], "matcher": [], "corpus": [], "notifier": [], "redis": []}


def test_killing_any_container_loses_nothing(composed: Composed, cv: bytes) -> None:
    """Matches accepted before a kill -9 of each container all end once it is back, each charged once, and the books add up."""
    client, key = composed.new_key(credits_granted=300)
    accepted = []
    for victim in SERVICES:
        fresh = [composed.submit(key, cv) for _ in range(MATCHES_A_KILL)]
        container = composed.container(victim)
        composed.docker("kill", container)
        composed.docker("start", container)
        composed.wait_healthy()
        statuses = {composed.ended(key, identifier)["status"] for identifier in fresh}
        print(f"killed {victim}: {len(fresh)} matches {statuses}")  # noqa: T201 - as above
        assert statuses == {"finished"}
        accepted += fresh
    books = next(row for row in composed.admin("reconcile", "--all")["clients"] if row["client_id"] == client)
    assert not books["drifts"]
    assert books["matches"] == len(accepted)
    assert books["charged"] == 3 * len(accepted)
    assert books["held"] == 0


def test_a_redis_that_forgets_starts_no_service(composed: Composed) -> None:
    """Told to evict, Redis is refused by the job that runs before the services."""
    container = composed.container("redis")
    try:
        composed.docker("exec", container, "redis-cli", "config", "set", "maxmemory-policy", "allkeys-lru")
        refused = subprocess.run(
            [*composed.compose, "run", "--rm", "--no-deps", "-T", "init"],
            env=composed.environment,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        composed.docker("exec", container, "redis-cli", "config", "set", "maxmemory-policy", "noeviction")
    assert refused.returncode == 1
    assert "allkeys-lru" in refused.stderr
