"""Every new virus of a batch is told once, and nothing else is; createVirus tells nothing itself."""

from uuid import uuid4

from learn.answers import field
from learn.lab import APPLICATION, Lab
from learn.stream_events import batch, insert, modify, remove
from learn.wrong import Wrong

NAME = "sendMessageToClient"


def check(lab: Lab) -> None:
    place = lab.source(NAME)
    mark = str(uuid4())
    first, second, other, changed, killed = (f"{each}-{mark}" for each in ("a", "b", "connection", "changed", "killed"))
    with lab.connect() as client:
        records = [insert("Virus", first), insert("Connection", other), modify("Virus", changed)]
        lab.invoke(NAME, batch(*records, remove("Virus", killed), insert("Virus", second)))
        told = lab.told("virusId", (client, first), (client, second))
        if not any(told):
            got = next((text for text in client.texts if mark in text), "nothing")
            raise lab.wrong(
                f'A batch with new viruses came; clients should get {{"virusId": "…"}}, but got {got}.', NAME, place
            )
        if not all(told):
            raise Wrong("A batch had two new viruses, but only one was told: loop over all Records.", place)
        if client.has("virusId", other):
            raise Wrong("A new connection was told as if it were a virus: look at partitionKey.", place)
        if client.has("virusId", changed) or client.has("virusId", killed):
            raise Wrong("A virus that was changed or killed was told as new: look at eventName.", place)
        virus = field(lab.ask("POST", "/virus", "POST /virus"), "id", lab.source("createVirus"))
        if not client.wait_for("virusId", virus, lab.patience):
            raise lab.wrong("POST /virus created a virus, but its message did not come from the stream.", NAME, place)
        while client.receive(0.3):
            pass
        if sum(virus in text for text in client.texts) > 1:
            raise Wrong("The message of a new virus came twice: createVirus still sends it.", lab.source("createVirus"))
    if lab.function("createVirus").posts_to_connections:
        raise Wrong(
            "createVirus still may post to connections, and needs it no more: posts_to_connections.", APPLICATION
        )
