"""Packages run by AWS's own runtime, `awslambdaric`, against the simulator's Runtime API."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from photonsim.clock import HouseClock, run
from photonsim.lambda_service import FunctionError
from photonsim.runtime_api import RuntimeApiFunction
from photonsim.trace import Trace
from tests.deploy.runtime import needs_runtime

pytestmark = [pytest.mark.slow, needs_runtime]


class Bench:
    """A package of one module."""

    def __init__(self, folder: Path, source: str, *, timeout: float = 8.0, **environ: str) -> None:
        (folder / "skill.py").write_text(source)
        self.clock = HouseClock()
        self.trace = Trace(self.clock)
        self.function = RuntimeApiFunction(
            "photonlink",
            "skill.handler",
            folder,
            self.clock,
            self.trace,
            environ=environ,
            tables={},
            timeout=timeout,
        )

    def run(self, scenario: Callable[[RuntimeApiFunction], Awaitable[Any]]) -> Any:
        async def played() -> Any:
            try:
                return await scenario(self.function)
            finally:
                self.function.close()
                await self.function.closed()

        return run(self.clock, played())

    def error(self) -> dict[str, Any]:
        """What an invocation fails with."""
        with pytest.raises(FunctionError) as caught:
            self.run(lambda function: function.invoke({}))
        return caught.value.error

    @property
    def log(self) -> str:
        return "\n".join(entry.summary for entry in self.trace.entries(kind="log"))


def test_the_handler_gets_event_context_and_environment_as_on_aws(tmp_path: Path) -> None:
    bench = Bench(
        tmp_path,
        "import os\n"
        "def handler(event, context):\n"
        "    return [event, context.function_name, context.invoked_function_arn, context.memory_limit_in_mb,\n"
        "            0 < context.get_remaining_time_in_millis() <= 8000, os.environ['COLOUR'], bool(context.aws_request_id)]\n",
        COLOUR="green",
        AWS_REGION="eu-west-1",
    )
    answer = bench.run(lambda function: function.invoke({"a": ["ü", 1.5, None]}))
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:photonlink"
    assert answer == [{"a": ["ü", 1.5, None]}, "photonlink", arn, "512", True, "green", True]


def test_an_exception_comes_back_with_its_type_and_place(tmp_path: Path) -> None:
    error = Bench(tmp_path, "def handler(event, context):\n    raise KeyError('directive')\n").error()
    assert (error["errorType"], error["errorMessage"]) == ("KeyError", "'directive'")
    assert "skill.py" in error["stackTrace"][0]


def test_what_json_cannot_hold_is_a_marshal_error(tmp_path: Path) -> None:
    error = Bench(tmp_path, "def handler(event, context):\n    return {1, 2}\n").error()
    assert error["errorType"] == "Runtime.MarshalError"


def test_a_missing_dependency_is_an_import_error_even_where_this_machine_has_it(tmp_path: Path) -> None:
    error = Bench(tmp_path, "import requests\ndef handler(event, context):\n    return 1\n").error()
    assert error["errorType"] == "Runtime.ImportModuleError"
    assert "No module named 'requests'" in error["errorMessage"]


def test_a_handler_that_is_not_there_is_named(tmp_path: Path) -> None:
    error = Bench(tmp_path, "def other(event, context):\n    return 1\n").error()
    assert error["errorType"] == "Runtime.HandlerNotFound"


def test_a_process_that_ends_by_itself_is_said_to_have_exited(tmp_path: Path) -> None:
    error = Bench(tmp_path, "import os\ndef handler(event, context):\n    os._exit(3)\n").error()
    assert error["errorType"] == "Runtime.ExitError"
    assert "exit status 3" in error["errorMessage"]


def test_a_time_out_ends_the_environment_and_the_next_invocation_starts_cold(tmp_path: Path) -> None:
    source = (
        "import time\ncalls = 0\n"
        "def handler(event, context):\n"
        "    global calls\n    calls += 1\n"
        "    time.sleep(60 if event == 'slow' else 0)\n    return calls\n"
    )
    bench = Bench(tmp_path, source, timeout=3.0)

    async def scenario(function: RuntimeApiFunction) -> list[object]:
        warm = [await function.invoke("quick"), await function.invoke("quick")]
        with pytest.raises(FunctionError, match=r"Task timed out after 3\.00 seconds"):
            await function.invoke("slow")
        return [*warm, await function.invoke("quick")]

    assert bench.run(scenario) == [1, 2, 1]


def test_the_process_is_stopped_between_two_invocations_and_goes_on_with_the_next(tmp_path: Path) -> None:
    bench = Bench(tmp_path, "import os\ndef handler(event, context):\n    return os.getpid()\n")

    async def scenario(function: RuntimeApiFunction) -> list[object]:
        process = await function.invoke({})
        while state_of(process) != "T":
            await bench.clock.wall_sleep(0.005)
        return [process, await function.invoke({})]

    first, second = bench.run(scenario)
    assert first == second


def state_of(process: object) -> str:
    """The state letter in /proc (proc(5)): T is stopped."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]


def test_concurrent_invocations_have_environments_of_their_own(tmp_path: Path) -> None:
    bench = Bench(tmp_path, "import os\ndef handler(event, context):\n    return os.getpid()\n")

    async def scenario(function: RuntimeApiFunction) -> set[object]:
        return set(await asyncio.gather(*(function.invoke({}) for _ in range(3))))

    assert len(bench.run(scenario)) == 3


def test_other_environment_variables_are_those_of_the_next_cold_start(tmp_path: Path) -> None:
    source = "import os\ndef handler(event, context):\n    return os.environ['COLOUR']\n"
    bench = Bench(tmp_path, source, COLOUR="green")

    async def scenario(function: RuntimeApiFunction) -> list[object]:
        first = await function.invoke({})
        function.environ = {"COLOUR": "red"}
        second = await function.invoke({})
        function.cold_start()
        return [first, second, await function.invoke({})]

    assert bench.run(scenario) == ["green", "green", "red"]


def test_what_the_handler_prints_is_in_the_trace(tmp_path: Path) -> None:
    bench = Bench(tmp_path, "def handler(event, context):\n    print('a line for the log')\n")
    bench.run(lambda function: function.invoke({}))
    assert "a line for the log" in bench.log
