"""Services that once took the same rows in opposite orders: one of the two was ended by PostgreSQL.

Each pair meets behind the lock that the other wants next (tests/factories/meetings.py).
"""

from decimal import Decimal
from functools import partial

import pytest

from marketplace.accounts.models import Challenge
from marketplace.accounts.proofs import challenges, invitations
from marketplace.cart.merges import merge_guest_cart, merge_guest_carts
from marketplace.cart.models import Cart, CartLine
from marketplace.cart.queries import read_cart
from marketplace.cart.shopper import Shopper
from marketplace.cart.vouchers import apply_voucher
from marketplace.discovery.models import CategoryMapping, MarketCategory
from marketplace.discovery.services import confirm_category
from marketplace.privacy.erasure import erase_account
from marketplace.purchases.models import Purchase, RetailerOrder
from marketplace.purchases.services import cancel_order
from tenants.feeds.services import _hold_import_lock
from tenants.registry.context import use_retailer
from tenants.shop.catalogue import edits
from tenants.shop.catalogue.models import Product
from tenants.shop.catalogue.services import create_product
from tenants.shop.offer.models import ConditionalOffer
from tenants.shop.partner.models import StockRecord
from tenants.staff.invitations import create_invitation, token_of
from tenants.staff.models import Membership
from tenants.staff.services import add_member, remove_member
from tests.factories.accounts import make_customer
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product, make_variants, read_stock
from tests.factories.meetings import PATIENCE, Participant, meet_both_ways
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.orders import check_out, make_order
from tests.factories.staff import make_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.world]


def at(retailer, call, **values):
    with use_retailer(retailer):
        return call(**values)


def test_two_guests_carts_become_one_in_whichever_direction(books):
    product = make_product(books)

    def scene():
        first, second = (fill_cart(product.uuid).token for _ in range(2))
        return (
            partial(merge_guest_carts, source=first, target=second),
            partial(merge_guest_carts, source=second, target=first),
        )

    for meeting in meet_both_ways(scene, "cart_cart"):
        assert meeting.kinds == ("MergeResult", "MergeResult")
        assert meeting.first.token == meeting.second.token
        assert read_cart(Shopper(token=meeting.first.token)).groups[0].items[0].quantity == 2
    assert CartLine.objects.count() == Cart.objects.count()


def test_carts_with_the_same_codes_in_another_order_are_merged(books):
    for code in ("ONE", "TWO"):
        make_voucher(books, code, given=terms(off="1"))
    product = make_product(books, price="50")

    def cart(*codes):
        shopper = fill_cart(product.uuid)
        for code in codes:
            apply_voucher(shopper=shopper, code=code)
        user = make_customer()
        fill_cart(product.uuid, user=user)
        return partial(merge_guest_cart, user=user, token=shopper.token)

    for meeting in meet_both_ways(
        lambda: (cart("ONE", "TWO"), cart("TWO", "ONE")), "voucher_voucher"
    ):
        assert meeting.kinds == ("MergeResult", "MergeResult")


def test_an_account_is_erased_while_it_buys(books):
    product = make_product(books, stock=100)

    def scene():
        user = make_customer()
        shopper = fill_cart(product.uuid, user=user)
        return partial(check_out, shopper), partial(erase_account, user=user)

    for meeting in meet_both_ways(scene, "cart_cart", "accounts_user"):
        assert meeting.kinds in {("Placed", "None"), ("EmptyCart", "None")}
    assert not Cart.objects.exists()
    assert read_stock(books, product) == (100, Purchase.objects.count())


def test_one_variant_is_bought_while_an_order_of_another_is_cancelled(books):
    make_offer(books, given=terms(off="1", times=100))
    variants = [{"options": {"Size": size}, "price": "20", "stock": 50} for size in ("S", "M")]
    _, (small, medium) = make_variants(books, variants=variants)

    def scene():
        user = make_customer()
        order = make_order(books, small, user=user)
        shopper = fill_cart(medium.uuid)
        return partial(cancel_order, uuid=order.uuid, user=user), partial(check_out, shopper)

    for meeting in meet_both_ways(scene, "discovery_listing", "offer_conditionaloffer"):
        assert meeting.kinds == ("RetailerOrder", "Placed")
    assert read_stock(books, small) == (50, 0)
    bought = RetailerOrder.objects.exclude(status="cancelled").count()
    assert read_stock(books, medium) == (50, bought)
    with use_retailer(books):
        assert ConditionalOffer.objects.get().num_applications == bought


def test_of_two_owners_who_remove_each_other_one_stays(books):
    def scene():
        with use_retailer(books):
            owner = Membership.objects.get().user
        leaving = (owner, make_member(books, "owner"))
        return tuple(partial(at, books, remove_member, user=user) for user in leaving)

    for meeting in meet_both_ways(scene, "staff_membership"):
        assert sorted(meeting.kinds) == ["LastOwner", "None"]


def test_of_two_owners_who_are_erased_at_once_one_stays(books):
    def scene():
        with use_retailer(books):
            owner = Membership.objects.get().user
        leaving = (owner, make_member(books, "owner"))
        return tuple(partial(erase_account, user=user) for user in leaving)

    for meeting in meet_both_ways(scene, "staff_membership"):
        assert sorted(meeting.kinds) == ["AccountNeeded", "None"]
        with use_retailer(books):
            assert Membership.objects.get().user.is_active


def test_an_owner_is_erased_while_the_other_is_removed(books):
    def scene():
        with use_retailer(books):
            owner = Membership.objects.get().user
        other = make_member(books, "owner")
        return partial(erase_account, user=owner), partial(at, books, remove_member, user=other)

    for meeting in meet_both_ways(scene, "staff_membership"):
        assert meeting.kinds in {("None", "LastOwner"), ("AccountNeeded", "None")}


def test_an_invitation_is_accepted_while_its_writer_who_is_invited_leaves(books):
    """Somebody invited herself before she got her role by another way."""

    def scene():
        nina = make_customer()
        with use_retailer(books):
            invitation = create_invitation(email=nina.email, role="editor", actor=nina)
            token = token_of(invitation)
            add_member(user=nina, role="editor")
        password = "another sentence to keep"
        return (
            partial(invitations.accept, retailer=books, token=token, user=None, password=password),
            partial(at, books, remove_member, user=nina),
        )

    for meeting in meet_both_ways(scene, "staff_invitation", "staff_membership"):
        assert meeting.kinds in {
            ("AlreadyMember", "None"),
            ("InvitationRefused", "None"),
        }


def test_a_code_is_sent_again_while_its_account_is_erased():
    def scene():
        user = make_customer()
        challenge = Challenge.objects.create(
            subject="s", purpose="login", channel="email", user=user
        )
        return (
            partial(
                challenges.deliver_code,
                challenge=challenge.uuid,
                identifier=user.email,
                language="en",
            ),
            partial(erase_account, user=user),
        )

    for meeting in meet_both_ways(scene, "accounts_challenge", "accounts_user"):
        # The code's row went with the account when that was quicker.
        assert meeting.kinds in {("None", "None"), ("DoesNotExist", "None")}


def test_a_product_gets_variants_while_its_price_is_changed(books):
    def scene():
        product = make_product(books)
        again = at(books, Product.objects.get, pk=product.pk)
        values = {"price": {"amount": Decimal(7), "currency": "EUR"}, "title": f"New {again.pk}"}
        return (
            partial(
                at,
                books,
                create_product,
                title="S",
                price=Decimal(5),
                parent=product,
                options={"Size": "S"},
            ),
            partial(at, books, edits.change, product=again, values=values),
        )

    for meeting in meet_both_ways(scene, "catalogue_product", "partner_stockrecord"):
        assert meeting.kinds[0] == "Product"
        assert meeting.kinds[1] in {"Product", "DoesNotExist"}
    with use_retailer(books):
        parents = Product.objects.filter(structure=Product.PARENT)
        assert not StockRecord.objects.filter(product__in=parents).exists()


def test_a_category_is_moved_while_the_shop_imports(books):
    """Both once had the same advisory lock: who moved it waited for the end of the import."""
    make_product(books, categories=[["Mugs"]])
    mapping = CategoryMapping.objects.get(retailer=books)
    values = {
        "retailer": books,
        "shop_category": mapping.shop_category,
        "category": MarketCategory.objects.order_by("id").last(),
    }
    with _hold_import_lock(books):
        mover = Participant(partial(confirm_category, **values))
        mover.start()
        mover.join(PATIENCE)
        assert not mover.is_alive()
    mapping.refresh_from_db()
    assert (mapping.category, mapping.is_confirmed) == (values["category"], True)
