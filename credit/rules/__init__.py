"""Rules of the credit file as pure functions over plain data: no database, no clock, no settings."""
