"""A CV as the reader gives it: who it is about and what it says, strictly apart."""

from dataclasses import dataclass

from engine.identity import Identity
from engine.profile import Profile


@dataclass(frozen=True, slots=True)
class ReadWarning:
    """Something a person should know before trusting the reading; `message` never quotes the CV."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadCv:
    """What was read of one CV. Only `profile` ever reaches the engine."""

    identity: Identity
    profile: Profile
    pages: int
    pages_read: int
    reader: str
    warnings: tuple[ReadWarning, ...] = ()
