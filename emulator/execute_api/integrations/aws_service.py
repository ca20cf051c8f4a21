"""Integration subtypes: a route of an HTTP API that calls one action of an AWS service (row B86)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from botocore.serialize import create_serializer
from localstack.aws.spec import get_service_catalog
from localstack.services.kinesis.packages import kinesismock_package, kinesismock_scala_package
from localstack.services.plugins import SERVICE_PLUGINS

from emulator.apigatewayv2.integration_subtypes import SUBTYPES
from emulator.execute_api.integrations.aws_request import send
from emulator.execute_api.integrations.errors import IntegrationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.model import Shape, StructureShape

    from emulator.execute_api.integrations.http_proxy import BackendResponse

# SQS answers such an integration in XML.
_PROTOCOLS = {"sqs": "query"}


class ServiceNotOfferedError(IntegrationError):
    """The emulator cannot call this service."""


class InvalidParameterError(IntegrationError):
    """A parameter of the action cannot be read from what the client sent."""


def call(
    subtype: str, parameters: Mapping[str, str], region: str, credentials_arn: str, timeout_ms: int
) -> BackendResponse:
    """Call the action of ``subtype`` (``SQS-SendMessage``) as the role, and give back what the service answered.

    ``region`` is the API's; the parameter ``Region`` may name another.

    Raises:
        ServiceNotOfferedError: there is no such service here.
        InvalidParameterError: a parameter has not the type that the action wants.
        BackendUnreachableError, TimeoutError: as ``http_proxy.forward``.
    """
    action = SUBTYPES[subtype]
    _check_offered(action.service)
    protocol = _PROTOCOLS.get(action.service)
    model = get_service_catalog().get(action.service, protocol)
    operation = model.operation_model(action.operation)
    given = {name: value for name, value in parameters.items() if name != "Region"}
    try:
        members = _members(given, operation.input_shape)
        request = create_serializer(protocol or model.protocol, False).serialize_to_request(members, operation)
    except (ValueError, TypeError, AttributeError) as error:
        raise InvalidParameterError(f"The parameters of {subtype} are malformed: {error}") from error
    body = request["body"]
    return send(
        model.signing_name,
        parameters.get("Region", region),
        credentials_arn,
        request["method"],
        request["url_path"],
        request["headers"].items(),
        body if isinstance(body, bytes) else urlencode(body).encode(),
        timeout_ms,
    )


def _check_offered(service: str) -> None:
    if not SERVICE_PLUGINS.exists(service):
        raise ServiceNotOfferedError(f"Petri has no service {service}.")
    # LocalStack would download it at the first call.
    engines = (kinesismock_package, kinesismock_scala_package)
    if service == "kinesis" and not any(engine.get_installer().is_installed() for engine in engines):
        raise ServiceNotOfferedError(
            "Petri has no Kinesis: LocalStack's engine for it (kinesis-mock) is not installed."
        )


def _members(parameters: Mapping[str, str], shape: StructureShape) -> dict[str, Any]:
    """The input of the operation. PutEvents takes a list of entries, an integration one of them."""
    if "Entries" in shape.members:
        return {"Entries": [_members(parameters, shape.members["Entries"].member)]}  # type: ignore[attr-defined]
    members = {}
    for name, text in parameters.items():
        # Step Functions writes its members with a small first letter.
        member = name if name in shape.members else name[0].lower() + name[1:]
        members[member] = _value(name, text, shape.members[member])
    return members


def _value(name: str, text: str, shape: Shape) -> Any:
    """A value of the shape's type: numbers in decimal, lists and objects in JSON."""
    match shape.type_name:
        case "integer" | "long":
            return int(text)
        case "blob":
            return text.encode()
        case "list" if not text.lstrip().startswith("["):
            return [item.strip() for item in text.split(",")]
        case "list" | "map" | "structure":
            value = json.loads(text)
            wanted = list if shape.type_name == "list" else dict
            if not isinstance(value, wanted):
                raise ValueError(f"{name} is no JSON {wanted.__name__}")
            return value
    return text
