"""The page connects, and shows what a message announces."""

from uuid import uuid4

from learn.frontend import HOME, page
from learn.lab import Lab
from learn.wrong import Wrong


def check(lab: Lab) -> None:
    virus = f"told-{uuid4()}"
    with page(lab) as open_page:
        open_page.do("connect")
        if not open_page.is_connected():
            raise Wrong("The page opens no WebSocket: useLiveMessages is not called with websocketUrl.", HOME)
        lab.tell_all({"virusId": virus})
        if virus not in open_page.shown(waiting_for=virus):
            raise Wrong('The page got {"virusId": …}, but the dish does not show that virus.', HOME)
        lab.tell_all({"virusId": f"{virus}-2"})
        if virus not in open_page.shown(waiting_for=f"{virus}-2"):
            raise Wrong("When a second virus comes, the page no longer shows the others.", HOME)
