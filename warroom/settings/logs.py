"""Logs, on stdout (see `warroom/logs.py`)."""

import logging

from warroom.logs import configure_logs
from warroom.settings.env import env

LOGGING = configure_logs(
    debug=env.bool("DEBUG", default=False),
    level=env.str("LOG_LEVEL", default="INFO").upper(),
)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
