"""A connection that is open now has an item."""

from learn.lab import Lab
from learn.wrong import Wrong

WATCH = True


def check(lab: Lab) -> None:
    lab.websocket_route("$connect")
    ids = lab.ids("Connection")
    if not ids:
        raise Wrong("No item with partitionKey 'Connection' is there: open your page (`petri learn play`).")
    if not any(lab.is_connected(each) for each in ids):
        raise Wrong("There are items of connections, but none of them is open any more. Open your page again.")
