"""What browsers are told about our pages: on each kind of answer, strict but where editors work."""

import pytest
from django.test import Client

from tests.factories.accounts import make_customer
from tests.pages.browser import MARKET, Browser, host_of
from tests.pages.test_handoff import ask, log_in

pytestmark = pytest.mark.django_db
STRICT = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
}


def policy_of(answer):
    directives = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in directives}


def get(path, host=MARKET):
    return Client().get(path, headers={"host": host})


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/products", 200),
        ("/cart", 200),
        ("/auth/login", 200),
        ("/no-such-page", 404),
        ("/api/v1/products/", 200),
        ("/api/v1/nothing/", 404),
        ("/admin-panel/", 302),
        ("/api/docs/", 200),
        ("/api/docs/?script=", 200),
    ],
)
@pytest.mark.parametrize("slug", ["", "books"])
def test_every_answer_has_the_strict_policy(path, status, slug):
    answer = get(path, host_of(slug))

    assert answer.status_code == (404 if slug and path == "/admin-panel/" else status)
    assert policy_of(answer) == STRICT
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "geolocation=()" in answer.headers["Permissions-Policy"]


def test_an_unknown_host_has_it_too():
    answer = get("/", "nobody.example")

    assert answer.status_code == 404
    assert policy_of(answer) == STRICT


@pytest.mark.parametrize(
    ("path", "additions"),
    [
        (
            "/cms/",
            {
                "script-src": ["'self'", "'unsafe-inline'"],
                "style-src": ["'self'", "'unsafe-inline'"],
                "img-src": ["'self'", "data:", "blob:"],
                "frame-src": ["'self'"],
            },
        ),
        (
            "/dashboard/",
            {
                "script-src": ["'self'", "'unsafe-inline'"],
                "style-src": ["'self'", "'unsafe-inline'"],
            },
        ),
        ("/admin/", {"style-src": ["'self'", "'unsafe-inline'"]}),
        ("/api/redoc/", {"style-src": ["'self'", "'unsafe-inline'"], "worker-src": ["blob:"]}),
    ],
)
def test_tools_of_others_are_allowed_what_they_need_and_no_more(path, additions, books):
    assert policy_of(get(path, host_of("books"))) == STRICT | additions


@pytest.mark.parametrize("path", ["/cms-guide", "/dashboards", "/admins", "/administration/"])
def test_an_address_that_only_begins_alike_gets_nothing_more(path):
    assert policy_of(get(path)) == STRICT


def test_the_form_of_a_hand_off_may_be_sent_to_its_target_alone(books):
    browser = Browser()
    log_in(browser, "", make_customer())

    page = ask(browser, "", "books")

    assert page.status_code == 200
    assert policy_of(page) == STRICT | {
        "form-action": ["'self'", page.context["action"].removesuffix("/handoff/receive")]
    }


def test_the_page_that_django_shows_a_developer_keeps_its_styles(settings):
    settings.DEBUG = True
    assert "Content-Security-Policy" not in get("/no-such-page").headers
    assert policy_of(get("/products")) == STRICT
