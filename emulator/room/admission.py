"""What other machines may ask for, where the emulator listens to them.

- What is public on AWS, too: the APIs that were deployed here, which check who calls as they do for everybody.
- The AWS APIs, for who has signed with a key that was given out: a learner's, or one that IAM or STS has issued here.
- The console and everything else, for who has the token.

Functions, the command line and browsers of this machine do not come by here.
"""

from __future__ import annotations

import json
import logging
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from localstack.aws.connect import INTERNAL_REQUEST_PARAMS_HEADER

from emulator.console import pages
from emulator.console.guard import has_bearer_token
from emulator.execute_api.websocket.management import is_management_path
from emulator.iam.sigv4 import Signature, SignatureError, SignedRequest
from emulator.iam.verification import verified_caller
from emulator.request_ids import new_request_id

if TYPE_CHECKING:
    from twisted.web.server import Request

    from emulator.execute_api.addressing import Target

LOG = logging.getLogger(__name__)

HINT = (
    "From other machines Petri takes the keys of `petri room`: source the file of your learner, and see that the clock "
    "is right."
)

# LocalStack's own pages, by which one may read and change everybody's things.
_NOT_AWS = ("/_",)


def refusal(request: Request, target: Target | None, path: str) -> bytes | None:
    """The answer to a request of another machine that must not pass; None if it may."""
    # By this LocalStack tells itself who calls.
    request.requestHeaders.removeHeader(INTERNAL_REQUEST_PARAMS_HEADER)
    if target and (target.api or target.is_custom_domain):
        return None
    if target is None and (pages.takes(path) or is_management_path(path)):
        return None  # they ask by themselves
    if has_bearer_token(request):
        return None
    try:
        _check(request, target, path)
    except SignatureError as error:
        LOG.info("A request from %s is refused: %s", request.getClientAddress().host, error.error_type)
        return _answer(request, error.error_type, f"{error.message} {HINT}")
    _forget_own_origin(request)
    return None


def _forget_own_origin(request: Request) -> None:
    """LocalStack knows the console by the names of this machine alone. Who has signed is no page from anywhere else."""
    for name in ("origin", "referer"):
        page = request.getHeader(name)
        if page and urlsplit(page).netloc == request.getHeader("host"):
            request.requestHeaders.removeHeader(name)


def _check(request: Request, target: Target | None, path: str) -> None:
    headers = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in request.requestHeaders.getAllRawHeaders()
        for value in values
    ]
    # As LocalStack will read it.
    if target or ("/" + unquote(path).lstrip("/")).startswith(_NOT_AWS):
        raise SignatureError("AccessDeniedException", "This is for the machine itself, and for who has its token.")
    body: bytes = request.content.read()
    request.content.seek(0)
    signed = SignedRequest(
        request.method.decode("latin-1"), request.uri.decode("latin-1"), headers, body, is_local=False
    )
    in_headers = sum(name.lower() == "authorization" for name, _ in headers)
    signature = Signature.read(signed, None)
    in_query = "X-Amz-Signature=" in signed.target
    # LocalStack must not take another for the caller than who has signed.
    if in_headers + in_query != 1 or (in_query and signature.service != "s3"):
        raise SignatureError("IncompleteSignatureException", "One signature is wanted, in the Authorization header.")
    verified_caller(signed, None)


def _answer(request: Request, error_type: str, message: str) -> bytes:
    """The error as clients of the various services read it."""
    request.responseHeaders.removeHeader("server")
    request.setResponseCode(403)
    request.setHeader("x-amzn-errortype", error_type)
    request_id = new_request_id()
    request.setHeader("x-amzn-requestid", request_id)
    is_form = (request.getHeader("content-type") or "").startswith("application/x-www-form-urlencoded")
    is_s3 = request.getHeader("x-amz-content-sha256") is not None or b"X-Amz-Signature=" in request.uri
    if is_form or is_s3:
        request.setHeader("content-type", "text/xml")
        error = f"<Code>{error_type}</Code><Message>{escape(message)}</Message>"
        if is_s3:
            return f"<Error>{error}<RequestId>{request_id}</RequestId></Error>".encode()
        return f"<ErrorResponse><Error>{error}</Error><RequestId>{request_id}</RequestId></ErrorResponse>".encode()
    request.setHeader("content-type", "application/json")
    return json.dumps({"__type": error_type, "message": message}).encode()
