"""Runs somebody's Lambda handler in a process of its own: started by photonsim.foreign_lambda, not imported by it.

One JSON object a line on stdin is one invocation; one JSON object a line on the original stdout is its answer.
Needs nothing but the standard library, so that the handler's own packages are the only others.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
import traceback
from typing import Any


class Context:
    """The part of AWS's context object that handlers use."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self._end = time.monotonic() + facts["timeout"]
        self.aws_request_id = facts["request_id"]
        self.function_name = facts["function_name"]
        self.function_version = "$LATEST"
        self.invoked_function_arn = facts["arn"]
        self.memory_limit_in_mb = "256"
        self.log_group_name = "/aws/lambda/" + facts["function_name"]
        self.log_stream_name = "simulated"

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._end - time.monotonic()) * 1000))


def failure(error: BaseException, request_id: str) -> dict[str, object]:
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_tb(error.__traceback__),
    }


def load(spec: str, folder: str) -> Any:
    sys.path.insert(0, folder)
    module, _, function = spec.rpartition(".")
    return getattr(importlib.import_module(module), function)


def main() -> None:
    spec, folder = sys.argv[1:3]
    # What the handler prints goes to its log, not between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    handler = None
    for line in sys.stdin:
        call = json.loads(line)
        request_id = call["context"]["request_id"]
        try:
            if handler is None:
                handler = load(spec, folder)
            answer = {"result": handler(call["event"], Context(call["context"]))}
            text = json.dumps(answer)
        except (TypeError, ValueError) as error:
            kind = failure(error, request_id)
            if "JSON" in str(error):
                kind["errorType"] = "Runtime.MarshalError"
            text = json.dumps({"error": kind})
        except Exception as error:
            kind = failure(error, request_id)
            if isinstance(error, (ImportError, AttributeError)) and handler is None:
                kind["errorType"] = "Runtime.ImportModuleError"
                kind["errorMessage"] = f"Unable to import module '{spec}': {error}"
            text = json.dumps({"error": kind})
        answers.write(text + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
