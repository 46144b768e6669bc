"""JSON answers as the real cloud sends them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

JSON_TYPE = "application/json; charset=utf-8"


def answer(body: Any, status: int = 200, *, headers: Mapping[str, str] | None = None) -> Response:
    """`body` as JSON. What JSON has no form for becomes null, as JavaScript's serialiser does."""
    try:
        text = json.dumps(body, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
        content = text.encode()
    except ValueError:  # not-a-number and infinity; half of a surrogate pair
        content = json.dumps(_finite(body), separators=(",", ":")).encode()
    return Response(content, status, headers=dict(headers or {}), media_type=JSON_TYPE)


def no_content() -> Response:
    return Response(status_code=204)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
