"""Renders the OpenAPI document as one page to read: no script, no outside host, everything escaped."""

import json
import re
from collections.abc import Iterable, Mapping
from html import escape
from importlib.resources import files
from typing import Any

Json = Mapping[str, Any]

STYLE = files("services.gateway.openapi").joinpath("page.css").read_text(encoding="utf-8")
_CODE = re.compile(r"`([^`]+)`")
_EMPHASIS = re.compile(r"\*([^*]+)\*")
_CURL = """\
curl -sS "$CVDEEP_URL/api/v1/cvdeepmatch/submit" \\
  -H "X-API-Key: $CVDEEP_API_KEY" \\
  -F "cv_file=@cv.pdf;type=application/pdf" \\
  -F "position_id=backend-1" \\
  -F "job_description=<job.txt" \\
  -F "config=<config.json" \\
  -F "idempotency_key=$(uuidgen)\""""


def render_page(document: Json) -> str:
    """Returns the page as HTML."""
    info = document["info"]
    operations = list(_operations(document))
    schemas: Json = document["components"]["schemas"]
    title = f"{escape(info['title'])} API {escape(info['version'])}"
    return "".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title><style>{STYLE}</style></head><body>",
            _menu(document, operations, schemas),
            f"<main><header><h1>{escape(info['title'])}</h1><p class=lead>{escape(info['summary'])}</p>",
            f"<p class=meta>Version {escape(info['version'])} · OpenAPI {escape(document['openapi'])} · ",
            '<a href="/api/v1/openapi.json">openapi.json</a></p>',
            *(f"<p>{_words(part)}</p>" for part in info["description"].split("\n\n")),
            f"<h3>Try it</h3><pre>{escape(_CURL)}</pre></header>",
            *(_operation(path, method, operation, document) for path, method, operation in operations),
            '<h2 id="models">Models</h2>',
            *(_model(name, schema) for name, schema in schemas.items()),
            "</main></body></html>",
        )
    )


def _operations(document: Json) -> Iterable[tuple[str, str, Json]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def _menu(document: Json, operations: list[tuple[str, str, Json]], schemas: Json) -> str:
    parts = [f"<nav><strong>{escape(document['info']['title'])}</strong>"]
    for tag in document["tags"]:
        parts.append(f"<h4>{escape(tag['name'])}</h4><ul>")
        parts += [
            f'<li><a href="#{escape(operation["operationId"])}">{_badge(method)} {escape(operation["summary"])}</a></li>'
            for _, method, operation in operations
            if tag["name"] in operation["tags"]
        ]
        parts.append("</ul>")
    models = "".join(f'<li><a href="#model-{escape(name)}">{escape(name)}</a></li>' for name in schemas)
    return "".join([*parts, f'<h4><a href="#models">Models</a></h4><ul>{models}</ul></nav>'])


def _operation(path: str, method: str, operation: Json, document: Json) -> str:
    name = escape(operation["operationId"])
    key = "needs a key" if operation["security"] else "no key"
    parts = [
        f'<section id="{name}"><h2>{escape(operation["summary"])}</h2>',
        f"<p class=route>{_badge(method)} <code>{escape(path)}</code> <span class=tag>{key}</span></p>",
        f"<p>{_words(operation['description'])}</p>",
    ]
    if operation.get("parameters"):
        rows = [(field["name"], field["schema"], field["required"], field) for field in operation["parameters"]]
        parts += ["<h3>Parameters</h3>", _field_table(rows)]
    if "requestBody" in operation:
        for media, content in operation["requestBody"]["content"].items():
            schema = _resolved(content["schema"], document)
            shown = _property_table(schema) if "properties" in schema else f"<p>{_words(schema['description'])}</p>"
            parts += [f"<h3>Body <small>{escape(media)}</small></h3>", shown]
    parts.append("<h3>Answers</h3><table><tr><th>Status</th><th>Meaning</th><th>Body</th></tr>")
    for status, answer in operation["responses"].items():
        body = ", ".join(_type(content["schema"]) for content in answer.get("content", {}).values())
        kind = f"s{status[0]}"
        parts.append(
            f"<tr><td><b class={kind}>{escape(status)}</b></td><td>{_words(answer['description'])}</td><td>{body}</td></tr>"
        )
    return "".join([*parts, "</table></section>"])


def _model(name: str, schema: Json) -> str:
    head = f'<section class=model id="model-{escape(name)}"><h3>{escape(name)}</h3>'
    words = f"<p>{_words(schema['description'])}</p>" if "description" in schema else ""
    if "properties" in schema:
        return f"{head}{words}{_property_table(schema)}</section>"
    return f"{head}{words}<p>{_type(schema)} {_limits(schema)}</p></section>"


def _property_table(schema: Json) -> str:
    required = schema.get("required", ())
    return _field_table([(name, field, name in required, field) for name, field in schema["properties"].items()])


def _field_table(rows: Iterable[tuple[str, Json, bool, Json]]) -> str:
    parts = ["<table><tr><th>Field</th><th>Type</th><th>Meaning</th></tr>"]
    for name, schema, required, described in rows:
        mark = " <em>required</em>" if required else ""
        words = _words(described.get("description", ""))
        parts.append(
            f"<tr><td><code>{escape(name)}</code>{mark}</td><td>{_type(schema)}</td><td>{words} {_limits(schema)}</td></tr>"
        )
    return "".join([*parts, "</table>"])


def _type(schema: Json) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rsplit("/", 1)[-1])
        return f'<a href="#model-{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(choice) for choice in schema["anyOf"])
    if schema.get("type") == "array":
        return f"array of {_type(schema.get('items', {}))}"
    if schema.get("contentMediaType") == "application/json":
        return "JSON as text"
    if schema.get("format") == "binary":
        return "file"
    kind = schema.get("type", "any")
    return escape(kind if isinstance(kind, str) else " or ".join(kind))


def _limits(schema: Json) -> str:
    """Shows the rules of a field in small letters."""
    shown = {
        "enum": lambda value: "one of " + ", ".join(map(str, value)),
        "const": lambda value: f"always {json.dumps(value)}",
        "pattern": lambda value: f"pattern {value}",
        "minLength": lambda value: f"at least {value} chars",
        "maxLength": lambda value: f"at most {value} chars",
        "minimum": lambda value: f"≥ {value}",
        "maximum": lambda value: f"≤ {value}",
        "maxItems": lambda value: f"at most {value} entries",
        "default": lambda value: f"default {json.dumps(value)}",
        "examples": lambda value: "such as " + ", ".join(map(_example, value)),
    }
    file_size = {"maxLength": lambda value: f"at most {value} bytes"} if schema.get("format") == "binary" else {}
    rules = [(shown | file_size)[key](schema[key]) for key in shown if key in schema]
    return f"<small>{escape(' · '.join(rules))}</small>" if rules else ""


def _example(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _resolved(schema: Json, document: Json) -> Json:
    if "$ref" not in schema:
        return schema
    resolved: Json = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return resolved


def _words(text: str) -> str:
    marked = _CODE.sub(r"<code>\1</code>", escape(text, quote=False))
    return _EMPHASIS.sub(r"<em>\1</em>", marked)


def _badge(method: str) -> str:
    return f'<b class="badge {escape(method.lower())}">{escape(method)}</b>'
