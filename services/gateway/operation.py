"""One declaration a route: it drives routing, the order of checks and the OpenAPI document."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from services.gateway.ports import BodyReader, Caller
from services.platform.accounts.values import Permission
from services.platform.errors import Reason

Model = TypeVar("Model", bound=BaseModel)
JSON_TYPE = "application/json"
MAIN_BUCKET = "main"
POLL_BUCKET = "poll"
MAX_JSON_BYTES = 10 * 2**20

_EVERY_ROUTE = (Reason.INVALID_INPUT, Reason.INTERNAL_ERROR)
_WITH_KEY = (
    Reason.MISSING_API_KEY,
    Reason.INVALID_API_KEY,
    Reason.API_KEY_EXPIRED,
    Reason.CLIENT_INACTIVE,
    Reason.IP_NOT_ALLOWED,
    Reason.RATE_LIMIT_EXCEEDED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that passed every check its operation declares.

    Attributes:
        path: the parameters of the path, decoded.
        query: the model of the operation's query; None when it declares none.
        form: the model of the operation's form; None when it declares none.
        json: the model of the operation's JSON body; None when it declares none.
        stream: the body of an operation that reads it as it comes; None when it declares none.
        client: who calls; None on public routes.
    """

    path: Mapping[str, str] = field(default_factory=dict)
    query: BaseModel | None = None
    form: BaseModel | None = None
    json: BaseModel | None = None
    stream: BodyReader | None = None
    client: Caller | None = None

    @property
    def body(self) -> BodyReader:
        """The body of an operation that reads it as it comes."""
        if self.stream is None:
            raise TypeError("the operation does not declare a stream")
        return self.stream

    @property
    def caller(self) -> Caller:
        """Who calls an operation that needs a key."""
        if self.client is None:
            raise TypeError("a public operation has no caller")
        return self.client


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a handler answers: JSON, ready bytes of another type, or nothing at all, with 204."""

    body: Mapping[str, Any] | bytes
    status: int = 200
    content_type: str = JSON_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)


NO_CONTENT = Answer(body=b"", status=204, content_type="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Documented:
    """An answer as the document shows it; `schema` is None for what is not JSON of ours, and for nothing at all."""

    description: str
    schema: type[BaseModel] | None = None
    content_type: str = JSON_TYPE


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSpec:
    """A multipart form.

    Attributes:
        model: what validates and documents it.
        files: the fields that are files.
        max_bytes: of the whole body; more is `INVALID_INPUT` on `size_field`, before it is read when announced.
        size_field: the field that makes bodies large.
        size_message: what is said of it.
    """

    model: type[BaseModel]
    files: frozenset[str]
    max_bytes: int
    size_field: str
    size_message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonSpec:
    """A JSON body.

    Attributes:
        model: what validates and documents it.
        read: takes the fields out of the text; raises `JsonError` when it is no JSON, `AppError` for what is judged
            before any field is.
        max_bytes: of the whole body; more is `PAYLOAD_TOO_LARGE`, before it is read when announced.
        weight: how much more memory a byte of it takes than one of a form.
    """

    model: type[BaseModel]
    read: Callable[[str], dict[str, Any]]
    max_bytes: int = MAX_JSON_BYTES
    weight: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSpec:
    """A body of any length, read by the handler as it comes, plain or as gzip.

    Attributes:
        media_type: of the body, inflated.
        description: what it holds.
        example: the beginning of one.
        memory_bytes: what reading one takes, whatever its length.
    """

    media_type: str
    description: str
    example: str
    memory_bytes: int


Handler = Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A route.

    Attributes:
        name: the operation's id, camelCase, the method name of generated clients.
        permission: what the key must hold; None when any valid key will do.
        public: no key is asked for, nothing is counted.
        bucket: of the key's rate limit.
        path_fields: the parameters of the path and what they are.
        answers: status → what is answered when all goes well.
        reasons: what it can answer beyond what its other declarations imply.
    """

    method: str
    path: str
    name: str
    group: str
    summary: str
    description: str
    handler: Handler
    answers: Mapping[int, Documented]
    reasons: tuple[Reason, ...] = ()
    public: bool = False
    permission: Permission | None = None
    bucket: str = MAIN_BUCKET
    path_fields: Mapping[str, str] = field(default_factory=dict)
    query: type[BaseModel] | None = None
    form: FormSpec | None = None
    json: JsonSpec | None = None
    stream: StreamSpec | None = None

    @property
    def all_reasons(self) -> tuple[Reason, ...]:
        """Everything it can refuse with, in the order of the contract's table."""
        found = {*_EVERY_ROUTE, *self.reasons}
        if not self.public:
            found.update(_WITH_KEY)
        if self.permission is not None:
            found.add(Reason.MISSING_PERMISSION)
        if self.form is not None or self.stream is not None:
            found.add(Reason.RATE_LIMITED)
        if self.json is not None:
            found.update((Reason.RATE_LIMITED, Reason.PAYLOAD_TOO_LARGE))
        return tuple(reason for reason in Reason if reason in found)


def query_of(call: Call, model: type[Model]) -> Model:
    """Returns the query of a call whose operation declares `model`."""
    return _as(call.query, model)


def form_of(call: Call, model: type[Model]) -> Model:
    """Returns the form of a call whose operation declares `model`."""
    return _as(call.form, model)


def json_of(call: Call, model: type[Model]) -> Model:
    """Returns the JSON body of a call whose operation declares `model`."""
    return _as(call.json, model)


def _as(value: BaseModel | None, model: type[Model]) -> Model:
    if not isinstance(value, model):
        raise TypeError(f"the operation does not declare {model.__name__}")
    return value
