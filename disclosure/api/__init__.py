"""The open read API: what the public site shows, for machines."""
