"""Contract §2 and §4 at `POST /api/v1/cvdeepmatch/submit`, against the running system."""

import asyncio
import json
import re
from copy import deepcopy
from typing import Any

import pytest

from tests.support.live import CONFIG, RestClient, assert_error, bad_fields, form
from tests.support.system import System

pytestmark = pytest.mark.system

MATCH_ID = re.compile(r"^cvdm_[0-9A-Za-z]{22}$")
MIB = 1024 * 1024


def cv_part(cv: bytes, *, name: str = "cv.pdf", mime: str = "application/pdf") -> list[Any]:
    """A valid submit with another file part."""
    return [("cv_file", (name, cv, mime)), *form(cv)[1:]]


async def test_202_gives_an_opaque_id_and_processing(client: RestClient, cv: bytes) -> None:
    """202 `{id, status: "processing", message, estimated_time}`; the id is `cvdm_` and 22 base62 characters."""
    answer = await client.submit(cv)
    assert answer.status_code == 202
    body = answer.json()
    assert MATCH_ID.match(body["id"])
    assert body["status"] == "processing"
    assert body["message"]
    assert body["estimated_time"]
    assert "idempotent_replay" not in body


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("cv.docx", "application/pdf"),
        ("cv.pdf", "text/plain"),
        ("cv", "application/pdf"),
        ("cv.pdf", "application/octet-stream"),
        ("cv.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
async def test_type_and_name_must_both_say_pdf(client: RestClient, cv: bytes, name: str, mime: str) -> None:
    """P17: MIME `application/pdf` and a name ending `.pdf`, else `INVALID_INPUT` on cv_file."""
    assert "cv_file" in bad_fields(await client.submit_parts(cv_part(cv, name=name, mime=mime)))


async def test_the_name_may_end_in_upper_case(client: RestClient, cv: bytes) -> None:
    """U15: the ending is compared without regard to case."""
    assert (await client.submit_parts(cv_part(cv, name="CV.PDF"))).status_code == 202


@pytest.mark.parametrize(
    "head",
    [
        b"\n%PDF-1.7",
        b"\xef\xbb\xbf%PDF-1.7",
        b" " * 1024 + b"%PDF-1.7",
        b"%pdf-1.7",
        b"%PDF",
        "%PDF-".encode("utf-16"),
        b"<html>",
        b"PK\x03\x04",
    ],
)
async def test_bytes_not_starting_with_the_magic_are_invalid_file_content(client: RestClient, head: bytes) -> None:
    """P15, P16: passed the type and extension gate, does not start with `%PDF-`."""
    assert_error(await client.submit(head), 400, "INVALID_FILE_CONTENT")


async def test_five_mebibytes_are_accepted_and_one_byte_more_is_not(client: RestClient, cv: bytes) -> None:
    """U01: 5 × 2^20 bytes pass, one byte more is `INVALID_INPUT` on cv_file."""
    for size in (5 * MIB - 1, 5 * MIB):
        assert (await client.submit(cv.ljust(size, b"\n"))).status_code == 202
    assert "cv_file" in bad_fields(await client.submit(cv.ljust(5 * MIB + 1, b"\n")))


@pytest.mark.parametrize("position", ["", "a b", "x" * 29, "ä", "a/b", "a\n"])
async def test_position_id_has_a_pattern(client: RestClient, cv: bytes, position: str) -> None:
    """`^[A-Za-z0-9._-]{1,28}$`."""
    assert "position_id" in bad_fields(await client.submit(cv, position_id=position))


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "x" * 100_001])
async def test_job_description_has_limits(client: RestClient, cv: bytes, text: str) -> None:
    """U17: 1–100,000 chars, not blank."""
    assert "job_description" in bad_fields(await client.submit(cv, job_description=text))


@pytest.mark.parametrize(
    "text", ["x", "y" * 100_000, '{"title": "Backend Engineer", "must": ["Python"]}', "🙂 engineer"]
)
async def test_job_description_may_be_text_or_an_object(client: RestClient, cv: bytes, text: str) -> None:
    """A string that parses to a JSON object is the JD object, anything else is text."""
    assert (await client.ended(await client.accepted(cv, job_description=text)))["status"] == "finished"


@pytest.mark.parametrize("field", ["cv_file", "position_id", "job_description", "config"])
async def test_a_required_field_must_be_there(client: RestClient, cv: bytes, field: str) -> None:
    """A missing required field is named."""
    parts = [part for part in form(cv) if part[0] != field]
    assert field in bad_fields(await client.submit_parts(parts))


@pytest.mark.parametrize("key", ["", "a b", "x" * 129, "ä", "a:b", "../x", "*", "{x}", "a\r\nb", "\x00", "🙂"])
async def test_idempotency_key_has_a_pattern(client: RestClient, cv: bytes, key: str) -> None:
    """I19: `^[A-Za-z0-9._-]{1,128}$`."""
    assert "idempotency_key" in bad_fields(await client.submit(cv, idempotency_key=key))


async def test_a_repeated_field_is_invalid_input(client: RestClient, cv: bytes) -> None:
    """U10: repeated fields, files included, are refused by name."""
    assert "position_id" in bad_fields(await client.submit_parts([*form(cv), ("position_id", (None, "again"))]))
    assert "cv_file" in bad_fields(await client.submit_parts([*form(cv), form(cv)[0]]))


async def test_an_unknown_file_part_is_refused_and_an_unknown_text_ignored(client: RestClient, cv: bytes) -> None:
    """An unknown file part is `INVALID_INPUT`; other unknown text fields are ignored."""
    bad_fields(await client.submit_parts([*form(cv), ("photo", ("me.png", b"\x89PNG", "image/png"))]))
    assert (await client.submit_parts([*form(cv), ("note", (None, "hello"))])).status_code == 202


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=" + "x" * 100,
        "multipart/form-data; boundary=absent",
        "application/json",
        "text/plain",
    ],
)
async def test_a_body_that_is_no_multipart_form_is_invalid_input(client: RestClient, content_type: str) -> None:
    """U09: a missing, overlong or unused boundary, or another type, is `INVALID_INPUT`, never a 500."""
    answer = await client.http.post(
        "/api/v1/cvdeepmatch/submit",
        content=b"--y\r\n\r\n",
        headers={"X-API-Key": client.key, "Content-Type": content_type},
    )
    assert_error(answer, 400, "INVALID_INPUT")


def config_with(path: str, value: Any) -> str:
    """The sample config with one value changed; the path is that of the error, less `config.`."""
    config: Any = deepcopy(CONFIG)
    target: Any = config
    *parents, last = re.findall(r"[A-Za-z_]+|\d+", path)
    for step in parents:
        target = target[int(step)] if step.isdigit() else target[step]
    target[int(last) if last.isdigit() else last] = value
    return json.dumps(config)


def each(path: str, *values: Any) -> list[tuple[str, Any]]:
    """The same path with each of the values."""
    return [(path, value) for value in values]


SKILLS = "requirements.skills.skills_config"


BAD_VALUES: list[tuple[str, Any]] = [
    *each("requirements.skills.importance", 0, 6, -1, 2.5, "3", True, None, [], {}),
    *each("requirements.workExperience.importance", 0, 6, "5", None),
    *each(f"{SKILLS}.hard_skills[1].importance", 0, 6, 1.5, "x", None),
    (f"{SKILLS}.hard_skills[0].name", ""),
    (f"{SKILLS}.hard_skills[0].name", "n" * 201),
    (f"{SKILLS}.hard_skills[0].name", 7),
    (f"{SKILLS}.hard_skills", [{"name": "x", "importance": 1}] * 51),
    (f"{SKILLS}.hard_skills", {}),
    (f"{SKILLS}.languages[0].level", "D1"),
    (f"{SKILLS}.languages[0].importance", 9),
    ("requirements.workExperience.from", -1),
    ("requirements.workExperience.from", 1.5),
    ("requirements.workExperience.to", "ten"),
    ("requirements.workExperience.time_importance", 6),
    ("requirements.workExperience.min_job_duration_months", -1),
    ("requirements.workExperience.relevant_roles", "Engineer"),
    ("requirements.workExperience.transferable_skills", "yes"),
    ("requirements.education.degree", "wizard"),
    ("requirements.education.importance", 0),
]


@pytest.mark.parametrize(("path", "value"), BAD_VALUES)
async def test_a_bad_config_value_is_invalid_input_with_its_path(
    client: RestClient, cv: bytes, path: str, value: Any
) -> None:
    """§4: anything else is `INVALID_INPUT` with its path."""
    assert f"config.{path}" in bad_fields(await client.submit(cv, config=config_with(path, value)))


async def test_from_may_not_be_above_to(client: RestClient, cv: bytes) -> None:
    """§4: from ≤ to."""
    fields = bad_fields(await client.submit(cv, config=config_with("requirements.workExperience.from", 13)))
    assert any(path.startswith("config.requirements.workExperience") for path in fields)


@pytest.mark.parametrize(
    "missing", ["requirements", "requirements.workExperience", "requirements.skills", "requirements.skills.importance"]
)
async def test_required_parts_of_the_config_must_be_there(client: RestClient, cv: bytes, missing: str) -> None:
    """§2: config holds requirements.workExperience and requirements.skills."""
    config: Any = deepcopy(CONFIG)
    *parents, last = missing.split(".")
    target = config
    for step in parents:
        target = target[step]
    del target[last]
    assert any(
        path.startswith(f"config.{missing}") for path in bad_fields(await client.submit(cv, config=json.dumps(config)))
    )


DEEP = '{"requirements": ' + '{"a": ' * 5_000 + "1" + "}" * 5_000 + "}"


@pytest.mark.parametrize(
    "config",
    [
        "",
        "{",
        "[]",
        '"x"',
        "1",
        "null",
        "{} {}",
        '{"requirements": NaN}',
        '{"requirements": 1e400}',
        '{"a": 1, "a": 2}',
        '{"requirements": "\\ud800"}',
        '{"requirements": ' + "9" * 5000 + "}",
        DEEP,
        "{'a': 1}",
        '{"a": 1,}',
        '{"a": "' + "x" * 262_144 + '"}',
    ],
    ids=lambda config: f"{config[:24]}…{len(config)}",
)
async def test_a_config_that_is_no_plain_json_object_is_invalid_input(
    client: RestClient, cv: bytes, config: str
) -> None:
    """J01–J11, U18: every odd JSON inside the field is a 400 that names it."""
    assert any(path.startswith("config") for path in bad_fields(await client.submit(cv, config=config)))


async def test_unknown_config_keys_are_echoed_and_underscored_ones_are_not(client: RestClient, cv: bytes) -> None:
    """§4: unknown keys are kept and echoed; `config` is echoed without keys that begin with `_`, at any depth."""
    config: Any = deepcopy(CONFIG)
    config["vendor"] = {"note": "kept", "_secret": 1, "list": [{"_x": 1, "y": 2}]}
    config["_internal"] = True
    match = await client.ended(await client.accepted(cv, config=json.dumps(config)))
    assert match["config"]["vendor"] == {"note": "kept", "list": [{"y": 2}]}
    assert "_internal" not in match["config"]
    assert match["config"]["requirements"] == config["requirements"]


async def test_the_same_key_returns_the_original_id(client: RestClient, cv: bytes) -> None:
    """I09: 200 with the same id and `idempotent_replay: true`, while it runs and after it ended."""
    match_id = await client.accepted(cv, idempotency_key="k1")
    for _ in range(2):
        replay = await client.submit(cv, idempotency_key="k1")
        assert replay.status_code == 200
        assert replay.json()["id"] == match_id
        assert replay.json()["idempotent_replay"] is True
        assert "idempotency_mismatch" not in replay.json()
        await client.ended(match_id)


async def test_the_same_key_with_another_body_says_so(client: RestClient, cv: bytes) -> None:
    """I03: still the original id with 200, plus `idempotency_mismatch: true`."""
    match_id = await client.accepted(cv, idempotency_key="k2")
    replay = await client.submit(cv, idempotency_key="k2", job_description="Another job.")
    assert (replay.status_code, replay.json()["id"], replay.json()["idempotency_mismatch"]) == (200, match_id, True)


async def test_the_scope_of_a_key_is_the_client(system: System, cv: bytes) -> None:
    """I05, I06: two keys of one client share it, two clients do not."""
    one = await system.new_client()
    same, other = await system.another_key(one), await system.new_client()
    match_id = await one.accepted(cv, idempotency_key="k3")
    assert (await same.submit(cv, idempotency_key="k3")).json()["id"] == match_id
    assert (await other.submit(cv, idempotency_key="k3")).status_code == 202


async def test_i07_i12_a_replay_needs_a_key_that_may_submit_and_no_certain_one(system: System, cv: bytes) -> None:
    """I07, I12: a new key of the client replays what an old one began; a revoked key and one without the permission do not."""
    old = await system.new_client(credits=3)
    match_id = await old.accepted(cv, idempotency_key="k7")
    await system.revoke(old)
    new, reader = await system.another_key(old), await system.another_key(old, permissions=("cvdeepsearch",))
    replay = await new.submit(cv, idempotency_key="k7")
    assert (replay.status_code, replay.json()["id"]) == (200, match_id)
    assert_error(await old.submit(cv, idempotency_key="k7"), 401, "INVALID_API_KEY")
    assert_error(await reader.submit(cv, idempotency_key="k7"), 403, "MISSING_PERMISSION")


async def test_a06_a_match_ends_whatever_became_of_the_key_that_sent_it(system: System, cv: bytes) -> None:
    """A06: it is the client's match: it finishes and is charged, and reading it needs a key with the permission."""
    sender = await system.new_client(credits=3)
    match_id = await sender.accepted(cv)
    await system.revoke(sender)
    reader = await system.another_key(sender)
    assert (await reader.ended(match_id))["status"] == "finished"
    assert (await reader.credits())["balance"] == 0
    other = await system.another_key(sender, permissions=("cvdeepsearch",))
    assert_error(await other.get(f"/api/v1/cvdeepmatch/{match_id}"), 403, "MISSING_PERMISSION")


async def test_i01_a_hundred_concurrent_submits_with_one_key_make_one_match(system: System, cv: bytes) -> None:
    """I01: one 202, 99 × 200 with one id, one hold, one charge."""
    client = await system.new_client(credits=100)
    answers = await asyncio.gather(*(client.submit(cv, idempotency_key="burst") for _ in range(100)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] * 99 + [202]
    (match_id,) = {answer.json()["id"] for answer in answers}
    assert (await client.ended(match_id))["status"] == "finished"
    assert [row["id"] for row in await client.rows()] == [match_id]
    assert (await client.credits())["balance"] == 97


async def test_c01_a_hundred_concurrent_submits_with_credit_for_one(system: System, cv: bytes) -> None:
    """C01: one 202 and 99 × 402."""
    client = await system.new_client(credits=3)
    answers = await asyncio.gather(*(client.submit(cv) for _ in range(100)))
    assert sorted(answer.status_code for answer in answers) == [202] + [402] * 99
    accepted = next(answer.json()["id"] for answer in answers if answer.status_code == 202)
    await client.ended(accepted)
    assert (await client.credits())["balance"] == 0


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.com/hook", "INSECURE_WEBHOOK_URL"),
        ("HTTP://8.8.8.8/", "INSECURE_WEBHOOK_URL"),
        ("https://127.0.0.1/h", "PRIVATE_WEBHOOK_URL"),
        ("https://10.0.0.1/h", "PRIVATE_WEBHOOK_URL"),
        ("https://[::1]/h", "PRIVATE_WEBHOOK_URL"),
        ("ftp://example.com/", "INVALID_INPUT"),
        ("https://user:word@example.com/", "INVALID_INPUT"),
        ("nonsense", "INVALID_INPUT"),
        ("https://example.com/" + "x" * 2048, "INVALID_INPUT"),
    ],
)
async def test_webhook_urls_are_judged_at_submit(client: RestClient, cv: bytes, url: str, code: str) -> None:
    """§5: http, private, malformed and overlong URLs are refused, each with its code."""
    error = assert_error(await client.submit(cv, webhook_url=url), 400, code)
    if code == "INVALID_INPUT":
        assert "webhook_url" in error["details"]["fields"]
