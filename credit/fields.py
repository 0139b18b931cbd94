"""Model fields of the credit file."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

HUNDREDTHS = 100


class PointsField(models.DecimalField):
    """Points with two decimal places, kept as a whole number of hundredths.

    Half points add up exactly on every database: SQLite has no exact decimal type, and the statement that
    grades everybody adds these columns itself. In Python the value is a ``Decimal``.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 9)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        """Return the type whose column the database is to make."""
        return "BigIntegerField"

    def from_db_value(
        self, value: int | None, expression: Any, connection: BaseDatabaseWrapper
    ) -> Decimal | None:
        """Turn stored hundredths into points."""
        return None if value is None else points_of(value)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """Turn points into hundredths; expressions pass through."""
        if value is None or hasattr(value, "as_sql"):
            return value
        return hundredths_of(self.to_python(value))

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """Turn points into hundredths; expressions pass through."""
        return self.get_db_prep_value(value, connection)


def hundredths_of(points: Decimal) -> int:
    """Return points as a whole number of hundredths.

    Raises:
        ValueError: more than two decimal places.
    """
    scaled = points * HUNDREDTHS
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{points} has more than two decimal places")
    return int(scaled)


def points_of(hundredths: int) -> Decimal:
    """Return hundredths as points with no idle zeros (150 -> 1.5, 9800 -> 98)."""
    whole, rest = divmod(hundredths, HUNDREDTHS)
    return Decimal(whole) if rest == 0 else (Decimal(hundredths) / HUNDREDTHS).normalize()
