"""One person walks all addresses of a host: what they ask for, and what odd answers they get."""

import random
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any
from urllib.parse import quote, urlencode

from bs4 import BeautifulSoup
from django.http import HttpResponseBase

from tenants.joints.django import content_types
from tests.isolation import matrix
from tests.isolation.asking import taken_back
from tests.isolation.cast import Cast
from tests.isolation.test_pages import below_prefixes, urlconf
from tests.isolation.urls import addresses, fill
from tests.isolation.visiting import browser
from tests.pages.fuzz import values
from tests.pages.fuzz.forms import Form, query_names, read_forms, read_links
from tests.pages.fuzz.logged import LoggedErrors
from tests.pages.fuzz.names import Names

CONTENT = "application/x-www-form-urlencoded"
REFUSED = (400, 422)


@dataclass(frozen=True)
class Case:
    """One question; `label` tells what is odd about it, `typed` what must come back if refused."""

    label: str
    method: str
    path: str
    body: tuple[tuple[str, str], ...] = ()
    uploads: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    typed: tuple[str, ...] = ()
    cookie: str = ""


@dataclass
class Page:
    """An address, and the names that its code asks for."""

    path: str
    is_ours: bool
    query: set[str] = field(default_factory=set)
    form: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)


class Walk:
    def __init__(self, cast: Cast, name: str, host: str, names: Names, logged: LoggedErrors):
        self.client = browser(cast, cast.members[name], host)
        self.cast, self.name, self.host = cast, name, host
        self.names, self.logged = names, logged
        self.schemas = ("market", *(shop.retailer.schema_name for shop in cast.shops.values()))
        self.pages: dict[str, Page] = {}
        self.forms: dict[tuple[str, str, tuple[str, ...]], Form] = {}
        self.cookies: set[str] = set()
        self.faults: dict[str, list[str]] = {}
        self.count = 0

    # --- what there is -----------------------------------------------------------------------

    def explore(self, *, part: int = 1) -> None:
        """Each n-th address by GET and by an empty POST; then the links with questions on them."""
        links: dict[tuple[str, frozenset[str]], str] = {}
        for path, is_ours in self._addresses()[::part]:
            page = self.pages.setdefault(path, Page(path, is_ours))
            for link in self._open(page):
                links.setdefault((link.partition("?")[0], frozenset(query_names(link))), link)
        for (path, names), _link in links.items():
            if path in self.pages:
                self.pages[path].query |= names

    def _addresses(self) -> list[tuple[str, bool]]:
        rows = matrix.rows(self.host)
        things = self.cast.shops["books"].ids
        ours = {
            fill(
                address.example,
                {name: things[key] for name, key in rows[address.key].things.items()},
            )
            for address in addresses(urlconf(self.host))
            if address.key in rows and not address.key.startswith("api")
        }
        theirs = {
            path
            for address, path in below_prefixes(self.cast, self.host)
            if self.name in matrix.prefix_of(self.host, address.key).inside
        }
        return [(path, True) for path in sorted(ours)] + [(path, False) for path in sorted(theirs)]

    def _open(self, page: Page) -> list[str]:
        response = self._ask(Case(f"GET {page.path}", "GET", page.path))
        html = _html(response)
        for form in read_forms(page.path, html):
            self.forms.setdefault((form.method, form.path, tuple(form.names)), form)
        names = self.names.take()
        if response is not None and response.status_code in (301, 302) and not page.is_ours:
            return []
        self._ask(Case(f"POST {page.path}, empty", "POST", page.path))
        posted = self.names.take()
        page.query |= names.query | posted.query
        page.form |= posted.form
        page.files |= posted.files
        self.cookies |= names.cookies | posted.cookies
        return read_links(page.path, html)

    # --- what is asked -----------------------------------------------------------------------

    def cases(self, seed: str) -> list[Case]:
        """All, so that those at the front have a bit of everything."""
        chance = random.Random(f"{seed} {self.host} {self.name}")
        fronts: list[list[Case]] = []
        for form in self.forms.values():
            fronts += [list(self._of_field(form, name)) for name in form.names]
        for page in self.pages.values():
            fronts += [list(_of_query(page.path, name)) for name in sorted(page.query)]
            fronts += [list(_of_bare_post(page.path, name)) for name in self._hidden_names(page)]
        fronts += self._of_paths()
        some = [page.path for page in self.pages.values() if page.is_ours]
        fronts += [
            list(_of_header(chance.choice(some), name)) for name in values.HEADERS for _ in "123"
        ]
        fronts += [list(_of_cookie(chance.choice(some), name)) for name in sorted(self.cookies)]
        for cases in fronts:
            chance.shuffle(cases)
        chance.shuffle(fronts)
        return [case for round_ in zip_longest(*fronts) for case in round_ if case]

    def _hidden_names(self, page: Page) -> list[str]:
        """What is names for of a form that no page shows at this address."""
        on_forms = {
            name for form in self.forms.values() if form.path == page.path for name in form.names
        }
        return sorted(page.form - on_forms)

    def _of_field(self, form: Form, name: str) -> Iterator[Case]:
        label = f"{form.method} {form.action} {name}"
        if name in form.files:
            for odd in values.UPLOADS:
                yield _form_case(form, f"{label}: {odd}", {}, ((name, odd),))
            return
        yield _form_case(form, f"{label}: missing", {name: []})
        yield _form_case(form, f"{label}: doubled", {name: [*form.fields[name], "", "x"]})
        limit = form.limits.get(name, 0)
        for odd, text in {**values.TEXTS, **_at_limit(limit)}.items():
            yield _form_case(form, f"{label}: {odd}", {name: [text]})

    def _of_paths(self) -> list[list[Case]]:
        rows, things = matrix.rows(self.host), self.cast.shops["books"].ids
        fronts = []
        for address in addresses(urlconf(self.host)):
            if address.key not in rows or address.key.startswith("api"):
                continue
            usual = {name: str(things[key]) for name, key in rows[address.key].things.items()}
            for name in address.parameters:
                odd = [fill(address.example, usual | {name: f"\n{text}"}) for text in values.PATHS]
                fronts.append([_path_case(path) for path in odd])
        fronts.append([_path_case(f"/\n{text}") for text in values.PATHS])
        return fronts

    def ask(self, cases: Iterable[Case]) -> None:
        for case in cases:
            self._ask(case)

    def _ask(self, case: Case) -> HttpResponseBase | None:
        for schema in self.schemas:  # what was made there is taken back
            content_types.forget(schema)
        with taken_back():
            cookies = self.client.cookies.copy()
            try:
                response = self._send(case)
            except Exception as error:
                self._note(case, f"raised {_kind(error)}")
                self._note_logged(case)
                return None
            finally:
                self.client.cookies = cookies
            self.count += 1
            self._judge(case, response)
            return response

    def _send(self, case: Case) -> HttpResponseBase:
        headers = dict(case.headers)
        if case.cookie:
            pairs = [f"{name}={morsel.value}" for name, morsel in self.client.cookies.items()]
            headers["Cookie"] = "; ".join([*pairs, case.cookie])
        if case.uploads:
            data: dict[str, Any] = {}
            for name, text in case.body:
                data.setdefault(name, []).append(
                    text.encode(errors="surrogateescape").decode(errors="replace")
                )
            data |= {name: values.UPLOADS[odd]() for name, odd in case.uploads}
            return self.client.post(case.path, data, headers=headers)
        body = urlencode(case.body, errors="surrogateescape") if case.method == "POST" else ""
        return self.client.generic(case.method, case.path, body, CONTENT, headers=headers)

    def _judge(self, case: Case, response: HttpResponseBase) -> None:
        failure = getattr(response, "exc_info", None)
        if response.streaming:
            b"".join(response.streaming_content)
        self._note_logged(case)
        if response.status_code >= 500:
            self._note(case, f"{response.status_code} {_kind(failure[1]) if failure else ''}")
        elif case.typed and response.status_code in REFUSED and "NUL" not in case.label:
            lost = _lost(case.typed, response)
            if lost:
                self._note(case, f"{response.status_code} without what was typed: {lost}")

    def _note_logged(self, case: Case) -> None:
        for record in self.logged.take():
            self._note(case, f"logged {_kind(record.exc_info[1])}")

    def _note(self, case: Case, kind: str) -> None:
        self.faults.setdefault(kind, []).append(case.label)


def _html(response: HttpResponseBase | None) -> str:
    if response is None or response.streaming or "html" not in response.get("Content-Type", ""):
        return ""
    return response.content.decode(errors="replace")


def _lost(typed: tuple[str, ...], response: HttpResponseBase) -> list[str]:
    """A page that is no answer to the form (a link was expired) has no form of its own."""
    soup = BeautifulSoup(_html(response), "html.parser")
    there = {str(tag.get("value", "")).strip() for tag in soup.find_all("input")}
    there |= {tag.text.strip().replace("\r\n", "\n") for tag in soup.find_all("textarea")}
    return [text for text in typed if text.strip() not in there]


def _kind(error: BaseException | None) -> str:
    """The error and where it came from: the last place in our code, and the last at all."""
    if error is None:
        return "?"
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        frame
        for frame in frames
        if "/.venv/" not in frame.filename and "/tests/" not in frame.filename
    ]
    places = [
        f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.name}"
        for frame in (ours[-1:] + frames[-1:])
    ]
    return f"{type(error).__name__} in {' > '.join(places)}: {str(error)[:90]}"


def _at_limit(limit: int) -> dict[str, str]:
    if not limit:
        return {}
    grown = {
        "letters at the limit": "x",
        "wide at the limit": "\U0001f600",
        "growing at the limit": "\ufdfa",
    }
    grown |= {"small letters at the limit": "\u0130", "ligatures at the limit": "\ufb03"}
    return {name: letter * limit for name, letter in grown.items()} | {
        "over the limit": "x" * (limit + 1)
    }


def _form_case(
    form: Form, label: str, odd: dict[str, list[str]], uploads: tuple[tuple[str, str], ...] = ()
) -> Case:
    fields = form.fields | odd
    pairs = tuple((name, text) for name, texts in fields.items() for text in texts)
    if form.method == "get":
        short = [(name, text[: values.LONG_QUERY]) for name, text in pairs]
        return Case(label, "GET", f"{form.path}?{urlencode(short, errors='surrogateescape')}")
    typed = tuple(
        text
        for name, texts in form.fields.items()
        if name in form.texts and name not in odd
        for text in texts
        if text
    )
    is_ours = not form.path.startswith(("/cms/", "/admin/", "/admin-panel/db/"))
    return Case(label, "POST", form.action, pairs, uploads, typed=typed if is_ours else ())


def _of_query(path: str, name: str) -> Iterator[Case]:
    for odd, text in values.TEXTS.items():
        names = urlencode({name: text[: values.LONG_QUERY]}, errors="surrogateescape")
        yield Case(f"GET {path}?{name}: {odd}", "GET", f"{path}?{names}")
    yield Case(f"GET {path}?{name}: doubled", "GET", f"{path}?{name}=&{name}=x&{name}=1")


def _of_bare_post(path: str, name: str) -> Iterator[Case]:
    for odd, text in values.TEXTS.items():
        yield Case(f"post {path} {name} (no form shows it): {odd}", "POST", path, ((name, text),))


def _path_case(path: str) -> Case:
    """The odd part stands behind a line break, which no example has: it is encoded already."""
    before, _, odd = path.partition("\n")
    plain = quote(before) + odd
    return Case(f"GET {plain[:120]}", "GET", plain)


def _of_header(path: str, name: str) -> Iterator[Case]:
    for text in values.HEADERS[name]:
        yield Case(f"GET {path} {name}: {text[:40]!r}", "GET", path, headers=((name, text),))


def _of_cookie(path: str, name: str) -> Iterator[Case]:
    for text in values.COOKIES:
        yield Case(f"GET {path} cookie {name}: {text[:40]!r}", "GET", path, cookie=f"{name}={text}")
