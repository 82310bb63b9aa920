"""What a header alone refuses."""

import pytest
from multidict import CIMultiDict

from services.gateway.intake.unread import UnreadBodyError
from services.gateway.middleware.head_checks import check_head
from services.gateway.operation import Operation
from services.platform.errors import Reason
from tests.unit.gateway.api import operations

SUBMIT = next(operation for operation in operations() if operation.name == "submitMatch")
INGEST = next(operation for operation in operations() if operation.name == "ingestCandidates")
READ = next(operation for operation in operations() if operation.name == "getMatch")


def bad(operation: Operation, **headers: str) -> set[str]:
    with pytest.raises(UnreadBodyError) as caught:
        check_head(CIMultiDict({name.replace("_", "-"): value for name, value in headers.items()}), operation)
    return set(caught.value.fields)


def test_plain_headers_pass() -> None:
    """Nothing announced, or little enough."""
    for headers in ({}, {"Content-Length": "7340032"}, {"content-encoding": "Identity"}):
        check_head(CIMultiDict(headers), SUBMIT)
    check_head(CIMultiDict({"Content-Length": "65536"}), READ)


@pytest.mark.parametrize("length", ["7340033", "10000000000", "9" * 4000])
def test_u02_a_body_announced_too_large_is_refused_by_its_header(length: str) -> None:
    """The field that makes bodies large is named; a very long number is not even read."""
    assert bad(SUBMIT, Content_Length=length) == {"cv_file"}


def test_u02_a_route_without_a_body_takes_none_that_is_large() -> None:
    """Nobody has to read it."""
    assert bad(READ, Content_Length="65537") == {"body"}


def test_j12_a_json_body_announced_too_large_is_413() -> None:
    """10 × 2^20 bytes pass, one more does not."""
    check_head(CIMultiDict({"Content-Length": "10485760"}), INGEST)
    with pytest.raises(UnreadBodyError) as caught:
        check_head(CIMultiDict({"Content-Length": "10485761"}), INGEST)
    assert caught.value.reason is Reason.PAYLOAD_TOO_LARGE


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "br", "deflate, gzip", "", "x"])
def test_u13_a_compressed_body_is_never_inflated(encoding: str) -> None:
    """Any Content-Encoding is refused before a byte is read."""
    assert bad(SUBMIT, Content_Encoding=encoding) == {"body"}
