"""What a supervised body sees of its listings in the portal, and what it may say about them."""
