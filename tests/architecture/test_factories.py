"""What tests take from the factories is there, whoever changed them meanwhile."""

import ast
from importlib import import_module

from tests.architecture.code import ROOT, parse, walk

FACTORIES = "tests.factories"


def test_what_tests_take_from_the_factories_is_there():
    sources = {path: path.read_text() for path in sorted((ROOT / "tests").rglob("*.py"))}
    missing = [
        f"{path.relative_to(ROOT)}: {node.module} has no {alias.name}"
        for path, text in sources.items()
        if FACTORIES in text
        for node in walk(parse(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{FACTORIES}.")
        for alias in node.names
        if not hasattr(import_module(node.module), alias.name)
    ]

    assert any(FACTORIES in text for text in sources.values())
    assert missing == []
