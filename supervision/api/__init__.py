"""Interfaces of supervision."""
