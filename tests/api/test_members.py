"""Every member of an answer and of a request says what it is, and shows itself."""

from importlib import import_module
from pathlib import Path
from typing import Annotated, NotRequired, TypedDict, is_typeddict

import pytest
from rest_framework import serializers

from api import v1
from api.components import field_of, members_of
from api.examples import answer_of, compose, example_of, request_of
from api.inputs import Input, example
from api.outputs import field

FOLDER = Path(v1.__file__).parent


def classes(ending, fits):
    """Of each module of that name below api/v1/."""
    for path in sorted(FOLDER.rglob(f"*{ending}.py")):
        name = ".".join(("api.v1", *path.relative_to(FOLDER).with_suffix("").parts))
        for thing in vars(import_module(name)).values():
            if getattr(thing, "__module__", "") == name and fits(thing):
                yield thing


OUTPUTS = list(classes("outputs", is_typeddict))
INPUTS = list(classes("inputs", lambda thing: isinstance(thing, type) and issubclass(thing, Input)))


def name_of(thing):
    return thing.__name__


@pytest.mark.parametrize("output", OUTPUTS, ids=name_of)
def test_each_member_of_an_answer_has_a_description_and_an_example(output):
    members = members_of(output)

    assert members
    assert [name for name, hint in members.items() if not field_of(hint).description] == []
    assert compose(output).keys() == output.__required_keys__


@pytest.mark.parametrize("form", INPUTS, ids=name_of)
def test_each_field_of_a_request_has_a_description_and_an_example(form):
    fields = form().fields

    assert [name for name, member in fields.items() if not member.help_text] == []
    assert request_of(form(), tuple(fields)) == {
        name: example_of(member) for name, member in fields.items()
    }


class PartOutput(TypedDict):
    name: Annotated[str, field("Of the part", "lid")]
    size: Annotated[int | None, field("Centimetres; null: not told", None)]


class WholeOutput(TypedDict):
    name: Annotated[str, field("Of the whole", "pot")]
    parts: Annotated[list[PartOutput], field("What it is made of", [{}, {"name": "body"}])]
    best: Annotated[PartOutput, field("The finest")]
    price: NotRequired[Annotated[str, field("Where it is for sale", "1.00")]]


LID, BODY = {"name": "lid", "size": None}, {"name": "body", "size": None}
WHOLE = {"name": "pot", "parts": [LID, BODY], "best": LID}


def test_an_answer_is_put_together_from_its_members():
    assert answer_of(WholeOutput) == WHOLE
    assert answer_of(list[PartOutput]) == [LID]


def test_an_operation_changes_single_values_at_any_depth():
    changes = {"name": "jug", "best": {"size": 9}, "parts": [{"size": 2}]}

    assert answer_of(WholeOutput, changes) == {
        "name": "jug",
        "parts": [{"name": "lid", "size": 2}],
        "best": {"name": "lid", "size": 9},
    }
    assert answer_of(WholeOutput, {"parts": []}) == WHOLE | {"parts": []}


def test_a_member_without_an_example_is_refused():
    class MuteOutput(TypedDict):
        name: Annotated[str, field("Of the part")]

    with pytest.raises(LookupError):
        answer_of(MuteOutput)


class PartInput(Input):
    name = serializers.CharField(style=example("lid"))
    size = serializers.IntegerField(required=False, style=example(3))


class WholeInput(Input):
    parts = serializers.ListField(child=PartInput())
    note = serializers.CharField(required=False, style=example("Fragile"))


def test_a_request_shows_what_must_be_sent_and_what_the_operation_names():
    parts = [{"name": "lid", "size": 3}]

    assert request_of(WholeInput()) == {"parts": parts}
    assert request_of(WholeInput(), ("note",)) == {"parts": parts, "note": "Fragile"}
    assert request_of(WholeInput(), {"note": "Old"}) == {"parts": parts, "note": "Old"}
    assert request_of(WholeInput(partial=True), ("note",)) == {"note": "Fragile"}
