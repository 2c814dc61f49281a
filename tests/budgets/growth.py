"""Makes a world of a few rows a world of many, in one INSERT for each kind of row.

A kind is `table  columns : which row`. Each copy is that row with `n` behind what must differ:

    name+   the number of the copy's own row: what belongs together is copied together
    name#   the same text with n behind
    name=x  this piece of SQL, in which `n` is the number of the copy and `r` the row
    uuid    is another in each copy, the same one wherever that row is named
    ^18     not more than so many copies: a rule of the product's own

`{things}` are those of the world (cast.py, world.py). Ids begin far above all real ones.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

STEP = 1_000_000

# fmt: off
# Keys that the world does not name: {thing: SQL, in which earlier things are filled}.
KEYS = """
coffee_pk            SELECT id FROM tenants_retailer WHERE slug = 'coffee'
books_pk             SELECT id FROM tenants_retailer WHERE slug = 'books'
activity_pk          SELECT min(id) FROM activities_activity WHERE user_id = {shopper_pk}
task                 SELECT min(id::text) FROM django_tasks_database_dbtaskresult
child_category_pk    SELECT min(id) FROM discovery_marketcategory WHERE parent_id IS NOT NULL
market_category      SELECT slug FROM discovery_marketcategory WHERE id = (SELECT parent_id FROM discovery_marketcategory WHERE id = {child_category_pk})
word                 SELECT 'mug'
variant_pk           SELECT id FROM shop_books.catalogue_product WHERE uuid = '{variant}'
import_pk            SELECT id FROM shop_books.feeds_importjob WHERE uuid = '{import}'
review_pk            SELECT id FROM shop_books.reviews_productreview WHERE uuid = '{shopper_review}'
group_membership_pk  SELECT min(id) FROM shop_books.staff_groupmembership
audit_pk             SELECT min(id) FROM audit_entry WHERE retailer_id = {books_pk}
shopper_cart_pk      SELECT id FROM cart_cart WHERE user_id = {shopper_pk}
line_pk              SELECT line_id FROM cart_cartline WHERE uuid = '{shopper_item}'
guest_cart_pk        SELECT max(id) FROM cart_cart WHERE user_id IS NULL
guest_group_pk       SELECT id FROM cart_cartbasket WHERE cart_id = {guest_cart_pk}
guest_basket_pk      SELECT basket_id FROM cart_cartbasket WHERE cart_id = {guest_cart_pk}
purchase_pk          SELECT id FROM purchases_purchase WHERE uuid = '{shopper_purchase}'
claimed_purchase_pk  SELECT id FROM purchases_purchase WHERE uuid = '{claimed_purchase}'
payment_pk           SELECT id FROM payments_payment WHERE purchase_id = {purchase_pk}
claimed_payment_pk   SELECT id FROM payments_payment WHERE purchase_id = {claimed_purchase_pk}
order_pointer_pk     SELECT id FROM purchases_retailerorder WHERE uuid = '{shopper_order}'
allocation_pk        SELECT id FROM payments_allocation WHERE order_id = {order_pointer_pk}
delivered_pk         SELECT id FROM shop_books.order_order WHERE uuid = '{delivered}'
change_pk            SELECT min(id) FROM shop_books.order_orderstatuschange
request_pk           SELECT id FROM purchases_returnrequest WHERE uuid = '{shopper_request}'
invoice_pk           SELECT min(id) FROM purchases_invoice WHERE retailer_id = {books_pk}
"""


KINDS = """
# people, and what is kept of the shopper
accounts_user           id+ email#  phone=NULL                  : id = {other_pk}
accounts_profile        user_id+                                : user_id = {other_pk}
accounts_address        is_default=false ^90                    : user_id = {shopper_pk}
accounts_tokenfamily                                            : uuid = '{family}'
accounts_websession     session_key=left(md5(r.session_key||n),32) : session_key = '{session_key}'
accounts_challenge      created_at=r.created_at-interval'2h'    : uuid = '{challenge}'
accounts_identity       subject#                                : user_id = {shopper_pk}
accounts_handoffcode    digest#                                 : user_id = {shopper_pk}
activities_activity                                             : id = {activity_pk}
privacy_personalexport                                          : user_id = {shopper_pk}
notifications_notification about#                               : true
requests_idempotencykey key#                                    : key = '1'
django_tasks_database_dbtaskresult                              : id = '{task}'
# shops: rows of the registry alone, with something to buy each
tenants_retailer        id+ slug# name# schema_name#            : slug = 'coffee'
tenants_domain          tenant_id+ domain=n||r.domain           : domain = 'coffee.localhost'
tenants_openinghours    retailer_id+                            : retailer_id = {coffee_pk}
tenants_specialhours    retailer_id+                            : retailer_id = {coffee_pk}
discovery_listing       retailer_id+ short_id=left(md5(r.short_id||n),12) : uuid = '{product_of_another}'
discovery_listingvariant                                        : uuid = '{product_of_another}'
# the catalogue of books
discovery_marketcategory id+ path# slug# name#                  : id = {child_category_pk}
discovery_categorymapping shop_category+ category_id={child_category_pk}+n*STEP : shop_category = {category_pk} AND retailer_id = {books_pk}
discovery_listing       brand# brand_key# category_id={child_category_pk}+n*STEP short_id=left(md5(r.short_id||n),12) created_at=r.created_at-n*interval'1s' : uuid = '{product}'
discovery_listingvariant sku#                                   : uuid = '{product}'
discovery_listingvariant sku# listing_id=r.listing_id           : uuid = '{variant}'
discovery_sale                                                  : product = '{product}'
discovery_listedprice   category_id={child_category_pk}+n*STEP  : listing_id = '{product}'
discovery_categorycount category_id={child_category_pk}+n*STEP  : retailer_id = {books_pk}
discovery_term          word#                                   : word = '{word}'
books.catalogue_category id+ path=lpad((n+1)::text,4,'0') name# slug# code# : id = {category_pk}
books.catalogue_product id+ code# external_key# upc=NULL brand# : id = {product_pk}
books.catalogue_product id+ code# external_key# upc=NULL variant_options=jsonb_build_object('Size',n::text) : uuid = '{variant}'
books.catalogue_productcategory product_id+ category_id+        : product_id = {product_pk}
books.catalogue_productimage product_id+ code#                  : product_id = {product_pk}
books.catalogue_productimage code=NULL uuid=gen_random_uuid() ^17 : product_id = {product_pk}
books.catalogue_remoteimage product_id+                         : product_id = {product_pk}
books.partner_stockrecord id+ product_id+ partner_sku#          : product_id IN ({product_pk},{variant_pk})
books.feeds_importjob                                           : uuid = '{import}'
books.feeds_importrow                                           : job_id = {import_pk}
# what the shop takes off
books.offer_range       id+ name# slug#                         : true
books.offer_benefit     id+ range_id+                           : true
books.offer_condition   id+ range_id+                           : true
books.offer_conditionaloffer id+ name# slug# benefit_id+ condition_id+ : offer_type = 'Voucher'
books.offer_conditionaloffer id+ name# slug# benefit_id+ condition_id+ ^100 : offer_type = 'Site'
books.voucher_voucher   id+ name# code#                         : true
books.voucher_voucher_offers voucher_id+ conditionaloffer_id+   : true
promotions_promotion    name# code=left(r.code||n,9*length(r.code)) : retailer_id = {books_pk}
# reviews: of one product by many, of many products by one
books.reviews_productreview id+ user_id+ code=NULL              : uuid = '{shopper_review}'
public_reviews_reviewcopy user_id+ product=r.product            : uuid = '{shopper_review}'
books.reviews_productreview product_id+ code=NULL uuid=md5('b'||r.uuid||n)::uuid : uuid = '{shopper_review}'
public_reviews_reviewcopy uuid=md5('b'||r.uuid||n)::uuid        : uuid = '{shopper_review}'
books.reviews_vote      user_id={other_pk}+n*STEP               : review_id = {review_pk}
books.reviews_vote      review_id+ kind='report'                : review_id = {review_pk} AND kind = 'helpful'
public_wishlists_wishlist id+ user_id={other_pk}+n*STEP         : user_id = {shopper_pk}
public_wishlists_wishlistitem wishlist_id=r.wishlist_id                                   : product = '{product}'
# staff
books.staff_membership  user_id={other_pk}+n*STEP               : id = {membership}
books.staff_groupmembership user_id={other_pk}+n*STEP           : id = {group_membership_pk}
audit_entry             who_id={other_pk}                       : id = {audit_pk}
# carts: the shopper's own lines, those of the guest who becomes her, and carts of guests
cart_cartline           line_id+ basket_id=r.basket_id ^100     : uuid = '{shopper_item}'
books.basket_line       id+ product_id+ stockrecord_id+ line_reference# ^100 : id = {line_pk}
cart_cartline           line_id+ basket_id=r.basket_id ^50      : basket_id = {guest_group_pk}
books.basket_line       id+ product_id+ stockrecord_id+ line_reference# ^50 : basket_id = {guest_basket_pk}
cart_cart               id+                                     : id = {guest_cart_pk}
cart_cartbasket         id+ cart_id+ basket_id+                 : cart_id = {guest_cart_pk}
books.basket_basket     id+                                     : id = {guest_basket_pk}
purchases_quote         ^15                                     : cart_id = {shopper_cart_pk}
# purchases, and orders with their pointers, money, lines and events
purchases_purchase      id+                                     : uuid IN ('{shopper_purchase}', '{claimed_purchase}')
purchases_retailerorder id+ purchase_id+ number#                : purchase_id IN ({purchase_pk},{claimed_purchase_pk})
payments_payment        id+ purchase_id+                        : purchase_id IN ({purchase_pk},{claimed_purchase_pk})
payments_allocation     id+ order_id+ payment_id+               : payment_id IN ({payment_pk},{claimed_payment_pk})
payments_refund         request_id=NULL                         : allocation_id = {allocation_pk}
books.order_shippingaddress id+ code=NULL                       : id IN (SELECT shipping_address_id FROM shop_books.order_order WHERE purchase IN ('{shopper_purchase}', '{claimed_purchase}'))
books.order_orderdiscount                                       : true
books.voucher_voucherapplication user_id={other_pk}+n*STEP      : true
books.order_order       id+ number# shipping_address_id+                             : purchase IN ('{shopper_purchase}', '{claimed_purchase}')
books.order_line        id+ order_id+                           : order_id = {shopper_order_pk}
books.order_lineprice   line_id+ order_id+                      : order_id = {shopper_order_pk}
books.order_orderstatuschange order_id+                         : id = {change_pk}
books.order_line        uuid=md5('b'||r.uuid||n)::uuid          : order_id IN ({shopper_order_pk},{delivered_pk})
books.order_orderstatuschange                                   : order_id IN ({shopper_order_pk},{delivered_pk})
purchases_returnrequest id+ status='refused'                    : uuid = '{shopper_request}'
purchases_returnline    request_id+                             : request_id = {request_pk}
purchases_invoice       order_id={order_pointer_pk}+n*STEP sequence=r.sequence+n : id = {invoice_pk}
"""
# fmt: on

OTHER_KEYS = {
    "accounts_websession": "session_key",
    "discovery_listing": "uuid",
    "discovery_listingvariant": "uuid",
    "discovery_term": "word",
}


@dataclass(frozen=True, slots=True)
class Kind:
    schema: str
    table: str
    which: str
    changes: Mapping[str, str]
    most: int

    @property
    def key(self) -> str:
        return OTHER_KEYS.get(self.table, "id")


class Growth:
    """Of a world whose first row of each kind is there."""

    def __init__(self, things: Mapping[str, Any]) -> None:
        with connection.cursor() as cursor:
            self.kinds = kinds(with_keys(cursor, things))
            self.columns = columns_of(cursor)
            self.seeds = [seeds_of(cursor, kind) for kind in self.kinds]
        self.rows = 1

    def to(self, rows: int) -> None:
        """So many of every kind."""
        with connection.cursor() as cursor:
            for kind, seeds in zip(self.kinds, self.seeds, strict=True):
                last = min(rows, kind.most) - 1
                cursor.execute(self.insert(kind), [self.rows, last, seeds])
            cursor.execute("ANALYZE")
        self.rows = rows

    def insert(self, kind: Kind) -> str:
        columns = self.columns[kind.schema, kind.table]
        values = {name: value_of(name, of, kind) for name, of in columns.items()}
        kept = {name: value for name, value in values.items() if value}
        return (
            f'INSERT INTO "{kind.schema}"."{kind.table}" ({", ".join(map(quoted, kept))})'
            f" SELECT {', '.join(kept.values())}"
            f' FROM "{kind.schema}"."{kind.table}" r, generate_series(%s, %s) n'
            f" WHERE r.{kind.key}::text = ANY(%s)"
        )


def with_keys(cursor: Any, things: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(things)
    for line in KEYS.strip().splitlines():
        name, _, sql = line.partition(" ")
        cursor.execute(sql.format_map(found))
        (found[name],) = cursor.fetchone()
        assert found[name] is not None, line
    return found


def kinds(things: Mapping[str, Any]) -> list[Kind]:
    lines = (line.strip() for line in KINDS.splitlines())
    return [read_kind(line, things) for line in lines if line and not line.startswith("#")]


def read_kind(line: str, things: Mapping[str, Any]) -> Kind:
    filled = re.sub(r"\{(\w+)\}", lambda found: str(things[found[1]]), line)
    head, _, which = filled.replace("STEP", str(STEP)).partition(" : ")
    place, *words = head.split()
    schema, _, table = place.rpartition(".")
    changes: dict[str, str] = {}
    most = 10**9
    for word in words:
        if word.startswith("^"):
            most = int(word[1:])
        elif word.endswith("+"):
            changes[word[:-1]] = f"r.{word[:-1]} + n * {STEP}"
        elif word.endswith("#"):
            changes[word[:-1]] = f"r.{word[:-1]} || n"
        else:
            name, _, changes[name] = word.partition("=")
    return Kind(f"shop_{schema}" if schema else "public", table, which.strip(), changes, most)


def columns_of(cursor: Any) -> dict[tuple[str, str], dict[str, str]]:
    """{(schema, table): {column: type}}, without those that are made of others."""
    cursor.execute(
        "SELECT table_schema, table_name, column_name, udt_name FROM information_schema.columns"
        " WHERE table_schema IN ('public', 'shop_books') AND is_generated = 'NEVER'"
    )
    found: dict[tuple[str, str], dict[str, str]] = {}
    for schema, table, column, of in cursor.fetchall():
        found.setdefault((schema, table), {})[column] = of
    return found


def seeds_of(cursor: Any, kind: Kind) -> list[str]:
    """Their keys: a row that is written is the same one afterwards."""
    place = f'"{kind.schema}"."{kind.table}"'
    cursor.execute(f"SELECT {kind.key}::text FROM {place} WHERE {kind.which}")
    found = [key for (key,) in cursor.fetchall()]
    assert found, f"nothing to copy: {kind}"
    return found


def value_of(column: str, of: str, kind: Kind) -> str:
    """SQL of the value in copy `n`; "" for an id that the table gives itself."""
    if column in kind.changes:
        return kind.changes[column]
    if column == "id" and of != "uuid":
        return ""
    if of == "uuid":
        return f"md5(r.{column}::text || n)::uuid"
    return f"r.{quoted(column)}"


def quoted(name: str) -> str:
    return f'"{name}"'
