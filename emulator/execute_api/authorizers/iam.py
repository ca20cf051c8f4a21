"""AWS_IAM: requests signed with Signature Version 4 (rows A79, B74, A95 to A97)."""

from __future__ import annotations

from emulator.execute_api.authorizers.grants import IamGrant
from emulator.execute_api.authorizers.refusals import ForbiddenError
from emulator.iam.enforcement import refusal_of
from emulator.iam.needed_permissions import Permission
from emulator.iam.role_sessions import role_session
from emulator.iam.sigv4 import SignatureError, SignedRequest
from emulator.iam.users import user_of
from emulator.iam.verification import verified_caller


class AccessDeniedError(ForbiddenError):
    """403: who signed is known, and its policies do not allow this."""


class NotSignedError(ForbiddenError):
    """403: nobody known has signed. ``error_type`` and ``str`` are AWS's."""

    def __init__(self, error: SignatureError) -> None:
        super().__init__(error.message)
        self.error_type = error.error_type


def grant_for(request: SignedRequest, action: str, arn: str | None, shown_arn: str) -> IamGrant:
    """Who signed ``request``, if that is in order and its policies allow ``action`` on ``arn``.

    :param action: ``execute-api:Invoke`` or ``execute-api:ManageConnections``
    :param arn: None where the request does not tell it
    :param shown_arn: how the resource is named to who may not
    :raises NotSignedError: the signature is missing or wrong
    :raises AccessDeniedError: the policies do not allow it; only those are looked at that count
        (``emulator.iam.enforcement``)
    """
    try:
        caller = verified_caller(request)
    except SignatureError as error:
        raise NotSignedError(error) from error
    # On this machine a key that names no account is every account's.
    if not request.is_local and arn and arn.split(":")[4] != caller.account_id:
        raise AccessDeniedError(f"User: {caller.arn} is not authorized to perform: {action} on resource: {shown_arn}")
    principal = role_session(caller.access_key_id) or user_of(caller)
    refused = refusal_of(principal, Permission(action, arn)) if principal else None
    if refused:
        raise AccessDeniedError(refused.message(shown_arn))
    return IamGrant(caller)


def shown(arn: str, account_id: str) -> str:
    """An ARN as AWS tells it to those who may not: without the account."""
    return arn.replace(f":{account_id}:", f":********{account_id[-4:]}:", 1)
