"""A form of something that others change while its page is open: who changed what, by its copy."""

from decimal import Decimal

import pytest
from django import forms
from django.http import QueryDict
from django.utils.html import escape

from tenants.kernel.record_forms import RecordForm

COLOURS = {"r": "Red", "g": "Green", "b": "Blue"}.items()


class CardForm(RecordForm, forms.Form):
    text = forms.CharField(widget=forms.Textarea, required=False)
    pieces = forms.IntegerField(required=False)
    is_open = forms.BooleanField(required=False)
    colour = forms.ChoiceField(choices=COLOURS, required=False)
    colours = forms.MultipleChoiceField(choices=COLOURS, required=False)


RECORD = {"text": "a\nb", "pieces": 1, "is_open": False, "colour": "r", "colours": ["r", "g"]}


def send(record, *, shown=RECORD, **values):
    """What a browser sends of a page that showed `shown`, where the member put `values`."""
    page = CardForm(initial=shown)
    data = QueryDict(mutable=True)
    for name, value in (shown | values).items():
        data.setlist(name, in_form(value))
        field = page[name]
        copies = ["", *field.present] if name == "colours" else field.present
        data.setlist(field.html_initial_name, [with_breaks(copy) for copy in copies])
    return CardForm(data, initial=record)


def in_form(value):
    if isinstance(value, list):
        return value
    return [] if value is False else [with_breaks("on" if value is True else str(value))]


def with_breaks(text):
    return text.replace("\n", "\r\n")


CHANGES = {"text": "c\nd", "pieces": 2, "is_open": True, "colour": "g", "colours": ["b"]}


@pytest.mark.parametrize(("name", "value"), CHANGES.items())
def test_what_the_member_alone_changed_is_written(name, value):
    form = send(RECORD, **{name: value})

    assert form.is_valid(), form.errors
    assert form.changed_data == [name]
    assert form.cleaned_data == RECORD | {name: with_breaks(value) if name == "text" else value}


@pytest.mark.parametrize(("name", "value"), CHANGES.items())
def test_what_somebody_else_alone_changed_stays(name, value):
    form = send(RECORD | {name: value})

    assert form.is_valid(), form.errors
    assert form.changed_data == []
    assert form.cleaned_data[name] == value


OVERTAKEN = [
    ("text", "e", "c", "c"),
    ("pieces", 3, 2, "2"),
    ("colour", "b", "g", "Green"),
    ("colours", ["g"], ["b", "r"], "Blue, Red"),
    ("colours", ["g"], [], "nothing"),
    ("text", "e", "", "nothing"),
]


@pytest.mark.parametrize(("name", "mine", "theirs", "words"), OVERTAKEN)
def test_what_both_changed_is_refused_with_what_it_is_now(name, mine, theirs, words):
    form = send(RECORD | {name: theirs}, **{name: mine})

    assert form.errors == {
        name: [f"It is {words} now: somebody changed it. Save again to put yours there."]
    }
    assert not send(RECORD | {name: theirs}, shown=RECORD | {name: theirs}, **{name: mine}).errors


def test_what_both_changed_to_the_same_is_no_quarrel():
    assert send(RECORD | {"pieces": 2}, pieces=2).is_valid()


@pytest.mark.parametrize(("is_open", "words"), [(True, "yes"), (False, "no")])
def test_whether_it_is_so_is_told_in_words(is_open, words):
    assert CardForm(initial={"is_open": is_open})["is_open"].present_words == words


def test_each_control_has_its_copy_and_a_list_an_empty_one_more():
    page = CardForm(initial=RECORD)

    assert page["pieces"].shown_copy() == ('<input type="hidden" name="initial-pieces" value="1">')
    values = ["", "r", "g"]
    assert page["colours"].shown_copy() == "".join(
        f'<input type="hidden" name="initial-colours" value="{escape(value)}">' for value in values
    )
    assert str(page["pieces"]).endswith(page["pieces"].shown_copy())


@pytest.mark.parametrize(
    "field", [forms.CharField(disabled=True), forms.FileField()], ids=["disabled", "file"]
)
def test_what_is_not_sent_has_no_copy(field):
    form = type("Form", (RecordForm, forms.Form), {"field": field})

    assert form(initial={"field": "x"})["field"].shown_copy() == ""


def test_what_cannot_be_read_is_refused_and_not_taken_for_unchanged():
    assert send(RECORD, pieces="many").errors == {"pieces": ["Enter a whole number."]}


def test_a_copy_that_cannot_be_read_loses_nothing_of_the_members():
    form = CardForm(QueryDict("pieces=2&initial-pieces=many"), initial={"pieces": 1})

    assert form.errors == {
        "pieces": ["It is 1 now: somebody changed it. Save again to put yours there."]
    }


def test_of_two_copies_the_last_counts_as_of_any_value():
    data = QueryDict("pieces=2&initial-pieces=5&initial-pieces=1")

    assert CardForm(data, initial={"pieces": 1}).is_valid()


def test_a_script_that_sends_no_copies_has_seen_what_is():
    form = CardForm({"text": "c", "pieces": 2}, initial=RECORD)

    assert form.is_valid()
    assert (form.cleaned_data["text"], form.cleaned_data["pieces"]) == ("c", 2)


def test_a_number_that_equals_none_is_told_at_its_field():
    class Priced(RecordForm, forms.Form):
        price = forms.DecimalField()

    form = Priced({"price": "sNaN", "initial-price": "1"}, initial={"price": Decimal(1)})

    assert list(form.errors) == ["price"]
