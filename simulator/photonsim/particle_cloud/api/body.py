"""Request bodies and queries, parsed the way the real cloud's Express parsers do, without trusting a byte."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from photonsim.particle_cloud.api.errors import failed

Kind = Literal["none", "json", "form", "other"]

#: Parameters that a form may have (Express' default).
_MOST_FIELDS = 1000
_FORM = "application/x-www-form-urlencoded"
_MEDIA_TYPE = re.compile(r"^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:;|$)")
_SURROGATE = re.compile("[\ud800-\udfff]")

NO_FIELDS: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Body:
    """A parsed body. A parameter that came more than once is a list, as in Express."""

    kind: Kind = "none"
    fields: Mapping[str, Any] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.fields.get(name) is not None

    def text(self, name: str) -> str:
        """A field as text, in the way JavaScript turns values into strings; "" when absent."""
        return as_text(self.fields.get(name))

    def flag(self, name: str) -> bool:
        return as_text(self.fields.get(name)).lower() in ("true", "1", "on", "yes")


EMPTY = Body()


def as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ",".join(as_text(item) for item in value)
    return json.dumps(value) if isinstance(value, Mapping) else str(value)


def media_type(header: str) -> str:
    """Type and subtype of a Content-Type header, lower case; "" when it is malformed."""
    match = _MEDIA_TYPE.match(header)
    return match.group(1).lower() if match else ""


def parse_fields(text: str) -> dict[str, Any]:
    """A query or form. Undecodable bytes and percent signs are kept as they can be read, as in Node.

    Raises ValueError for more parameters than Express takes.
    """
    fields: dict[str, Any] = {}
    pairs = parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=_MOST_FIELDS)
    for name, value in pairs:
        if name not in fields:
            fields[name] = value
        elif isinstance(fields[name], list):
            fields[name].append(value)
        else:
            fields[name] = [fields[name], value]
    return fields


def parse_json(raw: bytes) -> Mapping[str, Any]:
    """A JSON object (an array counts as one without members, as in Express). Raises ValueError."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if isinstance(value, list):
        return NO_FIELDS
    if not isinstance(value, dict):
        raise ValueError("neither an object nor an array")
    return {_whole(name): _whole(item) for name, item in value.items()}


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _whole(value: Any) -> Any:
    """Without halves of surrogate pairs, which can be written in JSON and nowhere else."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value) if not value.isascii() else value
    if isinstance(value, dict):
        return {_whole(name): _whole(item) for name, item in value.items()}
    return [_whole(item) for item in value] if isinstance(value, list) else value


async def read_limited(request: Request, limit: int) -> bytes:
    """The body, at most `limit` bytes. Raises ApiError (413), also when the client goes away meanwhile (400)."""
    announced = request.headers.get("content-length", "0")
    if announced.isascii() and announced.isdigit() and len(announced) < 19 and int(announced) > limit:
        raise failed(413, "request entity too large", code=413)
    chunks, size = [], 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise failed(413, "request entity too large", code=413)
            chunks.append(chunk)
    except ClientDisconnect as error:
        raise failed(400, "request aborted", code=400) from error
    return b"".join(chunks)


async def read_body(request: Request, limit: int, *, json: bool = True) -> Body:
    """The request's body by its Content-Type; anything but forms and (unless unwanted) JSON is left unread.

    Raises ApiError.
    """
    headers = request.headers
    if "content-length" not in headers and "transfer-encoding" not in headers:
        return EMPTY  # a type without a body says nothing
    kind = media_type(headers.get("content-type", ""))
    if kind == _FORM:
        raw = await read_limited(request, limit)
        try:
            return Body("form", parse_fields(raw.decode("utf-8", "replace")))
        except ValueError as error:
            raise failed(413, "too many parameters", code=413) from error
    if json and (kind == "application/json" or kind.endswith("+json")):
        raw = await read_limited(request, limit)
        if not raw.strip():
            return Body("json")
        try:
            return Body("json", parse_json(raw))
        except (ValueError, RecursionError) as error:
            raise failed(400, "Malformed JSON in the body", code=400) from error
    return EMPTY if not kind else Body("other")


def query_fields(request: Request) -> Mapping[str, Any]:
    """The query. Raises ApiError for too many parameters."""
    raw: bytes = request.scope.get("query_string", b"")
    if not raw:
        return NO_FIELDS
    try:
        return parse_fields(raw.decode("utf-8", "replace"))
    except ValueError as error:
        raise failed(413, "too many parameters", code=413) from error
