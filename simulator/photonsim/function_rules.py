"""What AWS makes of a function's settings: who may call it, whether its handler starts, what its role may do.

Texts of errors: AWS's Lambda documentation, "Troubleshoot invocation issues" and the runtime for Python.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from photonlink.afterwards import NotHandedOver
from photonlink.store import Store, StoreError
from photonsim.consoles import ACCOUNT, FunctionSettings

#: Headers by which the house's Alexa says in whose name she calls; whoever sends none is the function's owner.
PRINCIPAL_HEADER = "x-photonsim-principal"
TOKEN_HEADER = "x-photonsim-event-source-token"
ARN_HEADER = "x-photonsim-function-arn"
#: The oldest Python that can compile photonlink's sources.
OLDEST_PYTHON = (3, 11)


def refusal(settings: FunctionSettings, headers: Mapping[str, str]) -> str | None:
    """Why the function's policy does not let a caller in; None: it does, or it is the owner who calls."""
    principal = headers.get(PRINCIPAL_HEADER)
    if principal is None:
        return None
    arn = headers.get(ARN_HEADER, "")
    qualifier = qualifier_of(arn)
    wanted = (principal, headers.get(TOKEN_HEADER), qualifier)
    for allowed, token, of in settings.triggers:
        if wanted == (allowed, token if token is not None else wanted[1], of):
            return None
    return f"User: {principal} is not authorized to perform: lambda:InvokeFunction on resource: {arn}"


def qualifier_of(arn: str) -> str | None:
    """The version or alias at the end of a function's ARN, if it names one."""
    parts = arn.split(":")
    return parts[7] if len(parts) > 7 else None


def start_error(settings: FunctionSettings) -> dict[str, object] | None:
    """The error with which the runtime fails to load the handler; None: it starts."""
    module, _, name = settings.handler.rpartition(".")
    version = re.fullmatch(r"python(\d+)\.(\d+)", settings.runtime)
    if version is None:
        return _error("Runtime.ImportModuleError", f"Error: Cannot find module '{module or name}'")
    if (int(version[1]), int(version[2])) < OLDEST_PYTHON:
        return _error("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module}': invalid syntax")
    if not module:
        return _error("Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack")
    missing = _missing(module)
    if missing is not None:
        return _error(
            "Runtime.ImportModuleError", f"Unable to import module '{module}': No module named '{missing}'"
        )
    if not hasattr(importlib.import_module(module), name):
        return _error("Runtime.HandlerNotFound", f"Handler '{name}' missing on module '{module}'")
    return None


def _missing(module: str) -> str | None:
    """The first part of a module's name that the package does not have: it has photonlink, and what that needs."""
    parts = module.split(".")
    if parts[0] != "photonlink":
        return parts[0]
    for end in range(2, len(parts) + 1):
        name = ".".join(parts[:end])
        if importlib.util.find_spec(name) is None:
            return name
    return None


def _error(kind: str, message: str) -> dict[str, object]:
    return {"errorType": kind, "errorMessage": message, "requestId": "", "stackTrace": []}


class TableAccess:
    """A table as the function's role may use it: what it may not do is AccessDeniedException."""

    def __init__(self, store: Store, actions: tuple[str, ...]) -> None:
        self._store, self._actions = store, actions

    def load(self, kind: str, keys: Iterable[str]) -> dict[str, str]:
        self._need("dynamodb:BatchGetItem")
        return self._store.load(kind, keys)

    def save(self, kind: str, items: Mapping[str, str]) -> None:
        self._need("dynamodb:PutItem")
        self._store.save(kind, items)

    def save_newer(self, kind: str, items: Mapping[str, str]) -> set[str]:
        self._need("dynamodb:PutItem")
        return self._store.save_newer(kind, items)

    def delete(self, kind: str, keys: Iterable[str]) -> None:
        self._need("dynamodb:BatchWriteItem")
        self._store.delete(kind, keys)

    def _need(self, action: str) -> None:
        if action not in self._actions:
            raise StoreError(_denied(action))


class SelfInvoke:
    """Lambda's Invoke with InvocationType Event, of the function itself, as its role may use it."""

    def __init__(self, enqueue: Callable[[object], None], actions: tuple[str, ...]) -> None:
        self._enqueue, self._actions = enqueue, actions

    def __call__(self, event: dict[str, Any]) -> None:
        if "lambda:InvokeFunction" not in self._actions:
            raise NotHandedOver(_denied("lambda:InvokeFunction"))
        self._enqueue(json.loads(json.dumps(event)))


def _denied(action: str) -> str:
    return (
        "An error occurred (AccessDeniedException): User: "
        f"arn:aws:sts::{ACCOUNT}:assumed-role/photonlink/photonlink is not authorized to perform: {action}"
    )
