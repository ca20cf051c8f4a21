"""Deploys what the learner touched: one function's code, or the stack."""

from __future__ import annotations

from collections.abc import Callable

import boto3

from infra import functions, package, stack
from infra.application import Application
from infra.aws import Aws
from infra.errors import PROVISIONING_ERRORS, StackError, explain
from infra.outputs import Outputs
from infra.report import Action, Change
from learn.wrong import Place, Wrong


class Deployment:
    """Knows what it deployed, so that a changed function is all that is deployed again."""

    def __init__(self, session: boto3.Session, say: Callable[[str], None] = lambda _line: None) -> None:
        """``say`` gets a line for each thing that was deployed."""
        self.session = session
        self._say = say
        self._aws: Aws | None = None
        self._deployed: tuple[Application, list[bytes]] | None = None
        self._outputs: Outputs | None = None
        self._digests: dict[str, str] = {}

    def forget(self) -> None:
        """Look at everything next time: somebody else changed something."""
        self._deployed = None

    def bring_up_to_date(self, application: Application) -> Outputs:
        """Deploy what differs. Raises Wrong when it cannot be deployed."""
        try:
            digests = {f.name: package.build(application.code, f).sha256 for f in application.functions}
            definitions = [machine.definition.read_bytes() for machine in application.state_machines]
            if (application, definitions) == self._deployed and self._outputs and self._aws:
                for function in application.functions:
                    if digests[function.name] != self._digests[function.name]:
                        functions.update_code(self._aws, application, function, self._report)
            else:
                self._aws = self._aws or Aws.connect(self.session)
                self._outputs = stack.deploy(self.session, self._report, application)
        except (StackError, OSError, *PROVISIONING_ERRORS) as error:
            self.forget()
            reason = str(error) if isinstance(error, OSError) else explain(error)
            raise Wrong(f"Your application cannot be deployed. {reason}", Place("application.py")) from error
        self._deployed, self._digests = (application, definitions), digests
        return self._outputs

    def _report(self, change: Change) -> None:
        if change.action is not Action.UNCHANGED:
            self._say(str(change))
