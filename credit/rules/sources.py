"""Where a conduct record came from: an officer's entry, or a procedure of its own."""

from __future__ import annotations

BY_HAND = ("credit.intake:", "credit.api:")
"""Sources of what officers and their systems enter; a record without any source was typed into the form."""


def entered_by_hand(source: str) -> bool:
    """Tell whether a record was entered by form, workbook or API, not by a procedure of its own.

    A penalty was noticed and reviewed, demerit points were notified, defended and confirmed by a second
    scorer; what is entered by hand has only been confirmed. Schemes of demerit points therefore do not count
    it (粤卫〔2011〕1号: written notice, statement and defence before points are given).
    """
    return not source or source.startswith(BY_HAND)
