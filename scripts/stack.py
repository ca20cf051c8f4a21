"""The application's stack in the emulator, for the verbs that care about more than the stack."""

from __future__ import annotations

from collections import Counter

from infra import stack
from infra.application import Application
from infra.aws import default_session
from infra.errors import PROVISIONING_ERRORS, StackError, explain
from infra.report import Change
from scripts.application_urls import ApplicationUrls, application_urls
from scripts.errors import PetriError


def deploy_stack(endpoint: str, application: Application) -> tuple[ApplicationUrls, str]:
    """Bring ``application``'s stack up to date.

    Returns the application's URLs at ``endpoint``, and what changed in a few words. Raises PetriError.
    """
    changes: list[Change] = []
    try:
        outputs = stack.deploy(default_session(), changes.append, application)
    except (StackError, *PROVISIONING_ERRORS) as error:
        raise PetriError(f"The application could not be deployed. {explain(error)}") from error
    counts = Counter(str(change.action) for change in changes)
    unchanged = counts.pop("unchanged", 0)
    summary = ", ".join(f"{count} {action}" for action, count in counts.items())
    return application_urls(outputs, endpoint), summary or f"{unchanged} resources as wanted"


def stack_urls(endpoint: str) -> ApplicationUrls | None:
    """The deployed application's URLs at ``endpoint``; None when it is not deployed, or not completely."""
    try:
        return application_urls(stack.outputs(default_session()), endpoint)
    except (StackError, *PROVISIONING_ERRORS):
        return None
