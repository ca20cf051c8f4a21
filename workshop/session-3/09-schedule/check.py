"""A rule runs createVirus each minute, and what a schedule sends is enough for it."""

from learn.lab import APPLICATION, Lab
from learn.wrong import Wrong

EACH_MINUTE = ("rate(1 minute)", "cron(* * * * ? *)", "cron(0/1 * * * ? *)", "cron(*/1 * * * ? *)")


def check(lab: Lab) -> None:
    schedules = [schedule for schedule in lab.application.schedules if schedule.function == "createVirus"]
    if not schedules:
        raise Wrong("No schedule leads to createVirus.", APPLICATION)
    if not any(schedule.expression in EACH_MINUTE for schedule in schedules):
        raise Wrong(f"The schedule should be rate(1 minute), but is {schedules[0].expression}.", APPLICATION)
    before = lab.ids("Virus")
    lab.invoke("createVirus", {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}})
    if not lab.ids("Virus") - before:
        raise Wrong("The schedule's event reached createVirus, but no virus came.", lab.source("createVirus"))
