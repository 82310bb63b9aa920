"""Tells when a mounted file was exchanged: secrets and certificates are replaced under running processes."""

import os
from pathlib import Path


def identity(*paths: Path) -> object:
    """Returns what differs once one of the files has another content or has come or gone; links are followed."""
    return tuple(map(_identity, paths))


def _identity(path: Path) -> object:
    try:
        found = os.stat(path)  # noqa: PTH116 - behind a link, as kubelet mounts secrets, the target counts
    except OSError:
        return None
    return (found.st_ino, found.st_dev, found.st_size, found.st_mtime_ns)
