"""E-mails: queued with the change, sent in the shop's name and language, tried again."""

import pytest
from django.core import mail
from django.db import transaction
from django.template import TemplateDoesNotExist
from django_tasks_db.models import DBTaskResult

from marketplace.notifications.services import Recipient, notify
from marketplace.notifications.tasks import deliver_mail
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.tasks.runner import run_all

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_queue(db):
    DBTaskResult.objects.all().delete()


def send(retailer=None):
    notify("welcome", Recipient("ann@example.com"), {"name": "Ann"}, retailer=retailer)


def test_a_mail_of_the_marketplace():
    send()
    assert mail.outbox == []

    run_all()

    (message,) = mail.outbox
    assert message.to == ["ann@example.com"]
    assert message.subject == "Welcome"
    assert message.from_email.startswith("Galleria <")
    headers = message.message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Content-Language"] == "en"
    assert "Hello Ann" in message.body
    assert "Galleria" in message.body
    (html,) = message.alternatives
    assert html.mimetype == "text/html"
    assert "Hello Ann" in html.content


def test_a_mail_of_a_shop_comes_in_its_name_and_is_answered_to_it(books, coffee):
    Retailer.objects.filter(pk=books.pk).update(contact_email="desk@northgate.example")
    books.refresh_from_db()
    with use_retailer(coffee):
        send(retailer=books)

    run_all()

    (message,) = mail.outbox
    assert message.from_email.startswith('"Northgate Books (Galleria)" <hello@')
    assert message.reply_to == ["desk@northgate.example"]
    assert message.body.startswith("Northgate Books")


def test_a_rolled_back_change_sends_nothing():
    with transaction.atomic():
        send()
        transaction.set_rollback(True)

    assert run_all() == 0
    assert mail.outbox == []


def test_a_mail_server_that_fails_is_tried_again(settings):
    settings.EMAIL_BACKEND = "tests.notifications.test_mail.Broken"
    send()

    run_all()

    row = DBTaskResult.objects.get()
    assert row.status == "READY"
    assert "ConnectionRefusedError" in row.traceback
    assert row.args_kwargs["kwargs"]["to"] == "ann@example.com"


def test_a_sent_mail_leaves_neither_address_nor_link_behind():
    send()
    run_all()

    assert "ann@example.com" not in str(DBTaskResult.objects.get().args_kwargs)


def test_a_missing_part_of_a_template_is_an_error_not_an_empty_mail():
    with pytest.raises(TemplateDoesNotExist):
        deliver_mail.call(to="a@b.example", subject="x", template="nowhere", context={})
    assert mail.outbox == []


class Broken:
    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError


MONEY = {"amount": "12.50", "currency": "EUR"}
# What mails that wait since the release before were queued with.
OF_BEFORE = {
    "order_placed": {
        "name": "Ann",
        "orders": [
            {"number": "1001", "shop": "Northgate Books", "summary": "Novel", "total": MONEY}
        ],
        "total": MONEY,
        "link": "http://localhost/orders/1",
    },
    "order_for_staff": {
        "number": "1001",
        "summary": "Novel",
        "total": MONEY,
        "fulfilment": "delivery",
        "link": "http://books.localhost/seller/orders/1001",
    },
}


@pytest.mark.parametrize("template", OF_BEFORE)
def test_a_mail_that_waits_since_the_release_before_goes_out(template):
    deliver_mail.enqueue(
        to="ann@example.com",
        subject="Hello\nthere",
        template=template,
        context=OF_BEFORE[template],
    )

    run_all()

    (message,) = mail.outbox
    assert message.subject == "Hello there"
    assert "Novel" in message.body
    assert "1001" in message.body
