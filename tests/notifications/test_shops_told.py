"""Operators hear of applications, applicants of a decline, owners of what becomes of their shop."""

import pytest
from django.core import mail
from django.db import transaction

from tenants.registry import services
from tenants.registry.states import IllegalShopMove
from tests.factories.accounts import make_operator
from tests.factories.staff import make_member
from tests.factories.tasks import run_what_waits

pytestmark = pytest.mark.django_db
APPLICANT = "ada@toys.example"


def letters(address):
    run_what_waits()
    return [letter for letter in mail.outbox if letter.to == [address]]


def apply():
    return services.apply_for_shop(name="Toys", slug="toys", owner_email=APPLICANT)


def test_operators_hear_of_an_application_and_can_go_there():
    operator = make_operator()
    apply()
    (letter,) = letters(operator.email)
    assert letter.subject == "Somebody applies for a shop: Toys"
    assert "/admin-panel/shops/toys" in letter.body
    assert letters(APPLICANT) == []


def test_operators_and_owners_who_cannot_log_in_any_more_hear_nothing(books):
    operators = [make_operator(), make_operator(is_active=False)]
    owners = [make_member(books, "owner"), make_member(books, "owner", is_active=False)]
    apply()
    services.suspend(retailer=books, reason="Late parcels.")
    assert [len(letters(person.email)) for person in (*operators, *owners)] == [1, 0, 1, 0]


def test_who_opens_a_shop_for_somebody_is_not_told_that_somebody_applies():
    operator = make_operator()
    services.create_shop(name="Toys", slug="toys", owner_email=APPLICANT, operator=operator)
    assert letters(operator.email) == []


def test_an_applicant_hears_of_a_decline_with_the_reason():
    services.close(retailer=apply(), reason="No address.")
    (letter,) = letters(APPLICANT)
    assert letter.subject == "Your application for Toys is declined"
    assert "No address." in letter.body
    assert "No address." in letter.alternatives[0].content


def test_owners_hear_of_suspension_and_closing_with_the_reason_each_time(books):
    owners = [make_member(books, "owner") for _ in range(2)]
    clerk = make_member(books, "fulfilment")
    for reason in ("Late parcels.", "Late again."):
        services.suspend(retailer=books, reason=reason)
        services.resume(retailer=books)
    services.close(retailer=books, reason="For good.")
    for owner in owners:
        came = letters(owner.email)
        assert [letter.subject for letter in came] == [
            "Northgate Books is suspended",
            "Northgate Books is open again",
            "Northgate Books is suspended",
            "Northgate Books is open again",
            "Northgate Books is closed",
        ]
        assert "Late parcels." in came[0].body
        assert "/seller" in came[1].body
        assert "Late again." in came[2].body
        assert "For good." in came[4].alternatives[0].content
        assert {letter.from_email.split(" <")[0] for letter in came} == {"Galleria"}
    assert letters(clerk.email) == []


def test_a_shop_that_nobody_took_over_tells_who_applied():
    shop = services.create_shop(name="Toys", slug="toys", owner_email=APPLICANT)
    services.suspend(retailer=shop, reason="Wait.")
    assert letters(APPLICANT)[-1].subject == "Toys is suspended"


def test_a_move_that_is_refused_or_rolled_back_tells_nobody(books):
    owner = make_member(books, "owner")
    with transaction.atomic():
        services.suspend(retailer=books, reason="x")
        transaction.set_rollback(True)
    with pytest.raises(IllegalShopMove):
        services.resume(retailer=books)
    assert letters(owner.email) == []
