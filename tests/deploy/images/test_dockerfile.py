"""What the Dockerfile promises, read off it without an engine."""

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from tests.deploy.images.dockerfile import Stage, lineage, read_stages
from tools.images import DOCKERFILE, ROOT, TARGETS, Build, name_of, version
from tools.images_lock import LockError, closure, normalised, part_of_lock, read_lock, roots_of

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Another Python than the tests run on may need more: these are for interpreters before 3.11.3 alone.
ONLY_OLDER = {"async-timeout"}


@pytest.fixture(scope="module")
def stages() -> dict[str, Stage]:
    return read_stages(DOCKERFILE.read_text(encoding="utf-8"))


def _needed(extra: str) -> set[str]:
    """What the installed packages themselves say that the extra needs: the second opinion beside the lock's notes."""
    waiting = [Requirement(text) for text in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"][extra])]
    found: set[str] = set()
    seen: set[str] = set()
    while waiting:
        need = waiting.pop()
        if (asked := f"{need.name}{sorted(need.extras)}") in seen:
            continue
        seen.add(asked)
        found.add(normalised(need.name))
        for text in metadata.requires(need.name) or ():
            further = Requirement(text)
            if any(
                further.marker is None or further.marker.evaluate({"extra": wanted}) for wanted in need.extras or {""}
            ):
                waiting.append(further)
    return found


@pytest.mark.parametrize("extra", sorted(set(TARGETS.values())))
def test_an_image_holds_what_its_extra_needs_and_nothing_more(extra: str) -> None:
    """The part of the lock for an extra is what the packages' own metadata ask for."""
    part = {pin.name for pin in part_of_lock(extras=[extra])}
    assert part - ONLY_OLDER == _needed(extra) - ONLY_OLDER


def test_every_pin_of_a_part_has_its_hashes() -> None:
    """Each line that pip reads ends in a hash, and none is glued to the next by a backslash."""
    for pin in part_of_lock(extras=["gateway"]):
        assert pin.lines[0].startswith(f"{pin.name}==") or "[" in pin.lines[0]
        assert len(pin.lines) > 1
        assert all("--hash=sha256:" in line for line in pin.lines[1:])
        assert not pin.lines[-1].endswith("\\")


def test_a_root_that_the_lock_lacks_is_refused() -> None:
    """A dependency added to pyproject.toml and not locked fails the build by name."""
    pins = read_lock("one==1 \\\n    --hash=sha256:aa\n    # via two\ntwo==2 \\\n    --hash=sha256:bb\n")
    assert [pin.name for pin in closure(pins, ["two"])] == ["one", "two"]
    with pytest.raises(LockError, match="three"):
        closure(pins, ["three"])
    with pytest.raises(LockError, match="nothing"):
        roots_of({"project": {"dependencies": [], "optional-dependencies": {}}}, ["nothing"])


@pytest.mark.parametrize("target", TARGETS)
def test_an_image_runs_as_a_numbered_nobody(target: str, stages: dict[str, Stage]) -> None:
    """The last word on the user is a number that is not root's; the process is named, not left to a shell."""
    users = [user for stage in lineage(stages, target) for user in stage.all("USER")]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1])
    entry = [text for stage in lineage(stages, target) for text in stage.all("ENTRYPOINT")]
    assert entry[-1].startswith('["python", "-m", "services.')


@pytest.mark.parametrize("target", TARGETS)
def test_an_image_copies_its_own_environment_and_no_build_stage(target: str, stages: dict[str, Stage]) -> None:
    """Only the environment of its extra, the code and, for the corpus, the model are copied in; pip is taken out."""
    extra = TARGETS[target]
    line = lineage(stages, target)
    copied = [text for stage in line for text in stage.all("COPY") if text.startswith("--from=")]
    wanted = {
        f"--from=deps-{extra} /opt/cvdeep/venv /opt/cvdeep/venv",
        "--from=project /opt/cvdeep/app /opt/cvdeep/app",
    }
    if target == "corpus":
        wanted.add("--from=model /opt/cvdeep/model /opt/cvdeep/model")
    assert set(copied) == wanted
    assert {stage.name for stage in line}.isdisjoint({"build", "project", "model"})
    assert stages[f"deps-{extra}"].all("RUN")[0].endswith(f"deploy/docker/venv.sh /opt/cvdeep/venv --extra {extra}")
    (removed,) = stages["runtime"].all("RUN")
    assert "/usr/local/bin/pip*" in removed
    assert "ensurepip" in removed


@pytest.mark.parametrize("target", TARGETS)
def test_a_service_says_how_it_is(target: str, stages: dict[str, Stage]) -> None:
    """Every service has a health check of its own kind; the command line has none."""
    checks = [text for stage in lineage(stages, target) for text in stage.all("HEALTHCHECK")]
    how = {"gateway": '"http"]', "admin": "NONE"}.get(target, '"grpc"]')
    assert checks[-1].endswith(how)


def test_nothing_is_installed_without_its_hash(stages: dict[str, Stage]) -> None:
    """Every install of a stage asks for hashes, or takes the wheel that the stage itself has built, with no index."""
    texts = [text for stage in stages.values() for text in stage.all("RUN")]
    texts.append((ROOT / "deploy/docker/venv.sh").read_text(encoding="utf-8"))
    installs = [
        part for text in texts for part in re.split(r"&&|\n", text) if re.search(r"\binstall\b.*--no-deps", part)
    ]
    assert len(installs) == 3
    assert all("--require-hashes" in part or "--no-index" in part for part in installs)
    assert not any(re.search(r"\bpip install (?!.*--no-deps)", text) for text in texts)


def test_the_build_sees_only_what_it_is_shown() -> None:
    """The ignore file starts from nothing and lets sources in; data, secrets and the git history stay out."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    shown = {rule[1:] for rule in rules if rule.startswith("!")}
    assert shown == {
        *("pyproject.toml", "requirements.lock", "README.md", "engine", "gen", "services"),
        *(
            "tools/__init__.py",
            "tools/images_lock.py",
            "tools/model",
            "tools/wheels.py",
            "deploy/docker/venv.sh",
            "deploy/docker/settle.sh",
        ),
    }


def test_names_carry_the_projects_version() -> None:
    """An image is called after its target and tagged with the version, below any prefix."""
    assert name_of("gateway") == f"cvdeep-gateway:{version()}"
    assert name_of("gateway", prefix="registry.example/team/", tag="1") == "registry.example/team/cvdeep-gateway:1"


def test_a_build_says_of_which_sources_it_is() -> None:
    """Version, revision and date are labels of the build, and a pinned base is passed on."""
    command = Build(base="mirror/python@sha256:ab", tag="1").command("matcher")
    labels = [command[place + 1] for place, word in enumerate(command) if word == "--label"]
    assert {label.partition("=")[0].rpartition(".")[2] for label in labels} == {"version", "revision", "created"}
    assert command[command.index("--build-arg") + 1] == "BASE=mirror/python@sha256:ab"
    assert command[command.index("--target") + 1] == "matcher"
