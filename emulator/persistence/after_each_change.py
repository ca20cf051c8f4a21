"""A call that changes something is answered when the change is on disk."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from localstack import config
from localstack.aws import handlers
from localstack.aws.api import CommonServiceException
from localstack.aws.protocol.serializer import create_serializer
from localstack.runtime.shutdown import ON_AFTER_SERVICE_SHUTDOWN_HANDLERS
from localstack.services.plugins import SERVICE_PLUGINS, ServiceState

from emulator.apigatewayv2 import store as apigatewayv2_store
from emulator.persistence import containers
from emulator.persistence.kept_services import changes_state
from emulator.persistence.saver import NotSavedError, Saver

if TYPE_CHECKING:
    from localstack.aws.api import RequestContext
    from localstack.http import Response
    from rolo.gateway import HandlerChain

LOG = logging.getLogger(__name__)

# How often log events are written, which come with every invocation.
_LOGS_SECONDS = 30.0
# Where LocalStack keeps the code of functions.
_CODE_BUCKETS = "awslambda-"


def state_folder() -> Path:
    """Where the services' files are."""
    return Path(config.dirs.data) / "services"


def install() -> Saver:
    """Save from now on."""
    saver = Saver(state_folder(), _dump)

    def save(_chain: HandlerChain, context: RequestContext, response: Response) -> None:
        if not context.operation or response.status_code >= 400:
            return
        service = context.service.service_name
        if changes_state(service, context.operation.name):
            try:
                _save(saver, service, context)
            except NotSavedError as error:
                _answer_with_failure(context, response, str(error))

    handlers.run_custom_response_handlers.append(save)
    threading.Thread(target=_save_logs_now_and_then, args=(saver,), name="save-logs", daemon=True).start()
    # By then all that functions have said is delivered.
    ON_AFTER_SERVICE_SHUTDOWN_HANDLERS.register(lambda: _save_logs(saver))
    return saver


def _answer_with_failure(context: RequestContext, response: Response, message: str) -> None:
    """A change that a restart would not know is no success: SDKs ask again after a 500."""
    LOG.warning("%s.%s: %s", context.service.service_name, context.operation.name, message)
    error = CommonServiceException("InternalFailure", message, 500)
    serializer = create_serializer(context.service, context.protocol)
    failed = serializer.serialize_error_to_response(
        error, context.operation, context.request.headers, context.request_id
    )
    response.update_from(failed)


def _save(saver: Saver, service: str, context: RequestContext) -> None:
    if service == "lambda":
        saver.save(service, "s3")
    elif not context.is_internal_call:
        saver.save(service)
    elif service == "s3" and str((context.service_request or {}).get("Bucket")).startswith(_CODE_BUCKETS):
        # Several calls, for which a change of a function waits together.
        saver.save_soon(service)
    elif service != "logs":  # groups and streams that are made for a function's log come often, and with the log
        saver.save(service)


def _dump(service: str) -> bytes:
    plugin = SERVICE_PLUGINS.get_service(service)
    if service == "apigatewayv2":
        with apigatewayv2_store.lock:
            return containers.dump(plugin)
    return containers.dump(plugin)


def _save_logs_now_and_then(saver: Saver) -> None:
    while True:
        time.sleep(_LOGS_SECONDS)
        _save_logs(saver)


def _save_logs(saver: Saver) -> None:
    if SERVICE_PLUGINS.get_state("logs") in (ServiceState.RUNNING, ServiceState.STOPPED):
        with suppress(NotSavedError):  # which is in the log, and is tried again
            saver.save("logs")
