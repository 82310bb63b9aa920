"""Who somebody is, kept apart from what is judged, and the taking-out of it from every text that is judged."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """What a CV says of who somebody is. It is shown to the client that sent the CV and never reaches a score.

    `firms` are employers that bear a part of the name ("Baker Computers" of a Rose Baker), as they are written.
    """

    name: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    location: str | None = None
    links: tuple[str, ...] = ()
    birth_date: str | None = None
    nationality: str | None = None
    other: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
