"""Every open connection gets the message, also when another one is gone."""

from learn.answers import field
from learn.lab import Lab
from learn.wrong import Wrong

ROUTE = "POST /virus"


def check(lab: Lab) -> None:
    place = lab.source("createVirus")
    with lab.connect() as first, lab.connect() as second, lab.gone_connection():
        virus = field(lab.ask("POST", "/virus", ROUTE), "id", place)
        got = lab.told("virusId", (first, virus), (second, virus))
        texts = [*first.texts, *second.texts]
    if not any(got):
        if texts:
            raise Wrong(f'Clients should get {{"virusId": "{virus}"}} as JSON, but got {texts[0][:100]!r}.', place)
        raise lab.wrong(
            "A virus was created while two clients were connected, but none got a message.", "createVirus", place
        )
    if not all(got):
        raise lab.wrong("Two clients were connected, but only one got the message.", "createVirus", place)
