"""CORS as an API's corsConfiguration says (rows B50 to B59)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.execute_api.http.model import HttpCall, HttpResponse

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import CorsTypeDef


def answer_preflight(call: HttpCall) -> HttpResponse | None:
    """204 from the gateway itself, but only when no route takes OPTIONS (rows B50, B51)."""
    if call.route is not None or not _configuration(call):
        return None
    return HttpResponse(204) if _is_preflight(call) else None


def add_cors_headers(call: HttpCall, response: HttpResponse) -> None:
    """Replace the backend's access-control headers by the configured ones (rows B52, B53).

    Nothing is added without an Origin or for one that is not allowed (row B54), nor without configuration (row B59).
    """
    configuration = _configuration(call)
    if not configuration:
        return
    response.headers = [(k, v) for k, v in response.headers if not k.lower().startswith("access-control-")]
    allowed = _allowed_origin(configuration, call.request.header("origin"))
    if not allowed:
        return
    headers = [("Access-Control-Allow-Origin", allowed)]
    if configuration.get("AllowCredentials"):
        headers.append(("Access-Control-Allow-Credentials", "true"))
    if _is_preflight(call):
        if methods := configuration.get("AllowMethods"):
            headers.append(("Access-Control-Allow-Methods", ",".join(methods)))
        if names := configuration.get("AllowHeaders"):
            headers.append(("Access-Control-Allow-Headers", ",".join(names)))
        if "MaxAge" in configuration:
            headers.append(("Access-Control-Max-Age", str(configuration["MaxAge"])))
    elif names := configuration.get("ExposeHeaders"):
        headers.append(("Access-Control-Expose-Headers", ",".join(names)))
    response.headers += headers


def _is_preflight(call: HttpCall) -> bool:
    """Also one that a route takes (row B51): its function may know nothing of CORS."""
    request = call.request
    asks = request.header("origin") and request.header("access-control-request-method")
    return request.method == "OPTIONS" and bool(asks)


def _configuration(call: HttpCall) -> CorsTypeDef | None:
    # A call that found no stage has no deployed configuration.
    snapshot = getattr(call, "snapshot", None)
    return snapshot.api.get("CorsConfiguration") if snapshot else None


def _allowed_origin(configuration: CorsTypeDef, origin: str | None) -> str | None:
    """``*``, or the origin itself when it is listed (row B55)."""
    allowed = configuration.get("AllowOrigins", [])
    if not origin:
        return None
    if "*" in allowed:
        return "*"
    scheme_wildcard = f"{origin.partition('://')[0]}://*"
    return origin if origin in allowed or scheme_wildcard in allowed else None
