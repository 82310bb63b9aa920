"""The check of one ledger against itself."""

import json
from typing import Any

import pytest

from services.platform.accounts.reconcile import reconcile_account
from services.platform.accounts.snapshot import Snapshot


def row(kind: str, amount: int, balance_after: int, *, name: str, run_id: str | None = None) -> dict[str, Any]:
    made = {"id": name, "type": kind, "amount": amount, "balance_after": balance_after, "created_at_ms": 1}
    return made | ({"run_id": run_id} if run_id else {})


ROWS = [
    row("grant", 100, 100, name="g1"),
    row("charge", -3, 97, name="c1", run_id="cvdm_a"),
    row("adjustment", -10, 87, name="a1"),
]
ACCOUNT = {"balance": "87", "held": "6", "granted": "90", "charged": "3"}
HOLDS = {"cvdm_b": "3", "cvdm_c": "3"}


def drifts(
    *,
    account: dict[str, str] = ACCOUNT,
    holds: dict[str, str] = HOLDS,
    rows: list[dict[str, Any]] = ROWS,
) -> list[str]:
    """Rows are given oldest first."""
    newest_first = tuple(json.dumps(each) for each in reversed(rows))
    return reconcile_account(Snapshot(account=account, holds=holds, rows=newest_first))


def test_a_right_ledger_has_no_drift() -> None:
    """Grants, adjustments and charges that add up are not complained about; nor is a client without anything."""
    assert drifts() == []
    assert drifts(account={}, holds={}, rows=[]) == []


def test_c15_an_account_that_differs_from_its_rows_is_told_with_both_numbers() -> None:
    """A balance and a sum of grants that the rows do not explain are named, each with what the rows say."""
    found = drifts(account=ACCOUNT | {"balance": "90", "granted": "93"})
    assert found == [
        "The account's balance is 90, its ledger rows add up to 87.",
        "The account's granted is 93, its ledger rows add up to 90.",
    ]


def test_holds_must_add_up_to_what_is_held() -> None:
    """A lost hold and a hold of nothing are both told."""
    assert drifts(holds={"cvdm_b": "3"}) == ["The account says 6 is held, the holds add up to 3."]
    assert drifts(holds=HOLDS | {"cvdm_d": "0"}) == ["The hold of run cvdm_d is 0, not above 0."]


def test_a_run_may_be_charged_once_and_then_holds_nothing() -> None:
    """A second charge of a run, and a hold that outlived its charge, are told."""
    twice = [*ROWS, row("charge", -3, 84, name="c2", run_id="cvdm_a")]
    account = {"balance": "84", "held": "3", "granted": "90", "charged": "6"}
    assert drifts(account=account, holds={"cvdm_b": "3"}, rows=twice) == ["Run cvdm_a was charged 2 times."]
    assert drifts(holds={"cvdm_a": "6"}) == ["Run cvdm_a was charged and still has a hold."]


def test_each_row_must_follow_from_the_one_before() -> None:
    """A row whose balance does not follow, and an id used twice, are told."""
    broken = [ROWS[0], ROWS[1] | {"balance_after": 96}, ROWS[2] | {"id": "g1", "balance_after": 86}]
    assert drifts(rows=broken) == ["Row c1 says 96 was left, 97 was.", "Row id g1 is used more than once."]


@pytest.mark.parametrize(
    "wrong",
    [
        row("grant", -3, 97, name="x"),
        row("charge", 3, 103, name="x", run_id="cvdm_z"),
        row("charge", -3, 97, name="x"),
        row("adjustment", 0, 100, name="x"),
        row("grant", 1, 101, name="x", run_id="cvdm_z"),
    ],
)
def test_a_row_must_be_right_for_its_type(wrong: dict[str, Any]) -> None:
    """A grant that takes, a charge that gives or is for no run, and an adjustment of nothing are told."""
    assert f"Row x is no right {wrong['type']}." in drifts(rows=[ROWS[0], wrong])


@pytest.mark.parametrize("value", ["-1", "1.5", "1e3", "9" * 16, "", "ten", "0x10", "٣"])
def test_c13_damaged_numbers_are_drifts_and_never_errors(value: str) -> None:
    """A balance that is negative, a float, huge or no number is told, wherever it stands."""
    assert drifts(account=ACCOUNT | {"balance": value})
    assert drifts(holds=HOLDS | {"cvdm_b": value})


def test_c13_missing_numbers_and_unreadable_rows_are_drifts() -> None:
    """A lost field and a damaged row are named; a row is found by its place."""
    assert "The account's held is missing." in drifts(account={"balance": "87", "granted": "90", "charged": "3"})
    for damaged in (
        "{",
        "[]",
        '{"id": 1}',
        json.dumps(ROWS[1] | {"amount": "-3"}),
        json.dumps(ROWS[1] | {"type": "x"}),
    ):
        snapshot = Snapshot(account=ACCOUNT, holds=HOLDS, rows=(json.dumps(ROWS[2]), damaged, json.dumps(ROWS[0])))
        assert reconcile_account(snapshot) == ["Ledger row 2, counted from the oldest, cannot be read."]
