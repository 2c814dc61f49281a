"""A second factor on the pages: set up, asked for at every door, kept, lost, required."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory

from marketplace.accounts.logins import second_factor, tokens
from marketplace.accounts.logins.passwords import reset_path
from marketplace.accounts.logins.second_factor import SecondFactorNeeded
from marketplace.accounts.logins.sessions import SessionStore
from marketplace.accounts.models import RecoveryCode, SecondFactor, User, WebSession
from marketplace.audit.models import Entry
from marketplace.cart.logins import sign_in
from tenants.registry.context import use_market
from tenants.tasks.runner import run_all
from tests.factories.accounts import PASSWORD, make_customer, make_operator
from tests.factories.second_factor import app_code, enrol, log_in, recovery_code
from tests.factories.staff import make_member
from tests.pages.browser import Browser, hidden, text_of
from tests.pages.logins import enter, fresh, set_up

pytestmark = pytest.mark.django_db


def is_logged_in(browser, slug=""):
    return browser.get(slug, "/auth/login").status_code == 302


@pytest.fixture
def ada():
    return enrol(make_customer())


# --- setting it up ------------------------------------------------------------------------------


def test_a_guest_is_sent_to_log_in_first():
    browser = Browser()
    answers = [
        browser.get("", "/profile/second-factor"),
        browser.post("", "/profile/second-factor/start"),
        browser.get("", "/profile/second-factor/set-up"),
    ]
    assert [answer.status_code for answer in answers] == [302] * 3
    assert all(answer.url.startswith("/auth/login?next=") for answer in answers)

    enter(browser, make_customer())
    set_up(browser)


@pytest.mark.parametrize(("slug", "prefix"), [("", "/profile"), ("books", "/account")])
def test_it_is_set_up_by_a_picture_or_a_text_and_confirmed_by_a_code(books, slug, prefix):
    browser, other, user = Browser(), Browser(), make_customer()
    enter(browser, user, slug)
    enter(other, user, slug)

    page, done = set_up(browser, slug, f"{prefix}/second-factor")

    html = page.content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", html)[1].replace(" ", "")
    assert 'src="data:image/svg+xml' in html
    assert " style=" not in re.search(r"<main.*</main>", html, re.S)[0]
    row = SecondFactor.objects.get(user=user)
    assert (len(secret), secret in row.secret) == (32, False)
    codes = re.findall(r"<code>([a-z2-7-]{19})</code>", done.content.decode())
    assert len(set(codes)) == 10
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()
    assert "no-store" in done["Cache-Control"]
    assert fresh(user).second_factor_at is not None
    assert is_logged_in(browser, slug)
    assert not is_logged_in(other, slug)


def test_a_wrong_code_switches_nothing_on():
    browser, user = Browser(), make_customer()
    enter(browser, user)
    browser.post("", "/profile/second-factor/start")

    answer = browser.post("", "/profile/second-factor/set-up", {"code": "000000"})

    assert answer.status_code == 422
    assert fresh(user).second_factor_at is None
    assert RecoveryCode.objects.count() == 0
    assert is_logged_in(browser)


def test_a_set_up_that_another_tab_began_anew_says_so_and_switches_nothing_on():
    browser, user = Browser(), make_customer()
    enter(browser, user)
    browser.post("", "/profile/second-factor/start")
    first = hidden(browser.get("", "/profile/second-factor/set-up"), "shown")
    browser.post("", "/profile/second-factor/start")

    stale = {"code": app_code(user), "shown": first}
    answer = browser.post("", "/profile/second-factor/set-up", stale)

    assert "Scan this new picture" in text_of(answer)
    assert (answer.status_code, fresh(user).second_factor_at) == (422, None)
    mine = {"code": app_code(user), "shown": hidden(answer, "shown")}
    browser.post("", "/profile/second-factor/set-up", mine)
    assert fresh(user).second_factor_at is not None


def test_a_phone_hands_the_secret_to_its_own_app():
    browser, user = Browser(), make_customer()
    enter(browser, user)
    browser.post("", "/profile/second-factor/start")

    page = browser.get("", "/profile/second-factor/set-up").content.decode()

    assert re.search(r'href="otpauth://totp/[^"]*secret=[A-Z2-7]{32}', page)


def test_switching_off_asks_for_the_code(ada):
    browser = Browser()
    log_in(browser, ada, PASSWORD)

    refused = browser.post("", "/profile/second-factor/off", {"code": "000000"})
    assert (refused.status_code, fresh(ada).second_factor_at is None) == (422, False)
    browser.post("", "/profile/second-factor/off", {"code": app_code(ada)})

    assert fresh(ada).second_factor_at is None
    assert (SecondFactor.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    assert enter(Browser(), ada)["Location"] == "/profile"


def test_new_recovery_codes_make_the_old_ones_worthless(ada):
    browser, old = Browser(), recovery_code(ada)
    log_in(browser, ada, PASSWORD)

    page = browser.post("", "/profile/second-factor/codes", {"code": app_code(ada)})

    assert len(re.findall(r"<code>([a-z2-7-]{19})</code>", page.content.decode())) == 10
    again = Browser()
    challenge = hidden(enter(again, ada), "challenge")
    answer = again.post("", "/auth/second-step", {"challenge": challenge, "code": old})
    assert answer.status_code == 422


@pytest.mark.parametrize("slug", ["", "books"])
def test_a_password_alone_is_noted_as_no_login(ada, books, slug):
    """Nor does anything stay of the session that Django began for it."""
    browser = Browser()
    answer = browser.post(slug, "/auth/login", {"identifier": ada.email, "password": PASSWORD})

    assert hidden(answer, "challenge")
    ada.refresh_from_db()
    assert ada.last_login is None
    assert not WebSession.objects.filter(user=ada).exists()
    assert not is_logged_in(browser, slug)


# --- the doors ----------------------------------------------------------------------------------


def test_a_login_that_is_over_begins_again_and_goes_on_to_where_it_went(ada):
    browser = Browser()
    form = {"challenge": hidden(enter(browser, ada), "challenge"), "next": "/cart"}

    tries = [browser.post("", "/auth/second-step", form | {"code": "000000"}) for _ in range(6)]

    assert [answer.status_code for answer in tries] == [422] * 5 + [302]
    assert tries[-1]["Location"] == "/auth/login?next=%2Fcart"
    assert "had too many tries" in text_of(browser.follow(tries[-1]))
    opened = browser.get("", "/auth/second-step", {"next": "/cart"})
    assert (opened.status_code, opened["Location"]) == (302, "/auth/login?next=%2Fcart")


def test_who_lost_the_second_factor_is_told_whom_to_write_to(ada):
    page = enter(Browser(), ada).content.decode()

    assert 'href="mailto:hello@galleria.example"' in page


@pytest.mark.parametrize("slug", ["", "books"])
def test_the_second_step_comes_before_any_session(books, ada, slug):
    browser = Browser()
    page = enter(browser, ada, slug)

    assert page.status_code == 200
    assert "Second step" in text_of(page)
    assert settings.SESSION_COOKIE_NAME not in browser.at(slug).cookies
    assert WebSession.objects.count() == 0
    given = {"challenge": hidden(page, "challenge"), "next": "/cart"}
    wrong = browser.post(slug, "/auth/second-step", given | {"code": "000000"})
    assert (wrong.status_code, is_logged_in(browser, slug)) == (422, False)
    right = browser.post(slug, "/auth/second-step", given | {"code": app_code(ada)})
    assert (right.status_code, right["Location"]) == (302, "/cart")
    assert is_logged_in(browser, slug)


def test_a_reset_link_sets_the_password_and_opens_nothing(ada):
    User.objects.filter(pk=ada.pk).update(email_verified_at=ada.date_joined)

    browser, page = reset(ada)

    assert "Second step" in text_of(page)
    assert fresh(ada).check_password("a garden behind the door")
    assert not is_logged_in(browser)


def reset(user, slug=""):
    browser, given = Browser(), {"password": "a garden behind the door"}
    return browser, browser.post(slug, reset_path(fresh(user)), given)


def test_a_strangers_second_factor_does_not_keep_the_mailboxs_owner_out():
    """Registered with somebody else's address and never proven: the owner's link ends it."""
    stranger = enrol(make_customer())
    assert stranger.email_verified_at is None

    browser, answer = reset(stranger)

    assert answer.status_code == 302
    assert is_logged_in(browser)
    assert fresh(stranger).second_factor_at is None
    assert (SecondFactor.objects.count(), RecoveryCode.objects.count()) == (0, 0)


@pytest.mark.parametrize("slug", ["", "books"])
def test_an_operators_stays_though_the_address_was_never_proven(books, slug):
    """On a shop's host too, where an operator is nobody."""
    operator = make_operator()
    assert operator.email_verified_at is None

    browser, answer = reset(operator, slug)

    assert "Second step" in text_of(answer)
    assert not is_logged_in(browser, slug)
    assert fresh(operator).second_factor_at is not None
    assert SecondFactor.objects.count() == 1


@pytest.mark.parametrize("path", ["/admin-panel/db/login/", "/cms/login/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_admins_and_the_editor_have_no_door_of_their_own(path, method):
    operator, browser = make_operator(), Browser()
    given = {"username": operator.email, "password": PASSWORD}

    answer = getattr(browser, method)("", path, given)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/auth/login?next=")
    assert not is_logged_in(browser)


@pytest.mark.parametrize("path", ["/admin/login/", "/cms/login/", "/dashboard/login/"])
def test_a_shops_admins_have_none_either(books, path):
    owner, browser = enrol(make_member(books, "owner")), Browser()

    browser.post("books", path, {"username": owner.email, "password": PASSWORD})

    assert not is_logged_in(browser, "books")


def test_a_door_that_forgets_to_ask_stays_shut(ada):
    """Whatever calls Django's login: the session is emptied before it is written."""
    with use_market(), pytest.raises(second_factor.SecondFactorNeeded):
        Client().force_login(fresh(ada))
    with use_market(), pytest.raises(second_factor.SecondFactorNeeded):
        tokens.issue(user=fresh(ada))

    assert not WebSession.objects.filter(user=ada).exists()
    assert not ada.token_families.exists()


def test_a_hand_off_takes_the_proof_along_and_makes_none(books, ada):
    browser = Browser()
    log_in(browser, ada, PASSWORD)
    assert carry(browser).status_code == 302
    assert is_logged_in(browser, "books")

    with use_market():
        session = browser.at().session
        del session["verified_at"]
        session.save()
    other_shop = Browser()
    other_shop.jars[""] = browser.at()
    assert carry(other_shop).status_code == 302
    assert not is_logged_in(other_shop, "books")


def carry(browser):
    answer = browser.get("books", "/handoff/start", {"from": "localhost", "next": "/cart"})
    code = hidden(browser.follow(answer), "code")
    received = browser.post_bare("books", "/handoff/receive", {"code": code})
    return browser.get("books", received["Location"])


# --- operators ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/admin-panel/", "/admin-panel/db/", "/cms/", "/profile"])
def test_an_operator_without_one_sets_it_up_before_anything_else(path):
    operator, browser = make_customer(), Browser()
    User.objects.filter(pk=operator.pk).update(is_superuser=True)
    enter(browser, operator)

    answer = browser.get("", path)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/profile/second-factor?next=")
    _page, done = set_up(browser)
    assert done.status_code == 200
    assert browser.get("", path).status_code == 200


def test_an_operators_session_writes_nothing_over_the_api_before():
    operator, browser = make_customer(), Browser()
    User.objects.filter(pk=operator.pk).update(is_superuser=True)
    enter(browser, operator)

    answer = browser.get("", "/api/v1/orders/")

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/second-factor-required")


def test_an_operator_keeps_it():
    operator, browser = make_operator(), Browser()
    log_in(browser, operator, PASSWORD)

    answer = browser.post("", "/profile/second-factor/off", {"code": app_code(operator)})

    assert answer.status_code == 422
    assert fresh(operator).second_factor_at is not None


def test_a_lost_one_is_reset_by_an_operator_which_is_audited(ada):
    operator, desk, hers = make_operator(), Browser(), Browser()
    log_in(hers, ada, PASSWORD)
    log_in(desk, operator, PASSWORD)

    answer = desk.post(
        "", "/admin-panel/second-factor/", {"email": ada.email, "reason": "passport seen"}
    )

    assert answer.status_code == 302
    assert not is_logged_in(hers)
    assert enter(hers, ada)["Location"] == "/profile"
    entry = Entry.objects.get(what="second_factor.reset")
    assert (entry.who_id, entry.person_id, entry.retailer_id) == (operator.pk, ada.pk, None)
    assert entry.after == {"reason": "passport seen"}


def test_a_customer_resets_nobodys(ada):
    browser, user = Browser(), make_customer()
    enter(browser, user)

    answer = browser.post("", "/admin-panel/second-factor/", {"email": ada.email, "reason": "x"})

    assert answer.status_code == 404
    assert fresh(ada).second_factor_at is not None


# --- the owner is told --------------------------------------------------------------------------


def told(user):
    """What the account's owner was written about its second factor, in the order of time."""
    run_all()
    letters = [one for one in mail.outbox if one.to == [user.email]]
    return [one.body for one in letters if one.subject == "Your second factor has changed"]


def test_a_mail_tells_the_owner_of_each_change_of_the_second_factor():
    user, browser = make_customer(), Browser()
    enter(browser, user)
    set_up(browser)
    for verb in ("codes", "off"):
        path = f"/profile/second-factor/{verb}"
        wrong = browser.post("", path, {"code": "000000"})
        right = browser.post("", path, {"code": recovery_code(user)})
        assert (wrong.status_code, right.status_code) == (422, 200 if verb == "codes" else 302)

    on, codes, off = told(user)
    assert "two-step login is on" in on
    assert "new recovery codes" in codes
    assert "two-step login is off" in off


def test_a_mail_tells_the_owner_that_an_operator_reset_it(ada):
    operator, browser = make_operator(), Browser()
    log_in(browser, operator, PASSWORD)

    given = {"email": ada.email, "reason": "a lost phone"}
    assert browser.post("", "/admin-panel/second-factor/", given).status_code == 302

    (letter,) = told(ada)
    assert "an operator has reset the second factor" in letter
    assert told(operator) == []


# --- the demo's code ----------------------------------------------------------------------------


def test_the_command_prints_the_code_that_gets_one_in(ada, capsys):
    call_command("otp", ada.email)

    second_factor.check(user=fresh(ada), code=capsys.readouterr().out.strip(), address="192.0.2.1")


def test_the_command_refuses_where_accounts_are_real(ada, settings):
    settings.DEMO_ALLOWED = False

    with pytest.raises(CommandError, match="Codes are not printed"):
        call_command("otp", ada.email)


def test_the_last_operator_is_helped_by_a_command(capsys):
    operator = make_operator()

    call_command("reset_second_factor", operator.email)

    assert fresh(operator).second_factor_at is None
    assert Entry.objects.get(what="second_factor.reset").who_id is None


def test_no_door_of_the_pages_logs_in_without_it(ada):
    """Whoever calls may have asked for it before; it is asked all the same."""
    request = RequestFactory().get("/")
    request.session = SessionStore()
    with use_market(), pytest.raises(SecondFactorNeeded):
        sign_in(request, fresh(ada))
