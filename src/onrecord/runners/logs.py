"""Structured logs: one JSON object a line on standard error."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

_KNOWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Formats a log record as JSON with sorted keys: ``time, level, logger, event`` and what the event tells.

    Example:
        >>> record = logging.makeLogRecord({"msg": "run ended", "created": 0.0, "levelname": "INFO", "reports": 2})
        >>> JsonLines().format(record)
        '{"event": "run ended", "level": "info", "logger": null, "reports": 2, "time": "1970-01-01T00:00:00.000+00:00"}'
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told: dict[str, Any] = {k: v for k, v in vars(record).items() if k not in _KNOWN}
        told["time"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told["level"] = record.levelname.lower()
        told["logger"] = record.name
        told["event"] = record.getMessage()
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, sort_keys=True, default=str)


def log_json() -> None:
    """Let onrecord log as JSON lines on standard error, in addition to nothing else."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("onrecord")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False
