"""A click shows the new virus once, because the message does."""

import time
from uuid import uuid4

from learn.frontend import HOME, page
from learn.lab import Lab
from learn.wrong import Wrong


def check(lab: Lab) -> None:
    with page(lab) as open_page:
        open_page.do("connect")
        before = lab.ids("Virus")
        open_page.do("create")
        new = lab.ids("Virus") - before
        if not new:
            raise Wrong("A click on + creates no virus any more.", HOME)
        for virus in new:
            if virus not in open_page.shown(waiting_for=virus):
                raise Wrong("A click on + creates a virus, but the page does not show it.", HOME)
        time.sleep(0.3)
        shown = open_page.shown(waiting_for=next(iter(new)))
        if any(shown.count(virus) > 1 for virus in new):
            raise Wrong("A click on + shows the new virus twice: once by the answer, once by the message.", HOME)
        virus = f"told-{uuid4()}"
        lab.tell_all({"virusId": virus})
        if virus not in open_page.shown(waiting_for=virus):
            raise Wrong("Viruses that messages announce are no longer shown: other windows create some, too.", HOME)
