"""New code while requests keep coming."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

import requests

from tests.support import create_api, create_function, eventually, zip_of

if TYPE_CHECKING:
    from tests.conftest import Emulator


def version(number: int) -> str:
    return f"def handler(event, context): return {number}"


def is_last(answers: list[tuple[int, str]], answer: tuple[int, str]) -> bool:
    return answers[-1:] == [answer]


def test_no_request_fails_during_updates(emulator: Emulator) -> None:
    """As on AWS, a request is answered by the old code or by the new, never by an error."""
    function_arn = create_function(emulator, version(0))
    url = emulator.api_url(create_api(emulator, "HTTP", {"GET /version": function_arn})) + "/version"
    answers: list[tuple[int, str]] = []
    done = threading.Event()

    def keep_asking() -> None:
        session = requests.Session()
        while not done.is_set():
            response = session.get(url, timeout=20)
            answers.append((response.status_code, response.text))

    clients = [threading.Thread(target=keep_asking) for _ in range(4)]
    for client in clients:
        client.start()
    for number in range(1, 6):
        emulator.client("lambda").update_function_code(FunctionName=function_arn, ZipFile=zip_of(version(number)))
        eventually(partial(is_last, answers, (200, str(number))))
    done.set()
    for client in clients:
        client.join()
    assert {status for status, _ in answers} == {200}
