"""The delay is random and in range; a copy of the machine that waits one second creates a virus."""

from learn.executions import run_with_short_waits
from learn.lab import APPLICATION, Lab
from learn.wrong import Place, Wrong

SHORTEST, LONGEST, TRIES = 1, 60, 12


def check(lab: Lab) -> None:
    place = lab.source("chooseDelay")
    answers = [lab.invoke("chooseDelay", {}) for _ in range(TRIES)]
    for answer in answers:
        seconds = answer.get("seconds") if isinstance(answer, dict) else None
        if not isinstance(seconds, int) or not SHORTEST <= seconds <= LONGEST:
            raise Wrong(
                f'chooseDelay should return {{"seconds": …}}, a whole number from 1 to 60, not {answer}.', place
            )
    if len({answer["seconds"] for answer in answers}) == 1:
        raise Wrong(f"chooseDelay always chooses {answers[0]['seconds']} seconds: it should be random.", place)
    machines = lab.application.state_machines
    if not machines:
        raise Wrong("There is no state machine yet.", APPLICATION)
    machine_file = Place(machines[0].definition.relative_to(lab.folder).as_posix())
    before = lab.ids("Virus")
    waits = run_with_short_waits(lab, machines[0], machine_file)
    if not waits:
        raise Wrong("An execution came to its end without a Wait.", machine_file)
    if not lab.ids("Virus") - before:
        raise Wrong("An execution came to its end, but no virus was created.", machine_file)
