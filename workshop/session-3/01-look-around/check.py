"""The learner found the table, the functions and the API."""

from learn.lab import Lab
from learn.wrong import Place, Wrong

ANSWERS = Place("answers.toml")


def check(lab: Lab) -> None:
    right = {
        "table": lab.application.table,
        "functions": len(lab.application.functions),
        "api": lab.outputs.http_api_id,
    }
    for name, value in right.items():
        given = lab.answers.get(name)
        if given in ("", 0, None):
            raise Wrong(f"{name} has no answer yet.", ANSWERS)
        if given != value:
            raise Wrong(f"{name} is not {given!r}: look again in the console.", ANSWERS)
