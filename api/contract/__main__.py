"""`python -m api.contract`: write docs/api/ from the code, unless that would break clients."""

import os
import sys

import django


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.embedded")
    django.setup()
    from api.contract import files
    from api.contract.breaks import breaking_changes, undeclared_changes
    from api.schema import document

    if files.SNAPSHOT.exists():
        changes = breaking_changes(files.snapshot(), document())
        breaks = undeclared_changes(changes, files.MEANT.read_text(encoding="utf-8"))
        if breaks:
            lines = "\n".join(f"- `{line}`: why" for line in breaks)
            print(f"These would break clients. If it is meant, add to {files.MEANT.name}:\n{lines}")
            return 1
    for path, text in files.texts().items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(files.FOLDER.parents[1])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
