"""What the documents name: paths and dotted names in code spans, and the targets of links."""

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path, PurePosixPath

from tests.architecture.code import PRODUCT, ROOT, parse

ELSEWHERE = {".git", ".venv", "var", "node_modules", "__pycache__"}
# Records of what was: their names may have gone.
RECORDS = {"CHANGELOG.md", "docs/api/breaking.md"}
SUFFIXES = "css html js json md py sh svg toml txt webp yaml yml".split()
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^()\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
FILE = re.compile(rf"[\w.*{{}},/-]*\w[*}}]?\.({'|'.join(SUFFIXES)}|{{[\w,]+}})")
# Addresses of the API end in a slash, those of pages begin with one.
FOLDER = re.compile(r"\.?\w[\w.*{},-]*(/[\w.*{},-]+)+")
DOTTED = re.compile(rf"({'|'.join((*PRODUCT, 'tests'))})(\.\w+)+")

LABEL = re.compile(r"(?!tenants\.)[a-z_]+\.[A-Z]\w+")


def documents() -> dict[str, str]:
    """Path below the root -> its text, without the blocks of code."""
    paths = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return {
        name: FENCE.sub("", path.read_text(encoding="utf-8"))
        for path in sorted(paths)
        if (name := path.relative_to(ROOT).as_posix()) not in RECORDS
    }


def words(text: str) -> Iterator[str]:
    for span in SPAN.findall(text):
        yield from (word.strip(",;:()") for word in span.split())


def paths_in(text: str) -> set[str]:
    return {
        word
        for word in words(text)
        if not word.startswith("/") and (FILE.fullmatch(word) or FOLDER.fullmatch(word))
    }


def dotted_names_in(text: str) -> set[str]:
    return {word for word in words(text) if DOTTED.fullmatch(word)}


def labels_in(text: str) -> set[str]:
    """Models as Django names them, and constants of modules."""
    return {word for word in words(text) if LABEL.fullmatch(word)}


def links_in(text: str) -> set[str]:
    """Targets in the repository, without the place in them."""
    targets = {target.partition("#")[0] for target in LINK.findall(text) if "://" not in target}
    return targets - {""}


@cache
def files_and_folders() -> frozenset[str]:
    """Every path below the root, and its endings: a document may leave out the beginning."""
    endings: set[str] = set()
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in ELSEWHERE]
        parts = Path(folder).relative_to(ROOT).parts
        for name in (*folders, *files):
            whole = (*parts, name)
            endings.update("/".join(whole[start:]) for start in range(len(whole)))
    return frozenset(endings)


def exists(word: str) -> bool:
    """Whether each of the paths that a word stands for does: `a/{b,c}*.py` stands for several."""
    return all(path in files_and_folders() or has_match(path) for path in expanded(word))


def has_match(pattern: str) -> bool:
    return "*" in pattern and any(
        PurePosixPath(path).match(pattern)
        for path in files_and_folders()
        if path.count("/") == pattern.count("/")
    )


def expanded(word: str) -> Iterator[str]:
    parts = re.split(r"{([\w,.-]+)}", word)
    choices = [part.split(",") if index % 2 else [part] for index, part in enumerate(parts)]
    return ("".join(combination) for combination in product(*choices))


def file_of(dotted: str) -> tuple[Path, list[str]] | None:
    """The module that a dotted name begins with, and the names that are looked up in it."""
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:end])
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file():
                return file, parts[end:]
    return None


def defines(file: Path, names: list[str]) -> bool:
    """Whether a module has a name, `Class.method` too; the first one, where it is inherited."""
    body = parse(file).body
    for name in names:
        node = next((node for node in body if name in _names_of(node)), None)
        if node is None:
            return False
        body = getattr(node, "body", [])
    return True


def _names_of(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return {node.name}
    if isinstance(node, ast.ImportFrom | ast.Import):
        return {alias.asname or alias.name for alias in node.names}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}
