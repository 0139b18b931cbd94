"""The frame around the applications: settings, addresses, worker and web server entry points."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
