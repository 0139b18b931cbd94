"""What supervised bodies see and hand in."""
