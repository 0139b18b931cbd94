"""Masks for personal data: one place decides what a reader sees of a name, a number or a free text.

Personal Information Protection Law, articles 28 and 51 (de-identification). Masks are applied in the query or
serializer that publishes, never in a template. Free text is searched for resident ids, mobile numbers, bank
cards and the names of patients; document and batch numbers are left alone.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from core import divisions
from core.identifiers import check_resident_id, check_uscc, clean_code
from core.patient_names import patient_names

STAR = "*"
PERSONAL_DATA = ("resident_id", "mobile", "bank_card", "patient_name")
"""Kinds that ``find_personal_data`` tells, in its order."""

_HALF_WIDTH = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "\u3000\u00a0"), " ")
    | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
)
"""One character for one, so that places in the folded text are places in the original."""
_IN_RUN = re.compile("[0-9０-９ 　\u00a0.\\-－．‐-―−]")
_LONG_RUN = re.compile(_IN_RUN.pattern + "{11}")
_RESIDENT = re.compile("(?<![0-9])(?:[0-9][ -]?){17}[0-9Xx](?![0-9])")
_QUALIFICATION = re.compile("(?<![0-9])[0-9]{9}([0-9]{17}[0-9Xx])(?![0-9])")
_CALLED_ID = re.compile("身份证[^0-9]{0,8}((?:[0-9][ -]?){14,17}[0-9Xx])(?![0-9])")
_CALLED_ACCOUNT = re.compile("(?:账号|帐号|卡号|账户|帐户)[^0-9]{0,8}((?:[0-9][ -]?){9,23}[0-9])(?![0-9])")
_CARD = re.compile(
    "(?<![0-9A-Za-z])(?=[3-6]|9558)"
    "(?:[0-9]{16,19}|[0-9]{4}(?:[ -][0-9]{4}){3}(?:[ -][0-9]{1,3})?|[0-9]{6}[ -][0-9]{10,13})(?![0-9A-Za-z])"
)
_MOBILE = re.compile(
    "(?:(?<![0-9A-Za-z])|(?<=[Tt][Ee][Ll]))(?:(?:\\+|00)?86[ -]?)?"
    "(1[3-9](?:[0-9]{9}|[0-9][ .-][0-9]{4}[ .-][0-9]{4}|[0-9]{2}[ .-][0-9]{3}[ .-][0-9]{4}"
    "|[0-9][ .-][0-9]{3}[ .-][0-9]{5}|[0-9][ .-][0-9]{8}))(?![0-9A-Za-z])"
)
_CALLED_OTHERWISE = re.compile(
    "(?:批号|批次|文号|编号|证号|登记号|证书|代码|单号|流水号|条码|注册号)[^一-鿿0-9]{0,3}$"
)
_BREAKS = re.compile("[ .-]")
_DOTS = frozenset("·•・ ")
_FALLBACK_COUNTY = re.compile(
    "(?:[一-鿿]{2,8}?(?:省|自治区))?(?:[一-鿿]{2,8}?(?:市|自治州|地区|盟))?"
    "(?:[一-鿿]{2,8}?[县旗]|(?:[一-鿿]{2,4}?(?<![小社园校院库厂街])区))?"
)


class _Find(NamedTuple):
    start: int
    end: int
    kind: str
    shown: str


def mask(kind: str, value: str) -> str:
    """Return what may be shown of a value.

    Args:
        kind: one of ``MASKS``; organisation names and doctor's certificates pass unchanged.
        value: the value as stored.

    Raises:
        ValueError: there is no such kind.
    """
    if kind not in MASKS:
        raise ValueError(f"no such kind of mask: {kind}")
    return MASKS[kind](value)


def mask_name(name: str) -> str:
    """Show the first character: 张三 gives 张*; a name of one character is hidden whole."""
    bare = name.strip()
    if len(bare) < 2:
        return STAR * len(bare)
    return bare[0] + "".join(c if c in _DOTS else STAR for c in bare[1:])


def mask_resident_id(number: str) -> str:
    """Hide the birth date: 410527********7631. For officers' lists, not for the public."""
    code = clean_code(number)
    if len(code) not in (15, 18):
        return mask_other_id(code)
    return code[:6] + STAR * (8 if len(code) == 18 else 6) + code[-4 if len(code) == 18 else -3 :]


def mask_resident_id_public(number: str) -> str:
    """Show the region only: birth date and sequence stay hidden."""
    code = clean_code(number)
    return code[:6] + STAR * (len(code) - 6) if len(code) in (15, 18) else STAR * len(code)


def mask_phone(number: str) -> str:
    """Show the first three and last four digits of a telephone number, written without breaks."""
    digits = re.sub("[^0-9]", "", clean_code(number))
    if len(digits) > 11 and digits.startswith(("86", "0086")):
        digits = digits[digits.index("86") + 2 :]
    if len(digits) < 9:
        return STAR * max(len(digits) - 2, 0) + digits[-2:] if len(digits) > 4 else STAR * len(digits)
    return digits[:3] + STAR * (len(digits) - 7) + digits[-4:]


def mask_other_id(number: str) -> str:
    """Show the first and last three characters, fewer where less than a third would stay hidden."""
    code = clean_code(number)
    shown = min(3, len(code) // 3)
    return code[:shown] + STAR * (len(code) - 2 * shown) + code[len(code) - shown :]


def mask_qualification_certificate(number: str) -> str:
    """Hide the birth date in a doctor's qualification number: its last 18 (once 15) characters are an id."""
    code = clean_code(number)
    return code[:9] + mask_resident_id(code[9:]) if len(code) in (24, 27) else mask_other_id(code)


def mask_bank_card(number: str) -> str:
    """Show the last four digits."""
    code = _BREAKS.sub("", clean_code(number))
    return STAR * max(len(code) - 4, 0) + (code[-4:] if len(code) > 7 else STAR * min(len(code), 4))


@lru_cache(maxsize=4096)
def mask_address(address: str) -> str:
    """Show an address down to the county; hidden whole where no place is recognised."""
    bare = address.strip()
    end = _known_place(bare)
    if not end:
        guessed = _FALLBACK_COUNTY.match(bare)
        end = guessed.end() if guessed else 0
    return bare[:end] or STAR * min(len(bare), 3)


def redact(text: str) -> str:
    """Return a free text with its personal data masked; a text without any is returned as it is."""
    if not may_hold_personal_data(text):
        return text
    for found in sorted(_found(text), reverse=True):
        text = text[: found.start] + found.shown + text[found.end :]
    return text


def find_personal_data(text: str) -> tuple[str, ...]:
    """Return which of ``PERSONAL_DATA`` a free text holds, each once, in that order."""
    if not may_hold_personal_data(text):
        return ()
    kinds = {found.kind for found in _found(text)}
    return tuple(kind for kind in PERSONAL_DATA if kind in kinds)


def may_hold_personal_data(text: str) -> bool:
    """Tell quickly whether a text is worth a look: most texts of a workbook are not."""
    return _speaks_of_patients(text) or _has_long_run(text)


def _has_long_run(text: str) -> bool:
    """Tell whether eleven digits or breaks stand in a row; such a row covers every eleventh place once."""
    return _IN_RUN.search(text[10::11]) is not None and _LONG_RUN.search(text) is not None


def _speaks_of_patients(text: str) -> bool:
    return "患" in text or "病人" in text or "产妇" in text or "孕妇" in text or "伤者" in text


def _found(text: str) -> list[_Find]:
    """Return the findings without overlap; what is recognised more surely comes first."""
    kept: list[_Find] = []
    for find in _candidates(text):
        if all(find.end <= other.start or other.end <= find.start for other in kept):
            kept.append(find)
    return kept


def _candidates(text: str) -> Iterator[_Find]:
    if _has_long_run(text):
        flat = text.translate(_HALF_WIDTH)
        for finder in (_qualifications, _resident_ids, _accounts, _mobiles, _cards):
            yield from finder(flat)
    for name in patient_names(text) if _speaks_of_patients(text) else ():
        yield _Find(name.start, name.start + len(name.text), "patient_name", mask_name(name.text))


def _qualifications(flat: str) -> Iterator[_Find]:
    for found in _QUALIFICATION.finditer(flat):
        if check_resident_id(found[1]).valid:
            yield _Find(*found.span(), "resident_id", mask_qualification_certificate(found[0]))


def _resident_ids(flat: str) -> Iterator[_Find]:
    for found in _RESIDENT.finditer(flat):
        number = _BREAKS.sub("", found[0])
        if check_resident_id(number).valid:
            yield _Find(*found.span(), "resident_id", mask_resident_id(number))
    for found in _CALLED_ID.finditer(flat):
        yield _Find(*found.span(1), "resident_id", mask_resident_id(_BREAKS.sub("", found[1])))


def _accounts(flat: str) -> Iterator[_Find]:
    for found in _CALLED_ACCOUNT.finditer(flat):
        yield _Find(*found.span(1), "bank_card", mask_bank_card(found[1]))


def _mobiles(flat: str) -> Iterator[_Find]:
    for found in _MOBILE.finditer(flat):
        opened, closed = flat[: found.start()][-1:], flat[found.end() :][:1]
        numbered = closed == "号" and opened in {"〕", "]", "第"}
        if not numbered and not _called_otherwise(flat, found.start()):
            yield _Find(*found.span(), "mobile", mask_phone(found[1]))


def _cards(flat: str) -> Iterator[_Find]:
    for found in _CARD.finditer(flat):
        number = _BREAKS.sub("", found[0])
        if _is_card(number) and not _called_otherwise(flat, found.start()):
            yield _Find(*found.span(), "bank_card", mask_bank_card(number))


def _is_card(number: str) -> bool:
    """Tell a card from the 18-digit numbers that division codes, dates and credit codes make up."""
    if len(number) == 18 and (not number.startswith("62") or check_uscc(number).valid):
        return False
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(doubled)) % 10 == 0


def _called_otherwise(flat: str, start: int) -> bool:
    return bool(_CALLED_OTHERWISE.search(flat[max(0, start - 12) : start]))


def _known_place(address: str) -> int:
    """Return where the county, or the last place above it that is named, ends in the address."""
    end, named = 0, ""
    while following := next((name for name in _names_below(named) if address.startswith(name, end)), ""):
        end, named = end + len(following), following
    return end


@lru_cache(maxsize=512)
def _names_below(named: str) -> tuple[str, ...]:
    """Return the names that may follow in an address, longest first, of any level below."""
    places = divisions.table().values()
    below = (place for place in places if not named or named in _names_above(place.code))
    return tuple(sorted({place.name for place in below} - divisions.PLACEHOLDERS, key=len, reverse=True))


@lru_cache(maxsize=4096)
def _names_above(code: str) -> frozenset[str]:
    return frozenset(place.name for place in divisions.lineage(code)[:-1])


MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "resident_id": mask_resident_id,
    "resident_id_public": mask_resident_id_public,
    "phone": mask_phone,
    "other_id": mask_other_id,
    "qualification_certificate": mask_qualification_certificate,
    "doctor_certificate": str,
    "bank_card": mask_bank_card,
    "address": mask_address,
    "organisation_name": str,
    "free_text": redact,
}
