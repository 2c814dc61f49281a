"""Every address answers HEAD as GET, and with and without its closing slash."""

import pytest
from django.test import Client
from django.urls import resolve

from marketplace.pages.urls.routes import lead_to_slash
from tests.factories.staff import open_staff_browser
from tests.isolation.test_pages import BOOKS, MARKET, below_prefixes, pages, urlconf
from tests.isolation.urls import addresses
from tests.isolation.visiting import browser, read, visit
from tests.pages.browser import Browser, host_of

pytestmark = pytest.mark.django_db

# Files have one name.
FILES = (".css", ".txt", ".yaml", ".xml", ".ico", ".png", ".webmanifest", "/media/", "/documents/")


def is_file(path):
    return path.endswith(FILES) or path.startswith(FILES)


def other_form(path):
    return path.rstrip("/") if path.endswith("/") else f"{path}/"


@pytest.mark.world
@pytest.mark.parametrize(("host", "name"), [(MARKET, "guest"), (BOOKS, "guest"), (BOOKS, "owner")])
def test_head_is_answered_as_get_without_the_body(host, name, cast):
    client, problems = browser(cast, cast.members[name], host), []
    for path, _ in pages(cast, host, of=BOOKS):
        answers = [client.generic(method, path) for method in ("GET", "HEAD")]
        page, head = [(read(a).status, a.headers.get("Content-Type")) for a in answers]
        if page[0] == 405:  # a page for who opened it in a browser; programs get no text
            page, head = page[:1], head[:1]
        if page != head:
            problems.append(f"{path}: {page}, {head}")
    assert problems == []


@pytest.mark.world
@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("host", "name"), [(MARKET, "operator"), (BOOKS, "owner")])
def test_editors_and_admins_answer_head_too(host, name, every, cast):
    client, problems = browser(cast, cast.members[name], host), []
    for _, path in below_prefixes(cast, host)[::every]:
        page, head = (visit(client, path, method).status for method in ("GET", "HEAD"))
        if page != head:
            problems.append(f"{path}: {page}, {head}")
    assert problems == []


@pytest.mark.world
@pytest.mark.parametrize(("host", "name"), [(MARKET, "guest"), (BOOKS, "guest"), (BOOKS, "owner")])
def test_each_page_is_there_with_and_without_a_slash(host, name, cast):
    client, problems = browser(cast, cast.members[name], host), []
    for path, _ in pages(cast, host, of=BOOKS):
        if path == "/" or is_file(path):
            continue
        page, other = (visit(client, form) for form in (path, other_form(path)))
        if page.status != other.status and (other.status, other.location) != (308, path):
            problems.append(f"{path}: {page.status}, {other.status}")
    assert problems == []


@pytest.mark.world
@pytest.mark.parametrize("host", [MARKET, BOOKS])
def test_each_address_of_editors_and_admins_leads_to_its_slash(host, cast):
    rest = {address.view for address in addresses(urlconf(host)) if is_rest(address)}
    problems, checked = [], 0
    for address, path in below_prefixes(cast, host):
        if address.view in rest or not path.endswith("/") or is_file(path):
            continue
        checked += 1
        closed, bare = (resolve(form, urlconf(host)).func for form in (path, path.rstrip("/")))
        if bare not in (closed, lead_to_slash):
            problems.append(path)
    assert problems == []
    assert checked > 30


def is_rest(address):
    return address.route.endswith(("/^", "(?P<url>.*)$"))


@pytest.mark.parametrize(
    ("path", "closed"),
    [
        ("/cms", "/cms/"),
        ("/cms/pages?order=title&q=%C3%A4", "/cms/pages/?order=title&q=%C3%A4"),
        ("/admin", "/admin/"),
        ("/dashboard/orders?q=1", "/dashboard/orders/?q=1"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_what_others_wrote_leads_to_its_slash_by_the_same_method_and_with_its_query(
    path, closed, method, books
):
    answer = open_staff_browser(books, "owner").generic(method, path)

    assert (answer.status_code, answer["Location"]) == (308, closed)


@pytest.mark.parametrize(
    "path", ["/cms/nothing-of-the-kind", "/admin/nothing", "/dashboard/nothing", "/nothing"]
)
def test_what_is_not_there_leads_nowhere(path, books):
    assert open_staff_browser(books, "owner").get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["//evil.example", "//evil.example/cms", "//cms", "/\\evil.example"]
)
def test_no_address_leads_away(path, books):
    answer = Client().get("/", headers={"host": host_of("books")}, PATH_INFO=path)

    assert answer.status_code == 404
    assert "Location" not in answer


@pytest.mark.parametrize("path", ["/cart/vouchers", "/cart/vouchers/"])
def test_a_form_loses_nothing_in_either_form(path, books):
    answer = Browser().post("books", path, {"code": "not-known-here"})

    assert answer.status_code == 302
    assert answer["Location"] == "/cart"


@pytest.mark.parametrize("path", ["/seller", "/seller/"])
def test_the_desk_of_a_shop_has_a_short_address(path, books, settings):
    answer = open_staff_browser(books, "owner").get(path)

    assert (answer.status_code, answer["Location"]) == (302, "/seller/dashboard")


def test_an_old_address_of_a_product_leads_to_the_new_one_with_its_query(cast):
    things = cast.shops[BOOKS].ids
    path = f"/products/{things['product_slug']}-{things['short_id']}"
    client = browser(cast, cast.members["guest"], BOOKS)

    for old in (f"/products/old-{things['short_id']}", f"/catalogue/x_{things['product_pk']}/"):
        answer = client.get(f"{old}?utm=%C3%A4&variant=1")
        assert (answer.status_code, answer["Location"]) == (301, f"{path}?utm=%C3%A4&variant=1")
