"""The search for constants leaves no trace, and its regression finds what is there."""

import numpy as np
import pytest

from engine import calibration
from tests.bench.judging_tuning import KNOBS, calibrated, regression, shipped


def test_constants_are_put_back_even_after_an_error() -> None:
    """Nothing that is judged after a search is judged by its last try."""
    before = shipped() | {"JUST_SHORT": calibration.JUST_SHORT}
    with pytest.raises(RuntimeError, match="broken"), calibrated({"MET": 0.7, "TRADE_LIFT": 0.1}):
        assert (calibration.MET, calibration.TRADE_LIFT) == (0.7, 0.1)
        assert pytest.approx(0.65) == calibration.JUST_SHORT
        raise RuntimeError("broken")
    assert shipped() | {"JUST_SHORT": calibration.JUST_SHORT} == before


def test_each_value_of_a_search_is_tried_once() -> None:
    """A value listed twice would only cost time."""
    assert all(len(set(tried)) == len(tried) > 1 for tried in KNOBS.values())


def test_the_regression_finds_the_signal_that_decides() -> None:
    """Of two signals it trusts the one that tells, and an offset that is known already is not learnt again."""
    rows = np.array([(1.0, float(n % 2), float(n // 2 % 2)) for n in range(40)])
    wanted = rows[:, 1].copy()
    wanted[:4] = 1 - wanted[:4]
    plain = regression(rows, wanted, np.zeros(40))
    assert plain[1] > 2 > abs(plain[2])
    assert regression(rows, wanted, 2 * rows[:, 1])[1] < plain[1] - 1
