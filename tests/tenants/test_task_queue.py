"""Tasks that are enqueued by their path: each path leads to one."""

import re
from pathlib import Path

import pytest
from django.utils.module_loading import import_string
from django_tasks.base import Task

ROOT = Path(__file__).parents[2]
CALL = re.compile(r"\benqueue\(\s*\"([\w.]+)\"")
PATHS = sorted(
    path
    for folder in ("marketplace", "tenants", "cms", "api")
    for file in (ROOT / folder).rglob("*.py")
    for path in CALL.findall(file.read_text(encoding="utf-8"))
)


def test_the_calls_are_seen():
    assert "marketplace.accounts.tasks.send_code" in PATHS


@pytest.mark.parametrize("path", PATHS)
def test_a_path_leads_to_a_task(path):
    assert isinstance(import_string(path), Task)
