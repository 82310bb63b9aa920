"""Keeps versions of this software that do not understand each other's records from sharing a Redis (ADR 0012)."""

from dataclasses import dataclass

from services.platform.config import StartError
from services.platform.storage.keys import PREFIX
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script

KEY = f"{PREFIX}:format"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What a release can do with records; a format is a whole number that grows with each change old code would trip over.

    Attributes:
        knows: the newest format it understands.
        needs: the format that others must know because of what it writes; at most `knows`.
        reads: the oldest format it still understands.
    """

    knows: int
    needs: int
    reads: int


CURRENT = Format(knows=1, needs=1, reads=1)


class FormatError(StartError):
    """This release and what is stored do not go together."""


async def require_format(client: RedisClient, release: Format = CURRENT) -> None:
    """Returns when this release may work on what is stored, and leaves word of what it writes.

    Raises:
        FormatError: what is stored needs a newer release, or one between, or is older than this one reads.
    """
    word, number = await load_script(client, "services.platform.storage", "format.lua")(
        keys=[KEY], args=[release.knows, release.needs, release.reads]
    )
    match word:
        case b"ok":
            return
        case b"newer":
            raise FormatError(
                f"what Redis holds needs format {number} and this release knows {release.knows}: start a newer release"
            )
        case b"older":
            raise FormatError(
                f"what Redis holds may be of format {number} and this release reads {release.reads} and newer: "
                "bring it up to date with the release before"
            )
        case b"skipped":
            raise FormatError(
                f"this release writes format {release.needs} and none that knows it has run here (at most {number}): "
                "roll out the release before it first"
            )
        case _:
            raise FormatError(f"{KEY} in Redis is not as any release leaves it")
