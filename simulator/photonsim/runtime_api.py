"""A Lambda package run by AWS's own runtime: `awslambdaric` against this Runtime API.

The client, the handler string, the JSON and the shapes of errors are those of the real thing; only the service that
hands out invocations is ours. Source: AWS's page "Using the Lambda runtime API for custom runtimes" (2018-06-01).
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import tempfile
import time
import uuid
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from photonsim.clock import HouseClock
from photonsim.lambda_service import MAX_PAYLOAD, FunctionError
from photonsim.serving import Servers, listen
from photonsim.trace import Trace

#: What AWS's Python runtime consists of, beside Python.
_RUNTIME = ("awslambdaric", "simplejson", "snapshot-restore-py")
#: How long a function may take to import its handler, in seconds of wall time (AWS's page "Lambda execution environment").
INIT_S = 10.0
#: Runs the client with the task's folder first and the runtime's last, as on AWS, and nothing else of this machine.
_BOOTSTRAP = (
    "import sys; task, runtime, handler = sys.argv[1:]; sys.path.insert(0, task); sys.path.append(runtime); "
    "from awslambdaric.__main__ import main; main(['bootstrap', handler])"
)
_ACCEPTED = {"status": "OK"}


class NoRuntime(RuntimeError):
    """AWS's runtime interface client is not installed; the text says how to get it."""


def runtime_installed() -> bool:
    """Whether a package can be run by AWS's own runtime here."""
    try:
        for name in _RUNTIME:
            distribution(name)
    except PackageNotFoundError:
        return False
    return True


def _link_runtime(folder: Path) -> None:
    """Links to the runtime's own packages: the rest of this machine's would hide what a package lacks.

    Raises NoRuntime.
    """
    try:
        found = [distribution(name) for name in _RUNTIME]
    except PackageNotFoundError as error:
        raise NoRuntime(
            f"{error.name} is not installed. `pip install awslambdaric` brings AWS's own runtime (Linux only)."
        ) from error
    for each in found:
        for part in {Path(str(file)).parts[0] for file in each.files or []}:
            source = Path(str(each.locate_file(part)))
            if part != "__pycache__" and source.exists():
                (folder / part).symlink_to(source)


class _Invocation:
    def __init__(self, event: object) -> None:
        self.id = str(uuid.uuid4())
        self.body = json.dumps(event)
        self.answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()

    def fail(self, error: dict[str, object]) -> None:
        if not self.answer.done():
            self.answer.set_exception(FunctionError(error))


class _Environment:
    """One execution environment: a process, and the Runtime API that it alone talks to."""

    def __init__(self, function: RuntimeApiFunction) -> None:
        self._function = function
        self._tmp = tempfile.TemporaryDirectory(prefix="photonlink-lambda-")
        self._servers = Servers(function.clock, function.trace)
        self._listener = listen(0, "the Runtime API", "")
        self._events: asyncio.Queue[_Invocation | None] = asyncio.Queue()
        self._current: _Invocation | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._log: asyncio.Task[None] | None = None
        self._init_error: dict[str, object] | None = None
        #: Set when the handler is imported, or when it cannot be.
        self.started = asyncio.Event()
        self.busy = False
        path = "/2018-06-01/runtime"
        app = Starlette(
            routes=[
                Route(f"{path}/invocation/next", self._next),
                Route(f"{path}/invocation/{{id}}/response", self._response, methods=["POST"]),
                Route(f"{path}/invocation/{{id}}/error", self._error, methods=["POST"]),
                Route(f"{path}/init/error", self._failed_init, methods=["POST"]),
            ]
        )
        self._servers.add(self._listener, app, name="runtime", traced=False)

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        await self._servers.start()
        function, port = self._function, self._listener.getsockname()[1]
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-I", "-S", "-u", "-c", _BOOTSTRAP),
            *(str(function.task_root), str(function.runtime_root), function.handler),
            env={
                **function.environ,
                **function.tables,
                "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}",
                "AWS_LAMBDA_FUNCTION_NAME": function.name,
                "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
                "AWS_EXECUTION_ENV": f"AWS_Lambda_python{sys.version_info.major}.{sys.version_info.minor}",
                "LAMBDA_TASK_ROOT": str(function.task_root),
                "LAMBDA_RUNTIME_DIR": str(function.runtime_root),
                "PATH": "/usr/local/bin:/usr/bin:/bin",
                "TMPDIR": self._tmp.name,
            },
            cwd=function.task_root,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._log = asyncio.get_running_loop().create_task(self._follow())

    def submit(self, invocation: _Invocation) -> None:
        """Wake the process for one invocation."""
        self._events.put_nowait(invocation)
        if self._process is not None and self.alive:
            self._process.send_signal(signal.SIGCONT)

    async def close(self) -> None:
        if self._process is not None and self.alive:
            self._process.kill()
        self._events.put_nowait(None)
        if self._log is not None:
            await self._log
        await self._servers.stop()
        self._tmp.cleanup()

    async def _follow(self) -> None:
        """The log goes into the trace; at its end the process has ended, and whoever waits is told."""
        assert self._process is not None
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            self._function.trace.record("log", line.decode("utf-8", "replace").rstrip())
        status = await self._process.wait()
        self.started.set()
        reason = f"exit status {status}" if status > 0 else f"signal: {-status}"
        said = (
            f"Runtime exited with error: {reason}" if status else "Runtime exited without providing a reason"
        )
        for invocation in self._waiting():
            error: dict[str, object] = {
                "errorType": "Runtime.ExitError",
                "errorMessage": f"RequestId: {invocation.id} Error: {said}",
            }
            invocation.fail(self._init_error or error)

    def _waiting(self) -> list[_Invocation]:
        """Invocations that have no answer yet."""
        found = [] if self._current is None else [self._current]
        while not self._events.empty():
            if (queued := self._events.get_nowait()) is not None:
                found.append(queued)
        return found

    # -- the Runtime API -------------------------------------------------------------------------

    async def _next(self, _: Request) -> Response:
        """The runtime has nothing to do: AWS freezes it here until the next invocation."""
        self.started.set()
        self._current = None
        if self._events.empty() and self._process is not None and self.alive:
            self._process.send_signal(signal.SIGSTOP)
        invocation = await self._events.get()
        if invocation is None:
            return Response(status_code=410)
        self._current = invocation
        # The process reads the machine's clock, whatever the house's does.
        deadline = time.time() + self._function.timeout
        return Response(
            invocation.body,
            media_type="application/json",
            headers={
                "Lambda-Runtime-Aws-Request-Id": invocation.id,
                "Lambda-Runtime-Deadline-Ms": str(int(deadline * 1000)),
                "Lambda-Runtime-Invoked-Function-Arn": self._function.arn,
                "Lambda-Runtime-Trace-Id": f"Root=1-{uuid.uuid4().hex[:8]}-{uuid.uuid4().hex[:24]};Sampled=0",
            },
        )

    async def _response(self, request: Request) -> Response:
        invocation = self._addressed(request)
        if invocation is None:
            return _unknown_invocation()
        body = await request.body()
        if len(body) > MAX_PAYLOAD:
            invocation.fail(
                {
                    "errorType": "Function.ResponseSizeTooLarge",
                    "errorMessage": f"Response payload size exceeded maximum allowed payload size ({MAX_PAYLOAD} bytes).",
                }
            )
            return JSONResponse({"errorType": "RequestEntityTooLarge"}, 413)
        if not invocation.answer.done():
            invocation.answer.set_result(json.loads(body))
        return JSONResponse(_ACCEPTED, 202)

    async def _error(self, request: Request) -> Response:
        invocation = self._addressed(request)
        if invocation is None:
            return _unknown_invocation()
        invocation.fail(await _error_object(request))
        return JSONResponse(_ACCEPTED, 202)

    async def _failed_init(self, request: Request) -> Response:
        self._init_error = await _error_object(request)
        return JSONResponse(_ACCEPTED, 202)

    def _addressed(self, request: Request) -> _Invocation | None:
        current = self._current
        return current if current is not None and current.id == request.path_params["id"] else None


class RuntimeApiFunction:
    """A function whose package runs under AWS's own runtime. Its HTTP goes over the house's sockets."""

    def __init__(
        self,
        name: str,
        handler: str,
        task_root: Path,
        clock: HouseClock,
        trace: Trace,
        *,
        environ: Mapping[str, str],
        tables: Mapping[str, str],
        timeout: float,
        scratch: tempfile.TemporaryDirectory[str] | None = None,
    ) -> None:
        """`task_root` is the unpacked zip; `timeout` in seconds of wall time. Raises NoRuntime.

        `scratch` is deleted in the end: the folder that the zip was unpacked into.
        """
        self.name, self.handler, self.task_root = name, handler, task_root
        self.clock, self.trace = clock, trace
        self.environ, self.tables, self.timeout = dict(environ), dict(tables), timeout
        region = self.environ.get("AWS_REGION", "us-east-1")
        self.arn = f"arn:aws:lambda:{region}:123456789012:function:{name}"
        links = tempfile.TemporaryDirectory(prefix="photonlink-runtime-")
        self._folders = [links, scratch] if scratch is not None else [links]
        self.runtime_root = Path(links.name)
        _link_runtime(self.runtime_root)
        self._environments: list[_Environment] = []
        self._closing: set[asyncio.Task[None]] = set()

    async def invoke(self, event: object) -> object:
        """Run the handler once. Raises FunctionError."""
        invocation = _Invocation(event)
        environment = next((e for e in self._environments if not e.busy and e.alive), None)
        if environment is None:
            environment = _Environment(self)
            self._environments.append(environment)
            environment.busy = True
            await environment.start()
        environment.busy = True
        try:
            # The process lives in wall time, whatever the house's clock does.
            with self.clock.hold():
                environment.submit(invocation)
                await asyncio.wait_for(environment.started.wait(), INIT_S)
                return await asyncio.wait_for(asyncio.shield(invocation.answer), self.timeout)
        except TimeoutError:
            self._discard(environment)
            seconds = self.timeout if environment.started.is_set() else INIT_S
            raise FunctionError(
                {
                    "errorType": "Sandbox.Timedout",
                    "errorMessage": f"RequestId: {invocation.id} Error: Task timed out after {seconds:.2f} seconds",
                }
            ) from None
        finally:
            environment.busy = False

    def cold_start(self) -> None:
        """Forget the environments that are at rest."""
        for environment in [each for each in self._environments if not each.busy]:
            self._discard(environment)

    def close(self) -> None:
        for environment in list(self._environments):
            self._discard(environment)

    async def closed(self) -> None:
        """Wait until every process has ended."""
        await asyncio.gather(*self._closing)
        for folder in self._folders:
            folder.cleanup()

    def _discard(self, environment: _Environment) -> None:
        if environment in self._environments:
            self._environments.remove(environment)
            task = asyncio.get_running_loop().create_task(environment.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)


async def _error_object(request: Request) -> dict[str, object]:
    """What the runtime says went wrong; its header names the kind where the body is no JSON object."""
    try:
        content: Any = json.loads(await request.body())
    except ValueError:
        content = None
    if isinstance(content, dict):
        return content
    kind = request.headers.get("lambda-runtime-function-error-type", "Unhandled")
    return {"errorType": kind, "errorMessage": ""}


def _unknown_invocation() -> Response:
    return JSONResponse({"errorType": "InvalidRequestID", "errorMessage": "Invalid request ID"}, 400)
