"""Modules import each other in one direction, inside functions too."""

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

ROOTS = ("api", "cms", "marketplace", "tenants")


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph(*ROOTS, exclude_type_checking_imports=True)


def test_no_modules_import_each_other_in_a_circle(graph):
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_pages_and_api_do_not_know_each_other(graph):
    for importer, imported in (("api", "marketplace.pages"), ("marketplace.pages", "api")):
        assert not graph.direct_import_exists(
            importer=importer, imported=imported, as_packages=True
        )
