"""The number given beside a name: which kind it is, and by what it is found."""

from __future__ import annotations

from dataclasses import dataclass

from core.identifiers import check_resident_id, check_uscc, clean_code
from core.masking import mask_other_id
from credit.services import RESIDENT_ID, body_identity, masked_number, person_identity

ID_TYPES = (RESIDENT_ID, "护照号", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证")
_LENGTH_OF_RESIDENT_ID = 18


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was read.

    Args:
        written: cleaned, "" where none was given. Never shown, logged or kept in clear.
        uscc: the credit code, where it is one.
        indexes: every `Subject.identity` under which somebody with this number may stand.
        of_person: whether it is a resident number.
        wrong: whether it fails its own check character or date.
    """

    written: str = ""
    uscc: str = ""
    indexes: tuple[str, ...] = ()
    of_person: bool = False
    wrong: bool = False

    @property
    def given(self) -> bool:
        """Whether there is a number at all."""
        return bool(self.written)

    @property
    def shown(self) -> str:
        """The number as it may be shown: a credit code in full, any other masked."""
        if self.uscc or not self.written:
            return self.uscc
        return masked_number(RESIDENT_ID, self.written) if self.of_person else mask_other_id(self.written)

    def contradicts(self, uscc: str) -> bool:
        """Tell whether a body with this credit code is surely another one."""
        return bool(self.uscc and uscc and self.uscc != uscc)


def read_number(text: str) -> Number:
    """Read a number: credit code, resident number, or another one that is looked for under every kind."""
    written = clean_code(text)
    if not written:
        return Number()
    if (code := check_uscc(written)).valid:
        return Number(written, uscc=code.value)
    if (resident := check_resident_id(written)).valid:
        return Number(written, indexes=(person_identity(RESIDENT_ID, resident.value),), of_person=True)
    if len(written) == _LENGTH_OF_RESIDENT_ID:
        return Number(written, wrong=True, of_person=written[:17].isdigit())
    indexes = [person_identity(kind, written) for kind in ID_TYPES[1:]]
    return Number(
        written,
        indexes=(*indexes, body_identity(org_code=written), body_identity(registration_no=written)),
    )
