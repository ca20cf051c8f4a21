"""How a function logs: its ``LoggingConfig``.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

# In the order of their weight. The runtime clients put these numbers into the heads of their log frames.
LEVELS = {"TRACE": 1, "DEBUG": 2, "INFO": 3, "WARN": 4, "ERROR": 5, "FATAL": 6}
_INFO = LEVELS["INFO"]


@dataclass(frozen=True)
class LogSettings:
    """Text, with everything in it, or JSON from some level on."""

    is_json: bool = False
    application_level: str = "INFO"
    """with JSON: the least of what the function itself logs"""
    system_level: str = "INFO"
    """with JSON: the least of what Lambda logs about it"""

    @classmethod
    def of(cls, logging_config: Mapping[str, str]) -> LogSettings:
        """Those of a function's ``LoggingConfig``."""
        return cls(
            logging_config.get("LogFormat") == "JSON",
            logging_config.get("ApplicationLogLevel") or cls.application_level,
            logging_config.get("SystemLogLevel") or cls.system_level,
        )

    def keeps_system(self, level: str) -> bool:
        """Whether an event of Lambda's is logged."""
        return LEVELS[level] >= LEVELS[self.system_level]

    def keeps_frame(self, level: int) -> bool:
        """Whether a record of the runtime's logging is kept; 0 if the runtime has decided that."""
        return not self.is_json or level == 0 or level >= LEVELS[self.application_level]

    def keeps_line(self, line: str) -> bool:
        """Whether something printed is kept: it has a level if it is a JSON object that names one."""
        if not self.is_json or LEVELS[self.application_level] <= LEVELS["TRACE"]:
            return True
        return _level_of(line) >= LEVELS[self.application_level]


def _level_of(line: str) -> int:
    if line.startswith("{"):
        try:
            level = json.loads(line).get("level")
        except (ValueError, RecursionError):
            return _INFO
        name = level.upper() if isinstance(level, str) else ""
        return LEVELS.get({"WARNING": "WARN", "CRITICAL": "FATAL"}.get(name, name), _INFO)
    return _INFO
