"""Models: CreateModel, GetModel, GetModels, GetModelTemplate, UpdateModel, DeleteModel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict, cast

from localstack.aws.api import RequestContext

from emulator.apigatewayv2.deployments import deploy_changes
from emulator.apigatewayv2.errors import BadRequestException, ConflictException
from emulator.apigatewayv2.ids import MODEL_ID_LENGTH, new_id
from emulator.apigatewayv2.lookup import api_of, model_of
from emulator.apigatewayv2.model_schema import read_schema
from emulator.apigatewayv2.model_template import template_of
from emulator.apigatewayv2.operations import operation
from emulator.apigatewayv2.pagination import Page, page
from emulator.apigatewayv2.settings import merge, settings

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        CreateModelRequestTypeDef,
        DeleteModelRequestTypeDef,
        GetModelRequestTypeDef,
        GetModelsRequestTypeDef,
        GetModelTemplateRequestTypeDef,
        ModelTypeDef,
        UpdateModelRequestTypeDef,
    )

    from emulator.apigatewayv2.store import Api

_NAME = re.compile(r"[A-Za-z0-9]+")


class Template(TypedDict):
    """The result of GetModelTemplate."""

    Value: str


class ModelOperations:
    """The handlers of the operations on models."""

    @operation("CreateModel")
    def create_model(self, context: RequestContext, request: CreateModelRequestTypeDef) -> ModelTypeDef:
        api = api_of(context, request["ApiId"])
        record = add_model(api, settings(request, "ApiId"))
        deploy_changes(api)
        return record

    @operation("GetModel")
    def get_model(self, context: RequestContext, request: GetModelRequestTypeDef) -> ModelTypeDef:
        return model_of(api_of(context, request["ApiId"]), request["ModelId"])

    @operation("GetModels")
    def get_models(self, context: RequestContext, request: GetModelsRequestTypeDef) -> Page[ModelTypeDef]:
        return page(api_of(context, request["ApiId"]).models, request)

    @operation("GetModelTemplate")
    def get_model_template(self, context: RequestContext, request: GetModelTemplateRequestTypeDef) -> Template:
        model = model_of(api_of(context, request["ApiId"]), request["ModelId"])
        return {"Value": template_of(read_schema(model["Schema"]))}

    @operation("UpdateModel")
    def update_model(self, context: RequestContext, request: UpdateModelRequestTypeDef) -> ModelTypeDef:
        """Routes name models, so the name of a model that is in use stays."""
        api = api_of(context, request["ApiId"])
        current = model_of(api, request["ModelId"])
        if request.get("Name", current["Name"]) != current["Name"]:
            _refuse_if_used(api, current["Name"], "rename")
        record = _store(api, cast("ModelTypeDef", merge(current, settings(request, "ApiId", "ModelId"))))
        deploy_changes(api)
        return record

    @operation("DeleteModel")
    def delete_model(self, context: RequestContext, request: DeleteModelRequestTypeDef) -> None:
        api = api_of(context, request["ApiId"])
        _refuse_if_used(api, model_of(api, request["ModelId"])["Name"], "delete")
        del api.models[request["ModelId"]]
        deploy_changes(api)


def add_model(api: Api, given: Mapping[str, Any]) -> ModelTypeDef:
    """A new model of ``api``.

    :param given: members of the record, ``Name`` and ``Schema`` among them
    :raises ServiceException: as CreateModel answers it
    """
    model_id = new_id(MODEL_ID_LENGTH, taken=api.models)
    return _store(api, cast("ModelTypeDef", merge({"ModelId": model_id}, given)))


def check_models_exist(api: Api, models: Mapping[str, str]) -> None:
    """Check a map whose values name models (``RequestModels``, ``ResponseModels``).

    :raises BadRequestException: naming the first that the API does not have
    """
    names = {model["Name"] for model in api.models.values()}
    for name in models.values():
        if name not in names:
            raise BadRequestException(f"Invalid model identifier specified: {name}")


def _store(api: Api, record: ModelTypeDef) -> ModelTypeDef:
    if not _NAME.fullmatch(record["Name"]):
        raise BadRequestException(f"Model name must be alphanumeric: {record['Name']}")
    if any(model["Name"] == record["Name"] for key, model in api.models.items() if key != record["ModelId"]):
        raise ConflictException(f"Model name {record['Name']} already exists for this API")
    read_schema(record["Schema"])
    api.models[record["ModelId"]] = record
    return record


def _refuse_if_used(api: Api, name: str, action: str) -> None:
    for route in api.routes.values():
        responses = api.route_responses.get(route["RouteId"], {}).values()
        used = [route.get("RequestModels", {}), *(response.get("ResponseModels", {}) for response in responses)]
        if any(name in models.values() for models in used):
            raise ConflictException(f"Cannot {action} model '{name}', is referenced in route: {route['RouteKey']}")
