"""Where set-up puts things: all inside the checkout, so removing the checkout removes everything."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""

VENV = ROOT / ".venv"
"""The environment of the emulator and of the ``petri`` command."""

TOOLS = ROOT / ".tools"

SETUP_ENVIRONMENT = TOOLS / "setup"
"""The environment set-up itself runs in (uv, Rich), so that it never changes the packages it is running with."""


def lambda_environment(version: str) -> Path:
    """What a Python function of this version can import: AWS's runtime client and boto3, nothing of the emulator's."""
    return TOOLS / f"lambda-python{version}"


DYNAMODB_LOCAL = TOOLS / "dynamodb-local"
"""DynamoDBLocal.jar and the libraries it needs."""

SERVICE_CATALOG = TOOLS / "service-catalog"
"""LocalStack's index of all AWS operations, built once."""

DOCUMENTATION = TOOLS / "documentation"
"""The pages of the documentation, which the emulator serves; mkdocs.yml names this folder, too."""

DOCUMENTATION_ENVIRONMENT = TOOLS / "mkdocs"
"""What builds them: nothing else needs it."""

CACHE = TOOLS / "cache"
"""Downloads, kept so that a repair needs no network."""

NODE_MODULES = ROOT / "node_modules"

BUNDLED_PACKAGES = TOOLS / "packages"
"""What `petri bundle` has put into its archive: all packages, so that set-up needs no registry. See bundled.py."""
