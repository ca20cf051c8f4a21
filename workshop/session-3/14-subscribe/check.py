"""A new virus runs the function."""

from uuid import uuid4

from learn.lab import APPLICATION, Lab
from learn.wrong import Wrong


def check(lab: Lab) -> None:
    if not lab.function("sendMessageToClient").reads_stream:
        raise Wrong("sendMessageToClient is not among the stream_readers.", APPLICATION)
    virus = f"written-{uuid4()}"
    lab.put("Virus", virus)
    ran = lab.happens(lambda: any(line.startswith("START") for line in lab.log("sendMessageToClient")))
    lab.delete("Virus", virus)
    if not ran:
        raise Wrong("A virus was written, but the stream did not run sendMessageToClient.", APPLICATION)
    if lab.happens(lambda: lab.problem("sendMessageToClient") is not None, within=0.5):
        raise lab.wrong("The stream ran sendMessageToClient, but it failed.", "sendMessageToClient")
