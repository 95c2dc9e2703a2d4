"""Structured logs on stdout: one JSON object per line in production, readable lines on one's own machine.

A log line may say who did what to which row. It never says what was written: no passwords, no tokens, and
nothing a person typed, since a log has more readers than a room.
"""

import re
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "[hidden]"

# A key with one of these words in it is never shown.
SECRET_KEYS = re.compile(
    r"passw|secret|token|authorization|cookie|csrf|session|api_?key|signature"
    r"|(^|_)(text|body|html|payload|draft|wording|note|title|summary|reason|source|headline|search|query|q)$",
    re.IGNORECASE,
)
# Inside a longer string: credentials in addresses, bearer tokens, secret-looking parameters, and the rows
# that Postgres quotes back in an error.
SECRET_PARTS = (
    (re.compile(r"(\w+://[^:/@\s]*):[^@\s]+@"), rf"\1:{HIDDEN}@"),
    (re.compile(r"(?i)\b(bearer|basic|token)\s+[\w.~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)\b(\w*(?:password|secret|token|session|csrf)\w*)\s*[=:]\s*[^\s&,;]+"), rf"\1={HIDDEN}"),
    (re.compile(r"(?m)\b(DETAIL|CONTEXT|LINE \d+): .*(?:\n\s+.*)*"), rf"\1: {HIDDEN}"),
)


def hide(value: Any) -> Any:
    """The value with every secret in it replaced; containers are searched, other objects are left alone."""
    if isinstance(value, str):
        for pattern, replacement in SECRET_PARTS:
            value = pattern.sub(replacement, value)
        return value
    if isinstance(value, Mapping):
        return {key: HIDDEN if SECRET_KEYS.search(str(key)) else hide(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [hide(item) for item in value]
    return value


def hide_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Last before rendering, so that it also sees tracebacks."""
    hidden: EventDict = hide(event)
    return hidden


def drop_search_terms(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """What somebody searched for in a room is as private as the room."""
    request = event.get("request")
    if isinstance(request, str):
        event["request"] = request.partition("?")[0]
    return event


def configure_logs(*, debug: bool, level: str) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING: both kinds of record take the same road to stdout."""
    road: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,  # plain: a frame's locals hold the form somebody just sent
        drop_search_terms,
        hide_secrets,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *road,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(colors=False) if debug else structlog.processors.JSONRenderer()
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [structlog.stdlib.ExtraAdder(allow=()), *road],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "handlers": {
            "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}
        },
        "root": {"handlers": ["stdout"], "level": level},
        "loggers": {
            "django": {"level": level, "handlers": [], "propagate": True},
            # One line per request is enough, and its beginning says nothing its end does not.
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # anybody can knock under any name
            "django.server": {"handlers": [], "propagate": True},
            "uvicorn": {"handlers": [], "propagate": True},
            "uvicorn.access": {"handlers": [], "propagate": False, "level": "CRITICAL"},
            "live.socket": {"level": "WARNING"},  # pages come and go all the time
            # The clocks tick every few seconds; only what goes wrong is news.
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "django_structlog.celery": {"level": "WARNING"},
        },
    }
