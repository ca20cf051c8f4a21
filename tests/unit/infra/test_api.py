from __future__ import annotations

from infra import api
from infra.application import APPLICATION
from infra.permissions import Grant
from tests.unit.infra.aws import account


def test_each_route_may_invoke_its_function() -> None:
    """B88"""
    routes = {"GET /virus": "get", "ANY /virus/{id}": "any", "$default": "other"}
    arn = "arn:aws:execute-api:eu-west-1:123456789012:abcdef1234/dev"
    service = "apigateway.amazonaws.com"
    assert api.grants(account(), APPLICATION, "abcdef1234", routes, "http") == [
        Grant("get", "http-GET-virus", service, f"{arn}/GET/virus"),
        Grant("any", "http-ANY-virus-id", service, f"{arn}/*/virus/{{id}}"),
        Grant("other", "http-default", service, f"{arn}/$default"),
    ]


def test_accounts_of_one_endpoint_want_different_ids() -> None:
    assert api.own_id("dojohttp01", "000000000000") == "dojohttp01"
    assert api.own_id("dojohttp01", "100000000007") == "dojohttp01-100000000007"
