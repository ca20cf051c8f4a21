"""Three events come out of the bus when spreadVirus runs."""

from learn.bus_spy import listen
from learn.lab import APPLICATION, Lab
from learn.wrong import Wrong

BUS, KIND, COUNT = "dojo-serverless", "VIRUS_CREATION_REQUESTED", 3


def check(lab: Lab) -> None:
    if lab.application.event_bus != BUS:
        raise Wrong(f"event_bus should be {BUS!r}, but is {lab.application.event_bus!r}.", APPLICATION)
    place = lab.source("spreadVirus")
    with listen(lab, BUS) as heard:
        lab.invoke("spreadVirus", {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}})
        events = heard(COUNT)
    if not events:
        raise Wrong(f"spreadVirus ran, but no event came to the bus {BUS}: is EventBusName in each entry?", place)
    kinds = {event["detail-type"] for event in events}
    if kinds != {KIND}:
        raise Wrong(f"The DetailType should be {KIND}, but is {', '.join(sorted(kinds))}.", place)
    if len(events) != COUNT:
        raise Wrong(f"There should be {COUNT} events, but {len(events)} came.", place)
