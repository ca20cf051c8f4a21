"""Session 3, its first and second part."""

from tests.workshop.course import Mistake

ANSWERS = "answers.toml"
APPLICATION = "application.py"
CONNECT = "lambdas/real_time/connect.py"
DISCONNECT = "lambdas/real_time/disconnect.py"
ENVIRONMENT = "frontend/.env.development.local"
HOME = "frontend/Home.tsx"
PACKAGE = "frontend/package.json"

STARTERS = {
    "3/01-look-around": "table has no answer yet",
    "3/02-register": "no route '$connect' in websocket_routes. There are: none",
    "3/03-create-connection": "no item with partitionKey 'Connection' appeared",
    "3/04-delete-connection": "its item is still in the table",
    "3/05-see-the-api": "websocket_api has no answer yet",
    "3/06-frontend-address": "partysocket is not among the dependencies",
    "3/07-connect-home": "The page opens no WebSocket",
    "3/08-see-the-connection": "No item with partitionKey 'Connection' is there",
}

MISTAKES = {
    "3/01-look-around": [
        Mistake(ANSWERS, "functions = 4", "functions = 7", "functions is not 7", ANSWERS),
        Mistake(ANSWERS, '"dojo-workshop-table"', "dojo-workshop-table", "Texts are in quotes", ANSWERS),
        Mistake(ANSWERS, '"workhttp01"', '"dojohttp01"', "api is not 'dojohttp01'"),
    ],
    "3/02-register": [
        Mistake(APPLICATION, '        "$disconnect": "disconnect",\n', "", "no route '$disconnect'", APPLICATION),
        Mistake(APPLICATION, '"$connect": "connect"', '"connect": "connect"', "There are: 'connect', '$disconnect'"),
        Mistake(
            APPLICATION, '"$disconnect": "disconnect"', '"$disconnect": "connect"', "leads to connect, not to disc"
        ),
        Mistake(CONNECT, "200", "403", "A client wanted to connect and was refused with 403", CONNECT),
        Mistake(CONNECT, '{"statusCode": 200}', "{}[0]", "refused with 50", f"{CONNECT}:6"),
    ],
    "3/03-create-connection": [
        Mistake(
            CONNECT,
            'request["connectionId"]',
            'event["connectionId"]',
            "connect raised KeyError: 'connectionId'",
            f"{CONNECT}:12",
        ),
        Mistake(
            APPLICATION,
            '"real_time.connect.handler", table_actions=("dynamodb:PutItem",)',
            '"real_time.connect.handler"',
            "connect has not the right to do dynamodb:PutItem",
            f"{CONNECT}:9",
        ),
        Mistake(
            CONNECT,
            '"partitionKey": CONNECTION',
            '"partitionKey": "connection"',
            "no item with partitionKey 'Connection' appeared",
            CONNECT,
        ),
        Mistake(CONNECT, 'request["connectionId"]', 'request["requestId"]', "is not the id of the connection", CONNECT),
        Mistake(CONNECT, "['stage']", "['apiId']", "The item's endpoint should be https://", CONNECT),
    ],
    "3/04-delete-connection": [
        Mistake(
            APPLICATION,
            'disconnect.handler", table_actions=("dynamodb:DeleteItem",)',
            'disconnect.handler"',
            "disconnect has not the right to do dynamodb:DeleteItem",
            f"{DISCONNECT}:8",
        ),
        Mistake(DISCONNECT, '"sortKey": ', '"id": ', "its item is still in the table. disconnect raised", DISCONNECT),
        Mistake(
            DISCONNECT,
            '"partitionKey": CONNECTION',
            '"partitionKey": "connection"',
            "its item is still in the table",
            DISCONNECT,
        ),
        Mistake(
            DISCONNECT,
            'event["requestContext"]["connectionId"]',
            'event["body"]["id"]',
            "disconnect raised KeyError: 'body'",
            f"{DISCONNECT}:8",
        ),
    ],
    "3/05-see-the-api": [
        Mistake(ANSWERS, '"workwebs01"', '"workhttp01"', "'workhttp01' is the HTTP API", ANSWERS),
        Mistake(ANSWERS, '"workwebs01"', '"dojowebs01"', "websocket_api is not 'dojowebs01'"),
        Mistake(ANSWERS, '"connect"', '"disconnect"', "connect_function is not 'disconnect'"),
    ],
    "3/06-frontend-address": [
        Mistake(ENVIRONMENT, "ws://", "http://", "should begin with ws://", ENVIRONMENT),
        Mistake(ENVIRONMENT, "workwebs01", "workhttp01", "is the address of the HTTP API", ENVIRONMENT),
        Mistake(ENVIRONMENT, "workwebs01/dev", "workwebs01", "was refused with 40", ENVIRONMENT),
        Mistake(PACKAGE, '"1.3.0",', '"1.3.0"', "frontend/package.json cannot be read", PACKAGE),
        Mistake(ENVIRONMENT, "REACT_APP_WEBSOCKET_URL", "WEBSOCKET_URL", "REACT_APP_WEBSOCKET_URL has no value"),
    ],
    "3/07-connect-home": [
        Mistake(HOME, "add(virusId)", "console.log(virusId)", "the dish does not show that virus", HOME),
        Mistake(HOME, "({ virusId })", "({ id: virusId })", "the dish does not show that virus", HOME),
        Mistake(HOME, "websocketUrl, {", '"", {', "The page opens no WebSocket", HOME),
        Mistake(HOME, "onMessage: (", "onMessage (", "Home.tsx does not work", HOME),
        Mistake(HOME, "[...before, id]", "[id]", "no longer shows the others", HOME),
    ],
    "3/08-see-the-connection": [
        Mistake(
            CONNECT,
            '"partitionKey": CONNECTION',
            '"partitionKey": "connection"',
            "No item with partitionKey 'Connection' is there",
        ),
        Mistake(APPLICATION, "", "", "none of them is open any more", leaves="stale item"),
        Mistake(APPLICATION, '"$connect": "connect",', "", "no route '$connect'"),
    ],
}
