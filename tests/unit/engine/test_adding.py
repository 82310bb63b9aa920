"""How what pieces show adds up: to the last bit what adding one number at a time gives."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import calibration as c
from engine.adding import part_scores
from engine.evidence import Shown
from engine.kinds import ask
from engine.layout import layout_of

ASKED = tuple(ask(name) for name in ("Go and Kafka", "Rust", "AWS certification"))
LAYOUT = layout_of(ASKED, [each.skills or ((),) for each in ASKED])
ROWS = len(LAYOUT.need)
share = st.sampled_from([0.0, 0.0, 0.05, 0.3, 0.31, 0.7, 1.0])


def slowly(values: Sequence[float], plain: Sequence[bool], claims: Sequence[bool], *, trade: float | None) -> float:
    """One part, one piece after the other; `trade` is None for what is had or not."""
    used = [value for value, claim in zip(values, claims, strict=True) if not claim]
    claimed = max((value for value, claim in zip(values, claims, strict=True) if claim), default=0.0)
    missing = 1.0
    for value, further in zip(sorted(used, reverse=True), c.FURTHER_PIECES, strict=False):
        missing *= 1 - further * value
    together = 1 - missing
    score = max(together, claimed, 1 - (1 - together) * (1 - c.CLAIM_ADDS * claimed))
    if trade is None:
        return score
    rows = zip(values, plain, claims, strict=True)
    seen = min(1.0, max((value for value, sure, claim in rows if sure and not claim), default=0.0) / c.TRADE_SIGN)
    return 1 - (1 - score) * (1 - c.TRADE_LIFT * seen * trade**c.TRADE_EXPONENT)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 7), st.data())
def test_parts_add_up_as_they_do_alone(pieces: int, data: st.DataObject) -> None:
    """Any number of pieces, used and claimed, plain or not, in any trade."""

    def table(of: st.SearchStrategy[float]) -> list[list[float]]:
        return data.draw(st.lists(st.lists(of, min_size=pieces, max_size=pieces), min_size=ROWS, max_size=ROWS))

    values, standing, plain = table(share), table(share), table(st.booleans())
    claims = data.draw(st.lists(st.booleans(), min_size=pieces, max_size=pieces))
    trade = data.draw(share)

    found = part_scores(
        LAYOUT,
        Shown(np.array(values).reshape(ROWS, pieces), np.array(plain, np.bool_).reshape(ROWS, pieces)),
        np.array(standing).reshape(ROWS, pieces),
        claims=np.array(claims, np.bool_),
        trade=trade,
    )

    assert found == [
        slowly(
            [value * stand for value, stand in zip(values[row], standing[row], strict=True)],
            [bool(each) for each in plain[row]],
            claims,
            trade=trade if LAYOUT.own_trade[row] else None,
        )
        for row in range(ROWS)
    ]


def test_each_part_has_its_row() -> None:
    """Two parts of one requirement, then one of each other; a credential is not of a trade's own work."""
    assert LAYOUT.need.tolist() == [0, 0, 1, 2]
    assert LAYOUT.firsts.tolist() == [0, 2, 3]
    assert LAYOUT.own_trade.tolist() == [True, True, True, False]
    values = np.array([[0.1, 0.4], [0.3, 0.2], [0.5, 0.0], [0.0, 0.0]])
    assert LAYOUT.most(values).tolist() == [[0.3, 0.4], [0.5, 0.0], [0.0, 0.0]]
    assert LAYOUT.any(values > 0.3).tolist() == [[False, True], [False, True], [True, False], [False, False]]
