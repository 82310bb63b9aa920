"""Paths and methods find their operation."""

import pytest

from services.gateway.operation import Answer, Call, Operation
from services.gateway.router import MethodNotAllowedError, Router
from services.platform.errors import AppError, Reason


async def handler(_: Call) -> Answer:
    return Answer(body={})


def operation(method: str, path: str) -> Operation:
    return Operation(
        method=method,
        path=path,
        name=f"{method}{path}",
        group="g",
        summary="s",
        description="d",
        handler=handler,
        answers={},
    )


@pytest.fixture
def router() -> Router:
    return Router([operation("GET", "/a/{id}"), operation("POST", "/a/submit"), operation("DELETE", "/a/{id}")])


def test_a_path_with_a_parameter_is_found_and_decoded(router: Router) -> None:
    """The parameter is what stood between the slashes, decoded once."""
    route = router.find("GET", "/a/x%2F%20%C3%A4%25")
    assert (route.operation.path, route.path) == ("/a/{id}", {"id": "x/ ä%"})


def test_bytes_that_are_no_utf8_are_not_taken_for_a_character(router: Router) -> None:
    """`%FF` is another name than the character that stands for what cannot be read."""
    assert router.find("GET", "/a/%FF").path["id"] != router.find("GET", "/a/%EF%BF%BD").path["id"]


def test_a_literal_path_comes_before_a_pattern(router: Router) -> None:
    """`/a/submit` is the submit, never the id `submit`."""
    assert router.find("POST", "/a/submit").operation.path == "/a/submit"
    with pytest.raises(MethodNotAllowedError) as caught:
        router.find("GET", "/a/submit")
    assert caught.value.allowed == ("POST",)


def test_head_is_answered_where_get_is(router: Router) -> None:
    """HEAD is GET without a body."""
    assert router.find("HEAD", "/a/1").operation.method == "GET"


def test_another_method_names_those_there_are(router: Router) -> None:
    """All methods of the path, sorted."""
    with pytest.raises(MethodNotAllowedError) as caught:
        router.find("PATCH", "/a/1")
    assert (caught.value.allowed, caught.value.reason) == (("DELETE", "GET", "HEAD"), Reason.METHOD_NOT_ALLOWED)


@pytest.mark.parametrize("path", ["", "/", "/a", "/a/", "/a/1/", "/a/1/2", "//a/1", "/A/1", "/a//", "/b/1"])
def test_everything_else_is_not_found(router: Router, path: str) -> None:
    """Slashes and case are not guessed at."""
    with pytest.raises(AppError) as caught:
        router.find("GET", path)
    assert caught.value.reason is Reason.NOT_FOUND


def test_a_route_is_declared_once() -> None:
    """A second declaration is a mistake that shows at start."""
    with pytest.raises(ValueError, match="twice"):
        Router([operation("GET", "/a"), operation("GET", "/a")])
