"""Refuses what a function's role does not allow, as AWS does.

``ENFORCE_IAM=1`` has all roles checked and ``ENFORCE_IAM=0`` none. Otherwise roles below the IAM paths in
``PETRI_ENFORCE_IAM_PATHS`` (comma-separated; `petri up` names its application's) are: who builds a stack with roles
worth checking learns about a missing permission here, and who does not care about roles is left alone.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localstack.aws import handlers
from localstack.aws.api import CommonServiceException, ServiceException
from localstack.utils.aws.request_context import extract_access_key_id_from_auth_header

from emulator.iam.event_source_roles import check_destination, check_event_source_mapping
from emulator.iam.needed_permissions import Call, Permission, needed_permissions
from emulator.iam.role_policies import Decision, decide, forget_decisions
from emulator.iam.role_sessions import RoleSession, role_session
from emulator.iam.users import User
from emulator.persistence.kept_services import changes_state

if TYPE_CHECKING:
    from localstack.aws.api import RequestContext
    from localstack.http import Response
    from rolo.gateway import HandlerChain

_ENFORCE = os.environ.get("ENFORCE_IAM")
_PATHS = tuple(filter(None, os.environ.get("PETRI_ENFORCE_IAM_PATHS", "").split(",")))

# Protocols in which an error of the client is 400 by default; in the others access is denied with 403.
_JSON_PROTOCOLS = ("json", "smithy-rpc-v2-cbor")


def install() -> None:
    """Check every call that LocalStack parses from now on."""
    handlers.serve_custom_service_request_handlers.append(_check)
    handlers.run_custom_response_handlers.append(_note_change)


def is_enforced(principal: RoleSession | User) -> bool:
    """Whether the policies of this principal count."""
    if _ENFORCE in ("0", "1"):
        return _ENFORCE == "1"
    if isinstance(principal, User):
        return False
    role = principal.role()
    return role is not None and role.role["Path"].startswith(_PATHS)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Who may not do what, and why."""

    principal: RoleSession | User
    permission: Permission
    decision: Decision

    def message(self, resource: str | None = None) -> str:
        """The error in AWS's words; ``resource`` is how it is named there, if not by its ARN."""
        named = resource or self.permission.resource or "*"
        return f"User: {self.principal.arn} is not authorized to perform: {self.permission.action} on resource: {named}"

    def reason(self) -> str:
        """How AWS's services go on."""
        if self.decision is Decision.DENIED:
            return "with an explicit deny in an identity-based policy"
        return f"because no identity-based policy allows the {self.permission.action} action"


def refusal_of(principal: RoleSession | User, permission: Permission) -> Refusal | None:
    """Why this principal may not do this; None: nothing speaks against it."""
    if not is_enforced(principal):
        return None
    decision = decide(principal, permission.action, permission.resource)
    return None if decision is Decision.ALLOWED else Refusal(principal, permission, decision)


def refusal_of_call(call: Call, access_key_id: str | None) -> Refusal | None:
    """Why the holder of this access key may not make this call; None: nothing speaks against it."""
    session = role_session(access_key_id) if access_key_id else None
    # Most callers are not checked: what their calls need is not looked at.
    if session and is_enforced(session):
        for permission in needed_permissions(call):
            if refused := refusal_of(session, permission):
                return refused
    return None


def _check(_chain: HandlerChain, context: RequestContext, _response: Response) -> None:
    if context.is_internal_call or not context.operation:
        return
    call = Call(
        service=context.service.service_name,
        signing_name=context.service.signing_name,
        operation=context.operation.name,
        request=context.service_request or {},
        account_id=context.account_id,
        region=context.region,
    )
    access_key_id = extract_access_key_id_from_auth_header(context.request.headers)
    if refused := refusal_of_call(call, access_key_id):
        raise _access_denied(context, f"{refused.message()} {refused.reason()}")
    check_event_source_mapping(call, is_enforced)
    check_destination(call, is_enforced)


def _note_change(_chain: HandlerChain, context: RequestContext, _response: Response) -> None:
    if context.operation and context.service.service_name == "iam" and changes_state("iam", context.operation.name):
        forget_decisions()


def _access_denied(context: RequestContext, message: str) -> ServiceException:
    protocol = context.service.protocol
    if protocol in _JSON_PROTOCOLS:
        return CommonServiceException("AccessDeniedException", message, status_code=400, sender_fault=True)
    code = "AccessDeniedException" if protocol == "rest-json" else "AccessDenied"
    return CommonServiceException(code, message, status_code=403, sender_fault=True)
