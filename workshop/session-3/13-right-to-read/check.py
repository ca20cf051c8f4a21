"""The function's role allows to read the stream."""

import json

from learn.lab import APPLICATION, Lab
from learn.wrong import Wrong

NEEDED = "dynamodb:GetRecords"


def check(lab: Lab) -> None:
    function = lab.function("sendMessageToClient")
    lab.invoke("sendMessageToClient", {"Records": []})
    statements = lab.rights("sendMessageToClient")
    if not any(NEEDED in each["Action"] and "/stream/" in json.dumps(each["Resource"]) for each in statements):
        if NEEDED in function.table_actions:
            raise Wrong(
                "sendMessageToClient may GetRecords of the table, but the stream is another resource.", APPLICATION
            )
        raise Wrong("The role of sendMessageToClient does not allow to read the stream.", APPLICATION)
