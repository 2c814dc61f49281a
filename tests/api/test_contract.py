"""The committed contract: it is what the code answers, and it breaks nobody."""

import copy
import json

import pytest

from api.contract import files
from api.contract.breaks import breaking_changes, undeclared_changes
from api.contract.schemas import Comparison
from api.schema import document

MONEY = {
    "type": "object",
    "properties": {"amount": {"type": "string"}, "currency": {"type": "string"}},
    "required": ["amount", "currency"],
}
THING = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "price": {"oneOf": [{"$ref": "#/components/schemas/Money"}, {"type": "null"}]},
        "status": {"type": "string", "enum": ["open", "closed"]},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
    },
    "required": ["id", "price", "status"],
}
ASKED = {
    "type": "object",
    "properties": {
        "quantity": {"type": "integer", "minimum": 1, "maximum": 9},
        "note": {"type": ["string", "null"], "maxLength": 80},
        "kind": {"type": "string", "enum": ["a", "b"]},
    },
    "required": ["quantity"],
}
OPERATION = {
    "operationId": "things_add",
    "security": [{"bearer": []}, {}],
    "parameters": [
        {"in": "query", "name": "page", "schema": {"type": "integer"}},
        {"in": "header", "name": "X-Key", "schema": {"type": "string"}},
    ],
    "requestBody": {
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Asked"}}},
        "required": True,
    },
    "responses": {
        "201": {
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
        },
        "409": {"description": "no"},
    },
}
DOCUMENT = {
    "paths": {"/things/": {"post": OPERATION}},
    "components": {"schemas": {"Money": MONEY, "Thing": THING, "Asked": ASKED}},
}
SCHEMAS = "components", "schemas"
POST = "paths", "/things/", "post"


def changed(path, value):
    """The document with another value at a path; None removes what is there."""
    made = copy.deepcopy(DOCUMENT)
    *above, last = path
    node = made
    for step in above:
        node = node[step]
    if value is None:
        del node[last]
    else:
        node[last] = value
    return made


BREAKS = {
    "an operation goes": ((*POST,), None, "removed"),
    "its id": ((*POST, "operationId"), "things_make", "its id things_add -> things_make"),
    "a guest's way in": ((*POST, "security"), [{"bearer": []}], "any more with no login"),
    "a parameter goes": ((*POST, "parameters", 0), None, "parameter query/page: removed"),
    "a parameter is needed": (
        (*POST, "parameters", 1, "required"),
        True,
        "parameter header/X-Key: became required",
    ),
    "a parameter's type": (
        (*POST, "parameters", 1, "schema", "type"),
        "integer",
        "parameter header/X-Key: type string -> integer",
    ),
    "a member is needed": (
        (*SCHEMAS, "Asked", "required"),
        ["quantity", "kind"],
        "request.kind: became required",
    ),
    "a member is not read": (
        (*SCHEMAS, "Asked", "properties", "note"),
        None,
        "request.note: removed",
    ),
    "null is not taken": (
        (*SCHEMAS, "Asked", "properties", "note", "type"),
        "string",
        "request.note: type null or string -> string",
    ),
    "a value is not taken": (
        (*SCHEMAS, "Asked", "properties", "kind", "enum"),
        ["a"],
        "request.kind: no longer takes b",
    ),
    "a bound": (
        (*SCHEMAS, "Asked", "properties", "quantity", "maximum"),
        5,
        "request.quantity: maximum 9 -> 5",
    ),
    "a new bound": (
        (*SCHEMAS, "Asked", "properties", "kind", "minLength"),
        2,
        "request.kind: minLength None -> 2",
    ),
    "another body": (
        (*POST, "requestBody", "content"),
        {"text/csv": {}},
        "request: application/json is not read any more",
    ),
    "a success goes": ((*POST, "responses", "201"), None, "201: is not answered any more"),
    "an answer's member goes": ((*SCHEMAS, "Thing", "properties", "id"), None, "201.id: removed"),
    "an answer's member may be absent": (
        (*SCHEMAS, "Thing", "required"),
        ["id", "price"],
        "201.status: may now be absent",
    ),
    "an answer's member may be null": (
        (*SCHEMAS, "Thing", "properties", "id", "type"),
        ["string", "null"],
        "201.id: type string -> null or string",
    ),
    "an answer's member deep inside": (
        (*SCHEMAS, "Money", "properties", "amount", "type"),
        "number",
        "201.price.amount: type string -> number",
    ),
    "an answer's format": (
        (*SCHEMAS, "Thing", "properties", "id", "format"),
        "uri",
        "201.id: format uuid -> uri",
    ),
    "a new value of an answer": (
        (*SCHEMAS, "Thing", "properties", "status", "enum"),
        ["open", "closed", "lost"],
        "201.status: may now be lost",
    ),
    "an answer's list": (
        (*SCHEMAS, "Thing", "properties", "children", "items"),
        {"type": "string"},
        "201.children[]: type object -> string",
    ),
}
FREE = {
    "another operation": (("paths", "/more/"), {"get": OPERATION}),
    "another parameter": (
        (*POST, "parameters"),
        [*OPERATION["parameters"], {"in": "query", "name": "more", "schema": {}}],
    ),
    "a member that may be sent": (
        (*SCHEMAS, "Asked", "properties", "more"),
        {"type": "string"},
    ),
    "another value taken": ((*SCHEMAS, "Asked", "properties", "kind", "enum"), ["a", "b", "c"]),
    "wider bounds": ((*SCHEMAS, "Asked", "properties", "quantity", "maximum"), 99),
    "any number": ((*SCHEMAS, "Asked", "properties", "quantity", "type"), "number"),
    "a member of the answer": ((*SCHEMAS, "Thing", "properties", "more"), {"type": "string"}),
    "an answer that is surely there": (
        (*SCHEMAS, "Thing", "required"),
        ["id", "price", "status", "children"],
    ),
    "a price that is never null": (
        (*SCHEMAS, "Thing", "properties", "price"),
        {"$ref": "#/components/schemas/Money"},
    ),
    "a value that is not answered any more": (
        (*SCHEMAS, "Thing", "properties", "status", "enum"),
        ["open"],
    ),
    "another refusal": ((*POST, "responses", "422"), {"description": "no"}),
    "a refusal that is gone": ((*POST, "responses", "409"), None),
    "no login needed": ((*POST, "security"), [{}]),
    "words": ((*SCHEMAS, "Thing", "description"), "A thing."),
}


@pytest.mark.parametrize(("path", "value", "finding"), BREAKS.values(), ids=BREAKS)
def test_what_breaks_clients_is_found(path, value, finding):
    found = breaking_changes(DOCUMENT, changed(path, value))

    assert len(found) == 1, found
    assert found[0].startswith("POST /things/: ")
    assert found[0].endswith(finding)


@pytest.mark.parametrize(("path", "value"), FREE.values(), ids=FREE)
def test_what_breaks_nobody_is_free(path, value):
    assert breaking_changes(DOCUMENT, changed(path, value)) == []


def test_a_tree_is_compared_once():
    assert list(Comparison(DOCUMENT, DOCUMENT).of_answer(THING, THING, "201")) == []


def test_a_break_that_is_meant_is_named_in_its_own_words():
    notes = "# Breaks\n\n- `POST /things/: removed`: nobody used it\n"

    assert undeclared_changes(["POST /things/: removed", "GET /x/: removed"], notes) == [
        "GET /x/: removed"
    ]


def test_nothing_breaks_clients_of_the_committed_contract():
    changes = breaking_changes(files.snapshot(), document())

    assert undeclared_changes(changes, files.MEANT.read_text(encoding="utf-8")) == []


def test_the_committed_files_are_what_the_code_says():
    texts = files.texts()

    stale = [path.name for path, text in texts.items() if path.read_text("utf-8") != text]
    assert (len(texts), stale) == (3, []), "run `make schema`"


def test_the_snapshot_is_the_document_that_is_served():
    assert files.snapshot() == json.loads(json.dumps(document(), default=str))
