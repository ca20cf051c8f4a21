"""The workshop: steps, checks that know what is wrong, and what a learner's ``application.py`` is written with."""

from infra.application import EventRule, Schedule, StateMachine
from learn.vocabulary import Application, Function

__all__ = ["Application", "EventRule", "Function", "Schedule", "StateMachine"]
