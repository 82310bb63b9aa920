"""What may never stand in a log line."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.exceptions import RedisError

from services.platform.errors import AppError, Reason
from services.platform.telemetry.redaction import REDACTED, describe, format_trace, is_sensitive, mask, redact


@pytest.mark.parametrize(
    "key",
    [
        "cv", "cv_text", "cvText", "text", "texts", "job_description", "jobDescription", "email", "e_mail", "phone",
        "name", "full_name", "candidateName", "api_key", "apiKey", "X-API-Key", "x_api_key", "authorization",
        "Authorization", "secret", "webhook_secret", "client_secrets", "url", "webhook_url", "webhookUrl", "body",
        "raw_body", "payload", "password", "token", "Cookie", "signature", "address", "parsed_cv", "evidence", "config",
    ],
)  # fmt: skip
def test_a_sensitive_key_is_seen_in_any_spelling(key: str) -> None:
    """Snake case, camel case, header case: a key is judged by its words."""
    assert is_sensitive(key, "x")
    assert redact({key: "planted"}) == {key: REDACTED}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("client_id", "cl_1"), ("event_id", "evt_1"), ("cv_id", "x"), ("secret_id", "whs_1"), ("model_name", "m"),
        ("body_bytes", 12), ("text_chars", 9), ("cv_pages", 2), ("duration_ms", 1.5), ("method", "/a/B"),
        ("status", "ok"), ("outcome", "gone"), ("reason", "X"), ("listen", "127.0.0.1:1"), ("tokens", 12),
    ],
)  # fmt: skip
def test_measures_and_ids_are_kept(key: str, value: Any) -> None:
    """What only counts or names a thing is needed in logs and shows nothing."""
    assert redact({key: value}) == {key: value}


def test_a_measure_that_is_text_is_no_measure() -> None:
    """A unit at the end of a key does not let a text through."""
    assert redact({"cv_chars": "Erika Mustermann"}) == {"cv_chars": REDACTED}


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("sent to erika.muster+cv@mail.example.org today", "erika"),
        ("jürgen@bücher.example", "jürgen"),
        ("key cvk_4fGh7Kq9 is revoked", "4fGh7Kq9"),
        ("signed with whsec_Abc123", "Abc123"),
        ("Authorization: Bearer abc.def-ghi", "abc.def"),
        ("redis://default:hunter2@10.0.0.1:6379/0", "hunter2"),
        ("cut off erika@", "erika"),
    ],
)
def test_strings_are_masked_whatever_their_key(text: str, secret: str) -> None:
    """Addresses, keys and credentials inside any text are replaced, the rest stays."""
    masked = mask(text)

    assert secret not in masked
    assert masked != ""


@given(local=st.from_regex(r"[a-z0-9._%+-]{1,64}", fullmatch=True), around=st.text("ab \n(<>\"'", max_size=20))
def test_an_address_never_survives(local: str, around: str) -> None:
    """Wherever in a text an address stands, its local part is gone."""
    assert f"{local}@example.org" not in mask(f"{around}{local}@example.org{around}")


def test_masking_stays_quick_on_long_hostile_text() -> None:
    """A hundred thousand characters made to slow the patterns down are masked and cut."""
    assert len(mask("a" * 100_000 + "@" * 1_000)) <= 4_001
    assert len(mask("://" + "a" * 100_000)) <= 4_001


class _Word(StrEnum):
    A = "a"


@dataclass
class _Person:
    name: str


def test_of_a_long_text_both_ends_are_kept() -> None:
    """A long trace keeps where it began and the error it ended with."""
    shown = mask("first line\n" + "x" * 10_000 + "\nKeyError")

    assert shown.startswith("first line")
    assert shown.endswith("KeyError")
    assert len(shown) <= 4_001


def test_values_of_any_shape_are_walked() -> None:
    """Nested containers are redacted inside; objects and bytes are named by type, their contents never shown."""
    value = {
        "rows": [{"email": "a@b.example", "n": 1}, ("x@y.example", None)],
        "who": _Person("Erika"),
        "raw": b"%PDF-",
        "word": _Word.A,
        "erika@example.org": 1,
    }

    got = redact(value)

    assert got["rows"] == [{"email": REDACTED, "n": 1}, ["[email]", None]]
    assert (got["who"], got["raw"], got["word"], got["[email]"]) == ("<_Person>", "<bytes>", "a", 1)
    assert "Erika" not in json.dumps(got)


def test_endless_and_deep_values_are_cut() -> None:
    """A container that holds itself, or thousands of rows, makes a short line."""
    loop: list[Any] = []
    loop.append(loop)

    assert len(json.dumps(redact(loop))) < 200
    assert len(redact(list(range(10_000)))) == 50


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (ValueError("Erika Mustermann"), "ValueError: [message withheld, 16 characters]"),
        (ConnectionRefusedError(111, "Connection refused"), "ConnectionRefusedError: [Errno 111] Connection refused"),
        (
            RedisError("Command # 1 (HSET k f Erika) of pipeline caused error: WRONGTYPE"),
            "redis.exceptions.RedisError: WRONGTYPE",
        ),
        (
            RedisError("unknown command 'X', with args beginning with: 'Erika'"),
            "redis.exceptions.RedisError: unknown command 'X'",
        ),
        (FileNotFoundError(2, "No such file", "/cv/Erika.pdf"), "FileNotFoundError: [Errno 2] No such file"),
    ],
)
def test_an_error_is_named_without_what_it_quotes(error: Exception, shown: str) -> None:
    """Only the type is sure to be harmless; of OSErrors number and fixed text are too."""
    assert describe(error) == shown


def test_our_own_errors_keep_their_sentence_masked() -> None:
    """An AppError's message is written for clients; a slip in it is still masked."""
    assert describe(AppError(Reason.NOT_FOUND, "No such a@b.example.")).endswith("NOT_FOUND: No such [email]")


def test_a_trace_shows_code_and_cause_but_no_value() -> None:
    """Frames of the error and of what caused it; neither message nor local variable."""

    planted = ["Erika", "Mustermann"]

    def inner() -> None:
        private = planted[0]
        raise KeyError(private)

    def outer() -> None:
        try:
            inner()
        except KeyError as error:
            raise ExceptionGroup(planted[0], [ValueError(planted[0]), TypeError(planted[1])]) from error

    try:
        outer()
    except ExceptionGroup as error:
        trace = format_trace(error)

    assert "in inner" in trace
    assert "raise KeyError(private)" in trace
    assert "The above led to:" in trace
    assert "  | TypeError: [message withheld, 10 characters]" in trace
    assert "Erika" not in trace
    assert "Mustermann" not in trace
