"""Tells what is said of life outside of work: a line that is liker to that than to a position shows nothing of it, whatever its words."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import calibration as c
from engine.facts.languages import other_than_english
from engine.lexicon import Mention, certificates_in, industries_in, skills_in
from engine.similarity import highest, products
from engine.text import tokens

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Said:
    """For each of some texts how like it is to life outside of work, and to the position: float64 [texts] each."""

    outside: NDArray[np.float64]
    position: NDArray[np.float64]

    def of(self, rows: list[int]) -> "Said":
        """The texts of some rows."""
        return Said(self.outside[rows], self.position[rows])

    @property
    def of_life(self) -> Flags:
        """Which texts [texts] are liker to life outside of work than to all of the position: what they name, they name in passing.

        "Sat on the bank of the river" names no bank; what is told of the position's own work names what it names.
        """
        return np.asarray((self.outside >= c.OUTSIDE_LEAST) & (self.outside > self.position))

    def by_chance(self, likeness: NDArray[np.float64]) -> Flags:
        """Where likeness to a need says nothing beside that to life outside of work: [needs, texts].

        Args:
            likeness: of needs and texts, [needs, texts].
        """
        margin = c.OUTSIDE_MARGIN * np.maximum(0.0, c.SEMANTIC_LOW - likeness)
        return np.asarray((self.outside >= c.OUTSIDE_LEAST) & (self.outside > likeness - margin))


def speaks_of_a_trade(text: str) -> bool:
    """Whether a text holds a name of the fact tables that is no everyday word: of several words, or written as a name is."""
    found = (*skills_in(text), *industries_in(text), *certificates_in(text))
    return any(_is_no_everyday_word(text, mention) for mention in found)


def _is_no_everyday_word(text: str, mention: Mention) -> bool:
    written = tokens(text)[mention.first].written
    if mention.last > mention.first or any(sign.isupper() or not sign.isalpha() for sign in written[1:]):
        return True
    # A capital tells a name from a word, but not at the beginning, and not where every noun has one.
    return written[0].isupper() and mention.first > 0 and other_than_english(text) != "german"


def other_than(work: NDArray[np.float64], outside: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of the vectors of life outside of work [n, d] those that are not like the work itself [k, d]: of a gardener, gardening is."""
    return outside[highest(products(work, outside)) < c.SAME_WORK]
