"""The forms of a page, as a browser sends them; and two who have the same page open."""

from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup

from tests.pages.browser import text_of


def read_form(response, action=None):
    """{name: value, or a list of them} of the page's form with that action; without one, of the
    one that is sent to the page itself."""
    page = BeautifulSoup(response.content, "html.parser")
    posted = page.find_all("form", method=("post", "POST"))
    sent_here = [form for form in posted if not form.get("action")]
    form = page.find("form", action=action) if action else sent_here[0]
    data = {}
    for control in _controls(page, form):
        data.setdefault(control["name"], []).extend(_values(control))
    return {
        name: values if len(values) > 1 else values[0] for name, values in data.items() if values
    }


def save_from_two_pages(page, read, *, theirs, mine, rival, words):
    """Two have the page open: `theirs` is saved on the one, `mine` on the other, and both stand;
    then `rival`, of the field in `theirs`, for which the second page has to ask.

    `page` gets and posts, `read` gives the record as {field: value}, `words` tell what is now.
    A field that is None is not sent.
    """
    first, second = read_form(page.get(), page.action), read_form(page.get(), page.action)
    before = read()
    assert page.post(first, theirs).status_code == 302
    after_theirs = read()
    assert page.post(second, mine).status_code == 302
    after_both = read()
    assert _changed(before, after_theirs) == set(theirs)
    assert _changed(after_theirs, after_both) == set(mine)
    if not rival:
        return
    answer = page.post(second, mine | rival)
    assert (answer.status_code, words in text_of(answer)) == (page.refused, True)
    assert read() == after_both
    assert page.post(read_form(answer, page.action)).status_code == 302
    assert _changed(after_both, read()) == set(rival)


@dataclass(frozen=True)
class Page:
    """`client` is somebody's browser; `action` the form's, where it is not the page's address;
    `refused` is the status of what is not saved."""

    client: Any
    path: str
    action: str | None = None
    refused: int = 422

    def get(self):
        return self.client.get(self.path)

    def post(self, form, changes=None):
        values = form | (changes or {})
        return self.client.post(
            self.action or self.path,
            {name: value for name, value in values.items() if value is not None},
        )


def _changed(before, after):
    return {name for name in before if before[name] != after[name]}


def _controls(page, form):
    own = form.find_all(["input", "select", "textarea"])
    beside = page.find_all(["input", "select"], form=form["id"]) if form.get("id") else []
    return [
        control
        for control in [*own, *beside]
        if control.get("name") and not control.has_attr("disabled")
    ]


def _values(control):
    if control.name == "textarea":
        return [control.text.removeprefix("\n")]
    if control.name == "select":
        options = control.find_all("option")
        chosen = [option for option in options if option.has_attr("selected")]
        if not chosen and not control.has_attr("multiple"):
            chosen = options[:1]
        return [option.get("value", option.text) for option in chosen]
    kind = control.get("type", "text")
    if kind in ("checkbox", "radio"):
        return [control.get("value", "on")] if control.has_attr("checked") else []
    return [] if kind in ("file", "submit", "button") else [control.get("value", "")]
