"""``petri connections``: the open WebSockets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from scripts import emulator_account, open_connections
from scripts.open_connections import OpenConnection
from scripts.options import AsJson
from scripts.output import done, painted, print_json, printable

app = typer.Typer(add_completion=False)

# Ids may begin with a hyphen.
_ID_LIKE_AN_OPTION = {"ignore_unknown_options": True}

Id = Annotated[str, typer.Argument(metavar="ID", help="The connection's id, or how it begins.")]


@app.callback(invoke_without_command=True)
def connections(
    context: typer.Context,
    api: Annotated[str | None, typer.Option("--api", metavar="ID", help="Those of this API only.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the open WebSockets, send to them, end them."""
    if context.invoked_subcommand:
        return
    found = open_connections.find_all(emulator_account.connect(), api)
    if as_json:
        print_json([each.as_json() for each in found])
    elif found:
        _print_table(found)
    else:
        print("No WebSocket is open: open the game, or run `petri ws`.")


@app.command(context_settings=_ID_LIKE_AN_OPTION)
def send(connection_id: Id, data: Annotated[str, typer.Argument(help="The message.")]) -> None:
    """Send a message to one client, as a function would by PostToConnection."""
    endpoint = emulator_account.connect()
    connection = open_connections.find(endpoint, connection_id)
    client = open_connections.management(endpoint, connection)
    try:
        client.post_to_connection(ConnectionId=connection.id, Data=data.encode())
    except client.exceptions.GoneException:
        raise open_connections.gone(connection) from None
    done(f"Sent to {connection.id}")


@app.command(context_settings=_ID_LIKE_AN_OPTION)
def disconnect(connection_id: Id) -> None:
    """End one connection, as a function would by DeleteConnection."""
    endpoint = emulator_account.connect()
    connection = open_connections.find(endpoint, connection_id)
    client = open_connections.management(endpoint, connection)
    try:
        client.delete_connection(ConnectionId=connection.id)
    except client.exceptions.GoneException:
        raise open_connections.gone(connection) from None
    done(f"Ended {connection.id}")


def _print_table(found: Sequence[OpenConnection]) -> None:
    rows = [("connection", "api", "stage", "since", "from", "client")]
    rows += [
        (
            each.id,
            each.api_id,
            each.stage,
            _age(each.connected_at),
            each.source_ip,
            printable(each.user_agent or "")[:30],
        )
        for each in found
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        line = "  ".join(f"{text:<{width}}" for text, width in zip(row, widths, strict=True)).rstrip()
        print(line if number else painted(line, "dim"))


def _age(moment: datetime) -> str:
    seconds = int((datetime.now(UTC) - moment).total_seconds())
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
