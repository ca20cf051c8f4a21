"""An open connection has an item with its id and its address."""

from learn.lab import Lab
from learn.wrong import Wrong


def check(lab: Lab) -> None:
    place = lab.source(lab.websocket_route("$connect"))
    before = lab.ids("Connection")
    with lab.connect():
        new = [item for item in lab.items("Connection") if item["sortKey"] not in before]
        if not new:
            raise lab.wrong(
                "A client connected, but no item with partitionKey 'Connection' appeared in the table.",
                "connect",
                place,
            )
        (item, *_) = new
        if not lab.is_connected(item["sortKey"]):
            raise Wrong(
                f"The item's sortKey is {item['sortKey']!r}, which is not the id of the connection: that is "
                "connectionId in event['requestContext'].",
                place,
            )
        endpoint = str(item.get("endpoint"))
        if not lab.is_management_endpoint(endpoint):
            raise Wrong(
                "The item's endpoint should be https://{domainName}/{stage} of the event's requestContext, "
                f"but is {endpoint}.",
                place,
            )
