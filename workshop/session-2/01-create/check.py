"""A virus is stored, under the id that is answered, and each time a new one."""

from learn.answers import field
from learn.lab import Lab
from learn.wrong import Wrong

ROUTE = "POST /virus"


def check(lab: Lab) -> None:
    place = lab.source(lab.route(ROUTE))
    first, second = (field(lab.ask("POST", "/virus", ROUTE), "id", place) for _ in range(2))
    if first not in lab.ids("Virus"):
        raise Wrong(
            f"The id {first!r} was answered, but there is no item with partitionKey 'Virus' and that sortKey.", place
        )
    if first == second:
        raise Wrong(f"Two requests created one virus: both have the id {first!r}. Each needs a new one.", place)
