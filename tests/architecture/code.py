"""Our own sources, each parsed once and walked once for all tests of a run."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("api", "cms", "marketplace", "tenants")


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def trees_below(folder: str) -> dict[str, ast.Module]:
    """Path below the root -> its tree, without migrations."""
    return {
        path.relative_to(ROOT).as_posix(): parse(path)
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    }


@cache
def sources() -> dict[str, ast.Module]:
    """Path below the root -> its tree, of all that is the product."""
    return {path: tree for folder in PRODUCT for path, tree in trees_below(folder).items()}


@cache
def walk(tree: ast.AST) -> tuple[ast.AST, ...]:
    """As `ast.walk`, which takes most of what a test of the whole code takes."""
    return tuple(ast.walk(tree))


@cache
def names(tree: ast.AST) -> frozenset[str]:
    """Every name and attribute that is read, and what is imported under its own name."""
    return frozenset(_names(tree))


def _names(tree: ast.AST) -> Iterator[str]:
    for node in walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)


def users_of(*wanted: str) -> set[str]:
    """The files that use one of these names."""
    return {path for path, tree in sources().items() if not names(tree).isdisjoint(wanted)}


@cache
def strings(tree: ast.AST) -> tuple[str, ...]:
    """Constant texts that are written whole: no parts of f-strings."""
    parts = {
        id(part) for node in walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    return tuple(
        node.value
        for node in walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts
    )
