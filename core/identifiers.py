"""Codes and numbers: cleaning, check characters, and the one finding a clerk is told about each.

Standards: unified social credit code GB 32100-2015 with the organisation code GB 11714-1997 inside it,
resident id GB 11643-1999. Region digits are never looked up: codes stay valid after their region has been
abolished. Findings come in the order length, look-alike letters, birth date, check characters, and only the
first is reported; their names are those of the import rules (``bad_code_format confusable_letter
bad_birth_date bad_check_character``).

The weights of the three standards are powers (3^i mod 31 and 2^i mod 11), so a weighted sum is the text read
as a number in a base of the same remainder: 34 = 3 mod 31 read backwards, 13 = 2 mod 11. That is C speed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from core import clock

BAD_FORMAT = "bad_code_format"
CONFUSABLE = "confusable_letter"
BAD_BIRTH_DATE = "bad_birth_date"
BAD_CHECK = "bad_check_character"

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100: thirty-one characters, without the letters I O Z S V."""
ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FILLER = "0" * 17 + "X"
"""What some departments write where an authority's code is unknown."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_TO_BASE_34 = "".join(
    _DIGITS[USCC_ALPHABET.index(c)] if c in USCC_ALPHABET else "!" for c in map(chr, range(128))
)
_TO_BASE_13 = "".join(
    _DIGITS[ORG_ALPHABET.index(c) % 11] if c in ORG_ALPHABET else "!" for c in map(chr, range(128))
)
_ORG_CHECKS = "0123456789X"
_ID_CHECKS = "10X98765432"
_USCC_LOOKALIKES = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "UY"}
_DIGIT_LOOKALIKES = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": ""}
_MOST_REPLACEMENTS = 4096
_APOSTROPHES = re.compile("^['‘’`´＇]+")
_INVISIBLE = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
_HYPHENS = re.compile("[-‐‑‒–—―−]")
_ORG_SHAPE = re.compile("[0-9A-Z]{8}[0-9A-Z]")
_ID_SHAPE = re.compile("[0-9]{17}[0-9X]")
_ID_LOOKALIKE_SHAPE = re.compile("[0-9IOZSV]{17}[0-9IOZSVX]")
_LICENCE_SHAPE = re.compile("[0-9A-Z]{9}[0-9]{6}[0-9]{2}[0-9A-Z]{4}[12]")


class Check(NamedTuple):
    """The outcome of one check. ``value`` is the cleaned form, whether or not it is valid."""

    value: str
    finding: str = ""
    suggestion: str = ""
    """The code the clerk probably meant; only ever one that is valid itself."""
    filler: bool = False
    """The code is the filler of seventeen zeros and X: it names nobody."""
    soft: bool = False
    """The finding is a hint, because practice knows forms beside the rule."""

    @property
    def valid(self) -> bool:
        """Whether nothing was found."""
        return not self.finding

    @property
    def accepted(self) -> bool:
        """Whether the value may be stored: it is valid, or what was found is only a hint."""
        return not self.finding or self.soft


def clean_code(raw: str) -> str:
    """Return a code as it must be kept: half-width, upper case, without blanks or leading apostrophe."""
    if raw.isascii() and raw.isalnum():
        return raw.upper()
    folded = unicodedata.normalize("NFKC", raw)
    shown = "".join(c for c in folded if unicodedata.category(c) not in _INVISIBLE)
    return _APOSTROPHES.sub("", shown).upper()


def check_uscc(raw: str, *, filler_allowed: bool = False) -> Check:
    """Check a unified social credit code (GB 32100-2015), its inner organisation code included.

    Args:
        raw: the code as typed.
        filler_allowed: accept the filler of seventeen zeros and X; for authorities only, never for subjects.
    """
    return _check_uscc(raw, filler_allowed)


@lru_cache(maxsize=4096)
def _check_uscc(raw: str, filler_allowed: bool) -> Check:
    """Remember the last codes: the columns of authorities repeat a few of them over a whole workbook."""
    code = clean_code(raw)
    if _uscc_holds(code):
        return Check(code)
    if code == FILLER:
        return Check(code, "" if filler_allowed else BAD_CHECK, filler=True)
    if len(code) != 18 or not (code.isascii() and code.isalnum()):
        return Check(code, BAD_FORMAT)
    if not _USCC_LOOKALIKES.keys().isdisjoint(code):
        return Check(code, CONFUSABLE, _replacement(code, _USCC_LOOKALIKES, _uscc_holds))
    return Check(code, BAD_FORMAT if _uscc_sums_hold(code) else BAD_CHECK)


def check_authority_code(raw: str) -> Check:
    """Check the credit code of an authority or data source, where the filler is a habit and no error."""
    return check_uscc(raw, filler_allowed=True)


def check_org_code(raw: str) -> Check:
    """Check an organisation code (GB 11714-1997): eight characters and a check character; the hyphen goes."""
    code = _HYPHENS.sub("", clean_code(raw))
    if not _ORG_SHAPE.fullmatch(code) or code == "000000000":
        return Check(code, BAD_FORMAT)
    if _org_holds(code):
        return Check(code)
    meant = _replacement(code[8], _DIGIT_LOOKALIKES, lambda last: _org_holds(code[:8] + last))
    return Check(code, CONFUSABLE, code[:8] + meant) if meant else Check(code, BAD_CHECK)


def check_resident_id(raw: str, today: date | None = None) -> Check:
    """Check a resident id (GB 11643-1999), eighteen characters; the region may have been abolished since.

    Args:
        raw: the number as typed.
        today: the day after which nobody can have been born; the current day if left out.
    """
    code = clean_code(raw)
    if len(code) != 18 or not _ID_SHAPE.fullmatch(code):
        if not _ID_LOOKALIKE_SHAPE.fullmatch(code):
            return Check(code, BAD_FORMAT)
        meant = _replacement(code, _DIGIT_LOOKALIKES, lambda other: _resident_finding(other, today) == "")
        return Check(code, CONFUSABLE, meant)
    return Check(code, _resident_finding(code, today))


def check_institution_licence(raw: str) -> Check:
    """Check the registration number of an institution's practice licence; every finding is only a hint.

    Twenty-two characters: organisation code 9, division 6, economic type 2, category 4, management class 1.
    Older clinics have twelve digits; clinics that are only on record are numbered otherwise.
    """
    code = clean_code(raw)
    if len(code) == 12 and code.isascii() and code.isdigit():
        return Check(code)
    if not _LICENCE_SHAPE.fullmatch(code):
        return Check(code, BAD_FORMAT, soft=True)
    return Check(code) if _org_holds(code[:9]) else Check(code, BAD_CHECK, soft=True)


def check_doctor_certificate(raw: str) -> Check:
    """Check a doctor's practice certificate: fifteen digits, not to be read any further."""
    return _digits(raw, 15)


def check_nurse_certificate(raw: str) -> Check:
    """Check a nurse's practice certificate: twelve digits."""
    return _digits(raw, 12)


_CHECKS: dict[str, Callable[[str], Check]] = {
    "uscc": check_uscc,
    "authority_code": check_authority_code,
    "org_code": check_org_code,
    "institution_licence": check_institution_licence,
    "doctor_certificate": check_doctor_certificate,
    "nurse_certificate": check_nurse_certificate,
}
KINDS = ("resident_id", *_CHECKS)


def check(kind: str, raw: str, today: date | None = None) -> Check:
    """Check a code of one of ``KINDS``.

    Raises:
        ValueError: there is no such kind.
    """
    if kind == "resident_id":
        return check_resident_id(raw, today)
    if kind not in _CHECKS:
        raise ValueError(f"no such kind of code: {kind}")
    return _CHECKS[kind](raw)


def division_of_uscc(code: str) -> str:
    """Return the six region digits of a cleaned credit code: where it was issued, perhaps long ago."""
    return code[2:8]


def birth_date(resident_id: str) -> date | None:
    """Return the birth date inside a cleaned resident id, or None where no such day exists."""
    return _birth_date(resident_id[6:14])


@lru_cache(maxsize=65536)
def _birth_date(text: str) -> date | None:
    if len(text) != 8 or not text.isascii() or not text.isdigit():
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _uscc_holds(code: str) -> bool:
    if len(code) != 18 or not code.isascii() or not code[2:8].isdigit() or code[0] == "0":
        return False
    return _uscc_sums_hold(code)


def _uscc_sums_hold(code: str) -> bool:
    values = code.translate(_TO_BASE_34)
    if "!" in values:
        return False
    if USCC_ALPHABET[-int(values[16::-1], 34) % 31] != code[17]:
        return False
    # Without the letter Z the inner code can be read in base 35, which is 2 mod 11 like base 13.
    return _ORG_CHECKS[-2 * int(code[8:16], 35) % 11] == code[16]


def _org_holds(code: str) -> bool:
    return _ORG_CHECKS[-2 * int(code[:8].translate(_TO_BASE_13), 13) % 11] == code[8]


def _resident_finding(code: str, today: date | None) -> str:
    born = _birth_date(code[6:14])
    if born is None or born > (today or clock.today()):
        return BAD_BIRTH_DATE
    return "" if _ID_CHECKS[2 * int(code[:17], 13) % 11] == code[17] else BAD_CHECK


def _digits(raw: str, length: int) -> Check:
    code = clean_code(raw)
    right = len(code) == length and code.isascii() and code.isdigit()
    return Check(code, "" if right else BAD_FORMAT)


def _replacement(code: str, lookalikes: dict[str, str], holds: Callable[[str], bool]) -> str:
    """Return the first replacement of the look-alike letters which makes the code valid, or an empty text."""
    return next(filter(holds, islice(_replaced(code, lookalikes), _MOST_REPLACEMENTS)), "")


def _replaced(code: str, lookalikes: dict[str, str]) -> Iterator[str]:
    choices = [lookalikes.get(character, character) for character in code]
    return ("".join(choice) for choice in product(*choices))
