import pytest
from django.core import mail

from marketplace.purchases.models import RetailerOrder
from marketplace.purchases.tasks import staff_addresses, tell_staff_of_order
from tenants.registry.context import use_retailer
from tenants.shop.order.models import Order, OrderStatusChange
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product, read_stock
from tests.factories.orders import make_purchase
from tests.factories.staff import make_member, open_browser, open_staff_browser
from tests.factories.statements import count_statements
from tests.pages.browser import text_of


def status(retailer, order):
    with use_retailer(retailer):
        return Order.objects.get(pk=order.pk).status


def moves(retailer, order):
    with use_retailer(retailer):
        found = OrderStatusChange.objects.filter(order_id=order.pk).order_by("id")
        return list(found.values_list("old_status", "new_status", "actor_role"))


def offered(page):
    return [word.split('"')[0] for word in page.content.decode().split('name="to" value="')[1:]]


def test_the_list_names_number_customer_way_and_sum(books, order_at):
    order = order_at(books, product=make_product(books, price="31.00"))
    shown = text_of(open_staff_browser(books, "fulfilment").get("/seller/orders"))
    for words in (order.number, "Ada Lind", "Delivery", "Waiting for the shop", "€31.00", "Accept"):
        assert words in shown


def test_the_list_narrows_by_status_and_words(books, order_at):
    first = order_at(books, fulfilment="pickup", email="zoe@mail.example")
    second = order_at(books)
    client = open_staff_browser(books, "owner")
    client.post(f"/seller/orders/{first.number}/move", {"to": "processing"}, follow=True)

    def numbers(query):
        page = client.get(f"/seller/orders?{query}").content.decode()
        return {number for number in (first.number, second.number) if number in page}

    assert numbers("status=new") == {second.number}
    assert numbers("status=open") == {first.number}
    assert numbers("q=zoe@mail") == {first.number}
    assert numbers("q=Lind") == {second.number}
    assert numbers(f"q={second.number}") == {second.number}
    assert numbers("q=nobody") == set()


def search_orders(client, words):
    page = client.get("/seller/orders", {"q": words})
    return [row["number"] for row in page.context["orders"]]


def test_an_order_is_found_by_what_its_account_is_called(books, coffee, order_at):
    ada = make_customer("ada@work.example", first_name="Zoë", last_name="Quist")
    away = order_at(books, user=ada, fulfilment="pickup")
    brought = order_at(books, user=ada)
    order_at(coffee, user=ada)
    client = open_staff_browser(books, "fulfilment")

    for words in ("quist", "Zoe\u0308 Quist", "Quist zoë", "ada@WORK", f"Quist {brought.number}"):
        numbers = [brought.number] if brought.number in words else [brought.number, away.number]
        assert search_orders(client, words) == numbers
    assert search_orders(client, "Zoë Lovelace") == search_orders(client, "%") == []
    assert client.get("/seller/orders", {"q": "Quist", "status": "done"}).context["orders"] == []


def test_the_address_for_another_shop_finds_nothing_here(books, coffee):
    here, there = make_product(books), make_product(coffee)
    ways = {"books": "pickup", "coffee": "delivery"}
    make_purchase(here, there, fulfilment=ways)

    assert search_orders(open_staff_browser(books, "owner"), "Lind") == []
    assert len(search_orders(open_staff_browser(coffee, "owner"), "Ada Lind")) == 1


def test_a_search_takes_as_many_statements_for_many_orders(books, order_at):
    ada = make_customer(last_name="Quist")
    client = open_staff_browser(books, "owner")
    order_at(books, user=ada)
    search_orders(client, "Quist")
    with count_statements() as few:
        assert len(search_orders(client, "Quist")) == 1
    for _ in range(3):
        order_at(books, user=ada)
    with count_statements() as many:
        assert len(search_orders(client, "Quist")) == 4
    assert len(many) == len(few)


def test_only_legal_moves_are_offered(books, order_at):
    delivery, pickup = order_at(books), order_at(books, fulfilment="pickup")
    client = open_staff_browser(books, "fulfilment")
    page = client.get(f"/seller/orders/{delivery.number}")
    assert offered(page) == ["processing", "cancelled"]
    for order, way in ((delivery, "shipped"), (pickup, "ready_for_pickup")):
        path = f"/seller/orders/{order.number}"
        client.post(f"{path}/move", {"to": "processing"})
        assert offered(client.get(path)) == [way, "cancelled"]


def test_a_move_is_made_logged_and_seen_everywhere(books, order_at):
    order = order_at(books)
    user = make_member(books, "fulfilment")
    client = open_browser(books, user)
    path = f"/seller/orders/{order.number}"
    assert client.post(f"{path}/move", {"to": "processing"})["Location"] == path
    sent = {"to": "shipped", "tracking_number": "DHL 17", "note": "two parcels"}
    client.post(f"{path}/move", sent)

    assert status(books, order) == "shipped"
    assert RetailerOrder.objects.get(uuid=order.uuid).status == "shipped"
    assert moves(books, order) == [
        ("", "pending", "customer"),
        ("pending", "processing", "fulfilment"),
        ("processing", "shipped", "fulfilment"),
    ]
    shown = text_of(client.get(path))
    assert f"{user.email} (Fulfilment)" in shown
    assert "· Customer" in shown
    assert "DHL 17" in shown
    assert "two parcels" in shown


@pytest.mark.parametrize("to", ["delivered", "ready_for_pickup", "pending", "paid", "", "nonsense"])
def test_an_illegal_move_is_refused_and_nothing_changes(books, order_at, to):
    product = make_product(books)
    order = order_at(books, product=product)
    answer = open_staff_browser(books, "owner").post(
        f"/seller/orders/{order.number}/move", {"to": to}
    )
    assert answer.status_code == 409
    assert "This order cannot be moved there." in text_of(answer)
    assert "It is “Waiting for the shop”; from there it may become: “In preparation”" in text_of(
        answer
    )
    assert status(books, order) == "pending"
    assert moves(books, order) == [("", "pending", "customer")]
    assert read_stock(books, product) == (10, 1)


@pytest.mark.parametrize("role", ["analyst", "support", "editor"])
def test_who_only_reads_cannot_move(books, order_at, role):
    order = order_at(books)
    client = open_staff_browser(books, role)
    path = f"/seller/orders/{order.number}"
    assert client.post(f"{path}/move", {"to": "processing"}).status_code == 403
    assert (
        client.post(f"/dashboard/orders/{order.number}/", {"new_status": "processing"}).status_code
        == 403
    )
    assert status(books, order) == "pending"
    if role != "editor":
        assert offered(client.get(path)) == []


def test_another_shops_order_is_not_found(books, coffee, order_at):
    order = order_at(coffee)
    client = open_staff_browser(books, "owner")
    for path in (f"/seller/orders/{order.number}", f"/dashboard/orders/{order.number}/"):
        assert client.get(path).status_code == 404
    for path in (f"/seller/orders/{order.number}/move", f"/dashboard/orders/{order.number}/"):
        sent = {"to": "processing", "new_status": "processing"}
        assert client.post(path, sent).status_code == 404
    assert status(coffee, order) == "pending"


def test_cancelling_gives_the_stock_back(books, order_at):
    product = make_product(books)
    order = order_at(books, product=product, quantity=3)
    assert read_stock(books, product) == (10, 3)
    open_staff_browser(books, "owner").post(
        f"/seller/orders/{order.number}/move", {"to": "cancelled"}
    )
    assert read_stock(books, product) == (10, 0)


# --- Oscar's own addresses --------------------------------------------------------------------
def test_oscars_order_pages_lead_to_ours(books, order_at):
    order = order_at(books)
    client = open_staff_browser(books, "fulfilment")
    assert client.get("/dashboard/orders/")["Location"] == "/seller/orders"
    detail = client.get(f"/dashboard/orders/{order.number}/")
    assert detail["Location"] == f"/seller/orders/{order.number}"
    assert client.get("/dashboard/")["Location"] == "/seller/dashboard"


def test_oscars_change_of_status_calls_our_service(books, order_at):
    order = order_at(books)
    client = open_staff_browser(books, "fulfilment")
    sent = {"order_action": "change_order_status", "new_status": "processing"}
    client.post(f"/dashboard/orders/{order.number}/", sent)
    assert moves(books, order)[-1] == ("pending", "processing", "fulfilment")
    client.post(f"/dashboard/orders/{order.number}/", sent | {"new_status": "delivered"})
    assert status(books, order) == "processing"
    assert "cannot be moved there" in text_of(client.get("/seller/orders"))


def test_oscars_bulk_change_moves_each_order_on_its_own(books, order_at):
    new, begun = order_at(books), order_at(books)
    client = open_staff_browser(books, "owner")
    client.post(f"/seller/orders/{begun.number}/move", {"to": "processing"})
    client.post(
        "/dashboard/orders/",
        {
            "action": "change_order_statuses",
            "selected_order": [new.pk, begun.pk, "x"],
            "new_status": "processing",
        },
    )
    assert (status(books, new), status(books, begun)) == ("processing", "processing")
    assert len(moves(books, begun)) == 2


# --- cost and mail ----------------------------------------------------------------------------
def test_statements_do_not_grow_with_orders(books, order_at):
    client = open_staff_browser(books, "owner")
    order_at(books)
    client.get("/seller/orders")
    with count_statements() as few:
        client.get("/seller/orders")
    for _ in range(4):
        order_at(books)
    with count_statements() as many:
        client.get("/seller/orders")
    assert len(many) == len(few)


def test_staff_who_pack_or_manage_are_told_of_a_new_order(books, order_at):
    told = sorted(make_member(books, role).email for role in ("owner", "manager", "fulfilment"))
    for role in ("editor", "analyst", "support"):
        make_member(books, role)
    order = order_at(books)
    with use_retailer(books):
        assert set(told) <= set(staff_addresses(books))
        assert len(staff_addresses(books)) == len(told) + owners_of_the_fixture(books)
        tell_staff_of_order.call(order=str(order.uuid))
    run_mail()
    letters = [letter for letter in mail.outbox if letter.to[0] in told]
    assert sorted(letter.to[0] for letter in letters) == told
    assert {letter.subject for letter in letters} == {f"New order {order.number}"}
    assert f"/seller/orders/{order.number}" in letters[0].body


def owners_of_the_fixture(retailer):
    """A shop of the test database may have been opened with an owner."""
    from marketplace.accounts.models import User

    return User.objects.filter(email=f"owner@{retailer.slug}.example").count()


def run_mail():
    """What the task worker would do with the queued letters."""
    from django_tasks_db.models import DBTaskResult

    from marketplace.notifications.tasks import deliver_mail

    for job in DBTaskResult.objects.filter(task_path__endswith="deliver_mail"):
        arguments = job.args_kwargs["kwargs"]
        deliver_mail.func(
            **{key: arguments[key] for key in ("to", "subject", "template", "context")}
        )


def test_a_new_order_leaves_a_note_for_the_worker_and_a_move_does_not(books, order_at):
    from django_tasks_db.models import DBTaskResult

    notes = DBTaskResult.objects.filter(task_path__endswith="tell_staff_of_order")
    order = order_at(books)
    assert notes.count() == 1
    open_staff_browser(books, "owner").post(
        f"/seller/orders/{order.number}/move", {"to": "processing"}
    )
    assert notes.count() == 1


def test_an_invoice_is_for_those_who_see_orders(books, order_at):
    order = order_at(books)
    path = f"/seller/orders/{order.number}/invoice"
    client = open_staff_browser(books, "owner")
    for to in ("processing", "shipped", "delivered"):
        client.post(f"/seller/orders/{order.number}/move", {"to": to})

    assert client.get(path)["Content-Type"] == "application/pdf"
    assert open_staff_browser(books, "editor").get(path).status_code == 403
    assert open_browser(books, make_customer()).get(path).status_code == 404
    assert open_browser(books).get(path).status_code == 302
