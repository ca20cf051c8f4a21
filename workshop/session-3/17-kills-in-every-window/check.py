"""A message of a kill removes that virus, and no other."""

from uuid import uuid4

from learn.frontend import HOME, page
from learn.lab import Lab
from learn.wrong import Wrong


def check(lab: Lab) -> None:
    victim, survivor = f"victim-{uuid4()}", f"survivor-{uuid4()}"
    with page(lab) as open_page:
        open_page.do("connect")
        for virus in (victim, survivor):
            lab.tell_all({"virusId": virus})
            if virus not in open_page.shown(waiting_for=virus):
                raise Wrong("Viruses that messages announce are no longer shown.", HOME)
        lab.tell_all({"killedVirusId": victim})
        left = open_page.shown(waiting_without=victim)
        if victim in left:
            raise Wrong('The page got {"killedVirusId": …}, but still shows that virus.', HOME)
        if survivor not in left:
            raise Wrong("One virus was killed, and others disappeared from the page, too.", HOME)
