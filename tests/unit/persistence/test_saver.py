"""The saver: on disk when it returns, few writings for many changes, patient with changing state."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from emulator.persistence import saver as saver_module
from emulator.persistence import state_file
from emulator.persistence.saver import NotSavedError, Saver


def test_it_is_on_disk_when_it_returns(tmp_path: Path) -> None:
    saver = Saver(tmp_path, lambda service: service.encode())
    saver.save("iam")
    assert state_file.read(saver.path("iam")) == b"iam"


def test_changes_that_come_together_share_a_writing(tmp_path: Path) -> None:
    dumped: list[str] = []
    first_is_written, all_wait = threading.Event(), threading.Event()

    def dump(service: str) -> bytes:
        dumped.append(service)
        if len(dumped) == 1:
            first_is_written.set()
            all_wait.wait(10)
        return b""

    saver = Saver(tmp_path, dump)
    with ThreadPoolExecutor(21) as executor:
        savings = [executor.submit(saver.save, "iam")]
        assert first_is_written.wait(10)
        savings += [executor.submit(saver.save, "iam") for _ in range(20)]
        while saver._asked["iam"] < 21:
            threading.Event().wait(0.001)
        all_wait.set()
        for saving in savings:
            saving.result(10)
    assert len(dumped) == 2


def test_a_change_during_the_dump_is_no_failure(tmp_path: Path) -> None:
    attempts: list[int] = []

    def dump(_service: str) -> bytes:
        attempts.append(1)
        if len(attempts) < 3:
            raise RuntimeError("dictionary changed size during iteration")
        return b"at last"

    saver = Saver(tmp_path, dump)
    saver.save("iam")
    assert state_file.read(saver.path("iam")) == b"at last"


def test_a_state_that_cannot_be_written_holds_nobody_up(tmp_path: Path) -> None:
    def dump(service: str) -> bytes:
        if service == "sqs":
            raise TypeError("cannot pickle a lock")
        return b"fine"

    saver = Saver(tmp_path, dump)
    saver.save("sqs")
    saver.save("iam")
    assert not saver.path("sqs").exists()
    assert saver.path("iam").exists()


def test_what_has_no_room_is_told_and_written_when_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saver_module, "_RETRY_SECONDS", 0.01)
    folder = tmp_path / "file, and no folder"
    folder.touch()
    saver = Saver(folder, lambda service: service.encode())
    with pytest.raises(NotSavedError, match="cannot be written"):
        saver.save("iam")
    folder.unlink()
    deadline = time.monotonic() + 10
    while not saver.path("iam").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    saver.save("iam")


def test_who_depends_on_another_service_waits_for_what_was_left_for_later(tmp_path: Path) -> None:
    dumped: list[str] = []

    def dump(service: str) -> bytes:
        dumped.append(service)
        return service.encode()

    saver = Saver(tmp_path, dump)
    saver.save_soon("s3")
    saver.save_soon("s3")
    saver.save("lambda", "s3")
    assert sorted(dumped) == ["lambda", "s3"]
    assert state_file.read(saver.path("s3")) == b"s3"
    saver.save("lambda", "s3")
    assert dumped.count("s3") == 1, "there was nothing more to write"


def test_what_is_left_for_later_is_written_without_anybody_waiting(tmp_path: Path) -> None:
    saver = Saver(tmp_path, lambda service: service.encode())
    saver.save("iam")
    saver.save_soon("s3")
    while not saver.path("s3").exists():
        threading.Event().wait(0.001)
