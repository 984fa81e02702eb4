"""Log lines for machines: JSON, so that a log service finds every line of one request."""

import json
import logging
from datetime import UTC, datetime

from nscp.kit.requests import current_id


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON, with the id of the request it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        # Django logs the status of an answer after the request is over, and hands the request on.
        request_id = current_id.get() or getattr(getattr(record, "request", None), "id", "")
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": request_id,
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
