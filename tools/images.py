"""`make images`: builds the images of deploy/docker/Dockerfile, prints their sizes, and carries them to hosts without a registry."""

import argparse
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = ROOT / "deploy" / "docker" / "Dockerfile"
# Image target → the extra of pyproject.toml that its virtual environment holds.
TARGETS = {
    "gateway": "gateway",
    "matcher": "matcher",
    "corpus": "corpus",
    "corpus-slim": "corpus",
    "notifier": "notifier",
    "admin": "admin",
}


class ImagesError(Exception):
    """An image could not be built, listed or carried; the message says why."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The command line of a container engine that speaks Docker's language.

    Attributes:
        command: the program, such as `docker` or `podman`.
    """

    command: str

    @classmethod
    def found(cls) -> "Engine":
        """Returns the engine that CVDEEP_ENGINE names, else docker, else podman; raises `ImagesError` when there is none."""
        wanted = os.environ.get("CVDEEP_ENGINE")
        for name in (wanted,) if wanted else ("docker", "podman"):
            command = shutil.which(name)
            if command:
                return cls(command)
        raise ImagesError(f"no container engine: {wanted or 'neither docker nor podman'} is on PATH")

    def run(self, *arguments: str) -> None:
        """Runs a command that speaks for itself; raises `ImagesError` when it fails."""
        environment = {**os.environ, "DOCKER_BUILDKIT": "1"}
        if subprocess.run([self.command, *arguments], check=False, env=environment).returncode != 0:
            raise ImagesError(f"{Path(self.command).name} {arguments[0]} failed, see above")

    def read(self, *arguments: str) -> str:
        """Returns what a command prints; raises `ImagesError` with its complaint when it fails."""
        done = subprocess.run([self.command, *arguments], check=False, capture_output=True, text=True)
        if done.returncode != 0:
            raise ImagesError(f"{Path(self.command).name} {arguments[0]}: {done.stderr.strip()}")
        return done.stdout.strip()


def version() -> str:
    """Returns the project's version, which is the images' tag unless another is given."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert isinstance(project["version"], str)
    return project["version"]


def name_of(target: str, *, prefix: str = "", tag: str | None = None) -> str:
    """Returns an image's name; `prefix` is a registry and its folder, with the slash at its end."""
    return f"{prefix}cvdeep-{target}:{tag or version()}"


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], check=False, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def labels() -> dict[str, str]:
    """Returns the labels that say which sources an image is of; the date is the commit's, so that one commit gives one image."""
    revision = _git("rev-parse", "HEAD")
    changed = bool(_git("status", "--porcelain"))
    seconds = int(_git("log", "-1", "--format=%ct") or 0)
    return {
        "org.opencontainers.image.version": version(),
        "org.opencontainers.image.revision": f"{revision or 'unknown'}{'-changed' if changed else ''}",
        "org.opencontainers.image.created": datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """How images are built.

    Attributes:
        base: the base image, or None for the Dockerfile's; with `@sha256:…` it is pinned to the byte.
        prefix: what stands before `cvdeep-…`: a registry and its folder, with the slash at its end.
        tag: what stands after the colon; None for the project's version.
        pip_conf: a pip.conf with mirror or certificate, seen by the build alone and left in no layer.
        network: the network of the build's own commands.
        cache: whether layers that were built before may be used.
    """

    base: str | None = None
    prefix: str = ""
    tag: str | None = None
    pip_conf: Path | None = None
    network: str = "default"
    cache: bool = True

    def command(self, target: str) -> list[str]:
        """Returns the arguments that build `target`."""
        given = ["build", "--file", str(DOCKERFILE), "--target", target, "--network", self.network]
        given += ["--tag", name_of(target, prefix=self.prefix, tag=self.tag)]
        for label, value in labels().items():
            given += ["--label", f"{label}={value}"]
        if self.base:
            given += ["--build-arg", f"BASE={self.base}"]
        if self.pip_conf:
            given += ["--secret", f"id=pip.conf,src={self.pip_conf}"]
        if not self.cache:
            given.append("--no-cache")
        return [*given, str(ROOT)]


def build(engine: Engine, how: Build, targets: Iterable[str] = TARGETS) -> list[str]:
    """Builds the images and returns their names."""
    names = []
    for target in targets:
        engine.run(*how.command(target))
        names.append(name_of(target, prefix=how.prefix, tag=how.tag))
    return names


def sizes(engine: Engine, names: Iterable[str]) -> dict[str, float]:
    """Returns image → megabytes unpacked, layers that images share counted in each."""
    return {name: int(engine.read("image", "inspect", "--format", "{{.Size}}", name)) / 1e6 for name in names}


def save(engine: Engine, names: Iterable[str], archive: Path) -> None:
    """Writes the images into one archive, shared layers once, for `docker load` on a host without a registry."""
    engine.run("save", "--output", str(archive), *names)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.images", description=__doc__)
    parser.add_argument("command", choices=("build", "sizes", "save"), nargs="?", default="build")
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(TARGETS)}; all when none is named")
    parser.add_argument("--base", default=os.environ.get("CVDEEP_IMAGE_BASE"), help="base image (CVDEEP_IMAGE_BASE)")
    parser.add_argument("--prefix", default=os.environ.get("CVDEEP_IMAGE_PREFIX", ""), help="registry/folder/")
    parser.add_argument("--tag", default=os.environ.get("CVDEEP_IMAGE_TAG"), help="default: the project's version")
    parser.add_argument("--pip-conf", type=Path, help="pip.conf with a mirror or certificate, for the build alone")
    parser.add_argument("--network", default=os.environ.get("CVDEEP_BUILD_NETWORK", "default"))
    parser.add_argument("--no-cache", action="store_true")
    parser.add_argument("--output", type=Path, default=Path("cvdeep-images.tar"), help="the archive of `save`")
    given = parser.parse_args()
    unknown = set(given.targets) - set(TARGETS)
    if unknown:
        parser.error(f"no such image: {', '.join(sorted(unknown))}")
    return given


def main() -> None:
    """Runs one of the commands."""
    given = _options()
    targets = given.targets or list(TARGETS)
    names = [name_of(target, prefix=given.prefix, tag=given.tag) for target in targets]
    try:
        engine = Engine.found()
        if given.command == "build":
            how = Build(
                base=given.base,
                prefix=given.prefix,
                tag=given.tag,
                pip_conf=given.pip_conf,
                network=given.network,
                cache=not given.no_cache,
            )
            build(engine, how, targets)
        if given.command == "save":
            save(engine, names, given.output)
            print(given.output)
            return
        for name, megabytes in sizes(engine, names).items():
            print(f"{name:40} {megabytes:8.0f} MB")
    except ImagesError as problem:
        sys.exit(f"cvdeep: {problem}")


if __name__ == "__main__":
    main()
