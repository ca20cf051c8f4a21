"""The ``petri`` command. One file a verb: ``petri up`` is the function ``up`` in ``up.py``."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from functools import cache
from typing import Annotated, Any

# Typer formats help with all of Rich, or itself, which takes a tenth of the time.
os.environ["TYPER_USE_RICH"] = "0"

import typer
from typer.core import TyperGroup

from scripts.errors import ERROR, NEGATIVE_ANSWER, PetriError
from scripts.failures import sentence
from scripts.output import complain, complain_json, painted
from scripts.suggestions import did_you_mean
from scripts.verbs import VERBS

# Optional parts of botocore, which nothing here needs and which cost a third of its import: signatures for several
# regions, and another TLS than Python's own.
_NOT_NEEDED = ("awscrt", "urllib3.contrib.pyopenssl")
_SIGINT = 130


class _Verbs(TyperGroup):
    """Loads the file of a verb when it is asked for: `petri status` need not wait for what `petri deploy` imports.

    Contexts and commands are Any: they are classes of Typer's own copy of Click, which has no public name.
    """

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in VERBS:
            return None
        command = load(cmd_name)
        examples = (f"  {each}" for each in VERBS[cmd_name].examples)
        command.epilog = "\b\n" + "\n".join([f"{painted('Example:', 'bold')}", *examples])
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in VERBS and not args[0].startswith("-"):
            raise PetriError(f"There is no command {args[0]}. {did_you_mean(args[0], VERBS)} See `petri --help`.")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        width = max(map(len, VERBS))
        for group in dict.fromkeys(verb.group for verb in VERBS.values()):
            with formatter.section(group):
                rows = [(f"{name:<{width}}", verb.summary) for name, verb in VERBS.items() if verb.group == group]
                formatter.write_dl(rows)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        from typer._click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [CompletionItem(name, help=verb.summary) for name, verb in VERBS.items() if name.startswith(incomplete)]


@cache
def load(name: str) -> Any:
    """The command of a verb, which is Any for the reason above."""
    module = importlib.import_module(f"scripts.{VERBS[name].module}")
    # One that has verbs of its own, or else its function.
    verb = getattr(module, "app", None)
    if verb is None:
        verb = typer.Typer(add_completion=False)
        verb.command(name)(getattr(module, name))
    return typer.main.get_command(verb)


app = typer.Typer(cls=_Verbs, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback(
    epilog="\b\nStart with:        petri up\nHelp on a command: petri deploy --help\nExit codes:        "
    "0 done, 1 the answer is no, 2 a mistake, 3 not running"
)
def petri(
    debug: Annotated[bool, typer.Option("--debug", help="Show where in Petri's code a failure came from.")] = False,
) -> None:
    """Realtime serverless applications on one laptop: API Gateway, Lambda and DynamoDB Streams, without Docker."""


def main() -> None:
    """Run the command line; what goes wrong is one sentence and exit code 2."""
    arguments, debug = _without_debug(sys.argv[1:])
    as_json = "--json" in _ours(arguments)
    for name in _NOT_NEEDED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    # What is imported stays: looking through it for garbage, again and again, is a tenth of a quick command.
    gc.set_threshold(100_000)
    try:
        try:
            # Typer ends with what it prints about a wrong command line, or else raises it and returns other exit codes.
            sys.exit(app(arguments, prog_name="petri", standalone_mode=not as_json))
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(_SIGINT)
    except BrokenPipeError:
        # Whoever read has read enough, as `| head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except typer.Abort:
        complain_json("Nothing was done.", NEGATIVE_ANSWER)
        sys.exit(NEGATIVE_ANSWER)
    except Exception as error:
        if debug:
            raise
        code = error.exit_code if isinstance(error, PetriError) else ERROR
        if as_json:
            complain_json(sentence(error), code)
        else:
            complain(sentence(error))
        _forget_output()
        sys.exit(code)


def _without_debug(arguments: list[str]) -> tuple[list[str], bool]:
    """``--debug`` may stand anywhere, but behind ``awslocal`` it is the AWS CLI's."""
    ours = _ours(arguments)
    others = [argument for argument in ours if argument != "--debug"]
    return others + arguments[len(ours) :], len(others) < len(ours)


def _ours(arguments: list[str]) -> list[str]:
    return arguments[: arguments.index("awslocal")] if "awslocal" in arguments else arguments


def _forget_output() -> None:
    """Do not fail again, at the very end, with what could not be written."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
