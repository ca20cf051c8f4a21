"""Session 3, its third part and the bonuses."""

from tests.workshop.course import Mistake

APPLICATION = "application.py"
CREATE = "lambdas/virus/create.py"
EVENT = "events/insert.json"
HELLO = "lambdas/hello.py"
HOME = "frontend/Home.tsx"
MESSAGES = "lambdas/shared/messages.py"
SEND = "lambdas/real_time/send_message_to_client.py"

STARTERS = {
    "3/09-schedule": "No schedule leads to createVirus",
    "3/10-send-to-all": "none got a message",
    "3/11-no-double": "shows the new virus twice",
    "3/12-enable-stream": "The table has no stream yet",
    "3/13-right-to-read": "There is no function sendMessageToClient",
    "3/14-subscribe": "sendMessageToClient is not among the stream_readers",
    "3/15-move-the-sending": 'clients should get {"virusId": "…"}, but got nothing',
    "3/16-tell-of-kills": 'clients should get {"killedVirusId": "…"}',
    "3/17-kills-in-every-window": "but still shows that virus",
    "3/18-deploy-one-function": "The answer should have 'version'",
    "3/19-mocked-event": "The event has no Records",
    "3/20-logs": "the function's log does not have its id",
    "3/21-remove": "Still there: the API dojo-workshop",
}

_INSERT = 'if record["eventName"] == "INSERT":'

MISTAKES = {
    "3/09-schedule": [
        Mistake(APPLICATION, "rate(1 minute)", "rate(1 minutes)", "ScheduleExpression is not valid", APPLICATION),
        Mistake(APPLICATION, "rate(1 minute)", "rate(1 hour)", "should be rate(1 minute), but is rate(1 hour)"),
        Mistake(APPLICATION, 'Schedule("createVirus"', 'Schedule("hello"', "No schedule leads to createVirus"),
        Mistake(APPLICATION, ", Function, Schedule", ", Function", "NameError: name 'Schedule'", APPLICATION),
        Mistake(CREATE, "str(uuid4())", 'event["body"]', "createVirus raised KeyError: 'body'", f"{CREATE}:11"),
    ],
    "3/10-send-to-all": [
        Mistake(
            APPLICATION,
            ", posts_to_connections=True",
            "",
            "createVirus has not the right to do execute-api:ManageConnections",
            f"{MESSAGES}:17",
        ),
        Mistake(APPLICATION, ', "dynamodb:Query"),', ",),", "has not the right to do dynamodb:Query", f"{MESSAGES}:13"),
        Mistake(CREATE, '{"virusId": virus_id}', '{"id": virus_id}', 'as JSON, but got \'{"id"', CREATE),
        Mistake(MESSAGES, "json.dumps(message)", "str(message)", "as JSON, but got \"{'virusId'", CREATE),
        Mistake(MESSAGES, "client.exceptions.GoneException", "KeyError", "createVirus raised GoneException", MESSAGES),
        Mistake(CREATE, "    send_to_all", "    # send_to_all", "none got a message", CREATE),
    ],
    "3/11-no-double": [
        Mistake(
            HOME, "await create();", "add(await create());", "twice: once by the answer, once by the message", HOME
        ),
        Mistake(HOME, "await create();", "", "creates no virus any more", HOME),
        Mistake(HOME, "if (virusId) add(virusId);", "", "but the page does not show it", HOME),
        Mistake(
            HOME,
            "if (virusId) add(virusId);",
            'if (virusId && !virusId.startsWith("told")) add(virusId);',
            "no longer shown: other windows create some",
        ),
    ],
    "3/12-enable-stream": [
        Mistake(APPLICATION, "table_stream=True", "table_stream=False", "The table has no stream yet", APPLICATION),
        Mistake(APPLICATION, "table_stream=True", "stream=True", "unexpected keyword argument 'stream'", APPLICATION),
        Mistake(APPLICATION, "table_stream=True", "table_stream=true", "name 'true' is not defined", APPLICATION),
    ],
    "3/13-right-to-read": [
        Mistake(APPLICATION, ", may_read_stream=True", "", "does not allow to read the stream", APPLICATION),
        Mistake(
            APPLICATION,
            "may_read_stream=True",
            'table_actions=("dynamodb:GetRecords",)',
            "but the stream is another resource",
        ),
        Mistake(APPLICATION, ".send_message_to_client.", ".sendMessageToClient.", "is not there", APPLICATION),
        Mistake(APPLICATION, '"sendMessageToClient"', '"send"', "There is no function sendMessageToClient"),
    ],
    "3/14-subscribe": [
        Mistake(APPLICATION, '["sendMessageToClient"]', '"sendMessageToClient"', "should be a list of names"),
        Mistake(APPLICATION, '["sendMessageToClient"]', '["sendMessage"]', "but there is no such function"),
        Mistake(APPLICATION, ", may_read_stream=True", "", "its role may not: may_read_stream=True", APPLICATION),
        Mistake(APPLICATION, "table_stream=True", "table_stream=False", "but the table has none"),
        Mistake(SEND, "'Records'", "'records'", "sendMessageToClient raised KeyError: 'records'", f"{SEND}:6"),
    ],
    "3/15-move-the-sending": [
        Mistake(SEND, 'in event["Records"]:', 'in event["Records"][:1]:', "but only one was told", SEND),
        Mistake(SEND, _INSERT, "if True:", "sendMessageToClient raised KeyError: 'NewImage'", f"{SEND}:17"),
        Mistake(SEND, _INSERT, 'if record["eventName"] != "REMOVE":', "changed or killed was told as new", SEND),
        Mistake(SEND, "!= VIRUS", "!= VIRUS and False", "A new connection was told as if it were a virus", SEND),
        Mistake(
            SEND,
            'unmarshall(record["dynamodb"]["NewImage"])',
            'record["dynamodb"]["NewImage"]',
            'but got {"virusId": {"S":',
        ),
        Mistake(
            APPLICATION, "            posts_to_connections=True,\n", "", "right to do execute-api:ManageConnections"
        ),
        Mistake(
            CREATE,
            '    return ok({"id"',
            '    from shared.messages import send_to_all\n    send_to_all({"virusId": virus_id})\n    return ok({"id"',
            "createVirus has not the right to do dynamodb:Query",
        ),
    ],
    "3/16-tell-of-kills": [
        Mistake(SEND, 'keys["sortKey"]})', 'record["dynamodb"]["NewImage"]})', "raised KeyError: 'NewImage'", SEND),
        Mistake(SEND, '"killedVirusId"', '"killed"', "but clients got {"),
        Mistake(SEND, '"REMOVE"', '"DELETE"', "A virus was killed: clients should get", SEND),
        Mistake(SEND, "!= VIRUS", "!= VIRUS and False", "A connection that closed was told as a killed virus", SEND),
    ],
    "3/17-kills-in-every-window": [
        Mistake(HOME, "remove(killedVirusId)", "add(killedVirusId)", "but still shows that virus", HOME),
        Mistake(HOME, "remove(killedVirusId)", "setIds([])", "others disappeared", HOME),
        Mistake(HOME, "if (virusId) add(virusId);", "", "no longer shown", HOME),
    ],
    "3/18-deploy-one-function": [
        Mistake(HELLO, '"version": 2', '"version": "2"', "should be the number 2, but is '2'", HELLO),
        Mistake(HELLO, '"message": f"Hello, {name}!", ', "", "The answer should have 'message'", HELLO),
        Mistake(HELLO, "import json", "", "hello raised NameError: name 'json'", f"{HELLO}:9"),
    ],
    "3/19-mocked-event": [
        Mistake(EVENT, '{"S": "mocked"}', '"mocked"', "not like those of a stream: TypeError", EVENT),
        Mistake(EVENT, "INSERT", "MODIFY", "eventName should be INSERT, but is 'MODIFY'", EVENT),
        Mistake(EVENT, "Virus", "virus", "but told nobody", EVENT),
        Mistake(EVENT, '"Keys": {"partitionKey": {"S": "Virus"}, "sortKey": {"S": "mocked"}},', "", "KeyError: 'Keys'"),
        Mistake(EVENT, '"eventName": "INSERT",', '"eventName": "INSERT"', "is not JSON", EVENT),
    ],
    "3/20-logs": [
        Mistake(SEND, "print(f\"new virus {image['sortKey']}\")", "print('new')", "does not have its id", SEND),
        Mistake(SEND, 'print(f"new', "print('x' * 5000, f\"new", "much more: print a line", SEND),
        Mistake(SEND, "print(f\"new virus {image['sortKey']}\")", "print(image['id'])", "raised KeyError: 'id'", SEND),
    ],
    "3/21-remove": [
        Mistake(APPLICATION, "", "", "the table dojo-workshop-table", leaves="table"),
        Mistake(APPLICATION, "", "", "the rule dojo-workshop-dev-createVirus-schedule", leaves="rule"),
        Mistake(APPLICATION, "", "", "the API dojo-workshop-websocket", leaves="api"),
    ],
}
