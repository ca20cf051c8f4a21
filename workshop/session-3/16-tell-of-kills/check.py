"""A killed virus is told, and a connection that closes is not."""

from uuid import uuid4

from learn.lab import Lab
from learn.stream_events import batch, remove
from learn.wrong import Wrong

NAME = "sendMessageToClient"


def check(lab: Lab) -> None:
    place = lab.source(NAME)
    virus, connection = f"victim-{uuid4()}", f"closed-{uuid4()}"
    with lab.connect() as client:
        lab.invoke(NAME, batch(remove("Connection", connection)))
        lab.put("Virus", virus)
        if not client.wait_for("virusId", virus, lab.patience):
            lab.delete("Virus", virus)
            raise lab.wrong("New viruses are no longer told.", NAME, place)
        lab.ask("DELETE", f"/virus/{virus}", "DELETE /virus/{id}")
        if not client.wait_for("killedVirusId", virus, lab.patience):
            got = next((text for text in reversed(client.texts) if virus in text and "killed" in text.lower()), None)
            seen = f", but clients got {got}" if got else ""
            raise lab.wrong(f'A virus was killed{seen}: clients should get {{"killedVirusId": "…"}}.', NAME, place)
        if any(connection in text for text in client.texts):
            raise Wrong("A connection that closed was told as a killed virus: look at partitionKey.", place)
