"""One login over several hosts: it ends everywhere at once, and after its time."""

from datetime import timedelta

import jwt
import pytest
from django.utils import timezone

from marketplace.accounts.logins import tokens, web_logins
from marketplace.accounts.models import TokenFamily, WebSession
from tenants.registry.context import use_market, use_retailer
from tenants.staff.services import add_member
from tests.factories.accounts import PASSWORD, make_customer, make_operator
from tests.factories.second_factor import log_in as two_steps
from tests.factories.staff import make_member
from tests.factories.statements import count_statements
from tests.pages.browser import Browser, hidden

pytestmark = pytest.mark.django_db
HOSTS = {"localhost": "", "books.localhost": "books", "coffee.localhost": "coffee"}


def log_in(browser, user, slug=""):
    data = {"identifier": user.email, "password": PASSWORD}
    if user.operates:
        assert two_steps(browser, user, PASSWORD, slug).status_code == 302
    else:
        assert browser.post(slug, "/auth/login", data).status_code == 302


def is_logged_in(browser, slug=""):
    return browser.get(slug, "/auth/login").status_code == 302


def carry(browser, target, source="localhost"):
    """The login of one host to another, as the links between them do."""
    page = carry_half(browser, target, source)
    finish(browser, target, page)


def carry_half(browser, target, source="localhost"):
    answer = browser.get(target, "/handoff/start", {"from": source, "next": "/cart"})
    return browser.follow(answer)


def finish(browser, target, page):
    code = hidden(page, "code")
    received = browser.post_bare(target, "/handoff/receive", {"code": code})
    return browser.follow_at(target, received)


@pytest.fixture(autouse=True)
def follow_at(monkeypatch):
    """A redirect without a host stays where it was."""
    monkeypatch.setattr(
        Browser,
        "follow_at",
        lambda self, slug, response: self.get(slug, response["Location"]),
        raising=False,
    )


@pytest.mark.parametrize("where", ["", "books", "coffee"])
def test_a_logout_ends_the_login_on_all_hosts_it_was_taken_to(books, coffee, where):
    browser, other, ada = Browser(), Browser(), make_customer()
    log_in(browser, ada)
    carry(browser, "books")
    carry(browser, "coffee", source="books.localhost")
    log_in(other, ada, "books")
    with use_market():
        tokens.issue(user=ada, device="phone")
    assert [is_logged_in(browser, slug) for slug in HOSTS.values()] == [True, True, True]

    browser.post(where, "/auth/logout")

    assert [is_logged_in(browser, slug) for slug in HOSTS.values()] == [False, False, False]
    assert is_logged_in(other, "books")  # another browser is another login
    assert TokenFamily.objects.get(user=ada).revoked_at is None


def test_who_was_logged_in_on_both_hosts_already_is_logged_out_of_both(books):
    browser, ada = Browser(), make_customer()
    log_in(browser, ada)
    log_in(browser, ada, "books")
    assert WebSession.objects.filter(user=ada).values("login").distinct().count() == 2
    carry(browser, "books")

    browser.post("", "/auth/logout")

    assert not is_logged_in(browser, "books")


@pytest.mark.parametrize("door", ["/cms/logout/", "/admin/logout/"])
def test_a_logout_of_wagtails_or_djangos_is_one_too(books, door):
    browser, owner = Browser(), make_customer()
    with use_retailer(books):
        add_member(user=owner, role="owner")
    log_in(browser, owner, "books")
    carry(browser, "", source="books.localhost")
    assert is_logged_in(browser, "")

    answer = browser.post("books", door)

    assert answer.status_code in (200, 302)
    assert (is_logged_in(browser, ""), is_logged_in(browser, "books")) == (False, False)


def test_a_passage_under_way_ends_with_its_login(books):
    browser, thief, ada = Browser(), Browser(), make_customer()
    log_in(browser, ada)
    page = carry_half(browser, "books")
    browser.post("", "/auth/logout")

    answer = finish(browser, "books", page)

    assert answer.status_code == 302
    assert not is_logged_in(browser, "books")
    assert not is_logged_in(thief, "books")


def test_a_hand_off_makes_no_login_younger(books):
    """What asks for a fresh login must not be opened by a passage to the next host."""
    browser, ada = Browser(), make_customer()
    log_in(browser, ada)
    with use_market():
        session = browser.at().session
        session["logged_in_at"] -= 3600
        session.save()
    carry(browser, "books")

    answer = browser.post("books", "/account/data/erase", {"confirmed": "on"})

    assert answer.status_code == 422
    ada.refresh_from_db()
    assert ada.is_active


def limits(user, slug):
    row = WebSession.objects.get(user=user)
    begin = row.created_at
    return row.kind, round((row.expire_date - begin) / timedelta(minutes=1)), row.ends_at - begin


def test_a_login_lives_shorter_for_those_who_can_do_more(books):
    ada, owner, operator = make_customer(), make_customer(), make_operator()
    with use_retailer(books):
        add_member(user=owner, role="owner")
    for user, slug in ((ada, "books"), (owner, "books"), (operator, "")):
        browser = Browser()
        log_in(browser, user, slug)

    assert limits(ada, "books")[:2] == ("customer", 14 * 24 * 60)
    assert limits(owner, "books")[:2] == ("staff", 12 * 60)
    assert limits(operator, "")[:2] == ("operator", 30)
    ends = [round(limits(user, "")[2] / timedelta(hours=1)) for user in (ada, owner, operator)]
    assert ends == [90 * 24, 7 * 24, 12]


def back(user, **delta):
    """As if all that had happened so long ago."""
    ago = timedelta(**delta)
    for row in WebSession.objects.filter(user=user):
        WebSession.objects.filter(pk=row.pk).update(
            seen_at=row.seen_at - ago,
            expire_date=row.expire_date - ago,
            ends_at=row.ends_at - ago,
        )


def test_an_unused_login_ends_and_a_used_one_lives_on(books):
    browser, operator = Browser(), make_operator()
    log_in(browser, operator)
    for _ in range(3):
        back(operator, minutes=20)
        assert is_logged_in(browser)
    back(operator, minutes=31)

    assert not is_logged_in(browser)


def test_no_use_makes_a_login_outlive_its_time():
    browser, operator = Browser(), make_operator()
    log_in(browser, operator)
    WebSession.objects.filter(user=operator).update(
        seen_at=timezone.now() - timedelta(minutes=10),
        ends_at=timezone.now() + timedelta(minutes=2),
    )
    assert is_logged_in(browser)
    row = WebSession.objects.get(user=operator)

    assert row.expire_date == row.ends_at


def test_use_is_noted_now_and_then_and_costs_one_statement(django_assert_num_queries):
    browser, ada = Browser(), make_customer()
    log_in(browser, ada)
    with count_statements() as fresh:
        browser.get("", "/auth/login")
    back(ada, days=2)
    with count_statements() as later:
        browser.get("", "/auth/login")
    noted = [sql for sql in later.data if sql.startswith("UPDATE")]

    assert (len(later) - len(fresh), len(noted)) == (1, 1)
    assert "session_data" not in noted[0]


def test_an_operators_tokens_live_as_short(settings):
    operator, ada = make_operator(), make_customer()
    with use_market():
        tokens.issue(user=operator)
        tokens.issue(user=ada)
    now = timezone.now()
    left = {row.user_id: row.expires_at - now for row in TokenFamily.objects.all()}

    assert round(left[operator.pk] / timedelta(minutes=1)) == 30
    assert round(left[ada.pk] / timedelta(days=1)) == 7


def test_refreshing_does_not_outlive_the_logins_time():
    ada = make_customer()
    with use_market():
        pair = tokens.issue(user=ada)
        TokenFamily.objects.update(created_at=timezone.now() - timedelta(days=89, hours=12))
        tokens.rotate(refresh=pair.refresh)
    left = TokenFamily.objects.get().expires_at - timezone.now()

    assert round(left / timedelta(hours=1)) == 12


def test_no_access_token_outlives_the_logins_time():
    ada = make_customer()
    with use_market():
        pair = tokens.issue(user=ada)
        TokenFamily.objects.update(created_at=timezone.now() - timedelta(days=89, hours=23.9))
        pair = tokens.rotate(refresh=pair.refresh)
    ends = [
        jwt.decode(token, options={"verify_signature": False})["exp"]
        for token in (pair.access, pair.refresh)
    ]

    assert ends == [int(TokenFamily.objects.get().expires_at.timestamp())] * 2


@pytest.mark.parametrize(
    ("role", "kind"), [("owner", "staff"), ("fulfilment", "staff"), ("support", "operator")]
)
def test_a_login_at_a_shop_lives_as_long_as_that_work_allows(books, role, kind):
    """Support is lent to an operator, and her login is one there too."""
    user = make_member(books, role)

    with use_retailer(books):
        assert web_logins.kind_of(user) == kind
    with use_market():
        assert web_logins.kind_of(user) == "customer"
