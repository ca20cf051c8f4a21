"""The delay is random and in range; a copy of the machine that waits one second creates a virus."""

from learn.executions import numbers, run_with_short_waits
from learn.lab import APPLICATION, Lab
from learn.wrong import Place, Wrong

SHORTEST, LONGEST, TRIES = 1, 60, 12


def check(lab: Lab) -> None:
    place = lab.source("chooseDelay")
    answers = [lab.invoke("chooseDelay", {}) for _ in range(TRIES)]
    # Its name is the learner's: whether the Wait finds it, the execution shows.
    chosen = [numbers(answer) for answer in answers]
    for answer, found in zip(answers, chosen, strict=True):
        if not any(SHORTEST <= number <= LONGEST for number in found):
            raise Wrong(
                f'chooseDelay should return {{"seconds": …}}, a whole number from 1 to 60, not {answer}.', place
            )
    if all(found == chosen[0] for found in chosen):
        raise Wrong(f"chooseDelay always chooses {chosen[0][0]} seconds: it should be random.", place)
    machines = lab.application.state_machines
    if not machines:
        raise Wrong("There is no state machine yet.", APPLICATION)
    machine_file = Place(machines[0].definition.relative_to(lab.folder).as_posix())
    before = lab.ids("Virus")
    waits = run_with_short_waits(lab, machines[0], machine_file)
    if not waits:
        raise Wrong("An execution came to its end without a Wait.", machine_file)
    if not all(SHORTEST <= wait <= LONGEST for wait in waits):
        raise Wrong(f"The Wait should be from 1 to 60 seconds, and not {waits}.", machine_file)
    if not lab.ids("Virus") - before:
        raise Wrong("An execution came to its end, but no virus was created.", machine_file)
