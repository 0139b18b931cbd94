"""Settings of draws by place (rule table `supervision.draws`), read once per operation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core import ruletables
from core.language import in_kept_words
from core.models import Rule
from core.ruletables import RuleBook
from supervision.draws.choices import Offices

TABLE = "supervision.draws"


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds in one place on one day."""

    book: RuleBook
    on: date
    place: str

    def number(self, code: str) -> int:
        """Return a number, such as of working days.

        Raises:
            Refusal: the rule table holds none.
        """
        return int(self.book.value(code, on=self.on, place=self.place))

    @property
    def offices(self) -> Offices:
        """What the two inspectors' offices must be."""
        return Offices(self.book.value("offices", on=self.on, place=self.place))

    @property
    def factors(self) -> dict[str, Decimal]:
        """Factors on the weight: `red_list`, `ledger_good`, `ledger_late`, `ledger_faked`."""
        found = self.book.value("factors", on=self.on, place=self.place)
        return {name: Decimal(value) for name, value in found.items()}

    @property
    def wants_public_number(self) -> bool:
        """Whether a number that nobody can know yet must be mixed in."""
        return bool(self.book.value("public_number", on=self.on, place=self.place)["required"])

    @property
    def suggested_source(self) -> str:
        """Which public number is suggested."""
        return str(self.book.value("public_number", on=self.on, place=self.place)["suggestion"])

    def basis(self, code: str) -> str:
        """Document and article of a rule in one line, and whether it is a local default only."""
        rule = self.book.find(code, on=self.on, place=self.place)
        if rule is None:
            return ""
        words = f"{rule.document} {rule.article}".strip()
        if rule.certainty != Rule.Certainty.DEFAULT:
            return words
        with in_kept_words():
            return f"{words}（{rule.get_certainty_display()}）"

    def unconfirmed(self, code: str) -> bool:
        """Tell whether a rule is a local default that waits for confirmation."""
        rule = self.book.find(code, on=self.on, place=self.place)
        return rule is not None and rule.certainty == Rule.Certainty.DEFAULT


def settings(on: date, place: str) -> Settings:
    """Read the settings of a place."""
    return Settings(ruletables.book(TABLE), on, place)
