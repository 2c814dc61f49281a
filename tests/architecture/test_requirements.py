"""What requirements.txt names is used: imported, or named to Django or a tool."""

import re
from importlib.metadata import packages_distributions

from tests.architecture.code import ROOT

# The owner's, whose issues are still to come.
COMING = {"pandas", "stripe"}
# fpdf2 shapes text with it, if it is there.
INDIRECT = {"uharfbuzz"}


def modules_of() -> dict[str, set[str]]:
    """The modules of each installed package, by its name in small letters with hyphens."""
    modules: dict[str, set[str]] = {}
    for module, packages in packages_distributions().items():
        for package in packages:
            modules.setdefault(package.lower().replace("_", "-"), set()).add(module)
    return modules


# What is imported, and what a text begins with.
NAMED = re.compile(r"""^[ \t]*(?:from|import) (\w+)|["'](\w+)""", re.MULTILINE)


def test_every_package_of_the_product_is_used():
    folders = ["api", "cms", "marketplace", "tenants"]
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    names = {name.lower() for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}
    modules = modules_of()
    used = {word for pair in NAMED.findall(code) for word in pair}
    idle = {name for name in names if not used & modules[name]}
    assert len(names) > 30
    assert idle <= COMING | INDIRECT
