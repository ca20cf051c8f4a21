"""The event in the file makes the function tell of its virus."""

import json

from learn.lab import Lab
from learn.wrong import Place, Wrong

FILE = "events/insert.json"


def check(lab: Lab) -> None:
    place = Place(FILE)
    try:
        event = json.loads((lab.folder / FILE).read_text())
    except OSError:
        raise Wrong(f"{FILE} is not there.", place) from None
    except ValueError as error:
        raise Wrong(f"{FILE} is not JSON: {error}.", Place(FILE, getattr(error, "lineno", None))) from None
    if not isinstance(event, dict) or not event.get("Records"):
        raise Wrong("The event has no Records: it needs a list with one record.", place)
    try:
        record = event["Records"][0]
        name, virus = record["eventName"], record["dynamodb"]["NewImage"]["sortKey"]["S"]
    except (KeyError, IndexError, TypeError) as error:
        raise Wrong(f"The record is not like those of a stream: {type(error).__name__}: {error}.", place) from None
    if name != "INSERT":
        raise Wrong(f"eventName should be INSERT, but is {name!r}.", place)
    with lab.connect() as client:
        lab.invoke("sendMessageToClient", event)
        if not client.wait_for("virusId", virus, lab.patience):
            raise Wrong("The function took the event, but told nobody: is it the INSERT of a Virus?", place)
