"""Both routes lead to their functions, and a client is let in."""

from learn.lab import APPLICATION, Lab
from learn.wrong import Wrong


def check(lab: Lab) -> None:
    for key, wanted in (("$connect", "connect"), ("$disconnect", "disconnect")):
        function = lab.websocket_route(key)
        if function != wanted:
            raise Wrong(f"{key} leads to {function}, not to {wanted}.", APPLICATION)
    lab.connect().close()
    event = {"requestContext": {"connectionId": "nobody=", "eventType": "DISCONNECT", "routeKey": "$disconnect"}}
    lab.invoke("disconnect", event)
