"""Builds the OpenAPI 3.1 document from the operations: the same declarations that route and validate."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema
from pydantic_core import CoreSchema

from services.gateway.operation import JSON_TYPE, Documented, FormSpec, Operation, StreamSpec
from services.gateway.problems import PROBLEMS
from services.gateway.schemas.problem import REQUEST_ID_PATTERN, ErrorEnvelope

Json = dict[str, Any]

_REF = "#/components/schemas/{model}"
_WAITING = frozenset({429, 503})
_INTRODUCTION = """\
Scores CVs against jobs and shows why: every number is backed by quotes of the CV.

Send your key in the header `X-API-Key`. Every answer carries `X-Request-Id`; every answer of 400 and above has the
body `{"error": {...}}` with a stable `code`. Where waiting helps, the header `Retry-After` says how long. Timestamps
are ISO 8601 in UTC with milliseconds. Lists are newest first; pass `next_cursor` back as `cursor` for the next page.
Unknown routes answer 404 `NOT_FOUND`, unknown methods 405 `METHOD_NOT_ALLOWED`."""


class _Schemas(GenerateJsonSchema):
    """Leaves out the titles pydantic makes of field names."""

    def field_title_should_be_set(self, schema: CoreSchema | Any) -> bool:  # noqa: ARG002 - pydantic names it
        """Returns False: the name of a field says it already."""
        return False


def build_document(operations: Sequence[Operation], *, version: str) -> Json:
    """Returns the document as a JSON object."""
    refs, components = _component_schemas(_models(operations))
    paths: dict[str, Json] = defaultdict(dict)
    for operation in operations:
        paths[operation.path][operation.method.lower()] = _operation(operation, refs, components)
    for operation in operations:
        if operation.query is not None:
            # Its fields stand as parameters.
            components.pop(operation.query.__name__, None)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "cvdeep",
            "version": version,
            "summary": "CVs scored against jobs, explained.",
            "description": _INTRODUCTION,
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": group} for group in dict.fromkeys(operation.group for operation in operations)],
        "paths": dict(paths),
        "components": {
            "schemas": components,
            "headers": {
                "RequestId": {
                    "description": "The id of this request in our logs.",
                    "required": True,
                    "schema": {"type": "string", "pattern": REQUEST_ID_PATTERN},
                },
                "RetryAfter": {
                    "description": "Whole seconds to wait.",
                    "required": True,
                    "schema": {"type": "integer", "minimum": 1},
                },
            },
            "securitySchemes": {"ApiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"}},
        },
    }


def _models(operations: Iterable[Operation]) -> list[type[BaseModel]]:
    found: dict[type[BaseModel], None] = {ErrorEnvelope: None}
    for operation in operations:
        declared = [operation.query, operation.form.model if operation.form else None]
        declared.append(operation.json.model if operation.json else None)
        declared += [answer.schema for answer in operation.answers.values()]
        found.update((model, None) for model in declared if model is not None)
    return list(found)


def _component_schemas(models: Sequence[type[BaseModel]]) -> tuple[dict[type[BaseModel], Json], dict[str, Json]]:
    mode: JsonSchemaMode = "validation"
    refs, definitions = models_json_schema(
        [(model, mode) for model in models], ref_template=_REF, schema_generator=_Schemas
    )
    return {model: refs[model, mode] for model in models}, dict(sorted(definitions["$defs"].items()))


def _operation(operation: Operation, refs: Mapping[type[BaseModel], Json], components: dict[str, Json]) -> Json:
    described: Json = {
        "operationId": operation.name,
        "tags": [operation.group],
        "summary": operation.summary,
        "description": operation.description,
        "responses": _responses(operation, refs),
        "security": [] if operation.public else [{"ApiKey": []}],
    }
    parameters: list[Json] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": words,
            "schema": {"type": "string", "minLength": 1},
        }
        for name, words in operation.path_fields.items()
    ]
    if operation.query is not None:
        parameters += _query_parameters(components[operation.query.__name__])
    if parameters:
        described["parameters"] = parameters
    if operation.form is not None:
        described["requestBody"] = _form(operation.form, refs, components)
    if operation.json is not None:
        described["requestBody"] = {"required": True, "content": {JSON_TYPE: {"schema": refs[operation.json.model]}}}
    if operation.stream is not None:
        described["requestBody"] = _stream(operation.stream)
    return described


def _query_parameters(schema: Json) -> list[Json]:
    _forget_null(schema)
    parameters = []
    for name, field in schema["properties"].items():
        parameter: Json = {"name": name, "in": "query", "required": name in schema.get("required", ())}
        if "description" in field:
            parameter["description"] = field["description"]
        parameter["schema"] = {key: value for key, value in field.items() if key != "description"}
        parameters.append(parameter)
    return parameters


def _form(form: FormSpec, refs: Mapping[type[BaseModel], Json], components: dict[str, Json]) -> Json:
    schema = components[form.model.__name__]
    _forget_null(schema)
    encoding: Json = {}
    for name, field in schema["properties"].items():
        if name in form.files:
            encoding[name] = {"contentType": field["contentMediaType"]}
        elif "$ref" in field:
            encoding[name] = {"contentType": JSON_TYPE}
    return {"required": True, "content": {"multipart/form-data": {"schema": refs[form.model], "encoding": encoding}}}


def _stream(stream: StreamSpec) -> Json:
    schema: Json = {"type": "string", "description": stream.description, "examples": [stream.example]}
    return {"required": True, "description": stream.description, "content": {stream.media_type: {"schema": schema}}}


def _forget_null(schema: Json) -> None:
    """Takes null out of optional fields: a form or query cannot send one, it leaves the field out."""
    for field in schema["properties"].values():
        real = [choice for choice in field.get("anyOf", ()) if choice.get("type") != "null"]
        if len(real) == 1:
            del field["anyOf"]
            field.update(real[0])
        # An empty default is what an absent field means, not a text that could be sent.
        if not field.get("default", True):
            del field["default"]


def _responses(operation: Operation, refs: Mapping[type[BaseModel], Json]) -> Json:
    responses: dict[int, Json] = {status: _answer(status, answer, refs) for status, answer in operation.answers.items()}
    words: dict[int, list[str]] = defaultdict(list)
    codes: dict[int, list[str]] = defaultdict(list)
    for reason in operation.all_reasons:
        problem = PROBLEMS[reason]
        words[problem.status].append(f"`{reason}`: {problem.when}")
        codes[problem.status].append(reason.value)
    for status, meanings in words.items():
        documented = Documented(description=" ".join(meanings), schema=ErrorEnvelope)
        responses.setdefault(status, _answer(status, documented, refs) | {"x-error-codes": codes[status]})
    return {str(status): responses[status] for status in sorted(responses)}


def _answer(status: int, answer: Documented, refs: Mapping[type[BaseModel], Json]) -> Json:
    headers: Json = {"X-Request-Id": {"$ref": "#/components/headers/RequestId"}}
    if status in _WAITING:
        headers["Retry-After"] = {"$ref": "#/components/headers/RetryAfter"}
    described: Json = {"description": answer.description, "headers": headers}
    if answer.content_type:
        kind = "object" if answer.content_type == JSON_TYPE else "string"
        schema = refs[answer.schema] if answer.schema is not None else {"type": kind}
        described["content"] = {answer.content_type: {"schema": schema}}
    return described
