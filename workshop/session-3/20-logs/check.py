"""A new virus leaves a line with its id in the function's log."""

from uuid import uuid4

from learn.lab import Lab
from learn.stream_events import batch, insert
from learn.wrong import Wrong

NAME = "sendMessageToClient"
LIMIT = 2_000


def check(lab: Lab) -> None:
    virus = f"logged-{uuid4()}"
    lab.invoke(NAME, batch(insert("Virus", virus)))
    if not lab.happens(lambda: any(virus in line for line in lab.log(NAME)), NAME):
        raise lab.wrong("A new virus was told, but the function's log does not have its id.", NAME, lab.source(NAME))
    if sum(map(len, lab.log(NAME))) > LIMIT:
        raise Wrong("The log has the id, and much more: print a line, not everything.", lab.source(NAME))
