"""Price and stock in the list, the product form, the archive, Django's admin."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from marketplace.discovery.models import Listing
from marketplace.discovery.services import differences
from tenants.registry.context import use_retailer
from tenants.shop.catalogue.duplicates import OptionsTaken
from tenants.shop.catalogue.models import Category, Product
from tenants.shop.catalogue.services import archive_product, change_product, restore_product
from tenants.shop.partner.models import StockRecord
from tests.factories.goods import make_product, make_variants, read_stock
from tests.factories.staff import open_staff_browser
from tests.factories.statements import count_statements
from tests.pages.browser import text_of

HTMX = {"hx-request": "true"}


def listing(product):
    return Listing.objects.get(uuid=product.uuid)


def consistent(retailer):
    return list(differences(retailer=retailer)) == []


def offer_path(product):
    return f"/seller/products/{product.uuid}/offer"


def test_price_and_stock_are_changed_in_the_row_and_seen_by_shoppers_at_once(books):
    product = make_product(books, title="Atlas", price="12.50")
    client = open_staff_browser(books, "manager")
    sent = {"price": "14.00", "num_in_stock": "3"}
    answer = client.post(offer_path(product), sent, headers=HTMX)
    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith("<tr id=")
    assert read_stock(books, product) == (3, 0)
    assert (listing(product).price, listing(product).quantity) == (Decimal("14.000"), 3)
    assert consistent(books)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"price": "12.505", "num_in_stock": "3"}, "EUR has no such fraction"),
        ({"price": "-1", "num_in_stock": "3"}, "greater than or equal to 0"),
        ({"price": "abc", "num_in_stock": "3"}, "Enter a number."),
        ({"price": "14.00", "num_in_stock": "1"}, "2 are promised to open orders."),
        ({"price": "14.00", "num_in_stock": "1.5"}, "Enter a whole number."),
    ],
)
def test_what_cannot_be_is_refused_in_its_field_and_nothing_is_saved(books, order_at, sent, words):
    product = make_product(books, price="12.50")
    order_at(books, product=product, quantity=2)
    client = open_staff_browser(books, "owner")
    answer = client.post(offer_path(product), sent, headers=HTMX)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert answer.content.decode().count('aria-invalid="true"') == 1
    assert read_stock(books, product) == (10, 2)
    assert listing(product).price == Decimal("12.500")


def test_without_script_the_row_comes_as_a_page(books):
    product = make_product(books)
    client = open_staff_browser(books, "owner")
    refused = client.post(offer_path(product), {"price": "x", "num_in_stock": ""})
    assert refused.status_code == 422
    assert "<h1>" in refused.content.decode()
    saved = client.post(offer_path(product), {"price": "9.00", "num_in_stock": ""})
    assert saved["Location"] == "/seller/products"
    assert read_stock(books, product) == (None, 0)


@pytest.mark.parametrize("role", ["analyst", "support"])
def test_who_may_change_nothing_is_told_so(books, role):
    product = make_product(books)

    answer = open_staff_browser(books, role).post(offer_path(product), {"price": "1.00"})

    assert answer.status_code == 403
    assert listing(product).price == Decimal("12.500")


def test_fulfilment_counts_stock_but_sets_no_price(books):
    product = make_product(books, price="12.50")
    client = open_staff_browser(books, "fulfilment")
    client.post(offer_path(product), {"price": "1.00", "num_in_stock": "4"}, headers=HTMX)
    assert read_stock(books, product) == (4, 0)
    assert listing(product).price == Decimal("12.500")


def test_an_analyst_changes_nothing(books):
    product = make_product(books, price="12.50")
    open_staff_browser(books, "analyst").post(
        offer_path(product), {"price": "1", "num_in_stock": "1"}
    )
    assert read_stock(books, product) == (10, 0)
    assert listing(product).price == Decimal("12.500")


def test_another_shops_product_is_not_found(books, coffee):
    product = make_product(coffee)
    answer = open_staff_browser(books, "owner").post(
        offer_path(product), {"price": "1", "num_in_stock": "1"}
    )
    assert answer.status_code == 404
    assert read_stock(coffee, product) == (10, 0)


def test_a_yen_has_no_fraction(tea):
    product = make_product(tea, price=Decimal(1200))
    client = open_staff_browser(tea, "owner")
    assert 'value="1200"' in client.get("/seller/products").content.decode()
    answer = client.post(offer_path(product), {"price": "1200.5", "num_in_stock": "1"})
    assert "JPY has no such fraction" in text_of(answer)


def test_the_list_finds_by_name_sku_and_stock(books):
    make_product(books, title="Atlas", sku="AT-1", stock=2)
    make_product(books, title="Novel", sku="NO-1", stock=50)
    make_variants(
        books,
        title="Shirt",
        variants=[{"options": {"Size": "S"}, "price": "9.00", "stock": 70, "sku": "SH-S"}],
    )
    client = open_staff_browser(books, "owner")

    def found(query):
        page = text_of(client.get(f"/seller/products?{query}"))
        return [title for title in ("Atlas", "Novel", "Shirt") if title in page]

    assert found("") == ["Atlas", "Novel", "Shirt"]
    assert found("q=atl") == ["Atlas"]
    assert found("q=SH-S") == ["Shirt"]
    assert found("view=low") == ["Atlas"]
    assert found("view=archived") == []


def test_statements_do_not_grow_with_products(books):
    client = open_staff_browser(books, "owner")
    make_variants(books, variants=[{"options": {"Size": "S"}, "price": "9.00", "stock": 1}])
    client.get("/seller/products")
    with count_statements() as few:
        client.get("/seller/products")
    for _ in range(5):
        make_product(books)
    with count_statements() as many:
        client.get("/seller/products")
    assert len(many) == len(few)


# --- the form under Oscar's address -----------------------------------------------------------
FORM = {
    "title": "Sea chart",
    "description": "The Baltic.",
    "price": "25.00",
    "num_in_stock": "7",
    "brand": "Admiralty",
    "upc": "",
    "sku": "SC-1",
    "min_quantity": "1",
    "max_quantity": "",
    "is_public": "on",
}
NEW = "/dashboard/catalogue/products/create/"


def picture(colour="#224466"):
    data = io.BytesIO()
    Pillow.new("RGB", (700, 500), colour).save(data, "PNG")
    return SimpleUploadedFile("chart.png", data.getvalue(), "image/png")


def made(retailer, title="Sea chart"):
    with use_retailer(retailer):
        return Product.objects.get(title=title)


def edit_path(product):
    return f"/dashboard/catalogue/products/{product.pk}/"


def test_a_product_is_made_with_its_picture_and_listed(books):
    client = open_staff_browser(books, "manager")
    answer = client.post(NEW, FORM | {"image": picture()})
    product = made(books)
    assert answer["Location"] == edit_path(product)
    row = listing(product)
    assert (row.title, row.price, row.quantity, row.brand) == (
        "Sea chart",
        Decimal("25.000"),
        7,
        "Admiralty",
    )
    assert len(row.images) == 1
    assert consistent(books)


def test_a_product_is_changed(books):
    client = open_staff_browser(books, "manager")
    client.post(NEW, FORM)
    product = made(books)
    sent = FORM | {"title": "Sea chart", "price": "26.50", "num_in_stock": "", "is_featured": "on"}
    assert client.post(edit_path(product), sent).status_code == 302
    row = listing(product)
    assert (row.price, row.quantity, row.is_featured) == (Decimal("26.500"), None, True)
    assert consistent(books)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "This field is required."),
        ("price", "25.001", "EUR has no such fraction"),
        ("max_quantity", "0", "greater than or equal to 1"),
        ("num_in_stock", "2", "3 are promised to open orders."),
        ("image", SimpleUploadedFile("x.png", b"no picture", "image/png"), "picture that opens"),
    ],
)
def test_what_cannot_be_saved_is_told_and_nothing_is_changed(books, order_at, field, value, words):
    client = open_staff_browser(books, "owner")
    client.post(NEW, FORM)
    product = made(books)
    order_at(books, product=product, quantity=3)
    answer = client.post(edit_path(product), FORM | {"brand": "Changed", field: value})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert listing(product).brand == "Admiralty"
    assert read_stock(books, product) == (7, 3)


def test_limits_that_contradict_each_other(books):
    sent = FORM | {"min_quantity": "5", "max_quantity": "2"}
    answer = open_staff_browser(books, "owner").post(NEW, sent)
    assert answer.status_code == 422
    assert "The maximum is below the minimum." in text_of(answer)
    with use_retailer(books):
        assert not Product.objects.exists()


def test_deleting_archives(books):
    product = make_product(books, title="Atlas")
    client = open_staff_browser(books, "owner")
    path = f"{edit_path(product)}delete/"
    assert client.get(path).status_code == 200
    client.post(path)
    with use_retailer(books):
        assert Product.objects.get(pk=product.pk).archived_at is not None
    assert listing(product).is_visible is False
    client.post(f"{edit_path(product)}restore/")
    assert listing(product).is_visible is True
    assert consistent(books)


def test_a_variant_is_added_and_the_product_becomes_a_parent(books):
    product = make_product(books, title="Shirt", price="20.00")
    client = open_staff_browser(books, "owner")
    sent = {
        "option_1": "Size",
        "value_1": "M",
        "option_2": "Colour",
        "value_2": "Red",
        "price": "22.00",
        "num_in_stock": "4",
        "sku": "SH-M-R",
    }
    assert client.post(f"{edit_path(product)}create-variant/", sent).status_code == 302
    with use_retailer(books):
        child = Product.objects.get(parent_id=product.pk)
        assert child.variant_options == {"Size": "M", "Colour": "Red"}
        assert StockRecord.objects.filter(product=product).count() == 0
    row = listing(product)
    assert (row.has_variants, row.price, row.quantity) == (True, Decimal("22.000"), 4)
    assert client.get(edit_path(child))["Location"] == edit_path(product)
    assert consistent(books)


def test_a_variant_that_is_there_is_refused_next_to_its_value(books):
    parent, (small,) = make_variants(
        books,
        title="Shirt",
        variants=[{"options": {"Size": "S", "Colour": "Red"}, "price": "9.00", "stock": 1}],
    )
    client = open_staff_browser(books, "owner")
    path = f"{edit_path(parent)}create-variant/"
    fields = {"option_1": "colour", "value_1": " RED", "option_2": "Size", "value_2": "s"}

    answer = client.post(path, fields)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"value_1": ["Another variant has these options."]}
    twice = client.post(path, fields | {"option_2": "Colour"})
    assert list(twice.context["form"].errors) == ["option_2"]
    with use_retailer(books):
        assert list(Product.objects.filter(parent=parent.pk)) == [small]


def test_a_variant_comes_back_while_its_place_is_free(books):
    sizes = [{"options": {"Size": size}, "price": "9.00", "stock": 1} for size in "SM"]
    _parent, (small, medium) = make_variants(books, variants=sizes)
    with use_retailer(books):
        archive_product(product=small)
        change_product(product=medium, variant_options={"size": "s"})
        with pytest.raises(OptionsTaken):
            restore_product(product=small)
        change_product(product=medium, variant_options={"Size": "M"})
        assert restore_product(product=small).archived_at is None


def test_a_name_that_is_there_is_refused_next_to_it(books):
    client = open_staff_browser(books, "owner")
    chart = make_product(books, title="Atlas")
    client.post(NEW, FORM)

    for path, title in ((NEW, "sea  CHART"), (edit_path(chart), "Sea chart")):
        answer = client.post(path, FORM | {"title": title})
        assert answer.status_code == 422
        assert answer.context["form"].errors == {"title": ["Another product has this name."]}
    assert client.post(edit_path(made(books)), FORM | {"title": "SEA chart"}).status_code == 302
    with use_retailer(books):
        assert sorted(Product.objects.values_list("title", flat=True)) == ["Atlas", "SEA chart"]


def test_a_picture_is_removed(books):
    client = open_staff_browser(books, "owner")
    client.post(NEW, FORM | {"image": picture()})
    product = made(books)
    with use_retailer(books):
        image = product.images.get()
    client.post(f"/dashboard/catalogue/images/{image.pk}/delete/")
    assert listing(product).images == []


def test_categories_are_made_and_renamed(books):
    client = open_staff_browser(books, "owner")
    client.post("/dashboard/catalogue/categories/create/", {"name": "Maps", "parent": ""})
    with use_retailer(books):
        maps = Category.objects.get(name="Maps")
    client.post("/dashboard/catalogue/categories/create/", {"name": "Sea", "parent": str(maps.pk)})
    client.post(f"/dashboard/catalogue/categories/{maps.pk}/update/", {"name": "Charts"})
    with use_retailer(books):
        names = list(Category.objects.order_by("path").values_list("name", "depth"))
    assert names == [("Charts", 1), ("Sea", 2)]
    assert consistent(books)


@pytest.mark.parametrize("role", ["fulfilment", "analyst", "editor", "support"])
def test_who_does_not_manage_makes_and_archives_nothing(books, role):
    product = make_product(books, title="Atlas")
    client = open_staff_browser(books, role)
    for path, sent in (
        (NEW, FORM),
        (edit_path(product), FORM),
        (f"{edit_path(product)}delete/", {}),
        (f"{edit_path(product)}create-variant/", {}),
        ("/dashboard/catalogue/categories/create/", {"name": "X", "parent": ""}),
    ):
        assert client.post(path, sent).status_code == 403
    with use_retailer(books):
        assert list(Product.objects.values_list("title", "archived_at")) == [("Atlas", None)]
        assert not Category.objects.exists()


# --- Django's admin ---------------------------------------------------------------------------
ADMIN = {
    "title": "Globe",
    "description": "",
    "brand": "",
    "upc": "",
    "min_quantity": "1",
    "max_quantity": "",
    "is_public": "on",
}


def test_the_admin_saves_products_through_the_services(books):
    client = open_staff_browser(books, "owner")
    assert client.post("/admin/catalogue/product/add/", ADMIN).status_code == 302
    globe = made(books, "Globe")
    assert listing(globe).title == "Globe"
    path = f"/admin/catalogue/product/{globe.pk}/change/"
    client.post(path, ADMIN | {"title": "Big globe"})
    assert listing(globe).title == "Big globe"
    sent = ADMIN | {"title": "Bad", "min_quantity": "5", "max_quantity": "1"}
    client.post(path, sent)
    assert listing(globe).title == "Big globe"
    assert consistent(books)


def test_the_admin_saves_stock_through_the_services(books, order_at):
    product = make_product(books, price="12.50")
    order_at(books, product=product, quantity=2)
    client = open_staff_browser(books, "owner")
    with use_retailer(books):
        pk = StockRecord.objects.get(product_id=product.pk).pk
    path = f"/admin/partner/stockrecord/{pk}/change/"
    assert client.post(path, {"price": "13.00", "num_in_stock": "5"}).status_code == 302
    assert read_stock(books, product) == (5, 2)
    assert (listing(product).price, listing(product).quantity) == (Decimal("13.000"), 3)
    refused = client.post(path, {"price": "14.00", "num_in_stock": "1"})
    assert refused.status_code == 200
    assert "2 are promised to open orders." in text_of(refused)
    assert read_stock(books, product) == (5, 2)
    assert listing(product).price == Decimal("13.000")


def test_the_admin_deletes_nothing(books):
    product = make_product(books)
    client = open_staff_browser(books, "owner")
    path = f"/admin/catalogue/product/{product.pk}/delete/"
    assert client.post(path, {"post": "yes"}).status_code == 403
    with use_retailer(books):
        assert Product.objects.filter(pk=product.pk).exists()
