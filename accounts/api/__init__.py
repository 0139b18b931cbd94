"""What the authorised interface shares: who asks, how often, and the same answer to the same request."""
