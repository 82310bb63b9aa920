"""The reference page: whole, self-contained, and nothing in it that could run."""

import base64
import re
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from services.gateway.openapi.page import STYLE, render_page
from tests.unit.gateway.api import answer_of, document

VOID = frozenset({"meta", "br", "hr", "img", "link"})


class Reader(HTMLParser):
    """Collects tags, links and ids, and checks that what is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        found = dict(attrs)
        if "href" in found:
            self.links.add(found["href"] or "")
        if "id" in found:
            self.ids.append(found["id"] or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


@pytest.fixture(scope="module")
def page() -> str:
    body = answer_of("/docs").body
    assert isinstance(body, bytes)
    return body.decode()


def test_every_route_and_model_is_on_the_page(page: str) -> None:
    """With a place of its own that the menu leads to."""
    reader = read(page)
    served = document()
    text = "".join(reader.text)
    assert all(path in text for path in served["paths"])
    assert {f"model-{name}" for name in served["components"]["schemas"]} <= set(reader.ids)
    assert len(set(reader.ids)) == len(reader.ids)
    assert {link[1:] for link in reader.links if link.startswith("#")} <= set(reader.ids)


def test_every_error_code_is_on_the_page(page: str) -> None:
    """What a submit can answer is readable there."""
    for code in ("INVALID_FILE_CONTENT", "INSUFFICIENT_CREDITS", "STEP_FUNCTIONS_FAILED", "RATE_LIMITED"):
        assert code in page


def test_the_page_needs_no_outside_host_and_no_script(page: str) -> None:
    """No script, image, frame or form, no inline style or handler, no link away."""
    reader = read(page)
    assert reader.tags.isdisjoint({"script", "img", "iframe", "link", "form", "object", "base"})
    assert not any(name.startswith("on") or name == "style" for name in reader.attributes)
    assert all(link.startswith(("#", "/")) for link in reader.links)
    assert re.search(r"https?://", page) is None
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def test_the_policy_allows_the_pages_own_style_alone(page: str) -> None:
    """The hash in the policy is that of the style in the page."""
    policy = answer_of("/docs").headers["Content-Security-Policy"]
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert len(style) == 1
    digest = base64.b64encode(sha256(style[0].encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_p23_what_stands_in_the_document_is_escaped() -> None:
    """Words that look like markup are shown, never run."""
    evil = "<script>alert(1)</script>\"'><b onclick=x>"
    served = document()
    served["info"]["title"] = served["info"]["summary"] = served["info"]["description"] = evil
    operation = served["paths"]["/api/v1/cvdeepmatch/{id}"]["get"]
    operation["summary"] = operation["description"] = evil
    operation["parameters"][0] |= {"description": evil, "name": evil}
    served["components"]["schemas"]["RunError"]["properties"][evil] = {"type": evil, "default": evil, "enum": [evil]}
    assert read(render_page(served)).tags.isdisjoint({"script"})
    assert "onclick" not in read(render_page(served)).attributes
