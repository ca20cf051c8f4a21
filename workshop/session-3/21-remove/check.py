"""Nothing of the stack is left."""

from learn.lab import Lab
from learn.leftovers import leftovers
from learn.wrong import Wrong

DEPLOY = False
WATCH = True


def check(lab: Lab) -> None:
    if left := leftovers(lab):
        raise Wrong(f"Still there: {', '.join(left)}. `petri learn remove` takes all of it away.")
