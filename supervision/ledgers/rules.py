"""What a ledger must say before it is handed in, and when its words look empty or copied."""

from __future__ import annotations

TABLE = "supervision.ledgers"
