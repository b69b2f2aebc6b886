"""Log lines: for people in a terminal, logfmt elsewhere."""

from __future__ import annotations

import sys

import structlog


def configure() -> None:
    """To standard error, with plain tracebacks: the default ones draw every local variable, which takes seconds."""
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([plain] if sys.stderr.isatty() else [structlog.processors.format_exc_info, _logfmt()]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _logfmt() -> structlog.processors.LogfmtRenderer:
    return structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])
