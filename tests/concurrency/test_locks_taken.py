"""Which rows each service locks, how strongly and in which sequence: read from its SQL.

A lock that is taken away, weakened or moved fails here. Several rows are locked by their ids.
"""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from marketplace.accounts.logins import passwords, second_factor, tokens
from marketplace.accounts.models import Challenge
from marketplace.accounts.people.address_book import add_address
from marketplace.accounts.proofs import challenges, email_change, invitations
from marketplace.accounts.social import services as social
from marketplace.accounts.social.id_tokens import Claims
from marketplace.cart import services as cart
from marketplace.cart.merges import merge_guest_cart, merge_guest_carts
from marketplace.cart.models import Cart
from marketplace.cart.shopper import Shopper
from marketplace.cart.tasks import clear_abandoned
from marketplace.cart.vouchers import apply_voucher
from marketplace.notifications.choices import choose
from marketplace.payments import confirmations
from marketplace.payments.confirmation_links import find_confirmation
from marketplace.payments.models import OrderConfirmation
from marketplace.payments.preview import make_quote
from marketplace.payments.refunds import answer_request
from marketplace.payments.services import receive
from marketplace.privacy.erasure import erase_account, forget_everywhere
from marketplace.privacy.exports import finish_export, request_export
from marketplace.purchases import returns
from marketplace.purchases.claims import claim_guest_purchases
from marketplace.purchases.invoices import invoice_of
from marketplace.purchases.services import cancel_order
from marketplace.requests.idempotency import run_once
from marketplace.reviews.hiding_requests import ask_to_hide, decide
from tenants.feeds.rows import ProductRow
from tenants.kernel.locks import ORDER
from tenants.provisioning import spares
from tenants.registry import services as registry
from tenants.registry.context import use_market, use_retailer
from tenants.shop.catalogue import batches, edits
from tenants.shop.catalogue import services as catalogue
from tenants.shop.catalogue.reviews import services as reviews
from tenants.shop.offer.services import end_offer
from tenants.shop.partner import services as partner
from tenants.staff import invitations as staff_invitations
from tenants.staff import services as staff
from tenants.tasks import runner
from tests.factories.accounts import make_customer, make_reviewer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product, make_variants
from tests.factories.lock_order import RowLock, read_lock
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.orders import check_out, hand_over, make_order, move_at_shop
from tests.factories.reviews import read_at_now
from tests.factories.staff import make_member

pytestmark = pytest.mark.django_db

U, N, S = "UPDATE", "NO KEY UPDATE", "SHARE"
LISTING = f"discovery_listing {N}"
STOCK = f"partner_stockrecord {N}"
PRODUCT = f"catalogue_product {N}"
OFFER = f"offer_conditionaloffer {N}"
ACCOUNT = f"accounts_user {N}"
CART, ORDER_ROW, PAYMENT = f"cart_cart {U}", f"order_order {U}", f"payments_payment {U}"
WHOLE_ACCOUNT, SHOP = f"accounts_user {U}", f"tenants_retailer {U}"
FREE = " SKIP LOCKED"


def locks_of(call):
    with CaptureQueriesContext(connection) as queries:
        call()
    locks = [read_lock(query["sql"]) for query in queries]
    return [lock for lock in locks if lock]


def spell(lock: RowLock) -> str:
    return f"{lock.table} {lock.strength}" + FREE * lock.skips


def at(retailer, call, **values):
    with use_retailer(retailer):
        return call(**values)


def order_of(books, user=None):
    return make_order(books, make_product(books), user=user)


def request_of(books, kind="return"):
    buyer = make_customer()
    order = hand_over(order_of(books, buyer))
    return returns.ask(uuid=order.uuid, kind=kind, reason="damaged", user=buyer)


def answer(request, to):
    return partial(answer_request, retailer=request.order.retailer, uuid=request.uuid, to=to)


# --- buying ------------------------------------------------------------------------------------
def a_checkout_of_two_shops(books, coffee):
    make_offer(books, given=terms(off="1", times=9))
    make_voucher(coffee, "CODE", given=terms(off="1", times=9))
    shopper = fill_cart(make_product(coffee).uuid, make_product(books).uuid)
    apply_voucher(shopper=shopper, code="CODE")
    return partial(check_out, shopper)


def an_order_that_waits(books, coffee):
    books.guest_order_pieces = 0
    books.save()
    shopper = fill_cart(make_product(books).uuid)
    return partial(check_out, shopper)


def a_quote(books, coffee):
    return partial(make_quote, shopper=fill_cart(make_product(books).uuid))


def its_letter(books, coffee):
    an_order_that_waits(books, coffee)()
    row = OrderConfirmation.objects.get()
    return partial(confirmations.deliver_link, confirmation=row.uuid, email=row.email)


def its_link(books, coffee):
    an_order_that_waits(books, coffee)()
    token = confirmations.make_token(OrderConfirmation.objects.get())
    return partial(find_confirmation, token, retailer=None, lock=True)


def a_cart_at_login(books, coffee):
    user, product = make_customer(), make_product(books)
    fill_cart(product.uuid, user=user)
    return partial(merge_guest_cart, user=user, token=fill_cart(product.uuid).token)


def a_cart_with_two_codes_at_login(books, coffee):
    for code in ("ONE", "TWO"):
        make_voucher(books, code, given=terms(off="1"))
    user, product = make_customer(), make_product(books)
    fill_cart(product.uuid, user=user)
    shopper = fill_cart(product.uuid)
    for code in ("TWO", "ONE"):
        apply_voucher(shopper=shopper, code=code)
    return partial(merge_guest_cart, user=user, token=shopper.token)


def two_guests_carts(books, coffee):
    source, target = (fill_cart(make_product(books).uuid).token for _ in range(2))
    return partial(merge_guest_carts, source=source, target=target)


def a_customers_first_cart(books, coffee):
    shopper = Shopper(user=make_customer())
    return partial(cart.add_item, shopper=shopper, product=make_product(books).uuid, quantity=1)


def one_more_in_a_cart(books, coffee):
    product = make_product(books)
    return partial(cart.add_item, shopper=fill_cart(product.uuid), product=product.uuid, quantity=1)


def an_old_cart(books, coffee):
    fill_cart(make_product(books).uuid)
    Cart.objects.update(changed_at=now() - timedelta(days=61))
    return clear_abandoned


# --- orders ------------------------------------------------------------------------------------
def a_cancelled_order(books, coffee):
    make_offer(books, given=terms(off="1", times=9))
    user = make_customer()
    return partial(cancel_order, uuid=order_of(books, user).uuid, user=user)


def a_shipped_order(books, coffee):
    order = hand_over(order_of(books), until="processing")
    return partial(move_at_shop, order, "shipped")


def a_return_that_is_asked_for(books, coffee):
    buyer = make_customer()
    order = hand_over(order_of(books, buyer))
    return partial(returns.ask, uuid=order.uuid, kind="return", reason="damaged", user=buyer)


def an_approved_return(books, coffee):
    return answer(request_of(books), "approved")


def a_return_that_came(books, coffee):
    request = request_of(books)
    answer(request, "approved")()
    return answer(request, "received")


def a_settled_refund(books, coffee):
    request = request_of(books, "refund")
    answer(request, "approved")()
    return answer(request, "refunded")


def received_money(books, coffee):
    placed = a_checkout_of_two_shops(books, coffee)()
    return partial(receive, payment=placed.payment)


def an_invoice(books, coffee):
    return partial(invoice_of, hand_over(order_of(books)))


def claimed_purchases(books, coffee):
    order_of(books)
    user = make_customer("guest@mail.example", email_verified_at=now())
    return partial(claim_guest_purchases, user)


# --- goods -------------------------------------------------------------------------------------
def a_changed_product(books, coffee):
    values = {"title": "New", "price": {"amount": Decimal(3), "currency": "EUR"}, "on_hand": 4}
    return partial(
        at, books, edits.change, product=make_product(books), values=values | {"sku": "S"}
    )


def a_first_variant(books, coffee):
    values = {"options": {"Size": "S"}, "price": {"amount": Decimal(3), "currency": "EUR"}}
    return partial(at, books, edits.add_variant, product=make_product(books), values=values)


def a_first_variant_by_hand(books, coffee):
    values = {"title": "S", "price": Decimal(3), "options": {"Size": "S"}}
    return partial(at, books, catalogue.create_product, parent=make_product(books), **values)


def a_variant(books):
    sizes = [{"options": {"Size": "S"}, "price": "9.00", "stock": 1}]
    _parent, (variant,) = make_variants(books, variants=sizes)
    return variant


def other_options_of_a_variant(books, coffee):
    values = {"options": {"Size": "L"}}
    return partial(at, books, edits.change, product=a_variant(books), values=values)


def a_variant_that_comes_back(books, coffee):
    return partial(at, books, catalogue.restore_product, product=a_variant(books))


def a_stock_take(books, coffee):
    return partial(at, books, partner.set_stock, product=make_product(books), num_in_stock=3)


def an_archived_product(books, coffee):
    return partial(at, books, catalogue.archive_product, product=make_product(books))


def a_category_below_another(books, coffee):
    parent = at(books, catalogue.create_category, name="Home")
    return partial(at, books, catalogue.create_category, name="Kitchen", parent=parent)


def a_batch_of_an_import(books, coffee):
    row = {"currency": "EUR", "rows": (1,), "title": "T"}

    def write(rows, digest):
        digests = {each.key: f"{digest}{each.key}" for each in rows}
        batches.write_products(rows=rows, digests=digests)

    simple = [ProductRow(key=key, kind="simple", price=Decimal(3), **row) for key in "ab"]
    at(books, write, rows=simple, digest="1")
    grown = [
        ProductRow(key="a", kind="parent", **row),
        ProductRow(key="s", kind="variant", parent_key="a", price=Decimal(3), **row),
        ProductRow(key="b", kind="simple", price=Decimal(4), **row),
    ]
    return partial(at, books, write, rows=grown, digest="2")


def an_ended_offer(books, coffee):
    return partial(at, books, end_offer, offer=make_offer(books, given=terms(off="1")))


def a_new_review(books, coffee):
    values = {"product": make_product(books).uuid, "user": make_reviewer(), "score": 4}
    return partial(at, books, reviews.write_review, **values)


def a_request_to_hide_a_review(books, coffee):
    review = a_new_review(books, coffee)()
    values = {"reason": "other", "text": "Rude", "user": make_customer()}
    return partial(ask_to_hide, retailer=books, uuid=review.uuid, **values)


def a_decided_request(books, coffee):
    request = a_request_to_hide_a_review(books, coffee)()
    values = {"note": "Agreed", "changed_at": read_at_now(request), "operator": make_customer()}
    return partial(decide, uuid=request.uuid, is_shown=False, **values)


def a_hidden_review(books, coffee):
    review = a_new_review(books, coffee)()
    return partial(at, books, reviews.moderate_review, uuid=review.uuid, status=reviews.HIDDEN)


# --- people ------------------------------------------------------------------------------------
def an_erased_account(books, coffee):
    return partial(erase_account, user=make_customer())


def an_erased_account_of_staff(books, coffee):
    user = make_member(books, "owner")
    at(coffee, staff.add_member, user=user, role="editor")
    return partial(erase_account, user=user)


def an_account_forgotten_everywhere(books, coffee):
    user = make_customer()
    erase_account(user=user)
    return partial(forget_everywhere, user=user)


def a_new_address(books, coffee):
    return partial(add_address, user=make_customer(), **ADDRESS)


def another_wish(books, coffee):
    return partial(choose, user=make_customer(), wishes={"news": {"email": True}})


def a_finished_export(books, coffee):
    return partial(finish_export, uuid=str(request_export(user=make_customer()).uuid))


def a_new_second_factor(books, coffee):
    return partial(second_factor.begin_enrolment, user=make_customer())


def a_code_that_is_sent(books, coffee):
    user = make_customer()
    challenge = Challenge.objects.create(subject="s", purpose="login", channel="email")
    values = {"challenge": challenge.uuid, "identifier": user.email, "language": "en"}
    return partial(challenges.deliver_code, **values)


def a_password_that_was_forgotten(books, coffee):
    token = passwords.token_after_code(make_customer())
    values = {"password": "another sentence to keep", "address": "127.0.0.1"}
    return partial(passwords.confirm_reset, token=token, **values)


def another_address(books, coffee):
    user = make_customer()
    token = email_change.make_token(user, "new@mail.example")
    return partial(email_change.confirm_change, user=user, token=token, address="127.0.0.1")


def a_login_by_a_provider(books, coffee):
    user = make_customer(email_verified_at=now())
    claims = Claims("s", user.email, is_proven=True, first_name="", last_name="")
    return partial(social._join, "google", claims)


def an_exchanged_token(books, coffee):
    pair = tokens.issue(user=make_customer())
    return partial(tokens.rotate, refresh=pair.refresh)


def in_market(make):
    def scene(books, coffee):
        with use_market():
            call = make(books, coffee)

        def call_there():
            with use_market():
                call()

        return call_there

    return scene


# --- staff, shops, work ------------------------------------------------------------------------
def a_new_member(books, coffee):
    return partial(at, books, staff.add_member, user=make_customer(), role="editor")


def a_former_member(books, coffee):
    return partial(at, books, staff.remove_member, user=make_member(books, "editor"))


def another_role(books, coffee):
    user = make_member(books, "editor")
    return partial(at, books, staff.change_role, user=user, role="analyst")


def an_accepted_invitation(books, coffee):
    user = make_customer()
    invitation = at(books, staff_invitations.create_invitation, email=user.email, role="editor")
    token = at(books, lambda: staff_invitations.token_of(invitation))
    password = "another sentence to keep"
    return partial(invitations.accept, retailer=books, token=token, user=None, password=password)


def a_withdrawn_invitation(books, coffee):
    values = {"email": "nina@mail.example", "role": "editor"}
    invitation = at(books, staff_invitations.create_invitation, **values)
    return partial(at, books, staff_invitations.withdraw_invitation, uuid=invitation.uuid)


def memberships_that_ended(books, coffee):
    return partial(at, books, staff._remove_expired_here, now=now())


def a_suspended_shop(books, coffee):
    return partial(registry.suspend, retailer=books, reason="test")


def another_name(books, coffee):
    return partial(registry.rename, retailer=books, name="New")


def another_radius(books, coffee):
    place = {"country": "DE", "city": "Berlin", "delivery_postcodes": ["10115"]}
    return partial(registry.change_profile, retailer=books, delivery_radius=5, **place)


def a_claimed_schema(books, coffee):
    return partial(spares.claim, "shop_new")


def a_claimed_task(books, coffee):
    return partial(runner._claim, "worker", None)


TABLE = [
    (a_checkout_of_two_shops, [
        CART, f"tenants_retailer {S}",
        f"basket_basket {U}", STOCK, OFFER,
        f"basket_basket {U}", STOCK, f"voucher_voucher {U}", OFFER,
        LISTING, LISTING,
    ]),
    (a_quote, [CART]),
    (an_order_that_waits, [
        CART, f"tenants_retailer {S}", f"basket_basket {U}", STOCK,
        f"payments_orderconfirmation {U}",
    ]),
    (its_letter, [f"payments_orderconfirmation {U}"]),
    (its_link, [f"payments_orderconfirmation {U}"]),
    (a_cart_at_login, [CART]),
    (a_cart_with_two_codes_at_login, [CART, f"voucher_voucher {N}"]),
    (two_guests_carts, [CART]),
    (a_customers_first_cart, [CART, CART]),
    (one_more_in_a_cart, [CART]),
    (an_old_cart, [CART + FREE]),
    (a_cancelled_order, [
        ORDER_ROW, ORDER_ROW, STOCK, f"reviews_productreview {U}", OFFER, LISTING, PAYMENT,
    ]),
    (a_shipped_order, [ORDER_ROW, STOCK, LISTING, PAYMENT]),
    (a_return_that_is_asked_for, [ORDER_ROW]),
    (an_approved_return, [ORDER_ROW, f"purchases_returnrequest {U}"]),
    (a_return_that_came, [
        ORDER_ROW, f"purchases_returnrequest {U}", STOCK, LISTING, PAYMENT,
        ORDER_ROW, ORDER_ROW, PAYMENT,
    ]),
    (a_settled_refund, [ORDER_ROW, f"purchases_returnrequest {U}", PAYMENT]),
    (received_money, [ORDER_ROW, ORDER_ROW, ORDER_ROW, PAYMENT, ORDER_ROW, PAYMENT]),
    (an_invoice, [f"purchases_retailerorder {U}"]),
    (claimed_purchases, [f"purchases_purchase {U}"]),
    (a_changed_product, [STOCK, PRODUCT, STOCK, STOCK, STOCK, LISTING]),
    (a_first_variant, [STOCK, PRODUCT, STOCK, LISTING]),
    (a_first_variant_by_hand, [STOCK, PRODUCT, STOCK, LISTING]),
    (other_options_of_a_variant, [STOCK, PRODUCT, LISTING]),
    (a_variant_that_comes_back, [PRODUCT, PRODUCT, LISTING]),
    (a_stock_take, [STOCK, LISTING]),
    (an_archived_product, [PRODUCT, LISTING]),
    (a_category_below_another, [f"catalogue_category {U}"]),
    (a_batch_of_an_import, [STOCK, PRODUCT, STOCK, LISTING]),
    (an_ended_offer, [f"tenants_retailer {N}"]),
    (a_new_review, [PRODUCT, LISTING]),
    (a_hidden_review, [PRODUCT, f"reviews_productreview {U}", LISTING]),
    (a_request_to_hide_a_review, [PRODUCT, f"reviews_productreview {U}"]),
    (a_decided_request, [PRODUCT, f"reviews_productreview {U}", LISTING]),
    (an_erased_account, [CART, WHOLE_ACCOUNT, CART]),
    (
        an_erased_account_of_staff,
        [CART, WHOLE_ACCOUNT, CART, *[f"staff_invitation {U}", f"staff_membership {U}"] * 2],
    ),
    (an_account_forgotten_everywhere, [CART, WHOLE_ACCOUNT, CART]),
    (a_new_address, [ACCOUNT]),
    (another_wish, [ACCOUNT]),
    (a_finished_export, [f"privacy_personalexport {U}"]),
    (a_new_second_factor, [ACCOUNT, f"accounts_secondfactor {U}"]),
    (a_code_that_is_sent, [ACCOUNT, f"accounts_challenge {U}"]),
    (a_password_that_was_forgotten, [ACCOUNT]),
    (another_address, [ACCOUNT, f"purchases_purchase {U}"]),
    (a_login_by_a_provider, [ACCOUNT]),
    (in_market(an_exchanged_token), [f"accounts_tokenfamily {U}"]),
    (a_new_member, [f"staff_membership {U}"]),
    (a_former_member, [f"staff_invitation {U}", f"staff_membership {U}"]),
    (another_role, [f"staff_invitation {U}", f"staff_membership {U}"]),
    (an_accepted_invitation, [
        ACCOUNT, f"staff_invitation {U}", f"purchases_purchase {U}", f"staff_membership {U}",
    ]),
    (a_withdrawn_invitation, [f"staff_invitation {U}"]),
    (memberships_that_ended, [f"staff_membership {U}"]),
    (a_suspended_shop, [SHOP]),
    (another_name, [SHOP]),
    (another_radius, [SHOP, f"tenants_deliveryreach {U}"]),
    (a_claimed_schema, [f"tenants_spareschema {U}{FREE}"]),
    (a_claimed_task, [f"django_tasks_database_dbtaskresult {U}{FREE}"]),
]  # fmt: skip
# Said once, where a service takes them one by one by a key that is unique.
BY_A_KEY = {"requests_idempotencykey", "purchases_invoiceseries"}


@pytest.mark.parametrize(
    ("make", "expected"), TABLE, ids=lambda value: getattr(value, "__name__", "")
)
def test_these_locks_are_taken_in_this_sequence(make, expected, books, coffee):
    assert [spell(lock) for lock in locks_of(make(books, coffee))] == expected


@pytest.mark.django_db(transaction=True)
def test_the_key_of_a_request_is_locked_unless_another_works_on_it():
    call = partial(run_once, actor="a", operation="o", key="k", body={}, action=lambda: (200, {}))
    assert [spell(lock) for lock in locks_of(call)] == [f"requests_idempotencykey {U}{FREE}"]


def test_every_kind_of_the_order_has_its_service():
    tables = {line.split()[0] for _, expected in TABLE for line in expected}
    assert set(ORDER) - tables == BY_A_KEY
