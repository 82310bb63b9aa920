"""Hostile files through the pool: each ends in a result or a typed failure, within limits, and leaves nothing behind."""

import asyncio
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission

from services.matcher.adapters.pdf.pool import ReaderPool
from services.matcher.domain.cv import ReadCv
from services.matcher.domain.failure import FailureCode, MatchFailure
from tests.integration.pdf import hostile
from tests.integration.pdf.conftest import MakePool

TEXT = b"Led a team of ten engineers in Berlin and shipped a product"


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def outcome(pool: ReaderPool, pdf: bytes) -> ReadCv | FailureCode:
    try:
        return await pool.read(pdf)
    except MatchFailure as failure:
        return failure.code


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: hostile.flate_bomb(200), id="p01_flate_bomb"),
        pytest.param(lambda: hostile.flate_in_flate(300), id="p02_flate_in_flate"),
        pytest.param(hostile.self_drawing_form, id="p03_form_that_draws_itself"),
        pytest.param(hostile.nested_forms, id="p04_nested_forms"),
    ],
)
async def test_a_bomb_ends_in_its_limits(make_pool: MakePool, make: Callable[[], bytes]) -> None:
    """A small file that would take gigabytes or minutes fails as too complex; the parent's memory does not grow by it."""
    pdf = make()
    pool = await make_pool(memory_mb=192, cpu_s=4)
    before = peak_mb()
    assert await outcome(pool, pdf) is FailureCode.CV_TOO_COMPLEX
    assert peak_mb() - before < 32
    assert isinstance(await outcome(pool, hostile.plain_text([TEXT.decode()])), ReadCv)


async def test_p06_pages_past_the_cap_are_not_read(make_pool: MakePool) -> None:
    """Ten thousand pages are fifty; the reading says so."""
    pool = await make_pool()
    cv = await outcome(pool, hostile.many_pages(10_000))
    assert isinstance(cv, ReadCv)
    assert (cv.pages, cv.pages_read, len(cv.profile.other)) == (10_000, 50, 50)


async def test_characters_past_the_cap_are_not_read(make_pool: MakePool) -> None:
    """A flood of text is cut, and the page it was cut in does not count as read."""
    pool = await make_pool(max_characters=5_000)
    cv = await outcome(pool, hostile.plain_text(["lorem ipsum dolor sit amet " * 3] * 200))
    assert isinstance(cv, ReadCv)
    assert cv.pages_read == 0
    assert sum(len(line.text) for line in cv.profile.other) <= 5_000


@pytest.mark.parametrize(
    "pdf",
    [
        pytest.param(hostile.page_tree_cycle(), id="p07_page_tree_that_contains_itself"),
        pytest.param(hostile.plain_text([TEXT.decode()])[:300], id="p11_cut_in_half"),
        pytest.param(b"%PDF-", id="p11_header_only"),
        pytest.param(b"%PDF-1.7\n" + bytes(range(256)) * 40, id="noise"),
    ],
)
async def test_a_broken_file_fails_cleanly(make_pool: MakePool, pdf: bytes) -> None:
    """What is no PDF inside is unreadable or has no text, by a typed failure of a child that lives on."""
    pool = await make_pool()
    before = pool.pids
    assert await outcome(pool, pdf) in {FailureCode.CV_UNREADABLE, FailureCode.CV_NO_TEXT}
    assert pool.pids == before


@pytest.mark.parametrize("make", [hostile.claimed_pages, hostile.nested_arrays], ids=["p08_claims", "p10_arrays"])
async def test_an_odd_file_with_text_is_read(make_pool: MakePool, make: Callable[[bytes], bytes]) -> None:
    """A page count of two billion and a hundred thousand nested arrays do not keep the text from being read."""
    pool = await make_pool()
    cv = await outcome(pool, make(TEXT))
    assert isinstance(cv, ReadCv)
    assert [line.text for line in cv.profile.other] == [TEXT.decode()]


@pytest.mark.parametrize(("password", "readable"), [("", True), ("secret", False)], ids=["p12_empty", "p13_password"])
async def test_encryption(make_pool: MakePool, password: str, readable: bool) -> None:  # noqa: FBT001
    """A file locked with an empty user password reads; one that asks for a password fails as encrypted."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    pdf.multi_cell(0, text=TEXT.decode())
    pdf.set_encryption(owner_password="owner", user_password=password, permissions=AccessPermission.none())
    result = await outcome(await make_pool(), bytes(pdf.output()))
    assert isinstance(result, ReadCv) if readable else result is FailureCode.CV_ENCRYPTED


async def test_p24_a_page_without_text_is_no_text(make_pool: MakePool) -> None:
    """A drawing without a text layer has no text; it is not an empty reading."""
    pdf = hostile.one_page(hostile.stream(b"0 0 1 rg 100 100 300 300 re f"))
    assert await outcome(await make_pool(), pdf) is FailureCode.CV_NO_TEXT


async def test_p26_good_files_among_hostile_ones_are_all_read(make_pool: MakePool) -> None:
    """Sixteen hostile and sixteen good files at once: every good one is read, and the pool is as large as before."""
    pool = await make_pool(size=2, memory_mb=256, cpu_s=4)
    bad = [hostile.self_drawing_form() if index % 8 == 0 else hostile.page_tree_cycle() for index in range(16)]
    good = [hostile.plain_text([f"{TEXT.decode()} number {index}"]) for index in range(16)]
    mixed = [pdf for pair in zip(bad, good, strict=True) for pdf in pair]
    results = await asyncio.gather(*(outcome(pool, pdf) for pdf in mixed))
    texts = [result.profile.other[0].text for result in results[1::2] if isinstance(result, ReadCv)]
    assert texts == [f"{TEXT.decode()} number {index}" for index in range(16)]
    assert not any(isinstance(result, ReadCv) for result in results[::2])
    async with asyncio.timeout(30):
        while len(pool.pids) < 2:
            await asyncio.sleep(0.01)


async def test_files_of_other_projects_end_in_a_result_or_a_failure(make_pool: MakePool, shared_data: Path) -> None:
    """Malformed, encrypted, image-only and odd files from the tests of pdfminer.six, OCRmyPDF and qpdf all end well."""
    pool = await make_pool(size=2)
    files = sorted((shared_data / "hostile").rglob("*.pdf"))
    results = await asyncio.gather(*(outcome(pool, file.read_bytes()) for file in files))
    assert len(files) > 100
    by_name = {
        str(file.relative_to(shared_data / "hostile")): result for file, result in zip(files, results, strict=True)
    }
    assert by_name["pdfminer.six/encryption/aes-256.pdf"] is FailureCode.CV_ENCRYPTED
    assert by_name["ocrmypdf/linn.pdf"] is FailureCode.CV_NO_TEXT
    assert by_name["qpdf/bad1.pdf"] is FailureCode.CV_UNREADABLE
    assert FailureCode.CV_TOO_COMPLEX not in results
