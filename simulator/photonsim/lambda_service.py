"""AWS Lambda, as Alexa and the handler see it: Invoke, cold starts, the freeze between invocations, a deadline.

Shapes of the Invoke API, of error objects and of the time-out's text: AWS's Lambda documentation.
"""

from __future__ import annotations

import asyncio
import base64
import contextvars
import json
import logging
import tempfile
import threading
import traceback
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import requests
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from photonlink.store import Store, open_store
from photonsim.bridge import Freezer, GreenletExecutor, await_, run_sync
from photonsim.clock import HouseClock
from photonsim.consoles import FunctionSettings
from photonsim.function_rules import SelfInvoke, TableAccess, refusal, start_error
from photonsim.http import HouseAdapter, HouseHttp
from photonsim.trace import Trace

FUNCTION = "photonlink"
WEBHOOK = "photonlink-webhook"
#: Of a synchronous Invoke's event and answer, in bytes.
MAX_PAYLOAD = 6 * 1024 * 1024

Handler = Callable[[Any, Any], Any]
#: Other code than ours around our handler: it gets an event, and a call that runs the handler.
Variant = Callable[[Any, Callable[[], Any]], Any]

_invoked: contextvars.ContextVar[Trace | None] = contextvars.ContextVar("invoked", default=None)


class _LogToTrace(logging.Handler):
    """The function's log, which AWS keeps in CloudWatch, goes into the trace of the house that invoked it."""

    def emit(self, record: logging.LogRecord) -> None:
        trace = _invoked.get()
        if trace is not None:
            trace.record("log", f"{record.levelname} {record.getMessage()}", **getattr(record, "fields", {}))


_log_to_trace = _LogToTrace()


class HandlerFactory(Protocol):
    """As `photonlink.aws.make_handler`, which gets `later` too, and `make_webhook_handler`."""

    def __call__(
        self,
        environ: Mapping[str, str],
        *,
        session: requests.Session,
        clock: Any,
        executor: Callable[[], Any],
        store: Store | None = None,
    ) -> Handler: ...


class LambdaContext:
    """The context object of one invocation."""

    def __init__(self, clock: HouseClock, deadline: float) -> None:
        self._clock, self._deadline = clock, deadline
        self.aws_request_id = str(uuid.uuid4())
        self.function_name = FUNCTION
        self.function_version = "$LATEST"
        self.invoked_function_arn = f"arn:aws:lambda:us-east-1:123456789012:function:{FUNCTION}"
        self.memory_limit_in_mb = "256"
        self.log_group_name = f"/aws/lambda/{FUNCTION}"
        self.log_stream_name = "simulated"

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the invocation is ended."""
        return max(0, int((self._deadline - self._clock.now()) * 1000))


class _HandlerClock:
    """House time, for synchronous code in a greenlet."""

    def __init__(self, clock: HouseClock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now()

    def sleep(self, seconds: float) -> None:
        await_(self._clock.sleep(seconds))


class _Environment:
    """One execution environment: a handler in memory and a /tmp of its own, frozen between invocations."""

    def __init__(self, service: LambdaFunction) -> None:
        self.freezer = Freezer()
        self.busy = False
        self._tmp = tempfile.TemporaryDirectory(prefix="photonlink-lambda-")
        self._session = requests.Session()
        self._session.trust_env = False
        adapter = HouseAdapter(service.http, "lambda")
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        log = logging.getLogger(FUNCTION)
        if _log_to_trace not in log.handlers:
            log.addHandler(_log_to_trace)
        # AWS gives each environment its own /tmp; here several share a machine, so paths into it are moved.
        environ = {
            name: str(Path(self._tmp.name) / value.removeprefix("/tmp/"))
            if value.startswith("/tmp/")
            else value
            for name, value in service.environ.items()
        }
        environ.update(service.tables)
        further: dict[str, Any] = {}
        table = service.tables.get("PHOTONLINK_STORE")
        if service.settings is not None and table is not None:
            further["store"] = TableAccess(open_store(table), service.settings.actions)
        if service.settings is not None and service.enqueue is not None:
            further["later"] = SelfInvoke(service.enqueue, service.settings.actions)
        handler = service.factory(
            environ,
            session=self._session,
            clock=_HandlerClock(service.clock),
            executor=lambda: GreenletExecutor(16, freezer=self.freezer),
            **further,
        )
        variant = service.variant
        self.handler: Handler = (
            handler
            if variant is None
            else lambda event, context: variant(event, lambda: handler(event, context))
        )

    def close(self) -> None:
        self._session.close()
        self._tmp.cleanup()


class _NotJson(ValueError):
    """What a handler returned cannot be sent."""


def _through_json(answer: object) -> object:
    """As it arrives: in UTF-8, which AWS's runtime writes without escapes. Raises _NotJson."""
    try:
        return json.loads(json.dumps(answer, ensure_ascii=False).encode())
    except (TypeError, ValueError) as error:
        raise _NotJson(str(error)) from error


class FunctionError(Exception):
    """The function failed: `error` is the object that Invoke returns with X-Amz-Function-Error."""

    def __init__(self, error: dict[str, object]) -> None:
        super().__init__(str(error.get("errorMessage")))
        self.error = error


class Function(Protocol):
    """A function that can be invoked. `environ` may be replaced; environments that run already keep theirs."""

    name: str
    environ: dict[str, str]

    async def invoke(self, event: object) -> object:
        """Run the handler once and return what it returned, through JSON both ways. Raises FunctionError."""

    def cold_start(self) -> None:
        """Forget memory and /tmp."""

    def close(self) -> None:
        """Let go of everything."""

    async def closed(self) -> None:
        """Wait until that is done."""


class LambdaFunction:
    """One function. Concurrent invocations get environments of their own, as on AWS."""

    def __init__(
        self,
        name: str,
        factory: HandlerFactory,
        clock: HouseClock,
        trace: Trace,
        http: HouseHttp,
        *,
        environ: Mapping[str, str],
        tables: Mapping[str, str],
        timeout: float,
    ) -> None:
        """`environ` and `tables` are all that the handler can know; `timeout` in seconds."""
        self.name, self.factory = name, factory
        self.clock, self.trace, self.http = clock, trace, http
        self.environ, self.tables, self.timeout = dict(environ), dict(tables), timeout
        #: What stands in AWS's console; None: nothing is enforced.
        self.settings: FunctionSettings | None = None
        self.variant: Variant | None = None
        #: Invokes the function asynchronously, as Lambda's API does for the function itself.
        self.enqueue: Callable[[object], None] | None = None
        self._environments: list[_Environment] = []

    def cold_start(self) -> None:
        """AWS forgets the function: the next invocation finds no memory and an empty /tmp."""
        kept = [environment for environment in self._environments if environment.busy]
        for environment in self._environments:
            if not environment.busy:
                environment.close()
        self._environments = kept

    def close(self) -> None:
        for environment in self._environments:
            environment.close()
        self._environments.clear()

    async def closed(self) -> None:
        """Nothing is left to wait for."""

    async def invoke(self, event: object) -> object:
        """Run the handler once and return what it returned, through JSON both ways. Raises FunctionError."""
        if self.settings is not None and (error := start_error(self.settings)) is not None:
            raise FunctionError(error)
        environment = self._free_environment()
        environment.busy = True
        context = LambdaContext(self.clock, self.clock.now() + self.timeout)
        threads = set(threading.enumerate())
        environment.freezer.thaw()
        invoked = _invoked.set(self.trace)
        try:
            run = run_sync(environment.handler, event, context, freezer=environment.freezer)
            answer = await self.clock.wait_for(run, self.timeout)
            return _through_json(answer)
        except TimeoutError:
            # AWS ends the process, and the next invocation starts cold.
            self._discard(environment)
            raise FunctionError(
                {
                    "errorType": "Sandbox.Timedout",
                    "errorMessage": f"RequestId: {context.aws_request_id} Error: "
                    f"Task timed out after {self.timeout:.2f} seconds",
                }
            ) from None
        except _NotJson as error:
            raise FunctionError(
                {
                    "errorType": "Runtime.MarshalError",
                    "errorMessage": f"Unable to marshal response: {error}",
                    "requestId": context.aws_request_id,
                    "stackTrace": [],
                }
            ) from error
        except Exception as error:
            raise FunctionError(_error_object(error, context)) from error
        finally:
            _invoked.reset(invoked)
            environment.busy = False
            environment.freezer.freeze()
            if left := set(threading.enumerate()) - threads:
                self.trace.record(
                    "breach",
                    f"the handler returned while {len(left)} of its threads ran on: AWS would freeze them",
                )

    def _free_environment(self) -> _Environment:
        for environment in self._environments:
            if not environment.busy:
                return environment
        try:
            environment = _Environment(self)
        except Exception as error:
            raise FunctionError(_error_object(error, None)) from error
        self._environments.append(environment)
        return environment

    def _discard(self, environment: _Environment) -> None:
        if environment in self._environments:
            self._environments.remove(environment)
            environment.close()


class LambdaService:
    """The house's functions over HTTP: the skill's by Invoke, the webhook's by Invoke and by its function URL."""

    def __init__(
        self,
        clock: HouseClock,
        trace: Trace,
        http: HouseHttp,
        *,
        environ: Mapping[str, str],
        tables: Mapping[str, str] | None = None,
        timeout: float = 8.0,
        factory: HandlerFactory | None = None,
        webhook_factory: HandlerFactory | None = None,
        foreign: Mapping[str, Function] | None = None,
    ) -> None:
        """`tables` are environment variables that name what all functions share and no cold start forgets.

        The factories are photonlink's own unless others are given; `foreign` functions take the place of ours.
        """
        from photonlink.aws import make_handler, make_webhook_handler

        self._trace, self._environ = trace, dict(environ)
        chosen = {FUNCTION: factory or make_handler, WEBHOOK: webhook_factory or make_webhook_handler}
        self.functions: dict[str, Function] = {
            name: LambdaFunction(
                name, made_by, clock, trace, http, environ=environ, tables=tables or {}, timeout=timeout
            )
            for name, made_by in chosen.items()
        }
        self.functions.update(foreign or {})
        self._settings: FunctionSettings | None = None
        self._background: set[asyncio.Task[None]] = set()
        self.app = Starlette(
            routes=[
                Route("/2015-03-31/functions/{function}/invocations", self._invoke, methods=["POST"]),
                Route("/webhook", self._function_url, methods=["GET", "POST", "PUT", "DELETE"]),
            ]
        )

    def environment(self) -> dict[str, str]:
        """The environment variables of the functions, as AWS's console shows them."""
        return dict(self._environ)

    def set_environment(self, environ: Mapping[str, str]) -> None:
        """Save other environment variables; as on AWS, the functions start cold after that."""
        self._environ = dict(environ)
        for function in self.functions.values():
            function.environ = dict(environ)
        self.cold_start()

    def configure(self, settings: FunctionSettings) -> None:
        """Save other settings of the skill's function: from now on they are enforced."""
        self._settings = settings
        ours = self.functions[FUNCTION]
        if isinstance(ours, LambdaFunction):
            ours.settings, ours.timeout = settings, settings.timeout
            ours.enqueue = lambda event: self._enqueue(ours, event)
        ours.cold_start()

    def deploy(self, variant: Variant | None) -> None:
        """Upload other code for the skill's function, which runs around our handler; None: ours alone."""
        ours = self.functions[FUNCTION]
        if isinstance(ours, LambdaFunction):
            ours.variant = variant
        ours.cold_start()

    def cold_start(self) -> None:
        """AWS forgets the functions: the next invocation of each finds no memory and an empty /tmp."""
        for function in self.functions.values():
            function.cold_start()

    def close(self) -> None:
        for task in self._background:
            task.cancel()
        for function in self.functions.values():
            function.close()

    async def closed(self) -> None:
        """Wait until every function's processes have ended."""
        for function in self.functions.values():
            await function.closed()

    async def _invoke(self, request: Request) -> Response:
        name = request.path_params["function"]
        function = self.functions.get(name)
        if function is None:
            return _refused(404, "ResourceNotFoundException", f"Function not found: {name}")
        if self._settings is not None and (why := refusal(self._settings, request.headers)) is not None:
            return _refused(403, "AccessDeniedException", why)
        body = await request.body()
        if len(body) > MAX_PAYLOAD:
            return _refused(413, "RequestTooLargeException", f"{len(body)} byte payload is too large")
        try:
            event = json.loads(body) if body else {}
        except (ValueError, RecursionError) as error:
            message = f"Could not parse request body into json: {error}"
            return _refused(400, "InvalidRequestContentException", message)
        if request.headers.get("x-amz-invocation-type") == "Event":
            self._enqueue(function, event)
            return Response(status_code=202)
        try:
            return JSONResponse(await function.invoke(event))
        except FunctionError as failed:
            self._record_failure(function, failed)
            return JSONResponse(failed.error, headers={"X-Amz-Function-Error": "Unhandled"})

    def _enqueue(self, function: Function, event: object) -> None:
        task = asyncio.get_running_loop().create_task(self._invoke_later(function, event))
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _invoke_later(self, function: Function, event: object) -> None:
        self._trace.record("log", f"an asynchronous invocation of {function.name} begins")
        try:
            await function.invoke(event)
        except FunctionError as failed:
            self._record_failure(function, failed)

    def _record_failure(self, function: Function, failed: FunctionError) -> None:
        self._trace.record("lambda", f"the function {function.name} failed: {failed}", error=failed.error)

    async def _function_url(self, request: Request) -> Response:
        """A request as AWS hands it to a function behind a function URL (payload format 2.0), and its answer."""
        body = await request.body()
        try:
            text, encoded = body.decode("utf-8"), False
        except UnicodeDecodeError:
            text, encoded = base64.b64encode(body).decode(), True
        event = {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": "/",
            "rawQueryString": request.url.query,
            "headers": dict(request.headers),
            "queryStringParameters": dict(request.query_params),
            "requestContext": {
                "http": {
                    "method": request.method,
                    "path": "/",
                    "protocol": "HTTP/1.1",
                    "sourceIp": request.client.host if request.client else "127.0.0.1",
                    "userAgent": request.headers.get("user-agent", ""),
                },
                "requestId": str(uuid.uuid4()),
            },
            "body": text,
            "isBase64Encoded": encoded,
        }
        function = self.functions[WEBHOOK]
        try:
            answer = await function.invoke(event)
        except FunctionError as failed:
            self._record_failure(function, failed)
            return JSONResponse({"message": "Internal Server Error"}, 502)
        if not isinstance(answer, dict) or "statusCode" not in answer:
            return JSONResponse(answer)
        content = answer.get("body") or ""
        raw = base64.b64decode(content) if answer.get("isBase64Encoded") else str(content).encode()
        return Response(raw, int(answer["statusCode"]), headers=answer.get("headers"))


def _error_object(error: BaseException, context: LambdaContext | None) -> dict[str, object]:
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": context.aws_request_id if context is not None else "",
        "stackTrace": traceback.format_tb(error.__traceback__),
    }


def _refused(status: int, kind: str, message: str) -> Response:
    return JSONResponse(
        {"Type": "User", "Message": message}, status_code=status, headers={"x-amzn-ErrorType": kind}
    )
