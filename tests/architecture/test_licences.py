"""The packages that Galleria is built on allow BSD-3-Clause: what each licence asks for."""

import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata

from tests.architecture.code import ROOT

PERMISSIVE = re.compile(
    r"MIT|BSD|ISC|Apache|PSF|Python Software Foundation|Python-2\.0|CC0|0BSD|BlueOak|Unlicense"
    r"|WTFPL"
)
# What asks for more than to be named, and why it does not reach our own files.
OTHERS = {
    "certifi": "MPL 2.0 holds for its own files, which stay as they are",
    "djhtml": "GPL; a program that checks templates, no part of the product",
    "fpdf2": "LGPL 3; imported as it is, whoever runs the product can replace it",
    "hypothesis": "MPL 2.0 holds for its own files; tests only",
    "manimgx-fonts": "OFL; fonts, embedded in invoices as it allows",
    "noto-cjk-sans-jp-regular": "OFL; a font, embedded in invoices as it allows",
    "pathspec": "MPL 2.0 holds for its own files; mypy's",
    "psycopg2-binary": "LGPL; imported as it is, whoever runs the product can replace it",
    "pymupdf-fonts": "OFL; fonts, embedded in invoices as it allows",
}
# Their entries in package-lock.json say nothing; the licences are in their folders.
SILENT = {"httpntlm": "MIT", "reserved": "MIT", "stack-trace": "MIT", "svg-tags": "MIT"}
UNNAMED = {"axe-playwright-python": "MIT"}


def licence_of(name: str) -> str:
    """The licence in a package's metadata: expression, classifiers, or its own words."""
    data = metadata(name)
    classifiers = [text for text in data.get_all("Classifier") or [] if "License ::" in text]
    return data["License-Expression"] or " ".join(classifiers) or (data["License"] or "")[:80]


def test_the_packages_of_python_are_free_to_use_and_pass_on():
    names = re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    strict = {}
    for name in names:
        try:
            licence = licence_of(name) or UNNAMED.get(name, "")
        except PackageNotFoundError:  # of another Python than this one
            continue
        if not PERMISSIVE.search(licence):
            strict[name] = licence
    assert len(names) > 100
    assert set(strict) == set(OTHERS), strict


def test_the_packages_of_node_are_free_to_use_and_pass_on():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    strict = {}
    for path, package in packages.items():
        name = path.rpartition("node_modules/")[2]
        licence = package.get("license") or SILENT.get(name, "")
        if not PERMISSIVE.search(licence):
            strict[name] = licence
    assert strict == {}


def test_our_own_licence_and_version_are_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    node = json.loads((ROOT / "package.json").read_text())
    versions = re.findall(r"^## (\d\S*)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert (ROOT / "LICENSE").read_text().startswith("BSD 3-Clause License")
    assert project["license"] == node["license"] == "BSD-3-Clause"
    assert project["version"] == node["version"] == versions[0]
