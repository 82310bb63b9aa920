"""Profiles from any parser: what a client's own CV parser produced, recognised by its format and read as a profile.

`recognise` never fails: what no recogniser knows is walked through by the generic one, and what says nothing gives an empty profile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.profile import Profile
from services.corpus.domain.recognise.build import profile_of
from services.corpus.domain.recognise.formats import (
    affinda,
    generic,
    hr_open,
    json_resume,
    linkedin,
    own,
    rchilli,
    textkernel,
)
from services.corpus.domain.recognise.identity import part
from services.corpus.domain.recognise.raw import RawCv
from services.corpus.domain.recognise.tree import Tree, tree_of


@dataclass(frozen=True, slots=True)
class Recognised:
    """A profile and the name of the format it was read from."""

    profile: Profile
    format: str


_Recogniser = tuple[str, Callable[[Tree], bool], Callable[[Tree], RawCv]]
# The most particular first: a shape that two could take goes to the one that knows more of it.
_RECOGNISERS: tuple[_Recogniser, ...] = tuple(
    (module.NAME, module.is_it, module.read)
    for module in (own, textkernel, rchilli, affinda, linkedin, hr_open, json_resume, generic)
)


def recognise(parsed_cv: Any) -> Recognised:
    """The profile of a client's parsed CV: deterministic, without regard to the order of keys or to Unicode forms; never raises.

    Who somebody is (name, contact, birth, sex, nationality, marital status, photo, address and the like, wherever it is nested) is
    taken out first and looked for in every text that is kept. Lines have page 0: a parser's output has no pages.

    Args:
        parsed_cv: any decoded JSON value; see `tree` and `build` for how much of it is read.
    """
    tree, identity = part(tree_of(parsed_cv))
    while isinstance(tree, list) and len(tree) == 1:
        tree = tree[0]
    for name, is_it, read in _RECOGNISERS:
        if is_it(tree):
            raw = read(tree)
            if not raw.is_empty():
                return Recognised(profile_of(raw, identity), name)
    return Recognised(profile_of(RawCv(), identity), generic.NAME)


__all__ = ["Recognised", "recognise"]
