"""Wires everything together; nobody imports it."""

from warroom.celery import app as celery_app

__all__ = ["celery_app"]
