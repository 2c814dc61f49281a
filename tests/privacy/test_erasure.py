"""After an erasure nothing tells who it was, but for the documents of what was sold."""

import io

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import connection, models

from marketplace.accounts.errors import AccountGone
from marketplace.accounts.logins.handoff import issue_code
from marketplace.accounts.logins.tokens import issue
from marketplace.accounts.models import (
    HandoffCode,
    Identity,
    Profile,
    TokenFamily,
    User,
    WebSession,
)
from marketplace.accounts.people.address_book import add_address
from marketplace.accounts.people.avatars import set_avatar
from marketplace.accounts.people.profiles import change_profile, public_name
from marketplace.activities.services import record
from marketplace.cart.models import Cart
from marketplace.notifications.choices import choose
from marketplace.privacy.erasure import erase_account, forget_everywhere
from marketplace.privacy.errors import AccountNeeded
from marketplace.privacy.exports import request_export
from marketplace.privacy.stages import shop_stages, stages
from marketplace.purchases.models import Purchase
from marketplace.requests.models import IdempotencyKey
from tenants.kernel.ids import token_digest
from tenants.registry.context import use_market, use_retailer
from tenants.registry.services import close
from tenants.shop.basket.models import Basket
from tenants.shop.catalogue.models import Product
from tenants.shop.order.models import Order
from tenants.staff.models import GroupMembership, Membership
from tenants.staff.services import add_member, remove_member
from tenants.tasks.runner import run_all
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.hostile_pictures import picture
from tests.factories.orders import check_out
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db

WORD = "qzzyx"  # in whatever she told
SNAPSHOTS = {  # of sales: kept for the law
    "public.purchases_purchase",
    "shop_books.order_shippingaddress",
    "shop_coffee.order_shippingaddress",
}


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def live(books, coffee):
    """Someone who has used everything there is, and whose every word is WORD."""
    user = make_customer(
        f"{WORD}@mail.example", first_name=WORD, last_name=WORD, phone="+4930123987654"
    )
    ada = User.objects.get(pk=user.pk)
    change_profile(user=ada, language="de", time_zone="Europe/Berlin", birthday="1990-12-10")
    with use_market():
        add_address(user=ada, **ADDRESS | {"line1": f"{WORD} 1", "first_name": WORD})
        issue(user=ada, device=f"{WORD} phone")
        Identity.objects.create(user=ada, provider="google", subject=WORD)
        record(user=ada, kind="logged_in", device=WORD)
    choose(user=ada, wishes={"news": {"email": True}})
    products = [make_product(books).uuid, make_product(coffee).uuid]
    check_out(
        fill_cart(*products, user=ada),
        shipping_address=ADDRESS | {"line1": f"{WORD} 2", "last_name": WORD},
    )
    fill_cart(*products, user=ada)
    for shop in (books, coffee):
        review(shop, ada)
    IdempotencyKey.objects.create(
        actor=f"user:{ada.uuid}", operation="checkout", key="k", body={"name": WORD}
    )
    return ada


def review(shop, user):
    from tenants.shop.catalogue.reviews.models import ProductReview

    with use_retailer(shop):
        ProductReview.objects.create(
            product=Product.objects.first(),
            user=user,
            score=4,
            title="Good",
            body="Very good",
            name=WORD,
            email=user.email,
        )


def where_it_is_told(word):
    """ "schema.table" of every row in the whole database that holds the word."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type ="
            " 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        )
        tables = [f'"{schema}"."{name}"' for schema, name in cursor.fetchall()]
        found = set()
        for table in tables:
            cursor.execute(f"SELECT 1 FROM {table} t WHERE t::text ILIKE %s LIMIT 1", [f"%{word}%"])
            if cursor.fetchone():
                found.add(table.replace('"', ""))
        return found


def test_no_table_tells_who_it_was_but_the_documents_of_sales(
    books, coffee, media, django_capture_on_commit_callbacks
):
    ada = live(books, coffee)
    with django_capture_on_commit_callbacks(execute=True):
        set_avatar(user=ada, file=io.BytesIO(picture()))
    request_export(user=ada)
    run_all()
    told = where_it_is_told(WORD)
    assert told > SNAPSHOTS
    assert len(told) > len(SNAPSHOTS) + 6

    with django_capture_on_commit_callbacks(execute=True):
        erase_account(user=ada)
    run_all()

    assert where_it_is_told(WORD) == SNAPSHOTS
    assert where_it_is_told("4930123987654") == set()
    assert list(media.rglob("*.webp")) == []


def test_documents_of_sales_stay_word_for_word(books, coffee):
    ada = live(books, coffee)

    def documents():
        found = [list(Purchase.objects.order_by("id").values())]
        for shop in (books, coffee):
            with use_retailer(shop):
                found.append(list(Order.objects.order_by("id").values()))
                found.append(list(Order.objects.order_by("id").values("shipping_address__line1")))
        return found

    before = documents()
    erase_account(user=ada)
    run_all()

    assert documents() == before
    assert before[0][0]["user_id"] == ada.pk


def test_the_row_that_stays_is_nobodys(books, coffee):
    ada = live(books, coffee)
    erase_account(user=ada)

    row = User.objects.get(pk=ada.pk)
    assert (row.email, row.phone) == (f"{row.uuid.hex}@erased.invalid", None)
    assert (row.first_name, row.last_name, row.is_active) == ("", "", False)
    assert not row.has_usable_password()
    assert row.anonymised_at is not None
    assert public_name(row) == ""
    assert not TokenFamily.objects.filter(user=row).exists()
    assert not WebSession.objects.filter(user=row).exists()
    assert (row.profile.shows_name, row.profile.wants_suggestions) == (False, False)
    assert Profile.objects.values("language", "time_zone", "birthday").get(user=row) == {
        "language": "",
        "time_zone": "",
        "birthday": None,
    }


def test_the_address_is_free_for_a_new_account(books, coffee):
    erase_account(user=live(books, coffee))

    again = make_customer(f"{WORD}@mail.example", phone="+4930123987654")

    assert not again.purchases.exists()


def test_open_baskets_go_and_reviews_lose_their_name(books, coffee):
    from tenants.shop.catalogue.reviews.models import ProductReview

    ada = live(books, coffee)
    erase_account(user=ada)
    run_all()

    for shop in (books, coffee):
        with use_retailer(shop):
            assert set(Basket.objects.filter(owner=ada).values_list("status", flat=True)) == {
                "Submitted"
            }
            assert list(ProductReview.objects.values("body", "name", "email")) == [
                {"body": "Very good", "name": "", "email": ""}
            ]


def test_a_last_letter_goes_to_the_address_that_is_forgotten(books, coffee):
    ada = live(books, coffee)
    run_all()
    mail.outbox.clear()

    erase_account(user=ada)
    run_all()

    [letter] = [one for one in mail.outbox if one.to == [f"{WORD}@mail.example"]]
    assert letter.subject == "Your account is erased"


def test_others_lose_nothing(books, coffee):
    eve = make_customer("eve@mail.example", first_name="Eve")
    add_address(user=eve, **ADDRESS)
    fill_cart(make_product(books).uuid, user=eve)
    choose(user=eve, wishes={"news": {"email": True}})
    issue_before = where_it_is_told("eve@mail.example")

    erase_account(user=live(books, coffee))
    run_all()

    assert where_it_is_told("eve@mail.example") == issue_before
    assert eve.address_book.count() == eve.notification_choices.count() == 1
    assert Cart.objects.get(user=eve).baskets.count() == 1


def test_a_second_run_of_the_task_changes_nothing(books, coffee):
    ada = live(books, coffee)
    erase_account(user=ada)
    run_all()
    ada.refresh_from_db()

    erase_account(user=ada)

    assert forget_everywhere(user=ada) == 2
    assert where_it_is_told(WORD) == SNAPSHOTS


def test_a_passage_to_a_shop_that_was_under_way_is_gone(books):
    ada = make_customer()
    issue_code(
        user=ada,
        cart=None,
        target_host=books.host,
        browser_digest=token_digest("nonce"),
        next_path="/",
    )

    erase_account(user=ada)

    assert not HandoffCode.objects.exists()


def test_who_is_erased_already_gets_no_other_letter(books):
    ada = make_customer(f"{WORD}@mail.example")
    erase_account(user=ada)
    run_all()
    mail.outbox.clear()

    erase_account(user=User.objects.get(pk=ada.pk))
    run_all()

    assert mail.outbox == []


def test_what_was_on_its_way_is_forgotten_by_the_task(books):
    """A request that had begun before the erasure writes behind it."""
    ada = make_customer(f"{WORD}@mail.example")
    erase_account(user=ada)
    IdempotencyKey.objects.create(
        actor=f"user:{ada.uuid}", operation="checkout", key="k", body={"name": WORD}
    )
    run_all()

    assert where_it_is_told(WORD) == set()


@pytest.mark.django_db(transaction=True)
def test_of_two_erasures_at_once_one_does_it(books, coffee):
    ada = live(books, coffee)

    told = at_once(*[lambda: erase_account(user=User.objects.get(pk=ada.pk))] * 3)

    assert told == [None] * 3
    assert User.objects.get(pk=ada.pk).email.endswith("@erased.invalid")


@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_is_forgotten_too(books):
    for number in range(5):
        told = write_and_erase(make_customer(f"{WORD}{number}@mail.example"))

        gone = [one for one in told if isinstance(one, Exception)]
        assert {type(one) for one in gone} <= {AccountGone}
        run_all()
        assert where_it_is_told(WORD) == set()


def write_and_erase(ada):
    return at_once(
        lambda: erase_account(user=User.objects.get(pk=ada.pk)),
        lambda: change_profile(user=User.objects.get(pk=ada.pk), first_name=WORD),
        lambda: add_address(user=ada, **ADDRESS | {"line1": WORD}),
        lambda: choose(user=ada, wishes={"news": {"email": True}}),
        lambda: record(user=ada, kind="logged_in", device=WORD),
    )


# --- those who work ----------------------------------------------------------------------------


def hire(shop, user, role="owner"):
    with use_retailer(shop):
        add_member(user=user, role=role)


def test_who_works_in_a_shop_works_there_no_more(books, coffee):
    ada = live(books, coffee)
    hire(books, ada, "manager")

    erase_account(user=ada)
    run_all()

    with use_retailer(books):
        assert not Membership.objects.filter(user=ada).exists()
        assert not GroupMembership.objects.filter(user=ada).exists()


def test_the_only_owner_of_a_shop_is_refused_and_nothing_is_forgotten(books):
    owner = User.objects.get(email=books.owner_email)

    with pytest.raises(AccountNeeded) as refused:
        erase_account(user=owner)

    assert refused.value.extra == {"shops": ["books"]}
    owner.refresh_from_db()
    assert (owner.email, owner.is_active) == (books.owner_email, True)


def test_the_only_owner_who_did_not_found_the_shop_is_refused(books, coffee):
    founder, owner = User.objects.get(email=books.owner_email), make_customer()
    for shop in (books, coffee):
        hire(shop, owner)
    with use_retailer(books):
        remove_member(user=founder)

    with pytest.raises(AccountNeeded) as refused:
        erase_account(user=owner)

    assert refused.value.extra == {"shops": ["books"]}
    owner.refresh_from_db()
    assert owner.is_active
    for shop in (books, coffee):
        with use_retailer(shop):
            assert Membership.objects.owners().filter(user=owner).exists()


def test_a_founder_with_another_address_is_refused(books):
    User.objects.filter(email=books.owner_email).update(email="new@books.example")

    with pytest.raises(AccountNeeded):
        erase_account(user=User.objects.get(email="new@books.example"))


def test_a_founder_who_gave_her_shop_away_may_go(books):
    founder = User.objects.get(email=books.owner_email)
    hire(books, make_customer())
    with use_retailer(books):
        remove_member(user=founder)

    erase_account(user=founder)

    founder.refresh_from_db()
    assert founder.anonymised_at is not None


def test_the_owner_of_a_closed_shop_may_go(books):
    owner = User.objects.get(email=books.owner_email)
    close(retailer=books, reason="test")

    erase_account(user=owner)
    run_all()

    with use_retailer(books):
        assert not Membership.objects.filter(user=owner).exists()


def test_what_tells_who_left_a_shop_does_not_tell_her_name(books):
    ada = make_customer(f"{WORD}@mail.example")
    with use_retailer(books):
        Membership.objects.create(user=ada, role="owner")

    erase_account(user=ada)
    run_all()

    assert where_it_is_told(WORD) == set()


def test_an_owner_beside_another_may_go(books):
    owner = User.objects.get(email=books.owner_email)
    hire(books, make_customer())

    erase_account(user=owner)

    owner.refresh_from_db()
    assert owner.anonymised_at is not None
    with use_retailer(books):
        assert not Membership.objects.filter(user=owner).exists()


def test_an_operator_is_refused(db):
    operator = User.objects.create_superuser("operator@market.example", "x" * 20)

    with pytest.raises(AccountNeeded):
        erase_account(user=operator)

    operator.refresh_from_db()
    assert operator.anonymised_at is None


# --- nothing is overlooked ---------------------------------------------------------------------

# Work in a shop names who did it by the account's id, which is nobody's after an erasure.
WORK = ("wagtail", "admin.", "cms.")
# Of shops, not of people.
OF_SHOPS = {"tenants.Retailer", "communication.CommunicationEventType"}


def is_personal(model):
    named = ("email", "phone")
    for field in model._meta.local_fields:
        if field.related_model is User or any(word in field.name for word in named):
            return True
    return model is User


def test_every_table_about_people_is_answered_for():
    """A new one is named in MODELS of its stage's personal.py, which collects and forgets it."""
    answered = {name for stage in [*stages(), *shop_stages()] for name in stage.MODELS}
    found = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and is_personal(model)
    }
    own = {label for label in found - OF_SHOPS if not label.lower().startswith(WORK)}

    assert own - answered == set()
    for label in answered:
        assert issubclass(apps.get_model(label), models.Model)


def test_every_stage_is_named_in_the_settings():
    names = [*settings.PERSONAL_DATA, *settings.PERSONAL_DATA_IN_SHOPS]

    assert names[-3] == "marketplace.accounts.personal"  # who it was is forgotten last
    assert len(names) == len(set(names)) == len([*stages(), *shop_stages()])
