"""Code of loaded modules, changed where it stands: every name that was imported of it follows."""

import ast
import gc
from collections.abc import Callable, Iterable, Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType

PROBE = "__mutants_probe__"
Key = tuple[str, int]


def compile_tree(tree: ast.Module, path: Path) -> CodeType:
    return compile(tree, str(path), "exec", dont_inherit=True)


def functions_of(paths: Iterable[Path]) -> dict[str, list[FunctionType]]:
    """The living functions of each of these files, closures and wrapped ones too."""
    functions: dict[str, list[FunctionType]] = {str(path): [] for path in paths}
    gc.unfreeze()
    for thing in gc.get_objects():
        if type(thing) is FunctionType and thing.__code__.co_filename in functions:
            functions[thing.__code__.co_filename].append(thing)
    return functions


def caches_of(functions: Iterable[FunctionType]) -> list[Callable[[], None]]:
    """What empties those that remember their answers."""
    ours = {id(function) for function in functions}
    return [
        thing.cache_clear
        for thing in gc.get_objects()
        if type(thing).__name__ == "_lru_cache_wrapper" and id(thing.__wrapped__) in ours
    ]


def swap(functions: Iterable[FunctionType], code: CodeType) -> bool:
    """Give them the code that they have in this version of their module.

    Whether that went: a function that names other variables of its surroundings cannot change.
    """
    codes = dict(codes_in(code))
    pairs = [(function, codes.get(key_of(function.__code__))) for function in functions]
    fits = all(
        new is None or len(new.co_freevars) == len(function.__code__.co_freevars)
        for function, new in pairs
    )
    if fits:
        for function, new in pairs:
            if new is not None:
                function.__code__ = new
    return fits


def key_of(code: CodeType) -> Key:
    return code.co_qualname, code.co_firstlineno


def codes_in(code: CodeType) -> Iterator[tuple[Key, CodeType]]:
    """Of all functions in it; one without a name changes with what is around it."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if not constant.co_name.startswith("<"):
                yield key_of(constant), constant
            yield from codes_in(constant)


def add_probes(tree: ast.Module, path: str) -> ast.Module:
    """Each function says the module and its own dotted name when it is called."""
    for name, function in list(functions_in(tree)):
        call = ast.parse(f"{PROBE}(({path!r}, {name!r}))").body[0]
        for part in ast.walk(call):
            ast.copy_location(part, function.body[0])
        function.body.insert(0, call)
    return ast.fix_missing_locations(tree)


def functions_in(tree: ast.AST, name: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """By dotted name, the outer ones first."""
    for child in ast.iter_child_nodes(tree):
        inner = name
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inner = f"{name}.{child.name}" if name else child.name
        if isinstance(child, ast.FunctionDef):
            yield inner, child
        yield from functions_in(child, inner)


def users_of(constant: str, source: str) -> set[str]:
    """The functions that name this constant of their module."""
    return {
        name
        for name, function in functions_in(ast.parse(source))
        if any(isinstance(node, ast.Name) and node.id == constant for node in ast.walk(function))
    }


def called_at_import(source: str) -> set[str]:
    """The functions that this module calls when it is imported, and those that they call.

    What decorates a function of the module itself is called then too.
    """
    tree = ast.parse(source)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    waiting: list[ast.AST] = [
        node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            waiting += node.decorator_list
    called: set[str] = set()
    while waiting:
        names = {node.id for node in ast.walk(waiting.pop()) if isinstance(node, ast.Name)}
        fresh = names & functions.keys() - called
        waiting += [functions[name] for name in fresh]
        called |= fresh
    return called


def import_instead(path: Path, code: CodeType) -> None:
    """Whoever imports this file from now on gets this code."""
    usual = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        return code if self.path == str(path) else usual(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign]
