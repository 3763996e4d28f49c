"""Wiring: settings, addresses, Celery, middleware. No features live here."""

from clipfeed.celery import app as celery_app

__all__ = ["celery_app"]
