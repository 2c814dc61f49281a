"""What is written down: by each act, with what changed, in its transaction, and for how long."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketplace.accounts.logins import passwords
from marketplace.audit import personal
from marketplace.audit.jobs import forget_old
from marketplace.audit.models import Entry
from marketplace.audit.services import SecretInAudit
from marketplace.payments.refunds import answer_request
from marketplace.privacy.erasure import erase_account
from marketplace.purchases import returns
from tenants.feeds.services import import_catalogue
from tenants.registry import audit, services
from tenants.registry.context import use_public, use_retailer
from tenants.registry.models import Retailer
from tenants.shop.offer.services import end_offer, end_voucher
from tenants.shop.partner.services import set_price
from tenants.staff.services import add_member, grant_support
from tenants.tasks.runner import run_all
from tests.api.conftest import Api
from tests.factories.accounts import PASSWORD, make_customer, make_operator
from tests.factories.goods import make_product
from tests.factories.messages import codes_by_mail
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.orders import hand_over, make_order, move_at_shop
from tests.factories.staff import make_member, open_browser, open_staff_browser

pytestmark = pytest.mark.django_db
ROWS = "handle,title,price,stock,sku\n"


def entries(what, **fields):
    return list(Entry.objects.filter(what=what, **fields).order_by("id"))


def entry(what, **fields):
    (row,) = entries(what, **fields)
    return row


# --- prices ---------------------------------------------------------------------------------------


def test_a_price_changed_at_the_desk_tells_who_from_where_and_from_what_to_what(books):
    product, owner = make_product(books, price="12.50"), make_member(books, "owner")

    answer = open_browser(books, owner).post(
        f"/seller/products/{product.uuid}/offer",
        {"price": "13.50", "num_in_stock": "10"},
        REMOTE_ADDR="203.0.113.7",
    )

    assert answer.status_code < 400
    row = entry("price.changed")
    assert (row.on, row.who_id, row.retailer_id) == (str(product.uuid), owner.pk, books.pk)
    assert (row.before, row.after) == ({"price": "12.50"}, {"price": "13.50", "currency": "EUR"})
    assert (row.source, row.kind, len(row.trace)) == ("203.0.113.7", "prices", 32)


def test_the_same_price_again_is_no_change(books):
    product = make_product(books, price="12.50")
    with use_retailer(books):
        set_price(product=product, price=Decimal("12.5"))

    assert entries("price.changed") == []


def test_what_is_rolled_back_is_not_written_down(books):
    product = make_product(books)
    with use_retailer(books), transaction.atomic():
        set_price(product=product, price=Decimal(3))
        transaction.set_rollback(True)

    assert entries("price.changed") == []


def test_an_import_tells_its_counts_and_each_price_that_is_another_now(books, tmp_path):
    owner = make_member(books, "owner")

    def bring(*rows):
        path = tmp_path / "list.csv"
        path.write_text(ROWS + "\n".join(rows) + "\n")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            import_catalogue(retailer=books, path=path, actor=owner.uuid)
        return [q for q in queries if 'INTO "audit_entry"' in q["sql"]]

    bring(*(f"p{n},Thing {n},{n}.00,1,S{n}" for n in range(1, 40)))
    assert entries("price.changed") == []

    inserts = bring(*(f"p{n},Thing {n},{n}.{50 if n < 31 else '00'},2,S{n}" for n in range(1, 40)))

    changes = entries("price.changed")
    assert (len(changes), len(inserts)) == (30, 2)
    assert {row.who_id for row in changes} == {owner.pk}
    assert (changes[0].before["price"], changes[0].after["price"]) == ("1.00", "1.50")
    ended = entries("import.ended")[-1]
    assert (ended.after["updated"], ended.after["file"]) == (39, "list.csv")
    assert ended.source == changes[0].source == f"import {ended.on}"


# --- staff, shops, offers, orders, money ----------------------------------------------------------


def test_a_shops_details_are_told_but_for_those_of_a_person(books):
    owner = make_member(books, "owner")
    services.change_profile(
        retailer=books, actor=owner, tagline="Old maps", street="Quay 1", name=books.name
    )

    row = entry("shop.changed")
    assert row.after == {"tagline": "Old maps", "withheld": ["street"]}
    assert row.before == {"tagline": ""}


def test_an_operators_decision_stands_once_with_its_reason(books):
    operator = make_operator()
    services.suspend(retailer=books, reason="No imprint", operator=operator)

    row = entry("shop.suspended")
    assert (row.retailer_id, row.who_id) == (books.pk, operator.pk)
    assert row.after == {"status": "suspended", "reason": "No imprint"}
    assert row.before == {"status": "active"}


def test_offers_and_vouchers_are_told_without_the_code(books):
    offer = make_offer(books, name="Spring", given=terms(percent="10"))
    voucher = make_voucher(books, code="HUSHHUSH", given=terms(percent="10"))
    with use_retailer(books):
        end_offer(offer=offer)
        end_voucher(voucher=voucher)

    whats = [row.what for row in Entry.objects.filter(kind="promotions").order_by("id")]
    assert whats == ["offer.created", "voucher.created", "offer.ended", "voucher.ended"]
    assert entry("offer.created").after["value"] == "10"
    texts = str(list(Entry.objects.values_list("on", "before", "after")))
    assert "HUSHHUSH" not in texts


def test_moves_of_staff_are_told_and_not_those_of_customers_or_the_system(books):
    owner, ada = make_member(books, "owner"), make_customer()
    order = make_order(books, make_product(books), user=ada)
    move_at_shop(order, "processing", actor=owner, role="owner")
    make_order(books, make_product(books), user=ada)

    row = entry("order.moved")
    assert (row.on, row.who_id) == (order.number, owner.pk)
    assert (row.before, row.after) == ({"status": "pending"}, {"status": "processing"})


def test_an_answered_return_tells_the_amount(books):
    owner, ada = make_member(books, "owner"), make_customer()
    order = make_order(books, make_product(books, price="12.50"), user=ada)
    hand_over(order)
    queries = returns.ask(uuid=order.uuid, kind="return", reason="damaged", user=ada)

    answer_request(retailer=books, uuid=queries.uuid, to="approved", actor=owner, role="owner")

    row = entry("return.answered")
    assert (row.on, row.who_id, row.after["status"]) == (order.number, owner.pk, "approved")
    assert Decimal(row.after["amount"]) > 0


# --- logins ---------------------------------------------------------------------------------------


def test_a_failed_login_is_written_down_without_what_was_typed(books):
    ada = make_customer()
    browser = open_browser(books)
    for name in (ada.email, "pa55word-in-the-wrong-field"):
        browser.post("/auth/login", {"identifier": name, "password": "guess me"})

    first, second = entries("login.failed")
    assert (first.person_id, second.person_id, first.who_id) == (ada.pk, None, None)
    assert first.retailer_id == books.pk
    texts = str(list(Entry.objects.values()))
    assert "guess me" not in texts
    assert "pa55word" not in texts


def test_a_wrong_one_time_code_is_written_down_too():
    ada, api = make_customer(), Api()
    question = {"identifier": ada.email, "purpose": "login"}
    challenge = api.post("auth/request-otp/", question).json()["challenge"]
    run_all()
    (code,) = codes_by_mail(ada.email)
    wrong = f"{(int(code) + 1) % 10**6:06}"

    api.post("auth/verify-otp/", {"challenge": challenge, "code": wrong})

    assert entry("login.failed", person=ada).after == {"by": "code"}


def test_a_copy_of_ones_data_says_where_oneself_was_and_nobody_else():
    ada, clerk = make_customer(), make_customer()
    audit.record(what="second_factor.reset", who=clerk, person=ada, source="203.0.113.7")
    audit.record(what="login.succeeded", who=ada, person=ada, source="203.0.113.9")

    copy = {row["what"]: row["source"] for row in personal.collect(ada)["audit"]}

    assert copy == {"second_factor.reset": "", "login.succeeded": "203.0.113.9"}


def test_logins_by_page_and_by_program_are_told(books):
    ada = make_customer()
    open_browser(books).post("/auth/login", {"identifier": ada.email, "password": PASSWORD})
    Api().post("auth/login/", {"identifier": ada.email, "password": PASSWORD})

    assert [row.retailer_id for row in entries("login.succeeded", who=ada)] == [books.pk, None]


def test_a_password_that_was_set_is_told_and_what_it_is_is_not():
    ada = make_customer()
    passwords.set_password(user=ada, password="seven green engines", proves_email=False)

    row = entry("password.changed", person=ada)
    assert (row.before, row.after) == ({}, {})


@pytest.mark.parametrize("name", ["password", "access_token", "otp", "client_secret"])
def test_a_secret_is_refused(name):
    with pytest.raises(SecretInAudit, match=name):
        audit.record(what="shop.changed", after={name: "x"})


def test_what_nobody_knows_is_refused():
    with pytest.raises(KeyError, match=r"tea\.made"):
        audit.record(what="tea.made")


def test_a_command_and_a_task_say_which(books):
    operator = make_operator()
    call_command("reset_second_factor", operator.email)
    assert entry("second_factor.reset").source.startswith("command ")


# --- support --------------------------------------------------------------------------------------


def test_what_an_operator_opens_for_support_is_told(books):
    order = make_order(books, make_product(books))
    operator = make_operator()
    grant_support(operator=operator, hours=1, reason="A lost parcel", retailer=books)
    browser = open_browser(books, operator)

    assert browser.get(f"/seller/orders/{order.number}?q=ada").status_code == 200
    assert browser.get("/seller/staff").status_code == 403
    assert browser.get("/products").status_code == 200

    row = entry("support.read")
    assert (row.on, row.who_id) == (f"/seller/orders/{order.number}", operator.pk)
    assert row.retailer_id == books.pk


def test_the_same_by_the_api_and_nothing_of_staff(books):
    operator = make_operator()
    grant_support(operator=operator, hours=1, reason="A lost parcel", retailer=books)

    assert Api().login(operator).get("retailers/books/orders/").status_code == 200
    assert open_staff_browser(books, "owner").get("/seller/orders").status_code == 200

    row = entry("support.read")
    assert (row.on, row.who_id) == ("/api/v1/retailers/books/orders/", operator.pk)


# --- people, and time -----------------------------------------------------------------------------


def test_who_is_erased_is_nobody_in_the_audit(books):
    ann = make_customer(email="ann@mail.example")
    with use_retailer(books):
        add_member(user=ann, role="editor")
    erase_account(user=ann)
    run_all()

    texts = str(list(Entry.objects.values()))
    assert entries("member.removed", person=ann)
    assert "ann@" not in texts


def aged(what, days, **fields):
    with use_public():
        audit.record(what=what, source="203.0.113.7", **fields)
        row = Entry.objects.latest("id")
        at = timezone.now() - timedelta(days=days)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE audit_entry SET at = %s WHERE id = %s", [at, row.pk])
    return row


def test_the_chore_forgets_what_is_too_old_and_nothing_else(books, coffee):
    Retailer.objects.filter(pk=coffee.pk).update(purged_at=timezone.now() - timedelta(days=31))
    gone = [
        aged("login.failed", 91),
        aged("password.changed", 366),
        aged("price.changed", 40, retailer=coffee),
    ]
    stays = [
        aged("login.failed", 89),
        aged("password.changed", 364),
        aged("price.changed", 2000, retailer=books),
        aged("shop.closed", 2000, retailer=coffee),
    ]

    forget_old()

    rows = Entry.objects.in_bulk([row.pk for row in [*gone, *stays]])
    assert sorted(rows) == [row.pk for row in stays]
    assert [rows[row.pk].source for row in stays] == ["203.0.113.7", "", "", ""]
