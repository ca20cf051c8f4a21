"""The settings of a mapping that say how it delivers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

# Streams keep their records for a day: what is not delivered by then is gone.
RETENTION_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Settings:
    """One mapping's."""

    mapping: str
    """its UUID"""
    stream_arn: str
    function_arn: str
    """as the mapping names it: with a qualifier or without"""
    batch_size: int
    window_seconds: float
    """how long records are gathered for a batch that is not full"""
    retries: int
    """how often a batch is tried again; -1 for as long as it takes"""
    record_age_seconds: int
    """how old a record may be that is still delivered"""
    bisects: bool
    """whether a failed batch is split in two"""
    reports_item_failures: bool
    """whether the function's result says which records failed (``ReportBatchItemFailures``)"""
    lanes: int
    """how many batches may be under way at the same time (``ParallelizationFactor``)"""
    destination_arn: str | None
    """of what takes the records that are given up"""

    @classmethod
    def of(cls, mapping: Mapping[str, Any]) -> Self:
        """From an ``EventSourceMappingConfiguration`` of the Lambda API."""
        age = mapping.get("MaximumRecordAgeInSeconds", -1)
        return cls(
            mapping=mapping["UUID"],
            stream_arn=mapping["EventSourceArn"],
            function_arn=mapping["FunctionArn"],
            batch_size=mapping["BatchSize"],
            window_seconds=mapping.get("MaximumBatchingWindowInSeconds", 0),
            retries=mapping.get("MaximumRetryAttempts", -1),
            record_age_seconds=age if age > 0 else RETENTION_SECONDS,
            bisects=bool(mapping.get("BisectBatchOnFunctionError")),
            reports_item_failures="ReportBatchItemFailures" in (mapping.get("FunctionResponseTypes") or ()),
            lanes=mapping.get("ParallelizationFactor") or 1,
            destination_arn=((mapping.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination"),
        )
