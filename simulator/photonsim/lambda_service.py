"""AWS Lambda, as Alexa and the handler see it: Invoke, cold starts, the freeze between invocations, a deadline.

Shapes of the Invoke API, of error objects and of the time-out's text: AWS's Lambda documentation.
"""

from __future__ import annotations

import asyncio
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

from photonsim.bridge import Freezer, GreenletExecutor, await_, run_sync
from photonsim.clock import HouseClock
from photonsim.http import HouseAdapter, HouseHttp
from photonsim.trace import Trace

FUNCTION = "photonlink"
#: Of a synchronous Invoke's event and answer, in bytes.
MAX_PAYLOAD = 6 * 1024 * 1024

Handler = Callable[[Any, Any], Any]

_invoked: contextvars.ContextVar[Trace | None] = contextvars.ContextVar("invoked", default=None)


class _LogToTrace(logging.Handler):
    """The function's log, which AWS keeps in CloudWatch, goes into the trace of the house that invoked it."""

    def emit(self, record: logging.LogRecord) -> None:
        trace = _invoked.get()
        if trace is not None:
            trace.record("log", f"{record.levelname} {record.getMessage()}", **getattr(record, "fields", {}))


_log_to_trace = _LogToTrace()


class HandlerFactory(Protocol):
    """As `photonlink.aws.make_handler`."""

    def __call__(
        self,
        environ: Mapping[str, str],
        *,
        session: requests.Session,
        clock: Any,
        executor: Callable[[], Any],
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

    def __init__(self, service: LambdaService) -> None:
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
        self.handler = service.factory(
            environ,
            session=self._session,
            clock=_HandlerClock(service.clock),
            executor=lambda: GreenletExecutor(16, freezer=self.freezer),
        )

    def close(self) -> None:
        self._session.close()
        self._tmp.cleanup()


class FunctionError(Exception):
    """The function failed: `error` is the object that Invoke returns with X-Amz-Function-Error."""

    def __init__(self, error: dict[str, object]) -> None:
        super().__init__(str(error.get("errorMessage")))
        self.error = error


class LambdaService:
    """One function, invoked over HTTP. Concurrent invocations get environments of their own, as on AWS."""

    def __init__(
        self,
        clock: HouseClock,
        trace: Trace,
        http: HouseHttp,
        *,
        environ: Mapping[str, str],
        timeout: float = 8.0,
        factory: HandlerFactory | None = None,
    ) -> None:
        """`environ` is all that the handler can know; `timeout` in seconds; `factory` makes another handler."""
        if factory is None:
            from photonlink.aws import make_handler

            factory = make_handler
        self.clock, self.trace, self.http = clock, trace, http
        self.environ, self.timeout, self.factory = dict(environ), timeout, factory
        self._environments: list[_Environment] = []
        self._background: set[asyncio.Task[None]] = set()
        self.app = Starlette(
            routes=[
                Route(
                    "/2015-03-31/functions/{function}/invocations", self._invoke_over_http, methods=["POST"]
                )
            ]
        )

    def cold_start(self) -> None:
        """AWS forgets the function: the next invocation finds no memory and an empty /tmp."""
        kept = [environment for environment in self._environments if environment.busy]
        for environment in self._environments:
            if not environment.busy:
                environment.close()
        self._environments = kept

    def close(self) -> None:
        for task in self._background:
            task.cancel()
        for environment in self._environments:
            environment.close()
        self._environments.clear()

    async def invoke(self, event: object) -> object:
        """Run the handler once and return what it returned, through JSON both ways. Raises FunctionError."""
        environment = self._free_environment()
        environment.busy = True
        context = LambdaContext(self.clock, self.clock.now() + self.timeout)
        threads = set(threading.enumerate())
        environment.freezer.thaw()
        invoked = _invoked.set(self.trace)
        try:
            run = run_sync(environment.handler, event, context, freezer=environment.freezer)
            answer = await self.clock.wait_for(run, self.timeout)
            return json.loads(json.dumps(answer))
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
        except (TypeError, ValueError) as error:
            if "JSON" not in str(error):
                raise FunctionError(_error_object(error, context)) from error
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

    async def _invoke_over_http(self, request: Request) -> Response:
        function = request.path_params["function"]
        if function != FUNCTION:
            return _refused(404, "ResourceNotFoundException", f"Function not found: {function}")
        body = await request.body()
        if len(body) > MAX_PAYLOAD:
            return _refused(413, "RequestTooLargeException", f"{len(body)} byte payload is too large")
        try:
            event = json.loads(body) if body else {}
        except ValueError as error:
            message = f"Could not parse request body into json: {error}"
            return _refused(400, "InvalidRequestContentException", message)
        if request.headers.get("x-amz-invocation-type") == "Event":
            task = asyncio.get_running_loop().create_task(self._invoke_later(event))
            self._background.add(task)
            task.add_done_callback(self._background.discard)
            return Response(status_code=202)
        try:
            return JSONResponse(await self.invoke(event))
        except FunctionError as failed:
            self.trace.record("lambda", f"the function failed: {failed}", error=failed.error)
            return JSONResponse(failed.error, headers={"X-Amz-Function-Error": "Unhandled"})

    async def _invoke_later(self, event: object) -> None:
        try:
            await self.invoke(event)
        except FunctionError as failed:
            self.trace.record("lambda", f"the function failed: {failed}", error=failed.error)


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
