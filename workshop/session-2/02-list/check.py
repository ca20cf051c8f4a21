"""The viruses are listed, all of them and nothing else."""

from uuid import uuid4

from learn.answers import field
from learn.lab import Lab
from learn.wrong import Wrong


def check(lab: Lab) -> None:
    place = lab.source(lab.route("GET /virus"))
    virus, connection = f"virus-{uuid4()}", f"connection-{uuid4()}"
    lab.put("Virus", virus)
    lab.put("Connection", connection)
    try:
        viruses = field(lab.ask("GET", "/virus", "GET /virus"), "viruses", place)
    finally:
        lab.delete("Virus", virus)
        lab.delete("Connection", connection)
    if not isinstance(viruses, list) or not all(isinstance(each, dict) and "id" in each for each in viruses):
        raise Wrong(f'viruses should be a list of {{"id": …}}, but it is {str(viruses)[:100]}.', place)
    ids = [each["id"] for each in viruses]
    if connection in ids:
        raise Wrong("Not only viruses are listed: an item with partitionKey 'Connection' is among them.", place)
    if virus not in ids:
        raise Wrong("A virus is in the table, but its sortKey is not among the ids that are listed.", place)
