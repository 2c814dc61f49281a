"""Details, categories, staff and the overview."""

import re
from decimal import Decimal

import pytest
from django_tasks_db.models import DBTaskResult

from marketplace.accounts.models import User
from marketplace.audit.models import Entry
from marketplace.discovery.models import CategoryMapping, Listing, MarketCategory
from marketplace.settings import limits
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.staff.models import Membership
from tests.factories.goods import make_product
from tests.factories.staff import make_member, open_browser, open_staff_browser
from tests.pages.browser import text_of

PROFILE = {
    "name": "Northgate Books",
    "tagline": "Old maps",
    "contact_email": "hello@books.example",
    "publishes_email": "on",
    "contact_phone": "",
    "street": "Quay 1",
    "postcode": "20459",
    "city": "Hamburg",
    "country": "DE",
    "timezone": "Europe/Berlin",
    "offers_delivery": "on",
    "delivery_fee": "4.90",
    "free_delivery_over": "50",
}


def row_of(retailer):
    return Retailer.objects.get(pk=retailer.pk)


def test_the_shops_details_are_saved(books):
    client = open_staff_browser(books, "manager")
    assert client.post("/seller/profile", PROFILE)["Location"] == "/seller/profile"
    row = row_of(books)
    assert (row.tagline, row.city, row.offers_pickup) == ("Old maps", "Hamburg", False)
    assert (row.delivery_fee, row.free_delivery_over) == (Decimal("4.900"), Decimal("50.000"))
    assert (row.publishes_email, row.publishes_phone, row.publishes_address) == (True, False, False)
    page = client.get("/seller/profile").content.decode()
    assert 'value="4.90"' in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"delivery_fee": "4.905"}, "EUR has no such fraction."),
        ({"delivery_fee": "-1"}, "greater than or equal to 0"),
        ({"offers_delivery": ""}, "Offer delivery, pickup or both."),
        ({"name": ""}, "This field is required."),
        ({"contact_email": "nobody"}, "Enter a valid email address."),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_saved(books, change, words):
    answer = open_staff_browser(books, "owner").post("/seller/profile", PROFILE | change)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert row_of(books).tagline == ""


def test_a_category_is_confirmed_and_its_products_move(books):
    product = make_product(books, title="Thing", categories=[["Zork"]])
    client = open_staff_browser(books, "manager")
    mapping = CategoryMapping.objects.get(retailer=books)
    assert "1 category stands in Other" in text_of(client.get("/seller/categories"))
    place = MarketCategory.objects.exclude(pk=mapping.category_id).order_by("path").first()
    path = f"/seller/categories/{mapping.shop_category}"
    assert client.post(path, {"category": place.pk})["Location"] == "/seller/categories"
    mapping.refresh_from_db()
    assert (mapping.category_id, mapping.is_confirmed) == (place.pk, True)
    assert Listing.objects.get(uuid=product.uuid).category_id == place.pk
    assert "stands in Other" not in text_of(client.get("/seller/categories"))


@pytest.mark.parametrize("sent", [{"category": "0"}, {"category": "x"}, {}])
def test_an_unknown_place_is_not_found(books, sent):
    make_product(books, categories=[["Zork"]])
    mapping = CategoryMapping.objects.get(retailer=books)
    client = open_staff_browser(books, "owner")
    assert client.post(f"/seller/categories/{mapping.shop_category}", sent).status_code == 404
    place = MarketCategory.objects.order_by("id").first()
    assert client.post("/seller/categories/999999", {"category": place.pk}).status_code == 404
    assert CategoryMapping.objects.get(retailer=books).is_confirmed is False


# --- staff ------------------------------------------------------------------------------------
def role_of(retailer, user):
    with use_retailer(retailer):
        found = Membership.objects.live_for(user)
        return found.role if found else ""


def letters():
    jobs = DBTaskResult.objects.filter(task_path__endswith="deliver_mail")
    return [job.args_kwargs["kwargs"] for job in jobs]


def test_an_invitation_gives_little_unless_more_is_chosen(books):
    page = open_staff_browser(books, "owner").get("/seller/staff").content.decode()
    assert re.findall(r'<option value="(\w+)" selected', page.partition("Invite someone")[2]) == [
        "fulfilment"
    ]


def test_an_invitation_alone_gives_nothing(books):
    answer = open_staff_browser(books, "owner").post(
        "/seller/staff", {"email": "Nina@Mail.example", "role": "editor"}
    )
    assert answer["Location"] == "/seller/staff"
    assert not User.objects.filter(email="nina@mail.example").exists()
    letter = next(one for one in letters() if one["to"] == "nina@mail.example")
    assert letter["context"]["url"].startswith(f"{books.url}/invitations/")
    link = letter["context"]["url"].removeprefix(books.url)
    assert open_browser(books).get(link).status_code == 200


@pytest.mark.parametrize("role", ["support", "root", ""])
def test_a_role_that_a_shop_does_not_give(books, role):
    answer = open_staff_browser(books, "owner").post(
        "/seller/staff", {"email": "nina@mail.example", "role": role}
    )
    assert answer.status_code == 422
    assert not User.objects.filter(email="nina@mail.example").exists()


def test_nobody_is_invited_twice(books):
    ann = make_member(books, "editor")
    answer = open_staff_browser(books, "owner").post(
        "/seller/staff", {"email": ann.email, "role": "owner"}
    )
    assert answer.status_code == 422
    assert "works here already" in text_of(answer)
    assert role_of(books, ann) == "editor"


def test_a_role_is_changed_and_a_member_removed(books):
    ann = make_member(books, "editor")
    client = open_staff_browser(books, "owner")
    client.post(f"/seller/staff/{ann.uuid}", {"role": "manager"})
    assert role_of(books, ann) == "manager"
    client.post(f"/seller/staff/{ann.uuid}", {"remove": "1"})
    assert role_of(books, ann) == ""
    actions = list(Entry.objects.filter(person=ann, retailer=books).order_by("id"))
    assert [entry.what for entry in actions][-2:] == ["member.changed", "member.removed"]


def test_the_last_owner_stays(books):
    with use_retailer(books):
        Membership.objects.all().delete()
    owner = make_member(books, "owner")
    client = open_browser(books, owner)
    client.post(f"/seller/staff/{owner.uuid}", {"remove": "1"})
    client.post(f"/seller/staff/{owner.uuid}", {"role": "editor"})
    assert role_of(books, owner) == "owner"


def test_a_manager_sees_the_staff_but_changes_nobody(books):
    ann = make_member(books, "editor")
    client = open_staff_browser(books, "manager")
    assert ann.email in text_of(client.get("/seller/staff"))
    assert client.post(f"/seller/staff/{ann.uuid}", {"role": "owner"}).status_code == 403
    sent = {"email": "x@mail.example", "role": "owner"}
    assert client.post("/seller/staff", sent).status_code == 403
    assert role_of(books, ann) == "editor"
    assert not User.objects.filter(email="x@mail.example").exists()


def test_staff_of_another_shop_is_out_of_reach(books, coffee):
    ann = make_member(coffee, "editor")
    client = open_staff_browser(books, "owner")
    client.post(f"/seller/staff/{ann.uuid}", {"remove": "1"})
    assert role_of(coffee, ann) == "editor"
    assert ann.email not in text_of(client.get("/seller/staff"))


# --- overview ---------------------------------------------------------------------------------
def test_the_overview_counts_what_is_to_be_done(books, order_at):
    order = order_at(books, product=make_product(books, title="Atlas", price="31.00"))
    make_product(books, title="Rare chart", stock=1)
    make_product(books, title="Thing", categories=[["Zork"]])
    shown = text_of(open_staff_browser(books, "owner").get("/seller/dashboard"))
    for words in (order.number, "€31.00", "Rare chart", "1 category of yours stands in Other"):
        assert words in shown


def test_fulfilment_sees_no_sorting(books):
    make_product(books, title="Thing", categories=[["Zork"]])
    shown = text_of(open_staff_browser(books, "fulfilment").get("/seller/dashboard"))
    assert "stands in Other" not in shown


def test_the_shop_says_from_which_size_on_guests_confirm(books, settings):
    settings.GUEST_ORDER_PIECES = limits.GUEST_ORDER_PIECES
    settings.GUEST_ORDER_AMOUNTS = limits.GUEST_ORDER_AMOUNTS
    client = open_staff_browser(books, "manager")
    page = text_of(client.get("/seller/profile"))
    assert "Empty: €150.00. 0: every order." in page
    assert "Empty: 10. 0: every order." in page

    own = {"guest_order_amount": "80", "guest_order_pieces": "0"}
    assert client.post("/seller/profile", PROFILE | own).status_code == 302
    assert (row_of(books).guest_order_amount, row_of(books).guest_order_pieces) == (80, 0)
    assert client.post("/seller/profile", PROFILE).status_code == 302
    assert (row_of(books).guest_order_amount, row_of(books).guest_order_pieces) == (None, None)


@pytest.mark.parametrize(
    "wrong",
    [{"guest_order_amount": "-1"}, {"guest_order_pieces": "1.5"}, {"guest_order_amount": "0.001"}],
)
def test_a_limit_that_is_none_is_refused_by_its_field(books, wrong):
    answer = open_staff_browser(books, "manager").post("/seller/profile", PROFILE | wrong)
    assert answer.status_code == 422
    assert row_of(books).guest_order_amount is None
