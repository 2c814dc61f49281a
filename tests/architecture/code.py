"""Our own sources, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("api", "cms", "marketplace", "tenants")


@cache
def sources() -> dict[str, ast.Module]:
    """Path below the root -> its tree, without migrations."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for folder in PRODUCT
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    }


def names(tree: ast.AST) -> Iterator[str]:
    """Every name and attribute that is read, and what is imported under its own name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)


def users_of(*wanted: str) -> set[str]:
    """The files that use one of these names."""
    return {path for path, tree in sources().items() if set(wanted) & set(names(tree))}


def strings(tree: ast.AST) -> Iterator[str]:
    """Constant texts that are written whole: no parts of f-strings."""
    parts = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield node.value
