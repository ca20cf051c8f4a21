"""Runs DynamoDB Local for LocalStack's providers."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from localstack import config
from localstack.services.dynamodb.server import RESTART_LOCK, DynamodbServer
from localstack.utils.objects import singleton_factory
from localstack.utils.sync import synchronized
from localstack.utils.threads import TMP_THREADS

from emulator.dynamodb_local.client import EngineClient
from emulator.dynamodb_local.databases import Databases
from emulator.dynamodb_local.engine_process import EngineProcess, EngineStartError
from emulator.dynamodb_local.installation import EngineNotInstalledError, engine_command
from emulator.dynamodb_local.positions import POSITIONS

LOG = logging.getLogger(__name__)

START_SECONDS = 60.0


class DynamoDBLocalEngine(DynamodbServer):
    """The one engine of an emulator, with its data in LocalStack's data folder.

    LocalStack's own server installs the engine and a Java runtime from the network, and lets it listen on all
    interfaces; this one takes what is installed, and listens on 127.0.0.1 on a port that the system chooses.
    """

    _thread: EngineProcess | None

    def __init__(self, db_path: str | None = None) -> None:
        """``db_path`` is the folder for its data, if it is not LocalStack's."""
        super().__init__(host="127.0.0.1", db_path=db_path)
        self._why_not = "DynamoDB Local is not started."
        self.databases = Databases(Path(self.db_path), POSITIONS.furthest)
        self.client = EngineClient(self.wait_for_port, self.databases.prepare)
        self.proxy = self.client.forward

    @property
    def port(self) -> int:
        """The port the engine listens on; waits while it starts, and is 0 before it is told to."""
        return self.wait_for_port() if self._thread else 0

    def wait_for_port(self) -> int:
        """The port the engine listens on, as soon as it does.

        Raises :class:`EngineStartError` if it does not start.
        """
        if self._thread is None:
            raise EngineStartError(self._why_not)
        try:
            return self._thread.port(START_SECONDS)
        except TimeoutError:
            raise EngineStartError(f"DynamoDB Local did not start within {START_SECONDS:.0f} seconds.") from None

    @synchronized(lock=RESTART_LOCK)
    def start_dynamodb(self) -> bool:
        """Start the engine unless it runs already, and wait until it listens.

        Raises :class:`EngineNotInstalledError` or :class:`EngineStartError`.
        """
        if self._thread is None or not self._thread.is_alive():
            self._started.clear()
            self._stopped.clear()
            try:
                self.start()
            except EngineNotInstalledError as error:
                self._why_not = str(error)
                raise
        self.wait_for_port()
        return True

    @synchronized(lock=RESTART_LOCK)
    def stop_dynamodb(self) -> None:
        """Stop the engine and wait until it has ended."""
        if self._thread is not None:
            self.shutdown()
            self._thread.join()
            self._thread = None

    def do_start_thread(self) -> EngineProcess:
        """Start the process; called by :meth:`start`."""
        db_path = Path(self.db_path)
        db_path.mkdir(parents=True, exist_ok=True)
        process = EngineProcess(self._create_shell_command(), db_path, self.databases.prepare_all)
        TMP_THREADS.append(process)
        process.start()
        return process

    def health(self) -> bool:
        """Whether the engine listens."""
        return bool(self._thread and self._thread.is_listening())

    def _create_shell_command(self) -> list[str]:
        return engine_command(Path(self.db_path), heap_size=self.heap_size, port=config.DYNAMODB_LOCAL_PORT)


@singleton_factory
def _engine() -> DynamoDBLocalEngine:
    return DynamoDBLocalEngine()


def the_engine() -> DynamoDBLocalEngine:
    """The one engine of this emulator."""
    engine: DynamoDBLocalEngine = _engine()
    return engine


def start_in_background() -> None:
    """Start the engine in a thread, so that it gets ready while LocalStack does. The first call waits for it."""

    def start() -> None:
        try:
            the_engine().start_dynamodb()
        except (EngineNotInstalledError, EngineStartError) as error:
            LOG.error("%s", error)  # noqa: TRY400 - a sentence for people; the first call raises it again

    threading.Thread(target=start, name="start-dynamodb-local", daemon=True).start()
