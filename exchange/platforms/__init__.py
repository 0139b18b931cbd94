"""One folder per kind of outside platform."""
