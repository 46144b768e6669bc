"""What a cold start costs is what it imports: the heavy parts of the standard library stay out of it."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = {
    "asyncio",
    "boto3",
    "click",
    "dataclasses",
    "inspect",
    "multiprocessing",
    "rich",
    "sqlite3",
    "unittest",
}


def modules_after(statement: str) -> set[str]:
    code = f"import sys, json; {statement}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return set(json.loads(done.stdout))


def test_the_handler_imports_little_beyond_requests() -> None:
    extra = modules_after("import photonlink.aws") - modules_after("import requests")
    assert extra & HEAVY == set()
