"""How the engine is spoken to, by whichever connection."""

from __future__ import annotations

from localstack.services.dynamodb.utils import get_ddb_access_key

CONTENT_TYPE = "application/x-amz-json-1.0"
TARGET_PREFIX = "DynamoDB_20120810"
STREAMS_TARGET_PREFIX = "DynamoDBStreams_20120810"


def engine_headers(target: str, account_id: str, region: str) -> dict[str, str]:
    """How the engine is told what to do, and with whose tables."""
    return {
        "Content-Type": CONTENT_TYPE,
        "X-Amz-Target": target,
        # The engine checks no signature. It keeps the tables of each access key and region apart.
        "Authorization": f"AWS4-HMAC-SHA256 Credential={get_ddb_access_key(account_id, region)}/20120810/{region}"
        "/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
    }
