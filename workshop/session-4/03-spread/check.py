"""spreadVirus, run by the schedule, starts three executions."""

from learn.executions import executions, stop_all
from learn.lab import APPLICATION, Lab
from learn.wrong import Wrong

COUNT = 3


def check(lab: Lab) -> None:
    scheduled = [schedule.function for schedule in lab.application.schedules]
    if scheduled != ["spreadVirus"]:
        raise Wrong(f"The schedule should run spreadVirus, but runs {', '.join(scheduled) or 'nothing'}.", APPLICATION)
    if not lab.application.event_rules:
        raise Wrong("There is no rule on the bus yet: event_rules.", APPLICATION)
    before = executions(lab, "createVirusLater")
    lab.invoke("spreadVirus", {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}})
    lab.happens(lambda: len(executions(lab, "createVirusLater") - before) >= COUNT)
    started = executions(lab, "createVirusLater") - before
    stop_all(lab, started)
    if not started:
        raise Wrong("spreadVirus put its events, but no execution of createVirusLater started.", APPLICATION)
    if len(started) < COUNT:
        raise Wrong(f"spreadVirus ran, and {len(started)} executions started, not {COUNT}.", APPLICATION)
