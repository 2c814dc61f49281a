"""Where the contract's files are, and what they say now."""

from pathlib import Path
from typing import Any

import yaml

from api.contract.error_pages import error_catalogue
from api.contract.postman import collection_text
from api.schema import document

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "api"
SNAPSHOT = FOLDER / "openapi.yaml"
MEANT = FOLDER / "breaking.md"
# The one in C takes a tenth of the time; a PyYAML that was built without libyaml has none.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def snapshot() -> dict[str, Any]:
    """The document as it was last agreed on."""
    text = SNAPSHOT.read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe one
    return document


def texts() -> dict[Path, str]:
    """Every file that is made from the code, as it should be."""
    now = document()
    return {
        SNAPSHOT: yaml_of(now),
        FOLDER / "errors.md": error_catalogue(),
        FOLDER / "galleria.postman_collection.json": collection_text(now),
    }


def yaml_of(value: dict[str, Any]) -> str:
    return yaml.dump(value, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100)


class _Plain(yaml.SafeDumper):
    """No anchors: the same example twice is written twice. Texts of translation are texts."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Plain.add_multi_representer(str, lambda dumper, text: dumper.represent_str(str(text)))
