"""Log lines: one JSON object each, on stderr, where AWS Lambda collects them; with secrets masked."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

logger = logging.getLogger("photonlink")

MASK = "***"

#: What secrets look like: Particle's tokens and codes (40 hex digits), Amazon's (Atza|..., Atzr|...), anything
#: after "Bearer" or "Basic", and the values of members or parameters whose names say that they are secret.
_SECRETS = re.compile(
    r"(?<![0-9a-fA-F])[0-9a-fA-F]{40}(?![0-9a-fA-F])"
    r"|Atz[a-z]\|[A-Za-z0-9+/=_|-]+"
    r"|(?<=Bearer )[^\s\"'\\]+"
    r"|(?<=Basic )[A-Za-z0-9+/=]{8,}"
    r"|(?P<name>[\"']?\b(?:\w*token|\w*secret|password|code)\b[\\\"']*\s*[:=]\s*[\\\"']*)(?P<value>[^\s\"'\\&,}]+)",
    re.IGNORECASE,
)


def redact(text: str) -> str:
    """The text with everything that looks like a secret masked."""
    return _SECRETS.sub(lambda match: (match["name"] or "") + MASK, text)


class RedactingFilter(logging.Filter):
    """Masks secrets in a record's message, its fields and its traceback, whatever formats it later."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), None
        fields = getattr(record, "fields", {})
        record.fields = {
            name: redact(value) if isinstance(value, str) else value for name, value in fields.items()
        }
        if record.exc_info:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, message, the record's own fields, and a traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "message": record.getMessage(),
        }
        line.update(getattr(record, "fields", {}))
        if record.exc_text:
            line["traceback"] = record.exc_text
        return json.dumps(line, default=str)


def configure(level: str) -> None:
    """Set the log up; further calls only change the level.

    AWS's own handler on the root logger, through which libraries log, masks secrets from then on, too.
    """
    logger.setLevel(level)
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonFormatter())
        logger.addHandler(handler)
    logger.propagate = False  # AWS's own handler on the root logger would write every line again
    for each in (*logger.handlers, *logging.getLogger().handlers):
        if not any(isinstance(known, RedactingFilter) for known in each.filters):
            each.addFilter(RedactingFilter())


def log(level: int, message: str, *, failure: BaseException | None = None, **fields: object) -> None:
    """Write one line; `fields` become members of its JSON object."""
    if logger.isEnabledFor(level):
        logger.log(level, message, exc_info=failure, extra={"fields": fields})
