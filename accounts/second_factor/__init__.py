"""A second factor at sign-in: a one-time code from the officer's own device, or a recovery code."""
