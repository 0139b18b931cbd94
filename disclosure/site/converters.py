"""Parts of addresses."""


class CreditCodeConverter:
    """Eighteen characters of a unified social credit code, in capitals; the check is left to the look-up."""

    regex = "[0-9A-Z]{18}"

    def to_python(self, value: str) -> str:
        """Take the code as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Write the code as it is."""
        return value
