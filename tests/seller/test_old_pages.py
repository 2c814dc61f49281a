"""Pages that were opened before somebody else saved: what was not changed on them stays."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.utils.timezone import now

from marketplace.discovery.services import differences
from tenants.kernel.opening_hours import SpecialDays
from tenants.registry.context import use_retailer
from tenants.registry.models import OpeningHours, Retailer, SpecialHours
from tenants.registry.opening_hours import save_special_days
from tenants.shop.catalogue.models import Category, Product
from tenants.shop.catalogue.services import change_category, create_category
from tenants.shop.partner.models import StockRecord
from tests.factories.goods import make_product, make_variants, read_stock
from tests.factories.orders import hand_over, make_order
from tests.factories.staff import open_staff_browser
from tests.pages.browser import text_of
from tests.pages.forms import Page, read_form, save_from_two_pages

HTMX = {"hx-request": "true"}


def price_of(retailer, product):
    with use_retailer(retailer):
        return StockRecord.objects.get(product_id=product.pk).price


def offer(product):
    return f"/seller/products/{product.uuid}/offer"


def edit_path(product):
    return f"/dashboard/catalogue/products/{product.pk}/"


def test_shipped_stock_does_not_come_back_with_a_new_price(books):
    product = make_product(books, price="12.50", stock=50)
    order = make_order(books, product, quantity=2)
    client = open_staff_browser(books, "manager")
    form = read_form(client.get("/seller/products"), offer(product))
    hand_over(order, until="shipped")
    assert read_stock(books, product) == (48, 0)

    answer = client.post(offer(product), form | {"price": "14.00"}, headers=HTMX)

    assert answer.status_code == 200
    assert read_form(answer, offer(product))["num_in_stock"] == "48"
    assert (read_stock(books, product), price_of(books, product)) == ((48, 0), Decimal("14.00"))
    assert list(differences(retailer=books)) == []


def test_an_old_price_does_not_come_back_with_counted_stock(books):
    product = make_product(books, price="12.50", stock=50)
    ann, ben = open_staff_browser(books, "manager"), open_staff_browser(books, "fulfilment")
    form = read_form(ann.get("/seller/products"), offer(product))
    by_ben = read_form(ben.get("/seller/products"), offer(product))
    assert "initial-price" not in by_ben

    ann.post(offer(product), form | {"price": "14.00"})
    ann.post(offer(product), form | {"num_in_stock": "7"})
    assert (read_stock(books, product), price_of(books, product)) == ((7, 0), Decimal("14.00"))

    answer = ben.post(offer(product), by_ben | {"num_in_stock": "6"}, headers=HTMX)
    assert "It is 7 now" in text_of(answer)


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_who_counts_what_was_shipped_meanwhile_is_told_first(books, headers):
    product = make_product(books, price="12.50", stock=50)
    order = make_order(books, product, quantity=2)
    client = open_staff_browser(books, "manager")
    form = read_form(client.get("/seller/products"), offer(product))
    hand_over(order, until="shipped")

    changes = {"num_in_stock": "49", "price": "14.00"}
    answer = client.post(offer(product), form | changes, headers=headers)

    assert (answer.status_code, "It is 48 now" in text_of(answer)) == (422, True)
    assert (read_stock(books, product), price_of(books, product)) == ((48, 0), Decimal("12.50"))
    again = read_form(answer, offer(product))
    assert {name: again[name] for name in changes} == changes
    client.post(offer(product), again, headers=headers)
    assert (read_stock(books, product), price_of(books, product)) == ((49, 0), Decimal("14.00"))


def test_both_wrote_the_same(books):
    product = make_product(books, price="12.50", stock=50)
    client = open_staff_browser(books, "manager")
    form = read_form(client.get("/seller/products"), offer(product)) | {"num_in_stock": "40"}
    assert client.post(offer(product), form).status_code == 302
    assert client.post(offer(product), form).status_code == 302
    assert read_stock(books, product) == (40, 0)


def test_a_variants_row(books):
    small = {"options": {"Size": "S"}, "price": "9.00", "stock": 5}
    _shirt, [variant] = make_variants(books, variants=[small])
    client = open_staff_browser(books, "manager")
    form = read_form(client.get("/seller/products"), offer(variant))
    client.post(offer(variant), form | {"num_in_stock": "4"})
    client.post(offer(variant), form | {"price": "8.00"})
    assert (read_stock(books, variant), price_of(books, variant)) == ((4, 0), Decimal("8.00"))


# --- every other form of a whole record ----------------------------------------------------------
SEA = "9999"  # stands for the id of a category


def product_in(books):
    return make_product(books, title="Atlas", price="12.50", stock=50, categories=[["Maps"]])


def read_product(books, product):
    with use_retailer(books):
        row = Product.objects.get(pk=product.pk)
        record = StockRecord.objects.get(product=row)
        values = {name: getattr(row, name) for name in ("title", "is_public", "description")}
        return values | {
            "max_quantity": row.max_quantity,
            "categories": set(row.categories.values_list("name", flat=True)),
            "price": record.price,
            "num_in_stock": record.num_in_stock,
        }


@pytest.mark.parametrize(
    ("theirs", "mine", "rival", "words"),
    [
        ({"num_in_stock": "48"}, {"title": "Globe"}, {"num_in_stock": "49"}, "It is 48 now"),
        ({"price": "14.00"}, {"max_quantity": "3"}, {"price": ""}, "It is 14.00 now"),
        ({"is_public": None}, {"title": "Globe"}, {}, ""),
        ({"max_quantity": "3"}, {"is_public": None}, {"max_quantity": "4"}, "It is 3 now"),
        ({"categories": SEA}, {"title": "Globe"}, {"categories": []}, "It is Sea now"),
        (
            {"description": "One\r\ntwo"},
            {"num_in_stock": "7"},
            {"description": "Three"},
            "It is One two now",
        ),
    ],
)
def test_a_products_form(books, theirs, mine, rival, words):
    product = product_in(books)
    with use_retailer(books):
        sea = str(create_category(name="Sea").pk)
    theirs = {name: sea if value == SEA else value for name, value in theirs.items()}
    page = Page(open_staff_browser(books, "manager"), edit_path(product))
    read = partial(read_product, books, product)
    save_from_two_pages(page, read, theirs=theirs, mine=mine, rival=rival, words=words)
    assert list(differences(retailer=books)) == []


def test_a_products_limits_are_compared_as_they_are_now(books):
    product = product_in(books)
    page = Page(open_staff_browser(books, "manager"), edit_path(product))
    form = read_form(page.get())
    page.post(form, {"max_quantity": "2"})
    refused = page.post(form, {"min_quantity": "3"})
    assert "The maximum is below the minimum." in text_of(refused)


def test_a_category_form(books):
    with use_retailer(books):
        maps = create_category(name="Maps")
    client = open_staff_browser(books, "manager")
    page = Page(client, f"/dashboard/catalogue/categories/{maps.pk}/update/")
    form = read_form(page.get())
    page.post(form, {"name": "Charts"})
    page.post(form)
    answer = page.post(form, {"name": "Globes"})
    assert "It is Charts now" in text_of(answer)
    with use_retailer(books):
        assert Category.objects.get().name == "Charts"


def test_a_category_that_is_renamed_keeps_what_was_put_into_it(books):
    with use_retailer(books):
        maps = create_category(name="Maps")
        create_category(name="Sea", parent=Category.objects.get(pk=maps.pk))

        change_category(category=maps, name="Charts")

        row = Category.objects.get(pk=maps.pk)
        assert (row.name, [child.name for child in row.get_children()]) == ("Charts", ["Sea"])


@pytest.mark.parametrize(
    ("theirs", "mine", "rival", "words"),
    [
        ({"city": "Hamburg"}, {"tagline": "Old maps"}, {"city": "Bremen"}, "It is Hamburg now"),
        ({"country": "DE"}, {"delivery_fee": "3.00"}, {"country": "FR"}, "It is Germany now"),
        ({"offers_pickup": None}, {"minimum_order": "9.00"}, {}, ""),
    ],
)
def test_the_shops_details(books, theirs, mine, rival, words):
    def read():
        row = Retailer.objects.get(pk=books.pk)
        return {name: getattr(row, name) for name in {**theirs, **mine}}

    page = Page(open_staff_browser(books, "manager"), "/seller/profile")
    save_from_two_pages(page, read, theirs=theirs, mine=mine, rival=rival, words=words)


def test_the_opening_hours(books):
    def read():
        spans = {span.weekday: span for span in OpeningHours.objects.filter(retailer=books)}
        return {
            f"{end}_{day}_0": getattr(spans.get(day), end, None)
            for day in range(2)
            for end in ("opens", "closes")
        }

    save_from_two_pages(
        Page(open_staff_browser(books, "manager"), "/seller/hours"),
        read,
        theirs={"opens_0_0": "09:00", "closes_0_0": "12:00"},
        mine={"opens_1_0": "08:00", "closes_1_0": "16:00"},
        rival={"closes_0_0": "13:00"},
        words="It is 12:00 now",
    )


def test_special_days(books):
    day = now().date() + timedelta(days=9)
    row = save_special_days(retailer=books, days=SpecialDays(day, day, note="Fair"))

    def read():
        special = SpecialHours.objects.get()
        return {"note": special.note, "last_day": special.last_day}

    later = day + timedelta(days=2)
    save_from_two_pages(
        Page(open_staff_browser(books, "manager"), f"/seller/hours/special/{row.pk}"),
        read,
        theirs={"note": "Book fair"},
        mine={"last_day": f"{later}"},
        rival={"note": "Market"},
        words="It is Book fair now",
    )


@pytest.mark.parametrize(
    ("theirs", "mine", "rival", "words"),
    [
        ({"title": "Globe"}, {"description": "Round"}, {"title": "Chart"}, "It is Globe now"),
        ({"is_public": None}, {"title": "Globe"}, {}, ""),
    ],
)
def test_the_admins_form_of_a_product(books, theirs, mine, rival, words):
    product = product_in(books)
    client = open_staff_browser(books, "manager")
    page = Page(client, f"/admin/catalogue/product/{product.pk}/change/", refused=200)
    read = partial(read_product, books, product)
    save_from_two_pages(page, read, theirs=theirs, mine=mine, rival=rival, words=words)


def test_the_admins_form_of_stock(books):
    product = product_in(books)
    with use_retailer(books):
        pk = StockRecord.objects.get(product_id=product.pk).pk
    client = open_staff_browser(books, "manager")
    save_from_two_pages(
        Page(client, f"/admin/partner/stockrecord/{pk}/change/", refused=200),
        partial(read_product, books, product),
        theirs={"num_in_stock": "48"},
        mine={"price": "14.00"},
        rival={"num_in_stock": "49"},
        words="It is 48 now",
    )
