"""Files sent as multipart/form-data: `file`, `file2`, `file3`, … whose names are relative paths."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from photonsim.particle_cloud.api.body import media_type, read_limited
from photonsim.particle_cloud.api.errors import failed

_MOST_FILES = 500
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Upload:
    """The files by relative path, in the order sent, and the other fields."""

    files: dict[str, bytes]
    fields: dict[str, str]


def is_upload(request: Request) -> bool:
    return media_type(request.headers.get("content-type", "")) == "multipart/form-data"


async def read_upload(request: Request, limit: int) -> Upload:
    """Raises ApiError for what is malformed, too large, or would lie outside the project."""
    if not is_upload(request):
        raise failed(400, "Files are sent as multipart/form-data", code=400)
    raw = await read_limited(request, limit)

    async def once() -> AsyncGenerator[bytes, None]:
        yield raw
        yield b""

    parser = MultiPartParser(
        request.headers, once(), max_files=_MOST_FILES, max_fields=_MOST_FILES, max_part_size=limit
    )
    try:
        form = await parser.parse()
    except (MultiPartException, ValueError, KeyError) as error:
        raise failed(400, "Malformed multipart body", code=400) from error
    files: dict[str, bytes] = {}
    fields: dict[str, str] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            files[_checked(value.filename or name)] = await value.read()
        else:
            fields[name] = value
    await form.close()
    return Upload(files, fields)


def _checked(path: str) -> str:
    """A path inside the project: particle-cli sends a binary under its absolute path, of which the name counts."""
    parts = [part for part in path.replace("\\", "/").split("/") if part != "."]
    if parts[0] == "" or ":" in parts[0]:
        parts = parts[-1:]
    if ".." in parts or "" in parts or parts[0] == "~" or _CONTROL.search(path) or len(path) > 1024:
        raise failed(400, f"{path!r} is not a path inside the project", code=400)
    return "/".join(parts)
