"""Loads Lua scripts from beside the code that calls them, with the shared parts put before them.

A script starts with a shebang line, `#!lua` or `#!lua flags=allow-oom`; shared parts come right after it. Scripts that
end something (finish, fail, renew) carry `allow-oom`, so that a full Redis can still finish what it accepted.
"""

from importlib.resources import files
from pathlib import PurePath

from redis.commands.core import AsyncScript

from services.platform.storage.redis import RedisClient
from services.platform.storage.replication import ConfirmedScript
from services.platform.storage.traced import name_script


def script_text(package: str, name: str, *, shared: tuple[tuple[str, str], ...] = ()) -> str:
    """Returns `<package>/<name>` with the `shared` (package, file name) parts inserted after its shebang."""
    shebang, _, body = files(package).joinpath(name).read_text(encoding="utf-8").partition("\n")
    if not shebang.startswith("#!lua"):
        raise ValueError(f"{package}/{name} has no #!lua line")
    parts = [files(where).joinpath(what).read_text(encoding="utf-8") for where, what in shared]
    return "\n".join([shebang, *parts, body])


def load_script(
    client: RedisClient, package: str, name: str, *, shared: tuple[tuple[str, str], ...] = (), confirmed: bool = False
) -> AsyncScript:
    """Returns a callable script; it is sent by hash and loaded anew whenever Redis has forgotten it.

    A `confirmed` one answers when as many replicas as the client was told to expect have what it wrote.
    """
    text = script_text(package, name, shared=shared)
    script = ConfirmedScript(client, text) if confirmed else client.register_script(text)
    name_script(script.sha, f"{package.split('.')[1]}/{PurePath(name).stem}")
    return script
