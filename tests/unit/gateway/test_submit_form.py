"""The fields of a submit: every rule of the contract's table, at its edges, all bad fields at once."""

import json
from typing import Any

import pytest

from services.gateway.intake.form import UploadedFile
from services.gateway.schemas.match import MAX_CV_BYTES, ListQuery, SubmitForm
from services.gateway.schemas.validation import MAX_FIELDS, fields_of, validate
from services.platform.errors import AppError, Reason

CONFIG = {
    "requirements": {
        "workExperience": {"from": 2, "to": 5, "importance": 3},
        "skills": {"importance": 4},
    }
}


def pdf(*, filename: str = "cv.pdf", kind: str = "application/pdf", size: int = 5) -> UploadedFile:
    return UploadedFile(filename=filename, media_type=kind, data=memoryview(bytearray(size)))


def judge(**changes: Any) -> SubmitForm:
    values = {"cv_file": pdf(), "position_id": "p", "job_description": "j", "config": json.dumps(CONFIG)} | changes
    return validate(SubmitForm, values, already_bad={})


def bad(**changes: Any) -> dict[str, tuple[str, ...]]:
    with pytest.raises(AppError) as caught:
        judge(**changes)
    assert caught.value.reason is Reason.INVALID_INPUT
    return caught.value.fields


def config(*, skills: Any = None, work: Any = None, education: Any = ...) -> str:
    requirements: dict[str, Any] = {
        "workExperience": CONFIG["requirements"]["workExperience"] | (work or {}),
        "skills": CONFIG["requirements"]["skills"] | (skills or {}),
    }
    if education is not ...:
        requirements["education"] = education
    return json.dumps({"requirements": requirements})


def test_a_plain_submit_has_its_defaults() -> None:
    """Optional fields are empty, the config is kept as text and as value."""
    form = judge()
    assert (form.metadata, form.tags, form.external_id, form.webhook_url) == ({}, [], None, None)
    assert form.config.value == CONFIG
    assert form.config.text == json.dumps(CONFIG)


def test_every_bad_field_is_reported_at_once() -> None:
    """`details.fields` names all of them, not the first."""
    found = bad(
        cv_file=pdf(filename="cv.docx"), position_id="a b", job_description=" ", config="[]", webhook_url="",
        idempotency_key="", metadata="[]", tags="{}", externalId="",
    )  # fmt: skip
    assert set(found) == {
        *("cv_file", "position_id", "job_description", "config", "webhook_url", "idempotency_key"),
        *("metadata", "tags", "externalId"),
    }
    with pytest.raises(AppError) as caught:
        validate(SubmitForm, {}, already_bad={"body": ["x"]})
    assert set(caught.value.fields) == {"body", "cv_file", "position_id", "job_description", "config"}
    assert caught.value.fields["config"] == ("is required",)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (pdf(kind="application/vnd.openxmlformats-officedocument.wordprocessingml.document"), "type"),
        (pdf(kind=""), "type"),
        (pdf(kind="application/octet-stream"), "type"),
        (pdf(filename="cv.docx"), "ends in .pdf"),
        (pdf(filename=""), "ends in .pdf"),
        (pdf(filename="cv.pdf.exe"), "ends in .pdf"),
        (pdf(size=MAX_CV_BYTES + 1), "5242880"),
    ],
)
def test_u15_p17_a_cv_by_another_type_name_or_size_is_invalid_input(file: UploadedFile, words: str) -> None:
    """MIME and extension must both say PDF, and one byte too many is too many."""
    assert words in bad(cv_file=file)["cv_file"][0]


@pytest.mark.parametrize("file", [pdf(filename="CV.PDF"), pdf(filename=".pdf"), pdf(size=0), pdf(size=MAX_CV_BYTES)])
def test_u15_the_case_of_the_extension_does_not_matter(file: UploadedFile) -> None:
    """`.PDF` is `.pdf`; what is inside is judged later."""
    assert judge(cv_file=file).cv_file is file


@pytest.mark.parametrize("value", ["a", "A-Za-z0-9._-", "x" * 28])
def test_position_ids_of_the_pattern_are_taken(value: str) -> None:
    """1 to 28 of the allowed characters."""
    assert judge(position_id=value).position_id == value


@pytest.mark.parametrize("value", ["", "x" * 29, "a b", "a\n", "é", "a/b", "{x}", "a:b"])
def test_position_ids_off_the_pattern_are_refused(value: str) -> None:
    """A line break at the end included."""
    assert "position_id" in bad(position_id=value)


@pytest.mark.parametrize("value", ["a", "x" * 128, "A.b_c-9"])
def test_i19_idempotency_keys_of_the_pattern_are_taken(value: str) -> None:
    """1 to 128 of the allowed characters."""
    assert judge(idempotency_key=value).idempotency_key == value


@pytest.mark.parametrize("value", ["", "x" * 129, "x" * 2**20, "a\r\nb", "😀", "../", "*", "{x}", "a:b", "a\n"])
def test_i19_idempotency_keys_off_the_pattern_are_refused(value: str) -> None:
    """Whatever could bend a storage key is not a key."""
    assert "idempotency_key" in bad(idempotency_key=value)


@pytest.mark.parametrize("value", ["x", "😀" * 100_000, '{"title": "a job"}', '{"a":1,"a":2}', "NaN"])
def test_u17_job_descriptions_are_1_to_100000_characters_of_anything(value: str) -> None:
    """Characters are counted, not bytes, and text that is odd JSON is just text."""
    assert judge(job_description=value).job_description == value


@pytest.mark.parametrize("value", ["", " \t\n", "\u3000", "x" * 100_001])
def test_u17_blank_or_overlong_job_descriptions_are_refused(value: str) -> None:
    """Nothing to read, or too much of it."""
    assert "job_description" in bad(job_description=value)


def test_webhook_urls_up_to_2048_characters_are_judged_elsewhere() -> None:
    """Only the length is a matter of fields; 2,049 is too much."""
    url = "ftp://example.com/" + "x" * 2030
    assert judge(webhook_url=url).webhook_url == url
    assert "webhook_url" in bad(webhook_url=url + "x")


def test_metadata_is_echoed_with_string_values() -> None:
    """Numbers and booleans become the text JSON spells them with."""
    given = '{"a": "x", "b": 1, "c": 1.5, "d": true, "e": "", "f": -0.0, "g": 1e3}'
    assert judge(metadata=given).metadata == {
        "a": "x", "b": "1", "c": "1.5", "d": "true", "e": "", "f": "-0.0", "g": "1000.0"
    }  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        json.dumps({str(number): "" for number in range(51)}),
        json.dumps({"k" * 41: ""}),
        '{"": "x"}',
        json.dumps({"k": "v" * 501}),
        '{"a": null}', '{"a": []}', '{"a": {}}', "[]", "null", "1", '"{}"', "", "{", '{"a":1,"a":2}',
        json.dumps({f"k{number}": "v" * 480 for number in range(18)}),
    ],
)  # fmt: skip
def test_metadata_off_the_rules_is_refused(value: str) -> None:
    """Keys, values, count and size each have their limit."""
    assert "metadata" in bad(metadata=value)


def test_metadata_at_its_limits_is_taken() -> None:
    """50 keys, 40 characters a key, 500 a value, each fit."""
    for given in ({f"{number:040d}": "x" for number in range(50)}, {"k": "v" * 500}):
        assert judge(metadata=json.dumps(given)).metadata == given


def test_tags_are_trimmed_and_said_once() -> None:
    """In the order they came."""
    assert judge(tags='[" b ", "a", "b", "\\u3000a"]').tags == ["b", "a"]
    assert len(judge(tags=json.dumps([f"t{number}" for number in range(20)] * 2)).tags) == 20
    assert judge(tags=json.dumps(["t" * 40])).tags == ["t" * 40]


@pytest.mark.parametrize(
    "value",
    [
        "{}",
        '"a"',
        "a,b",
        "[1]",
        "[null]",
        '[""]',
        '[" "]',
        json.dumps(["t" * 41]),
        json.dumps([str(n) for n in range(21)]),
    ],
)
def test_tags_off_the_rules_are_refused(value: str) -> None:
    """At most 20 distinct strings of 1 to 40 characters."""
    assert "tags" in bad(tags=value)


@pytest.mark.parametrize("length", [0, 256])
def test_external_ids_have_1_to_255_characters(length: int) -> None:
    """Both edges and what lies beyond."""
    assert judge(externalId="x" * 255).external_id == "x" * 255
    assert "externalId" in bad(externalId="x" * length)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "{",
            "[]",
            '"x"',
            "1",
            "null",
            '{"requirements": NaN}',
            '{"a":1e400}',
            '{"a":1,"a":2}',
            r'{"a":"\ud800"}',
        ),
        *('{"a":' + "9" * 5000 + "}", '{"a":' + "[" * 100_000 + "]" * 100_000 + "}", "\ufeff{}", '{"a":1,}', "{} tail"),
        '{"a":"' + "x" * 262_144 + '"}',
    ],
)
def test_u18_j01_to_j11_bad_json_in_config_is_refused_with_the_field_named(text: str) -> None:
    """Every JSON case of the adversary's table is a 400 on `config`."""
    assert set(bad(config=text)) == {"config"}


def test_config_may_have_256_kb_and_no_more() -> None:
    """The text is counted in bytes."""
    short = json.dumps(CONFIG | {"pad": ""})
    pad = "x" * (262_144 - len(short))
    assert judge(config=json.dumps(CONFIG | {"pad": pad}))
    assert "config" in bad(config=json.dumps(CONFIG | {"pad": pad + "x"}))
    assert "config" in bad(config=json.dumps(CONFIG | {"pad": "é" * (len(pad) - 1)}, ensure_ascii=False))


def test_unknown_keys_of_config_are_kept() -> None:
    """They are never an error, whatever they hold."""
    odd = CONFIG | {"_private": [1, None], "__class__": {"a": 1.5}}
    assert judge(config=json.dumps(odd)).config.value == odd


def test_bad_requirements_are_named_by_their_path() -> None:
    """The path leads to the entry, index included."""
    skills = {"skills_config": {"hard_skills": [{"name": "a", "importance": 1}] * 2 + [{"name": "b", "importance": 6}]}}
    assert bad(config=config(skills=skills)) == {
        "config.requirements.skills.skills_config.hard_skills[2].importance": ("must be at most 5",)
    }


@pytest.mark.parametrize("value", [0, 6, 2.5, 3.0, "3", True, None, [], -1, 10**30])
def test_importance_is_an_integer_from_1_to_5_or_invalid_input(value: Any) -> None:
    """Anything else is refused with its path; a number that is too long is refused on the whole."""
    found = set(bad(config=config(work={"importance": value})))
    assert found <= {"config.requirements.workExperience.importance", "config"}


def test_a_client_sees_at_most_200_bad_fields() -> None:
    """An error does not grow with what is sent."""
    errors = [{"type": "missing", "loc": (f"f{number}",), "msg": "", "input": None} for number in range(500)]
    assert len(fields_of(errors, without={})) == MAX_FIELDS  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("2026-11-21", 1_795_219_200_000),
        ("2026-11-21T08:00:00Z", 1_795_248_000_000),
        ("2026-11-21t08:00:00.123z", 1_795_248_000_123),
        ("2026-11-21T08:00", 1_795_248_000_000),
        ("2026-11-21T10:00:00+02:00", 1_795_248_000_000),
    ],
)
def test_times_of_a_list_are_iso_8601_in_utc_unless_they_say_otherwise(text: str, milliseconds: int) -> None:
    """Dates, times, fractions and offsets are read to the millisecond."""
    query = validate(ListQuery, {"created_after": text, "created_before": text}, already_bad={})
    assert (query.created_after, query.created_before) == (milliseconds, milliseconds)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2026-13-01", "2026-02-30T00:00:00Z", "1795248000", "2026-W47-6", "20261121",
     "2026-11-21T08:00:00 02:00", "２０２６-11-21"],
)  # fmt: skip
def test_times_that_are_none_are_refused(text: str) -> None:
    """Other spellings, impossible days and times out of range are named."""
    with pytest.raises(AppError) as caught:
        validate(ListQuery, {"created_after": text}, already_bad={})
    assert set(caught.value.fields) == {"created_after"}


@pytest.mark.parametrize("text", ["0", "101", "-1", "1.5", "1_0", " 5", "+5", "٣", "", "9" * 20])
def test_limits_of_a_list_are_1_to_100(text: str) -> None:
    """Plain digits within bounds, 20 when absent."""
    assert validate(ListQuery, {}, already_bad={}).limit == 20
    assert validate(ListQuery, {"limit": "100"}, already_bad={}).limit == 100
    with pytest.raises(AppError) as caught:
        validate(ListQuery, {"limit": text}, already_bad={})
    assert set(caught.value.fields) == {"limit"}
