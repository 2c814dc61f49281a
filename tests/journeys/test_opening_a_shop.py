"""In Chromium: somebody applies, an operator approves, the owner is in her shop, by clicks."""

import re

import pytest
from django.core import mail

from tenants.registry.models import Retailer
from tenants.tasks.runner import run_all
from tests.factories.accounts import PASSWORD, make_operator
from tests.factories.second_factor import recovery_code

pytestmark = [
    pytest.mark.world,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
OWNER = "mo@green.example"
PASSWORD_OF_OWNER = "a garden behind the door"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def apply(visit):
    with visit("apply") as guest:
        guest.go("", "/retailers")
        guest.page.locator("main").get_by_role("link", name="Open a shop").click()
        guest.page.wait_for_url("**/seller/register")
        guest.look("form")
        guest.fill(name="Green Door", slug="green-door", contact_name="Mo", owner_email=OWNER)
        guest.fill(city="Gent")
        guest.page.select_option("[name=country]", "BE")
        guest.page.get_by_role("button", name="Send the application").click()
        guest.page.get_by_role("heading", name="Your application is here").wait_for()
        guest.look("done")


def approve(visit, operator):
    with visit("operator") as guest:
        guest.go("", "/auth/login")
        guest.log_in(operator.email, PASSWORD)
        guest.look("second step")
        guest.fill(code=recovery_code(operator))
        guest.page.locator("main button[type=submit]").click()
        guest.at("", "/admin-panel/")
        guest.look("desk")
        guest.page.get_by_role("link", name="Green Door").click()
        guest.look("application")
        guest.page.get_by_role("button", name="Approve the shop").click()
        guest.page.get_by_text("The shop is approved; its owner gets an e-mail.").wait_for()
        guest.look("approved")


def link_of_letter():
    run_all()
    (letter,) = [letter for letter in mail.outbox if letter.to == [OWNER]]
    return re.search(r"(/invitations/\S+)", letter.body)[1]


def test_from_the_application_to_the_owners_desk_and_editor(visit, db):
    operator = make_operator()
    apply(visit)
    assert Retailer.objects.get(slug="green-door").status == "applied"
    approve(visit, operator)
    assert Retailer.objects.get(slug="green-door").status == "approved"

    with visit("owner") as guest:
        guest.go("green-door", link_of_letter())
        guest.look("password")
        guest.fill(password=PASSWORD_OF_OWNER)
        guest.page.locator("main button[type=submit]").click()
        guest.at("green-door", "/seller/dashboard")
        guest.look("first steps")
        guest.page.get_by_role("link", name="Website").click()
        guest.page.wait_for_url("**/cms/**")
        guest.go("green-door", "/")
        guest.look("home")
        assert guest.page.get_by_role("heading", level=1, name="Green Door").is_visible()
    with visit("customer") as guest:
        guest.go("green-door", "/")
        guest.look("coming soon")
        assert guest.page.get_by_role("heading", name="Coming soon").is_visible()
    with visit("owner again") as guest:
        guest.go("green-door", "/auth/login")
        guest.log_in(OWNER, PASSWORD_OF_OWNER)
        guest.at("green-door", "/seller/dashboard")
        guest.go("green-door", "/")
        guest.page.get_by_role("button", name="Open the shop").click()
        guest.look("nothing to buy yet")
        guest.page.get_by_role("button", name="Open it all the same").click()
        guest.page.get_by_text("The shop is open: customers see it and can buy.").wait_for()
    assert Retailer.objects.get(slug="green-door").status == "active"
    with visit("customer later") as guest:
        guest.go("green-door", "/")
        assert guest.page.get_by_role("heading", level=1, name="Green Door").is_visible()
