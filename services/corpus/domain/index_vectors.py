"""Vectors as an index holds them: components in whole steps of 2^-15, whose products with a query add up without error.

A float16 of a unit vector's component is such a multiple from 2^-5 on, and below it loses less than its own rounding did. Two
bytes a component as before, but processors turn whole numbers into float64 five times as fast as they do float16.
"""

import math

import numpy as np
from numpy.typing import NDArray

Steps = NDArray[np.int16]

_STEPS_PER_ONE = 2.0**15
_STEPS_MAX = 2**15 - 1
_QUERY_STEPS_PER_ONE = 2.0**20
UNIT_TOLERANCE = 0.01


def is_unit(vector: NDArray[np.floating]) -> bool:
    """Says whether a vector is finite and of length one; a zero, a NaN or an infinity is refused before any index."""
    wide = vector.astype(np.float64)
    length = math.sqrt(float(np.vdot(wide, wide)))
    return math.isfinite(length) and abs(length - 1.0) <= UNIT_TOLERANCE


def in_steps(vector: NDArray[np.floating]) -> Steps:
    """Returns a vector, or rows of them, of length one in steps; a component of one whole is a step short of it."""
    steps: Steps = np.clip(np.rint(vector.astype(np.float64) * _STEPS_PER_ONE), -_STEPS_MAX, _STEPS_MAX).astype(
        np.int16
    )
    return steps


def in_units(steps: Steps) -> NDArray[np.float32]:
    """Returns vectors in steps as they were meant, without loss."""
    units: NDArray[np.float32] = steps.astype(np.float32) * np.float32(1 / _STEPS_PER_ONE)
    return units


def query_steps(vector: NDArray[np.float32]) -> NDArray[np.float64]:
    """Returns a query [dims] in whole steps of its own."""
    steps: NDArray[np.float64] = np.rint(vector.astype(np.float64) * _QUERY_STEPS_PER_ONE)
    return steps


def products(steps: Steps, query: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns the inner products [n] of rows [n, dims] with a query of `query_steps`: the same on any machine, in any order.

    By Cauchy and Schwarz no partial sum passes 2^36, and whole numbers up to 2^53 are exact in float64.
    """
    sums: NDArray[np.float64] = np.vecdot(steps.astype(np.float64), query)
    sums *= 1 / (_STEPS_PER_ONE * _QUERY_STEPS_PER_ONE)
    return sums


def rough_products(steps: Steps, query: NDArray[np.float32]) -> NDArray[np.float32]:
    """Returns the inner products [n] of rows [n, dims] with a query of length one, with the errors of float32."""
    sums: NDArray[np.float32] = np.vecdot(steps.astype(np.float32), query)
    sums *= np.float32(1 / _STEPS_PER_ONE)
    return sums
