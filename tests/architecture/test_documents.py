"""The files and names that README and docs/ send their readers to exist."""

import pytest
from django.apps import apps
from django.conf import settings

from tests.architecture.code import ROOT, sources, strings
from tests.architecture.documents import (
    SPAN,
    defines,
    documents,
    dotted_names_in,
    exists,
    file_of,
    labels_in,
    links_in,
    paths_in,
)

# Not files of the repository.
OTHERS = {
    "application/json",
    "multipart/form-data",
    ".venv/bin/python",
    "GALLERIA_HOME/postgres/password",  # made at the first start
    "GALLERIA_HOME/secret_key",
    "var/postgres",
    "eur.json",  # in a package of others
    "map.webp",  # an example
    "theme.css",  # each shop's own, an address
    "api/v2",  # told of as to come
    "1000/86400/20/30/900",  # numbers
}


def test_each_path_that_documents_name_exists():
    missing = {
        name: sorted(word for word in paths_in(text) - OTHERS if not exists(word))
        for name, text in documents().items()
    }
    assert {name: words for name, words in missing.items() if words} == {}


def test_each_dotted_name_in_documents_exists():
    """A module, what it defines, a model by its label, or the name of a check."""
    labels = {model._meta.label for model in apps.get_models()}
    checks = {text for tree in sources().values() for text in strings(tree)}
    missing = {
        (name, word)
        for name, text in documents().items()
        for word in dotted_names_in(text) - labels - checks
        if not ((place := file_of(word)) and defines(*place))
    }
    assert missing == set()


def test_each_model_setting_and_constant_in_documents_exists():
    labels = {model._meta.label for model in apps.get_models()}
    missing = {
        (name, word)
        for name, text in documents().items()
        for word in labels_in(text) - labels
        if not (is_setting(word) or is_in_some_module(word))
    }
    assert missing == set()


def is_setting(word):
    folder, name = word.split(".")
    return folder == "settings" and hasattr(settings, name)


def is_in_some_module(word):
    module, name = word.split(".")
    return any(defines(ROOT / path, [name]) for path in sources() if path.endswith(f"/{module}.py"))


def test_each_answer_of_the_map_exists():
    """In each row as many files as names, or one file for all of them."""
    rows = [row.split("|") for row in documents()["docs/map.md"].splitlines() if "`" in row]
    answers = [(*map(SPAN.findall, row[2:4]),) for row in rows if len(row) == 5]
    assert len(answers) >= 20
    missing = {
        (file, name)
        for files, names in answers
        for file, name in zip(files * (len(names) // len(files)), names, strict=True)
        if not ((ROOT / file).is_file() and defines(ROOT / file, [name]))
    }
    assert missing == set()


def test_each_link_between_documents_leads_somewhere():
    missing = {
        (name, target)
        for name, text in documents().items()
        for target in links_in(text)
        if not (ROOT / name).parent.joinpath(target).exists()
    }
    assert missing == set()


@pytest.mark.parametrize(
    "word",
    [
        "money.py",
        "kernel/money.py",
        "tenants/kernel",
        "tenants/{shop,staff}",
        "docs/mon*.md",
    ],
)
def test_what_is_there_is_seen(word):
    assert exists(word)
    assert paths_in(f"See `{word}`.") == ({word} if "/" in word or "." in word else set())


@pytest.mark.parametrize(
    "word",
    ["unicorn.py", "money/kernel", "tenants/{shop,unicorn}", "unicorn*.html", "kernel/uni*.py"],
)
def test_what_is_not_there_is_missed(word):
    assert not exists(word)
    assert paths_in(f"See `{word}`.") == {word}


def test_addresses_are_no_paths():
    assert paths_in("`cart/items/`, `/seller/orders`, `GET orders/{id}/`") == set()


def test_a_name_is_looked_up_in_its_module():
    assert defines(*file_of("tenants.kernel.pictures.read_picture"))
    assert not defines(*file_of("tenants.kernel.pictures.unicorn"))
    assert file_of("unicorn.kernel") is None
