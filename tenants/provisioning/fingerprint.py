"""Tells whether the database was prepared by the code that runs now."""

import hashlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings

from tenants import provisioning

# Beside the steps' own modules: what they and the migrations are carried out with.
MACHINERY = ("tenants.staff.roles",)


def code_fingerprint() -> str:
    """A digest over every migration, the provisioning code and the steps' modules."""
    digest = hashlib.sha256(repr(_settings()).encode())
    for path in sorted(set(_files())):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _settings() -> list[object]:
    return [
        settings.SHARED_APPS,
        settings.TENANT_APPS,
        settings.PUBLIC_STEPS,
        settings.TEMPLATE_STEPS,
        settings.MARKET_STEPS,
        settings.FOLLOWER_STEPS,
    ]


def _files() -> Iterator[Path]:
    for config in apps.get_app_configs():
        yield from Path(config.path, "migrations").glob("[0-9]*.py")
    yield from Path(provisioning.__file__).parent.glob("*.py")
    steps = [*settings.PUBLIC_STEPS, *settings.TEMPLATE_STEPS, *settings.MARKET_STEPS]
    steps += settings.FOLLOWER_STEPS
    for module in {step.rpartition(".")[0] for step in steps} | set(MACHINERY):
        spec = find_spec(module)
        if spec and spec.origin:
            yield Path(spec.origin)
