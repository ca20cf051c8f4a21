"""Session 2."""

from tests.workshop.course import Mistake

APPLICATION = "application.py"
CREATE = "lambdas/virus/create.py"
GET = "lambdas/virus/get.py"
KILL = "lambdas/virus/kill.py"

STARTERS = {
    "2/01-create": "no route 'POST /virus'",
    "2/02-list": "no route 'GET /virus'",
    "2/03-kill": "no route 'DELETE /virus/{id}'",
}

MISTAKES = {
    "2/01-create": [
        Mistake(
            APPLICATION,
            ', table_actions=("dynamodb:PutItem",)',
            "",
            "createVirus has not the right to do dynamodb:PutItem",
            f"{CREATE}:12",
        ),
        Mistake(
            CREATE, '"partitionKey": VIRUS, ', "", "One of the required keys was not given a value", f"{CREATE}:12"
        ),
        Mistake(
            CREATE, '"partitionKey": VIRUS', '"partitionKey": "virus"', "no item with partitionKey 'Virus'", CREATE
        ),
        Mistake(CREATE, "str(uuid4())", '"1"', "Two requests created one virus"),
        Mistake(CREATE, '{"id": virus_id}', "{}", "The answer should have 'id'"),
        Mistake(CREATE, '"sortKey": virus_id', '"sortKey": str(uuid4())', "but there is no item with partitionKey"),
        Mistake(CREATE, "    virus_id = str", "    virus_id = ", "createVirus raised", f"{CREATE}:12"),
    ],
    "2/02-list": [
        Mistake(
            APPLICATION, '"dynamodb:Query"', '"dynamodb:Scan"', "has not the right to do dynamodb:Query", f"{GET}:10"
        ),
        Mistake(GET, 'item["sortKey"]', 'item["id"]', "getVirus raised KeyError: 'id'", f"{GET}:11"),
        Mistake(GET, '{"id": item["sortKey"]}', 'item["sortKey"]', 'viruses should be a list of {"id": …}'),
        Mistake(GET, "eq(VIRUS)", 'eq("virus")', "its sortKey is not among the ids"),
        Mistake(GET, '"viruses": [', '"virus": [', "The answer should have 'viruses'"),
    ],
    "2/03-kill": [
        Mistake(KILL, '["pathParameters"]["id"]', '["id"]', "killVirus raised KeyError: 'id'", f"{KILL}:9"),
        Mistake(KILL, ', "sortKey": virus_id', "", "The number of conditions on the keys is invalid", f"{KILL}:10"),
        Mistake(KILL, '"sortKey": virus_id', '"sortKey": "id"', "but the virus is still in the table", KILL),
        Mistake(KILL, '{"id": virus_id}', '{"id": 1}', "should have the id of the killed virus"),
        Mistake(APPLICATION, '"DELETE /virus/{id}"', '"DELETE /virus/{virusId}"', "There are: 'GET /hello'"),
        Mistake(
            APPLICATION, '"DELETE /virus/{id}": "killVirus"', '"DELETE /virus/{id}": "getVirus"', "should have 'id'"
        ),
    ],
}
