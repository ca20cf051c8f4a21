"""The virus that the path names is deleted, and no other."""

from uuid import uuid4

from learn.answers import field
from learn.lab import Lab
from learn.wrong import Wrong

ROUTE = "DELETE /virus/{id}"


def check(lab: Lab) -> None:
    place = lab.source(lab.route(ROUTE))
    victim, survivor = f"victim-{uuid4()}", f"survivor-{uuid4()}"
    lab.put("Virus", victim)
    lab.put("Virus", survivor)
    try:
        answered = field(lab.ask("DELETE", f"/virus/{victim}", ROUTE), "id", place)
        left = lab.ids("Virus")
    finally:
        lab.delete("Virus", survivor)
    if victim in left:
        lab.delete("Virus", victim)
        raise Wrong("DELETE /virus/{id} answered 200, but the virus is still in the table.", place)
    if survivor not in left:
        raise Wrong("DELETE /virus/{id} deleted a virus that the path did not name.", place)
    if answered != victim:
        raise Wrong(f"The answer should have the id of the killed virus, but has {answered!r}.", place)
