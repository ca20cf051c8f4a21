"""What a Python function finds when it runs: AWS's runtime client and boto3, nothing else."""

from __future__ import annotations

from scripts.setup import uv
from scripts.setup.layout import LAMBDA_ENVIRONMENT, ROOT
from scripts.setup.step import Report, Step, digest, this_machine


class LambdaPackages(Step):
    """The environment that stands for AWS's ``python3.13`` runtime."""

    title = "Lambda runtime python3.13"
    stamp = LAMBDA_ENVIRONMENT / ".petri-packages.json"
    _lock = ROOT / "requirements-lambda.lock"

    def inputs(self) -> dict[str, str]:
        return {"sha256": digest(self._lock), **this_machine()}

    def make(self, report: Report) -> None:
        report("installing")
        uv.create_environment(LAMBDA_ENVIRONMENT)
        # Bytecode now: each new execution environment would otherwise spend its cold start on compiling boto3.
        uv.install(LAMBDA_ENVIRONMENT, self._lock, "--compile-bytecode")
