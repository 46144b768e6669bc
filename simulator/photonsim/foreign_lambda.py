"""Somebody else's handler as the house's function: a Python function, or a zip as it would be uploaded to AWS.

It runs in processes of its own, which are stopped (SIGSTOP) between invocations, as AWS freezes them.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import tempfile
import uuid
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from photonsim.clock import HouseClock
from photonsim.lambda_service import FUNCTION, WEBHOOK, Function, FunctionError
from photonsim.runtime_api import RuntimeApiFunction, runtime_installed
from photonsim.trace import Trace

_RUNNER = Path(__file__).with_name("foreign_runner.py")
#: Handlers to look for in a zip that doesn't say: our own, and the one that AWS's console makes.
_USUAL = {
    "photonlink/aws.py": "photonlink.aws.handler",
    "lambda_function.py": "lambda_function.lambda_handler",
}
#: Of one answer line, in bytes.
_LONGEST_ANSWER = 8 * 1024 * 1024


class HandlerSpecError(ValueError):
    """`--lambda` names no handler; the message says what it takes."""


def parse_handler(spec: str, scratch: Path) -> tuple[str, Path]:
    """(handler as module.function, folder to import it from) for `module:function`, FILE.zip, FILE.zip:module.function.

    A zip is unpacked into `scratch`. Raises HandlerSpecError.
    """
    path_text, is_zip, handler = spec.partition(".zip")
    if is_zip:
        return _from_zip(Path(f"{path_text}.zip"), handler.lstrip(":"), scratch)
    module, colon, function = spec.partition(":")
    if not colon or not all(part.isidentifier() for part in [*module.split("."), function]):
        raise HandlerSpecError(
            f"{spec!r} names no handler. Give a URL that speaks Lambda Invoke, module:function, or a .zip file."
        )
    return f"{module}.{function}", Path.cwd()


def _from_zip(path: Path, handler: str, scratch: Path) -> tuple[str, Path]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            archive.extractall(scratch)
    except (OSError, zipfile.BadZipFile) as error:
        raise HandlerSpecError(f"{path} is no zip file that can be read: {error}") from error
    found = handler or next((name for file, name in _USUAL.items() if file in names), "")
    if not found:
        raise HandlerSpecError(f"{path} has no handler with a usual name; say which: {path}:module.function")
    return found, scratch


def foreign_functions(
    spec: str,
    clock: HouseClock,
    trace: Trace,
    *,
    environ: Mapping[str, str],
    tables: Mapping[str, str],
    timeout: float,
) -> dict[str, Function]:
    """The house's functions that `spec` takes the place of, by name. `tables` are as for LambdaService.

    A zip runs under AWS's own runtime where that is installed; photonlink's own zip is the webhook's function, too.
    Raises HandlerSpecError.
    """
    if ".zip" not in spec or not runtime_installed():
        return {
            FUNCTION: ForeignFunction(spec, clock, trace, environ=environ, tables=tables, timeout=timeout)
        }

    def function(name: str, spec: str) -> RuntimeApiFunction:
        scratch = tempfile.TemporaryDirectory(prefix="photonlink-zip-")
        handler, folder = parse_handler(spec, Path(scratch.name))
        return RuntimeApiFunction(
            name,
            handler,
            folder,
            clock,
            trace,
            environ=environ,
            tables=tables,
            timeout=timeout,
            scratch=scratch,
        )

    functions: dict[str, Function] = {FUNCTION: (skill := function(FUNCTION, spec))}
    if skill.handler == _USUAL["photonlink/aws.py"]:
        functions[WEBHOOK] = function(
            WEBHOOK, f"{spec.partition('.zip')[0]}.zip:photonlink.aws.webhook_handler"
        )
    return functions


class _Process:
    """One execution environment."""

    def __init__(self, process: asyncio.subprocess.Process, tmp: tempfile.TemporaryDirectory[str]) -> None:
        self.process, self._tmp = process, tmp
        self.busy = False

    def freeze(self) -> None:
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
        self._tmp.cleanup()


class ForeignFunction:
    """A function whose handler runs in another process. Its HTTP goes over the house's sockets."""

    name = FUNCTION

    def __init__(
        self,
        spec: str,
        clock: HouseClock,
        trace: Trace,
        *,
        environ: Mapping[str, str],
        tables: Mapping[str, str],
        timeout: float,
    ) -> None:
        """Raises HandlerSpecError."""
        self._scratch = tempfile.TemporaryDirectory(prefix="photonlink-zip-")
        self._handler, self._folder = parse_handler(spec, Path(self._scratch.name))
        self._clock, self._trace = clock, trace
        self.environ, self._tables, self._timeout = dict(environ), dict(tables), timeout
        self._processes: list[_Process] = []
        self._logs: set[asyncio.Task[None]] = set()

    def cold_start(self) -> None:
        """Forget the environments that are at rest."""
        for process in [p for p in self._processes if not p.busy]:
            self._processes.remove(process)
            process.kill()

    def close(self) -> None:
        for process in self._processes:
            process.kill()
        self._processes.clear()
        for task in self._logs:
            task.cancel()
        self._scratch.cleanup()

    async def closed(self) -> None:
        """Nothing is left to wait for."""

    async def invoke(self, event: object) -> object:
        """Run the handler once. Raises FunctionError."""
        process = next((p for p in self._processes if not p.busy), None) or await self._start()
        process.busy = True
        process.thaw()
        request_id = str(uuid.uuid4())
        call = {
            "event": event,
            "context": {
                "timeout": self._timeout,
                "request_id": request_id,
                "function_name": FUNCTION,
                "arn": f"arn:aws:lambda:us-east-1:123456789012:function:{FUNCTION}",
            },
        }
        assert process.process.stdin is not None
        assert process.process.stdout is not None
        try:
            with self._clock.hold():
                process.process.stdin.write(json.dumps(call).encode() + b"\n")
                # The process lives in wall time, whatever the house's clock does.
                line = await asyncio.wait_for(process.process.stdout.readline(), self._timeout)
        except TimeoutError:
            self._forget(process)
            raise FunctionError(
                {
                    "errorType": "Sandbox.Timedout",
                    "errorMessage": f"RequestId: {request_id} Error: Task timed out after {self._timeout:.2f} seconds",
                }
            ) from None
        except (ConnectionError, ValueError):
            line = b""
        if not line:
            self._forget(process)
            raise FunctionError(
                {
                    "errorType": "Runtime.ExitError",
                    "errorMessage": f"RequestId: {request_id} Error: Runtime exited without providing a reason",
                }
            )
        process.busy = False
        process.freeze()
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise FunctionError(answer["error"])
        return answer["result"]

    async def _start(self) -> _Process:
        tmp = tempfile.TemporaryDirectory(prefix="photonlink-lambda-")
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            # Isolated: the runner's folder is not importable, and for a zip nothing but the zip is.
            *(("-I", "-S", "-u") if self._folder == Path(self._scratch.name) else ("-I", "-u")),
            str(_RUNNER),
            self._handler,
            str(self._folder),
            env={**self.environ, **self._tables, "PATH": "/usr/local/bin:/usr/bin:/bin", "TMPDIR": tmp.name},
            cwd=self._folder,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_LONGEST_ANSWER,
        )
        started = _Process(process, tmp)
        self._processes.append(started)
        task = asyncio.get_running_loop().create_task(self._follow_log(process))
        self._logs.add(task)
        task.add_done_callback(self._logs.discard)
        return started

    def _forget(self, process: _Process) -> None:
        if process in self._processes:
            self._processes.remove(process)
        process.kill()

    async def _follow_log(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        while line := await process.stderr.readline():
            self._trace.record("log", line.decode("utf-8", "replace").rstrip())
