"""The API's own description: the OpenAPI document, and the page to read it on."""

import base64
from collections.abc import Sequence
from hashlib import sha256

from pydantic_core import to_json

from services.gateway.openapi.document import build_document
from services.gateway.openapi.page import STYLE, render_page
from services.gateway.operation import Answer, Call, Documented, Operation

_CACHE = {"Cache-Control": "public, max-age=300"}
# The page's own style is all it may use: no script, no image, no other host.
_STYLE_HASH = base64.b64encode(sha256(STYLE.encode()).digest()).decode()
_PAGE_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def with_reference(operations: Sequence[Operation], *, version: str) -> tuple[Operation, ...]:
    """Returns the operations and the two that describe them all, themselves included."""
    document = b""
    page = b""

    async def read_document(_: Call) -> Answer:
        return Answer(body=document, headers=_CACHE)

    async def read_page(_: Call) -> Answer:
        headers = {**_CACHE, "Content-Security-Policy": _PAGE_POLICY, "Referrer-Policy": "no-referrer"}
        return Answer(body=page, content_type="text/html; charset=utf-8", headers=headers)

    described = (
        *operations,
        Operation(
            method="GET",
            path="/api/v1/openapi.json",
            name="getOpenapi",
            group="Service",
            summary="Read the OpenAPI 3.1 document",
            description="Needs no key. Generated from the definitions that validate requests.",
            handler=read_document,
            public=True,
            answers={200: Documented(description="The document.")},
        ),
        Operation(
            method="GET",
            path="/docs",
            name="getDocs",
            group="Service",
            summary="Read the reference page",
            description="Needs no key. This page.",
            handler=read_page,
            public=True,
            answers={200: Documented(description="The page.", content_type="text/html")},
        ),
    )
    built = build_document(described, version=version)
    document = to_json(built)
    page = render_page(built).encode()
    return described
