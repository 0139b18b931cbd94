"""Log lines leave the process without personal data."""

import logging
import sys

from core.logs import RedactingFilter
from tests.data import people

RESIDENT_ID = people.STANDARD_SAMPLE  # the sample number of GB 11643 itself


def line_of(record: logging.LogRecord) -> str:
    assert RedactingFilter().filter(record)
    return logging.Formatter("%(message)s").format(record)


def test_a_number_in_the_arguments_of_a_line_is_hidden():
    record = logging.LogRecord("x", logging.INFO, "", 0, "row of %s refused", (RESIDENT_ID,), None)
    assert RESIDENT_ID not in line_of(record)
    assert "refused" in line_of(record)


def test_a_number_in_a_traceback_is_hidden():
    try:
        raise ValueError(f"no such person: {RESIDENT_ID}")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", None, sys.exc_info())
    line = line_of(record)
    assert RESIDENT_ID not in line
    assert "ValueError" in line
