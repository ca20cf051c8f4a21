"""Session 4."""

from tests.workshop.course import Mistake

APPLICATION = "application.py"
DELAY = "lambdas/virus/choose_delay.py"
MACHINE = "state_machines/create_virus_later.asl.json"
SPREAD = "lambdas/virus/spread.py"

STARTERS = {
    "4/01-event-bus": "event_bus should be 'dojo-serverless', but is None",
    "4/02-state-machine": "There is no function chooseDelay",
    "4/03-spread": "The schedule should run spreadVirus, but runs createVirus",
}

MISTAKES = {
    "4/01-event-bus": [
        Mistake(APPLICATION, ", puts_events=True", "", "has not the right to do events:PutEvents", f"{SPREAD}:15"),
        Mistake(SPREAD, '"EventBusName": BUS, ', "", "has not the right to do events:PutEvents", SPREAD),
        Mistake(SPREAD, "[entry] * 3", "[entry]", "There should be 3 events, but 1 came", SPREAD),
        Mistake(SPREAD, '"VIRUS_CREATION_REQUESTED"', '"VIRUS"', "should be VIRUS_CREATION_REQUESTED, but is VIRUS"),
        Mistake(APPLICATION, '"dojo-serverless"', '"dojo"', "should be 'dojo-serverless', but is 'dojo'", APPLICATION),
        Mistake(SPREAD, "    answer = events", "    return\n    answer = events", "no event came to the bus", SPREAD),
    ],
    "4/02-state-machine": [
        Mistake(DELAY, "random.randint(1, 60)", "30", "always chooses 30 seconds: it should be random", DELAY),
        Mistake(DELAY, "randint(1, 60)", "randint(61, 120)", "a whole number from 1 to 60", DELAY),
        Mistake(DELAY, '{"seconds": random.randint(1, 60)}', "random.randint(1, 60)", 'should return {"seconds": …}'),
        Mistake(MACHINE, '"Next": "Wait"', '"Next": "Sleep"', "Choose goes on to Sleep, which is not there", MACHINE),
        Mistake(MACHINE, '"SecondsPath": "$.seconds"', '"Seconds": 5', '"SecondsPath": "$.seconds"', MACHINE),
        Mistake(MACHINE, "$.seconds", "$.delay", "looks for its seconds at $.delay", MACHINE),
        Mistake(MACHINE, "${createVirus}", "${killVirus}", "An execution ended as FAILED", MACHINE),
        Mistake(MACHINE, "${createVirus}", "${create}", "names a function create, which is not there", APPLICATION),
        Mistake(MACHINE, '"End": true}', '"End": true', "cannot be read", APPLICATION),
    ],
    "4/03-spread": [
        Mistake(APPLICATION, 'Schedule("spreadVirus"', 'Schedule("createVirus"', "but runs createVirus", APPLICATION),
        Mistake(APPLICATION, "VIRUS_CREATION_REQUESTED", "VIRUS_REQUESTED", "no execution of createVirusLater started"),
        Mistake(SPREAD, "[entry] * 3", "[entry] * 2", "2 executions started, not 3", APPLICATION),
        Mistake(APPLICATION, 'target="createVirusLater"', 'target="createLater"', "but there is no such function"),
    ],
}
