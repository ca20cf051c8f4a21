"""What is still there of the learner's stack."""

from __future__ import annotations

from infra import api, event_bus, functions, roles, schedule, state_machines, stream, table
from infra.aws import Aws
from learn.lab import Lab


def leftovers(lab: Lab) -> list[str]:
    """Such as ``the table dojo-workshop-table``; empty when all is gone."""
    aws, application = Aws.connect(lab.session), lab.application
    found = [f"the API {each['Name']}" for each in api.find_all(aws, application)]
    found += [f"the rule {each['Name']}" for each in schedule.find_all(aws, application)]
    found += ["the stream's mapping" for _ in stream.find_all(aws, application)]
    found += [f"the function {name}" for name in functions.find_all(aws, application)]
    found += [f"the event bus {name}" for name in event_bus.find_all(aws, application)]
    found += [f"the state machine {name}" for name in state_machines.find_all(aws, application)]
    if table.find(aws, application):
        found.append(f"the table {application.table}")
    return found or [f"the role of {name}" for name in roles.find_all(aws, application)]
