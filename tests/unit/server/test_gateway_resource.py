from __future__ import annotations

from emulator.server.gateway_resource import _HELD_BACK, _Response

KNOWN = [("Content-Type", "text/plain"), ("Content-Length", "1")]
UNKNOWN = [("Content-Type", "text/plain")]


class Response(_Response):
    """Without a request: only what becomes of the pieces of its body."""

    def __init__(self, headers: list[tuple[str, str]]) -> None:
        self.headers = headers
        self.started = False
        self._whole_body = b""

    def send(self, pieces: list[bytes]) -> tuple[list[bytes], bytes]:
        """What is sent before the end, and with it."""
        sent = []
        for piece in self._joined(pieces):
            self.started = True
            sent.append(piece)
        return sent, self._whole_body


def test_a_whole_body_goes_with_the_end() -> None:
    assert Response(KNOWN).send([b"a", b"", b"b"]) == ([], b"ab")
    assert Response(KNOWN).send([]) == ([], b"")


def test_pieces_of_unknown_number_go_one_by_one() -> None:
    assert Response(UNKNOWN).send([b"a", b"b"]) == ([b"a", b"b", b""], b"")


def test_a_long_body_goes_in_large_pieces() -> None:
    size = _HELD_BACK // 2
    sent, with_the_end = Response(KNOWN).send([bytes([i]) * size for i in range(7)])
    assert with_the_end == b""
    assert [len(piece) for piece in sent] == [3 * size, 3 * size, size]
    assert b"".join(sent) == b"".join(bytes([i]) * size for i in range(7))
