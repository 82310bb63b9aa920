"""Lays kept profiles out beside a job: any number of them at once, each as if it were alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.brief import Brief
from engine.evidence import Evidence
from engine.material import Material, material_of
from engine.profile import Profile
from engine.readings import Readings, readings_of
from engine.similarity import Embedded


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A profile's pieces, the vectors of its texts, and what this engine read of it."""

    material: Material
    texts: Embedded
    readings: Readings


def lay(brief: Brief, profile: Profile, vectors: NDArray[np.int16], *, readings: Readings | None = None) -> Laid:
    """Lay a profile out.

    Args:
        brief: the job made ready.
        profile: what the CV says.
        vectors: int16 [texts, d], packed unit rows in the order of the profile's texts.
        readings: what this engine read of the profile before; without them it is read now.

    Raises:
        ValueError: the vectors, or the readings, do not fit the profile.
    """
    material = material_of(profile)
    readings = readings or readings_of(material)
    if len(readings.lines) != len(material.pieces):
        raise ValueError("the readings are of other pieces")
    return Laid(material, Embedded(material.texts, vectors).agreeing_with(brief.embedded), readings)


def beside(brief: Brief, laid: Sequence[Laid]) -> Iterator[Evidence]:
    """Compares profiles with a job."""
    compared = brief.comparison.with_each([(each.material, each.texts) for each in laid])
    for each, of in zip(laid, compared, strict=True):
        yield Evidence(brief, each.material, each.readings, of)
