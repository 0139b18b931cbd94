"""Log lines leave the process without personal data."""

import logging

from core.masking import redact


class RedactingFilter(logging.Filter):
    """Replace identity numbers, telephone numbers and the like in the line and in a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; no line is dropped."""
        record.msg = redact(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
        return True
