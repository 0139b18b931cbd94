"""Commands of the exchange, one module each."""
