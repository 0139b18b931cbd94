"""Pages of supervision for officers."""
