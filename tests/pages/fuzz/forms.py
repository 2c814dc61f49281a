"""The forms of a page, with what a browser would send and what a hurried person would type."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from tests.factories.accounts import PASSWORD
from tests.pages.forms import _controls, _values

VERBS = ("get", "post")
TYPED_INTO = ("text", "search", "email", "tel", "url", "number", "date", "time")
# By a word in the field's name, else by its type: what passes, so that the odd value beside it
# is not refused together with an empty field.
TYPED = {
    "password": PASSWORD,
    "email": "ada@mail.example",
    "phone": "+4930123456",
    "identifier": "ada@mail.example",
    "postcode": "20459",
    "sku": "sku-1",
    "slug": "fresh-1",
    "url": "https://mail.example/",
}
TYPED_BY_KIND = {
    "email": "ada@mail.example",
    "number": "1",
    "date": "2030-01-01",
    "datetime-local": "2030-01-01T10:00",
    "time": "10:00",
    "url": "https://mail.example/",
    "tel": "+4930123456",
    "password": PASSWORD,
    "color": "#336699",
}


@dataclass
class Form:
    page: str
    method: str
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)  # those in which a person types

    @property
    def path(self) -> str:
        return urlsplit(self.action).path

    @property
    def names(self) -> list[str]:
        return sorted({*self.fields, *self.files})


def read_forms(page: str, html: str) -> list[Form]:
    soup = BeautifulSoup(html, "html.parser")
    forms = [_read_form(soup, tag, page) for tag in soup.find_all("form")]
    return [form for form in forms if form is not None]


def read_links(page: str, html: str) -> list[str]:
    """Addresses of this host, with their questions."""
    soup = BeautifulSoup(html, "html.parser")
    links = [
        tag.get(name) for name in ("href", "hx-get") for tag in soup.find_all(attrs={name: True})
    ]
    return [link for link in (_here(page, text) for text in links) if link]


def query_names(link: str) -> set[str]:
    return set(parse_qs(urlsplit(link).query, keep_blank_values=True))


def _here(page: str, target: str | None) -> str | None:
    try:
        parts = urlsplit(urljoin(page, target or page))
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    return parts._replace(fragment="").geturl()


def _read_form(soup: BeautifulSoup, tag: Tag, page: str) -> Form | None:
    method = str(tag.get("method", "get")).lower()
    action = _here(page, str(tag.get("action") or tag.get("hx-post") or page))
    if action is None or method not in VERBS:
        return None
    form = Form(page, method, action)
    for control in _controls(soup, tag):
        _add_control(form, control)
    for button in tag.find_all("button"):
        if button.get("name"):
            form.fields.setdefault(str(button["name"]), [str(button.get("value", ""))])
    return form


def _add_control(form: Form, control: Tag) -> None:
    name, kind = str(control["name"]), str(control.get("type", "text"))
    if kind == "file":
        form.files.add(name)
        return
    limit = str(control.get("maxlength", ""))
    if limit.isdecimal():
        form.limits[name] = int(limit)
    if control.name == "textarea" or (control.name == "input" and kind in TYPED_INTO):
        form.texts.add(name)
    typed = [text for text in _values(control) if text]
    form.fields.setdefault(name, []).extend(typed or _guess(control, name, kind))


def _guess(control: Tag, name: str, kind: str) -> list[str]:
    if kind in ("hidden", "submit", "button"):
        return [str(control.get("value", ""))] if kind == "hidden" else []
    if kind in ("checkbox", "radio"):
        return []
    if control.name == "select":
        values = [option.get("value", option.text) for option in control.find_all("option")]
        return [value for value in values if value][:1]
    by_name = next((text for word, text in TYPED.items() if word in name.lower()), None)
    return [by_name or TYPED_BY_KIND.get(kind, "Ada")]
