"""Reasons as gRPC statuses and back."""

from typing import Any

import grpc
import pytest
from google.rpc.error_details_pb2 import ErrorInfo  # type: ignore[import-untyped]
from google.rpc.status_pb2 import Status  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from cvdeep.common.v1 import common_pb2
from services.platform.errors import AppError, Reason
from services.platform.rpc.status import code_of, from_rpc_error, internal_error, to_status

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


def _received(status: Any, *, details: str | None = None) -> grpc.aio.AioRpcError:
    return grpc.aio.AioRpcError(
        status.code,
        grpc.aio.Metadata(),
        grpc.aio.Metadata(*status.trailing_metadata),
        details=status.details if details is None else details,
    )


@given(
    reason=st.sampled_from(Reason),
    message=TEXT,
    fields=st.dictionaries(TEXT, st.lists(TEXT, min_size=1, max_size=3), max_size=4),
    retry_after_s=st.none() | st.integers(1, 86_400),
    numbers=st.dictionaries(st.sampled_from(["required", "balance", "available"]), st.integers(-(2**60), 2**60)),
)
def test_every_error_survives_the_way(
    *, reason: Reason, message: str, fields: Any, retry_after_s: int | None, numbers: Any
) -> None:
    """Whatever an AppError holds comes out as it went in."""
    sent = AppError(reason, message, fields=fields, retry_after_s=retry_after_s, numbers=numbers)

    got = from_rpc_error(_received(to_status(sent)))

    assert got is not None
    assert (got.reason, got.message, got.fields) == (sent.reason, sent.message, sent.fields)
    assert (got.retry_after_s, got.numbers) == (sent.retry_after_s, sent.numbers)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_code_no_channel_resends(reason: Reason) -> None:
    """No refusal of ours is OK or UNAVAILABLE: a channel's retries are for calls that did not arrive."""
    assert code_of(reason) not in (grpc.StatusCode.OK, grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.UNKNOWN)


def test_the_proto_names_the_same_reasons() -> None:
    """Python's reasons and the proto's are one list."""
    names = {name.removeprefix("REASON_") for name in common_pb2.Reason.keys()}  # noqa: SIM118 - an enum of protobuf

    assert names - {"UNSPECIFIED"} == {reason.value for reason in Reason}


def test_an_internal_error_says_nothing() -> None:
    """One ErrorInfo with the reason, no other detail."""
    status: Any = to_status(internal_error())
    rich = Status.FromString(status.trailing_metadata[0][1])
    info = ErrorInfo()
    rich.details[0].Unpack(info)

    assert (len(rich.details), info.reason, dict(info.metadata)) == (1, "INTERNAL_ERROR", {})


def _foreign(domain: str, reason: str) -> grpc.aio.AioRpcError:
    rich = Status(code=grpc.StatusCode.INTERNAL.value[0], message="m")
    rich.details.add().Pack(ErrorInfo(reason=reason, domain=domain))
    trailers = grpc.aio.Metadata(("grpc-status-details-bin", rich.SerializeToString()))
    return grpc.aio.AioRpcError(grpc.StatusCode.INTERNAL, grpc.aio.Metadata(), trailers, details="m")


@pytest.mark.parametrize(
    "error",
    [
        _foreign("other.example", "INVALID_INPUT"),
        _foreign("cvdeep", "REASON_OF_TOMORROW"),
        grpc.aio.AioRpcError(grpc.StatusCode.UNAVAILABLE, grpc.aio.Metadata(), grpc.aio.Metadata()),
        _received(to_status(internal_error()), details="contradicts its trailers"),
    ],
    ids=["other domain", "unknown reason", "no details", "contradiction"],
)
def test_what_is_not_ours_is_left_to_the_caller(error: grpc.aio.AioRpcError) -> None:
    """A failure without a status of ours has no AppError in it."""
    assert from_rpc_error(error) is None
