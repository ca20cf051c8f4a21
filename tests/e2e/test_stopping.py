"""The emulator ends when it is told to, whatever hangs in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.state_folder import StateFolder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Emulator


def test_it_ends_though_a_part_of_it_hangs(
    start_emulator: Callable[..., Emulator], stop_emulator: Callable[[Emulator], None], tmp_path: Path
) -> None:
    # LocalStack runs such scripts, and waits for them.
    scripts = StateFolder(tmp_path).emulator / "etc" / "localstack" / "init" / "shutdown.d"
    scripts.mkdir(parents=True)
    (scripts / "hang.py").write_text("import time\ntime.sleep(600)\n")
    emulator = start_emulator(tmp_path)
    created = emulator.client("dynamodb").create_table(
        TableName="kept",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    assert created["TableDescription"]["TableName"] == "kept"

    stop_emulator(emulator)

    assert emulator.process.returncode == 0
    # What hung is in the log, for whoever mends it.
    log = StateFolder(tmp_path).emulator_log.read_text()
    assert "Petri is stopped after 10 seconds; threads:" in log
    assert "run_stage" in log
    (scripts / "hang.py").unlink()
    again = start_emulator(tmp_path)
    assert again.client("dynamodb").list_tables()["TableNames"] == ["kept"]
    stop_emulator(again)
