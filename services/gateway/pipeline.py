"""Takes each request through its steps, in the contract's order, and answers every failure in the envelope."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from time import perf_counter

from aiohttp import web

from services.gateway.intake.body import ClientGoneError
from services.gateway.intake.budget import UploadBudget
from services.gateway.middleware import journal
from services.gateway.middleware.admission import Admission
from services.gateway.middleware.client_address import client_address, comes_from_proxy
from services.gateway.middleware.fields import open_stream, read_json_body, read_multipart, read_query
from services.gateway.middleware.head_checks import check_head
from services.gateway.middleware.responses import problem, respond
from services.gateway.operation import Answer, Call, JsonSpec
from services.gateway.ports import Caller, UnreachableError
from services.gateway.router import Router
from services.platform.errors import AppError, Reason
from services.platform.failpoints import failpoint
from services.platform.telemetry.context import bind_request_id, new_request_id
from services.platform.telemetry.logging import get_logger
from services.platform.telemetry.tracing import TRACEPARENT, Span, trace

_log = get_logger()


@dataclass(slots=True)
class _Progress:
    """What is known of a request so far, for its log line."""

    route: str = journal.UNMATCHED
    client_id: str | None = None


class Pipeline:
    """The handler of every request."""

    def __init__(
        self,
        router: Router,
        admission: Admission,
        budget: UploadBudget,
        *,
        body_timeout_s: float,
        trusted_proxies: tuple[str, ...],
    ) -> None:
        self._router = router
        self._admission = admission
        self._budget = budget
        self._body_timeout_s = body_timeout_s
        self._trusted_proxies = trusted_proxies
        self.draining = False

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answers a request; raises nothing."""
        request_id = new_request_id()
        bind_request_id(request_id)
        with trace(request.method, parent=self._parent(request), attributes={"cvdeep.request_id": request_id}) as span:
            return await self._answer(request, request_id, span)

    async def _answer(self, request: web.BaseRequest, request_id: str, span: Span) -> web.StreamResponse:
        started = perf_counter()
        progress = _Progress()
        reason: Reason | None = None
        try:
            answer = await self._serve(request, progress)
            response = respond(answer, request_id=request_id)
        except AppError as error:
            reason = error.reason
            response = problem(error, request_id=request_id)
        except ClientGoneError:
            # Nobody reads this; the transport is closed.
            response = web.Response(status=journal.CLIENT_GONE)
            response.force_close()
        except Exception as error:  # noqa: BLE001 - the outermost handler: whatever it is, the client sees the envelope
            refusal = _judge(error)
            reason = refusal.reason
            response = problem(refusal, request_id=request_id)
        if self.draining:
            response.force_close()
        _describe(span, request.method, progress.route, response.status)
        journal.record(
            request.method,
            progress.route,
            response.status,
            seconds=perf_counter() - started,
            client_id=progress.client_id,
            reason=reason,
        )
        return response

    async def _serve(self, request: web.BaseRequest, progress: _Progress) -> Answer:
        route = self._router.find(request.method, request.rel_url.raw_path)
        operation = route.operation
        progress.route = operation.path
        check_head(request.headers, operation)
        caller: Caller | None = None
        if not operation.public:
            key = await self._admission.admit(
                operation, request.headers.getall("X-API-Key", []), address=self._address(request)
            )
            caller = Caller(client_id=key.client_id, project=key.project)
            progress.client_id = key.client_id
        query = read_query(request, operation.query) if operation.query else None
        call = Call(path=route.path, query=query, client=caller)
        client_id = call.client.client_id if call.client else ""
        if operation.stream is not None:
            call = replace(call, stream=open_stream(request, operation.stream))
            async with self._budget.reserve(client_id, operation.stream.memory_bytes):
                with journal.UPLOADS.track_inprogress():
                    return await operation.handler(call)
        spec = operation.form or operation.json
        if spec is None:
            return await operation.handler(call)
        announced = request.content_length
        size = spec.max_bytes if announced is None else announced
        weight = spec.weight if isinstance(spec, JsonSpec) else 1
        async with self._budget.reserve(client_id, size * weight):
            with journal.UPLOADS.track_inprogress():
                if isinstance(spec, JsonSpec):
                    call = replace(call, json=await read_json_body(request, spec, timeout_s=self._body_timeout_s))
                else:
                    call = replace(call, form=await read_multipart(request, spec, timeout_s=self._body_timeout_s))
                await failpoint("gateway.after_body")
                return await operation.handler(call)

    def _parent(self, request: web.BaseRequest) -> str:
        """Returns whose trace to go on with: a proxy may have begun one, a client's word is not taken."""
        if not comes_from_proxy(_peer(request), trusted=self._trusted_proxies):
            return ""
        return str(request.headers.get(TRACEPARENT, ""))

    def _address(self, request: web.BaseRequest) -> str:
        return client_address(
            _peer(request), request.headers.getall("X-Forwarded-For", []), trusted=self._trusted_proxies
        )


def _peer(request: web.BaseRequest) -> object:
    return request.transport.get_extra_info("peername") if request.transport else None


def _describe(span: Span, method: str, route: str, status: int) -> None:
    span.rename(f"{method} {route}")
    span.set({"http.request.method": method, "http.route": route, "http.response.status_code": status})
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        span.fail(str(status))


def _judge(error: Exception) -> AppError:
    """Turns what nobody refused on purpose into a refusal that tells nothing, and logs it."""
    if isinstance(error, UnreachableError):
        _log.warning("service.unreachable", service=error.service, code=error.code)
        if error.resendable:
            return AppError(Reason.SERVICE_WARMING, "The service is not ready; try again shortly.")
    else:
        _log.error("request.failed", exc_info=error)
    return AppError(Reason.INTERNAL_ERROR, "The request could not be completed.")
