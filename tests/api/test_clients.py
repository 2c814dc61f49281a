"""The examples, the typed client and the Postman collection buy at a live server."""

import json
import os
import re
import shutil
import sys
import warnings

import pytest

from api.openapi import operations
from api.schema import document
from tests.api.clients import EXAMPLES, TOOLS, build_typescript, need_node, run
from tests.factories.goods import make_product, make_variants

pytestmark = pytest.mark.world

# What compiles an example without running it, where the compiler is there.
COMPILERS = {
    "Purchase.swift": ["swiftc", "-typecheck"],
    "Purchase.kt": ["kotlinc", "-nowarn", "-d", os.devnull],
}
# What a run of the collection from top to bottom succeeds with; the rest is answered somehow else.
BOUGHT = {
    "register",
    "login",
    "products_list",
    "products_read",
    "cart_add",
    "checkout",
    "orders_read",
}


@pytest.fixture
def goods(transactional_db, books, coffee):
    """A mug in two colours and one that is alone; more of each than the examples buy."""
    options = [
        {"options": {"Colour": name}, "price": "9.00", "stock": 50} for name in ("Red", "Blue")
    ]
    return [
        make_variants(books, variants=options, title="Stoneware mug"),
        make_product(coffee, title="Enamel mug", stock=50),
        make_product(coffee, title="Kettle", stock=50),
    ]


@pytest.fixture
def address(live_server, settings):
    settings.API_THROTTLES = dict.fromkeys(settings.API_THROTTLES, (10**6, 900))
    return live_server.url.replace("127.0.0.1", "localhost")


def test_the_examples_buy_and_cancel(goods, address, subtests):
    need_node()
    script = build_typescript("purchase.ts", f".contract-{os.getpid()}")
    try:
        for command in (
            ["sh", EXAMPLES / "purchase.sh"],
            [sys.executable, EXAMPLES / "purchase.py"],
            ["node", EXAMPLES / "purchase.mjs"],
            ["node", script],
        ):
            with subtests.test(example=command[1].name):
                told = run(command, GALLERIA_API=f"{address}/api/v1", WORDS="mug")
                assert re.search(r"^ordered: [A-Z]+-\w+$", told, re.MULTILINE)
                assert re.search(r"^cancelled$", told, re.MULTILINE)
    finally:
        shutil.rmtree(script.parent)


def test_the_types_refuse_what_the_reference_does_not_have(tmp_path):
    need_node()
    source = (EXAMPLES / "purchase.ts").read_text(encoding="utf-8")
    wrong = EXAMPLES.parents[2] / "node_modules" / f".contract-wrong-{os.getpid()}"
    script = build_typescript("purchase.ts", wrong.name)
    try:
        (wrong / "purchase.ts").write_text(source.replace("quantity: 1", 'quantity: "one"'))
        with pytest.raises(
            AssertionError, match="Type 'string' is not assignable to type 'number'"
        ):
            run([TOOLS / "tsc", "-p", script.parent])
    finally:
        shutil.rmtree(wrong)


@pytest.mark.parametrize("name", COMPILERS)
def test_the_other_examples_compile(name, tmp_path):
    compiler, *options = COMPILERS[name]
    if shutil.which(compiler) is None:
        warnings.warn(f"{compiler} is not here: {name} was not compiled", stacklevel=1)
        return
    run([compiler, *options, EXAMPLES / name], cwd=tmp_path, seconds=600)


def test_the_collection_runs_from_top_to_bottom(goods, address, tmp_path):
    need_node()
    collection = EXAMPLES.parent / "galleria.postman_collection.json"
    report = tmp_path / "report.json"
    command = [TOOLS / "newman", "run", collection, "--env-var", f"baseUrl={address}"]
    run([*command, "--reporters", "json", "--reporter-json-export", report])
    answers = {
        one["item"]["name"].partition(":")[0]: one["response"]["code"]
        for one in json.loads(report.read_text())["run"]["executions"]
    }

    assert set(answers) == {operation["operationId"] for _, _, operation in operations(document())}
    assert {name for name, status in answers.items() if status < 300} >= BOUGHT
