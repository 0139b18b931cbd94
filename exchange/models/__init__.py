"""The tables of the exchange."""

from exchange.models.delivery import Delivery
from exchange.models.platform import Platform
from exchange.models.receipt import Attempt, Batch, Receipt, Reconciliation

__all__ = ["Attempt", "Batch", "Delivery", "Platform", "Receipt", "Reconciliation"]
