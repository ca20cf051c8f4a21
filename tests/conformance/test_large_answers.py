"""Answers of LocalStack's services that do not fit into one piece."""

from __future__ import annotations

import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Emulator

MEBIBYTE = 2**20


def test_objects_of_any_size_arrive_whole(emulator: Emulator) -> None:
    s3 = emulator.client("s3")
    bucket = f"test-{uuid.uuid4().hex}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    contents = {str(size): os.urandom(size) for size in (0, 1, 64 * 1024, 64 * 1024 + 1, 5 * MEBIBYTE)}

    def there_and_back(key: str) -> bytes:
        s3.put_object(Bucket=bucket, Key=key, Body=contents[key])
        body: bytes = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        return body

    with ThreadPoolExecutor() as pool:
        assert dict(zip(contents, pool.map(there_and_back, contents), strict=True)) == contents
