"""Where our code touches what a library keeps for itself."""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from django.apps import apps

from tests.architecture.code import PRODUCT, parse, sources, walk

# Begin with an underscore and are documented all the same.
DOCUMENTED = {"_meta", "_default_manager", "_base_manager", "_db"}
NAMED_TUPLES = {"_fields", "_make", "_asdict", "_replace"}
# Ours, on a library's object: the limits of time of our own connection.
OURS = {"connection.limits"}
# They do something when they are imported, and define no class over a library's.
NOT_IMPORTED = (
    "marketplace/settings/",
    *(f"marketplace/runtime/{name}.py" for name in ("wsgi", "asgi", "gunicorn_conf")),
    "api/contract/__main__.py",
)


def is_private(name: str) -> bool:
    return (
        name.startswith("_") and not name.startswith("__") and name not in DOCUMENTED | NAMED_TUPLES
    )


def private_parts(tree: ast.Module) -> Iterator[str]:
    """Private names of others that a module imports, reads or writes; and what it replaces."""
    foreign = foreign_names(tree)
    for node in walk(tree):
        match node:
            case ast.ImportFrom(module=str(module)) if is_foreign(module):
                parts = [*module.split("."), *(alias.name for alias in node.names)]
                yield from (part for part in parts if is_private(part))
            case ast.Attribute(value=value, attr=name) if is_private(name) and not is_self(value):
                yield ast.unparse(node)
        for target in targets_of(node):
            name = ast.unparse(target)
            replaces = isinstance(target, ast.Attribute) and root_of(target) in foreign
            if (replaces and name not in OURS) or "._meta." in name:
                yield f"{name} = ..."


def targets_of(node: ast.AST) -> list[ast.expr]:
    """What a statement assigns to, deletes, or names to `setattr`."""
    match node:
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            return targets
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            return [target]
        case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[holder, *_]):
            return [ast.Attribute(value=holder, attr="...")]
    return []


def foreign_names(tree: ast.Module) -> set[str]:
    """Names under which a module has something of a library, inside functions too."""
    names = set()
    for node in walk(tree):
        if isinstance(node, ast.ImportFrom) and is_foreign(node.module or ""):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    return names


def is_foreign(module: str) -> bool:
    return module.split(".")[0] not in {*PRODUCT, "tests", "__future__"}


def is_self(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id in ("self", "cls")


def root_of(node: ast.expr) -> str:
    """`a` of `a.b[c].d`."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return getattr(node, "id", "")


# --- private names that a class of ours has in common with a library's --------------------------


def shared_names(path: str) -> set[str]:
    """`Class._name` for each that a base class in a library uses too."""
    if path.startswith(NOT_IMPORTED):
        return set()
    name = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    module = import_module(name)
    own = [kind for kind in vars(module).values() if inspect.isclass(kind)]
    return {
        f"{kind.__name__}.{shared}"
        for kind in own
        if kind.__module__ == name
        for base in kind.__mro__[1:]
        if base is not object and is_foreign(base.__module__)
        for shared in names_of_class(kind) & names_of_class(base)
    }


@cache
def names_of_class(kind: type) -> frozenset[str]:
    """Private names that its body defines, or reads and writes on `self`."""
    tree = classes_of(kind.__module__).get(kind.__qualname__)
    if tree is None:
        return frozenset()
    names = {
        node.attr for node in walk(tree) if isinstance(node, ast.Attribute) and is_self(node.value)
    }
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    names |= {node.name for node in walk(tree) if isinstance(node, functions)}
    names |= {
        node.id
        for statement in tree.body
        for target in targets_of(statement)
        for node in ast.walk(target)
        if isinstance(node, ast.Name)
    }
    return frozenset(name for name in names if is_private(name))


@cache
def classes_of(module: str) -> dict[str, ast.ClassDef]:
    """By qualified name; none of a module that is not written in Python."""
    file = getattr(sys.modules.get(module), "__file__", None) or ""
    return dict(classes_below(parse(Path(file)), "")) if file.endswith(".py") else {}


def classes_below(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.ClassDef]]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.ClassDef(name=name):
                yield prefix + name, child
                yield from classes_below(child, f"{prefix}{name}.")
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield from classes_below(child, f"{prefix}{name}.<locals>.")
            case ast.stmt() | ast.ExceptHandler():
                yield from classes_below(child, prefix)


# --- tables of libraries, named in SQL ----------------------------------------------------------


@cache
def library_tables() -> re.Pattern[str]:
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if is_foreign(apps.get_app_config(model._meta.app_label).name)
    } | {"django_migrations"}
    return re.compile(rf"\b(?:{'|'.join(sorted(tables))})\b")


def tables_in(tree: ast.Module) -> set[str]:
    return {
        table
        for node in walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for table in library_tables().findall(node.value)
    }


def outside_joints() -> dict[str, ast.Module]:
    return {path: tree for path, tree in sources().items() if "/joints/" not in path}
