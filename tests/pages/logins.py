"""Who logs in at the pages, with one factor or two."""

from marketplace.accounts.models import SecondFactor, User
from tests.factories.accounts import PASSWORD
from tests.factories.second_factor import app_code


def enter(browser, user, slug=""):
    return browser.post(slug, "/auth/login", {"identifier": user.email, "password": PASSWORD})


def fresh(user):
    """As a request would find the account: nothing is proven."""
    return User.objects.get(pk=user.pk)


def set_up(browser, slug="", prefix="/profile/second-factor"):
    started = browser.post(slug, f"{prefix}/start")
    assert (started.status_code, started["Location"]) == (302, f"{prefix}/set-up")
    page = browser.get(slug, f"{prefix}/set-up")
    user = SecondFactor.objects.latest("id").user
    done = browser.post(slug, f"{prefix}/set-up", {"code": app_code(user)})
    return page, done
