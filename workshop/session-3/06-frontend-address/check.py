"""The dependency is named, and the address is one where a client is let in."""

import json

from learn.frontend import ENVIRONMENT_FILE, addresses
from learn.lab import Lab
from learn.wrong import Place, Wrong

PACKAGE = Place("frontend/package.json")
ENVIRONMENT = Place(f"frontend/{ENVIRONMENT_FILE}")
VARIABLE = "REACT_APP_WEBSOCKET_URL"


def check(lab: Lab) -> None:
    try:
        package = json.loads((lab.folder / PACKAGE.file).read_text())
        dependencies = package.get("dependencies", {})
    except (OSError, ValueError, AttributeError) as error:
        raise Wrong(f"frontend/package.json cannot be read: {error}.", PACKAGE) from None
    if "partysocket" not in dependencies:
        raise Wrong("partysocket is not among the dependencies of frontend/package.json.", PACKAGE)
    url = addresses(lab.folder).get(VARIABLE, "")
    if not url:
        raise Wrong(f"{VARIABLE} has no value yet.", ENVIRONMENT)
    if not url.startswith(("ws://", "wss://")):
        raise Wrong(f"{VARIABLE} should begin with ws://, but is {url}.", ENVIRONMENT)
    if lab.outputs.http_api_id in url:
        raise Wrong(f"{VARIABLE} is the address of the HTTP API. Sockets have their own.", ENVIRONMENT)
    lab.connect(url, ENVIRONMENT).close()
