"""Names under which installed packages keep what they looked up, read from their sources."""

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

PACKAGES = "django wagtail oscar oscarapi treebeard taggit modelcluster haystack".split()
# Django's own memory of functions holds code and settings; these know of rows.
WITH_ROWS = set(PACKAGES) - {"django"}
NAME = re.compile(r"^_(\w+_)?cached?(_\w+)?$|^[A-Z]+_CACHE$")
LEFT_OUT = {"tests", "test", "migrations", "gis", "conf"}


def names_of_caches() -> set[str]:
    """`_perm_cache`: an attribute, a global or a name of either; `f()`: remembered by functools."""
    return {
        name
        for package in PACKAGES
        for tree in trees_of(package)
        for node in ast.walk(tree)
        for name in (*names_at(node), *(remembered(node) if package in WITH_ROWS else ()))
    }


def trees_of(package: str) -> Iterator[ast.Module]:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    for file in sorted(Path(spec.origin).parent.rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        if "cache" in source.lower() and not LEFT_OUT & set(file.parts):
            yield ast.parse(source)


def names_at(node: ast.AST) -> Iterator[str]:
    """What is assigned, deleted, or written as a text, also as "_%s_cache"."""
    match node:
        case (
            ast.Attribute(attr=name, ctx=ast.Store() | ast.Del())
            | ast.Name(id=name, ctx=ast.Store())
        ):
            text = name
        case ast.Constant(value=str(text)):
            pass
        case _:
            return
    if NAME.match(text.replace("%s", "x")):
        yield text


def remembered(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef):
        texts = [ast.unparse(decorator) for decorator in node.decorator_list]
        if any(re.match(r"(functools\.)?(lru_)?cache\b", text) for text in texts):
            yield f"{node.name}()"
