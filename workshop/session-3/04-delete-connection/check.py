"""The item of a closed connection goes, and no other."""

from learn.lab import Lab
from learn.wrong import Wrong


def check(lab: Lab) -> None:
    place = lab.source(lab.websocket_route("$disconnect"))
    with lab.connect():
        staying = lab.ids("Connection")
        leaving = lab.connect()
        new = lab.ids("Connection") - staying
        if not new:
            raise lab.wrong("A client connected, but no item of it appeared.", "connect")
        leaving.close()
        if not lab.happens(lambda: not new & lab.ids("Connection"), "disconnect"):
            lab.delete("Connection", *new)
            raise lab.wrong("A client left, but its item is still in the table.", "disconnect", place)
        if lost := staying - lab.ids("Connection"):
            raise Wrong(f"One client left, and the items of others went, too: {', '.join(sorted(lost))}.", place)
