"""What an import has to say: what it ignored, what is wrong but does no harm, and what stops it."""

from __future__ import annotations

from dataclasses import dataclass, field

from emulator.apigatewayv2.errors import BadRequestException


@dataclass
class Findings:
    """The three kinds that AWS tells apart, in order of appearance."""

    info: list[str] = field(default_factory=list)
    """valid OpenAPI that HTTP APIs do not have; ignored"""
    warnings: list[str] = field(default_factory=list)
    """what is ignored although somebody may have meant it"""
    errors: list[str] = field(default_factory=list)
    """no API comes of this"""

    def conclude(self, *, fail_on_warnings: bool) -> None:
        """End the import if it cannot go on.

        :raises BadRequestException: there are errors, or warnings that the caller does not want to ignore
        """
        if self.errors:
            raise BadRequestException(_listed("Errors", self.errors))
        if self.warnings and fail_on_warnings:
            raise BadRequestException(_listed("Warnings", self.warnings))

    def members(self) -> dict[str, list[str]]:
        """The members ``ImportInfo`` and ``Warnings`` of the API's record, those with content."""
        found = {"ImportInfo": self.info, "Warnings": self.warnings}
        return {name: texts for name, texts in found.items() if texts}


def _listed(kind: str, texts: list[str]) -> str:
    return "\n\t".join([f"{kind} found during import:", *texts])
