"""Who has signed a request, proved as far as it must be: this machine needs no secret, others do."""

from __future__ import annotations

from dataclasses import replace

from emulator.iam.callers import Caller, Secret, caller_of
from emulator.iam.sigv4 import SERVICE, Signature, SignatureError, SignedRequest, check_signature
from emulator.room.secrets import secrets_of


def verified_caller(request: SignedRequest, service: str | None = SERVICE) -> Caller:
    """The holder of the key that ``request`` was signed with, for this service (None stands for any).

    :raises SignatureError: it is not signed, or not by who says so
    """
    signature = Signature.read(request, service)
    caller = caller_of(signature.access_key_id)
    holders = [caller]
    if caller.secret is None and not request.is_local:
        secrets = secrets_of(caller.access_key_id)
        holders = [replace(caller, secret=Secret(each, None, None, is_active=True)) for each in secrets] or holders
    refused: SignatureError | None = None
    for holder in holders:
        try:
            check_signature(request, signature, holder)
        except SignatureError as error:
            refused = refused or error
        else:
            return holder
    assert refused
    raise refused
