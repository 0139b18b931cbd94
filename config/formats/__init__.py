"""How days and times are written, where the framework's own way does not fit."""
