"""One function tells: once, in the transaction of the cause, whoever wants it."""

import pytest
from django.core import mail
from django.db import InterfaceError, transaction
from django_tasks_db.models import DBTaskResult

from marketplace.notifications import services
from marketplace.notifications.choices import choose
from marketplace.notifications.kinds import KINDS, Audience, Kind
from marketplace.notifications.models import Notification
from marketplace.notifications.personal import forget
from marketplace.notifications.services import Recipient, notify
from marketplace.notifications.tasks import KEEP, forget_old
from tenants.registry.context import use_retailer
from tests.factories.accounts import make_customer
from tests.factories.statements import count_statements
from tests.factories.tasks import run_what_waits
from tests.factories.threads import at_once

ANN, BEN = Recipient("ann@mail.example"), Recipient("ben@mail.example")
NEWS = Kind(
    name="welcome", audience=Audience.ACCOUNT, subject="News", preference="news", once_for="it"
)


@pytest.fixture(autouse=True)
def empty_queue(db):
    DBTaskResult.objects.all().delete()


def tell(*recipients, about="order 1", retailer=None):
    data = {"number": "B-1", "summary": "Novel", "total": {"amount": "1.00", "currency": "EUR"}}
    return notify("order_for_staff", recipients, data, about=about, retailer=retailer)


def heard():
    run_what_waits()
    return sorted(letter.to[0] for letter in mail.outbox)


@pytest.mark.django_db
def test_mailboxes_are_claimed_in_one_order_whoever_names_them_first():
    """Two who tell the same to several would wait for each other."""
    orders = []
    for pair in ((ANN, BEN), (BEN, ANN)):
        Notification.objects.all().delete()
        tell(*pair)
        orders.append(list(Notification.objects.order_by("id").values_list("recipient", flat=True)))
    assert orders[0] == orders[1] == sorted(orders[0])


@pytest.mark.django_db
def test_what_is_told_again_is_heard_once():
    assert tell(ANN) == 1
    assert tell(Recipient("Ann@MAIL.example"), BEN) == 1
    assert tell(ANN, about="order 2") == 1
    assert heard() == ["ann@mail.example", "ann@mail.example", "ben@mail.example"]


@pytest.mark.django_db
def test_a_cause_that_is_rolled_back_tells_nobody_and_may_tell_later():
    with transaction.atomic():
        tell(ANN)
        transaction.set_rollback(True)
    assert heard() == []
    assert tell(ANN) == 1


@pytest.mark.django_db(transaction=True)
def test_who_dies_before_the_mail_waits_has_told_nobody(monkeypatch):
    """A task has no transaction of its own: a claim that stood alone was never told."""
    with monkeypatch.context() as patch:
        patch.setattr(services, "enqueue_each", lambda *args: sudden_end())
        with pytest.raises(InterfaceError):
            tell(ANN)
    assert tell(ANN) == 1
    assert heard() == ["ann@mail.example"]


def sudden_end():
    raise InterfaceError("connection already closed")


@pytest.mark.django_db(transaction=True)
def test_of_many_who_tell_the_same_at_once_one_does():
    people = [Recipient(f"{place}@mail.example") for place in range(5)]
    counts = at_once(*(lambda turn=turn: tell(*people[turn:], *people[:turn]) for turn in range(4)))
    assert sorted(counts) == [0, 0, 0, 5]
    assert heard() == [person.email for person in people]


@pytest.mark.django_db
def test_statements_do_not_grow_with_those_who_hear():
    with count_statements() as few:
        tell(ANN)
    with count_statements() as many:
        tell(*(Recipient(f"{place}@mail.example") for place in range(40)), about="order 2")
    assert len(many) == len(few) == 2


@pytest.mark.django_db
def test_a_kind_with_a_preference_asks_it_and_guests_have_the_default(monkeypatch):
    monkeypatch.setitem(KINDS, "news", NEWS)
    ada, bob = make_customer(), make_customer()
    choose(user=ada, wishes={"news": {"email": True}})
    everybody = [Recipient.of(ada), Recipient.of(bob), ANN]
    with count_statements() as statements:
        assert notify("news", everybody, {"name": "x"}, about="1") == 1
    assert len(statements) == 3
    assert heard() == [ada.email]


@pytest.mark.django_db
def test_what_the_law_asks_for_is_sent_whatever_somebody_prefers():
    ada = make_customer()
    choose(user=ada, wishes={"account": {"sms": False}, "orders": {"push": False}})
    assert notify("password_changed", Recipient.of(ada), {"name": "Ada"}) == 1


@pytest.mark.django_db
def test_a_call_says_what_it_is_about_if_its_kind_is_told_once():
    with pytest.raises(TypeError, match="once for: order"):
        notify("order_for_staff", ANN, {"number": "1"})
    with pytest.raises(TypeError, match="once for: nothing"):
        notify("welcome", ANN, {"name": "Ann"}, about="1")


@pytest.mark.django_db
def test_the_language_is_that_of_the_recipient_then_of_the_shop(books):
    books.language = "de"
    ada = make_customer()
    ada.profile.language = "fr"
    names = [
        services._mail(KINDS["welcome"], person, {}, shop)["language"]
        for person, shop in [
            (Recipient.of(ada, language="es"), books),
            (Recipient("a@b.example", "es"), books),
            (ANN, books),
            (ANN, None),
        ]
    ]
    assert names == ["fr", "es", "de", "en"]


@pytest.mark.django_db
def test_the_shop_it_is_told_in_the_name_of_does_not_depend_on_where_it_is_told(books, coffee):
    with use_retailer(coffee):
        tell(ANN, retailer=books)
    run_what_waits()
    assert mail.outbox[0].from_email.startswith('"Northgate Books (Galleria)"')


@pytest.mark.django_db
def test_who_was_told_is_kept_as_a_digest_and_forgotten():
    ada = make_customer()
    tell(Recipient.of(ada), ANN)
    rows = Notification.objects
    assert not [row for row in rows.all() if "@" in f"{row.recipient} {row.about}"]
    forget(ada)
    assert rows.count() == 1
    forget_old()
    assert rows.count() == 1
    row = rows.get()
    row.notified_at -= KEEP
    row.save()
    forget_old()
    assert not rows.exists()
