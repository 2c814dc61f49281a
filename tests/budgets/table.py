"""How many data statements each operation of the API may send, whatever the number of rows.

A new operation says it in its row of tests/isolation/operations.py (`most=3`). Here stand those
that came before, and those that are asked in a way of their own.

A row is `operation id  most  [as=member] [at=books] [thing=...]`. Who asks, with what, is as in
tests/isolation/operations.py: the first of shopper, other, owner and guest whom it serves, at the
marketplace if it does so there. Words of a row change that; those that are not in the path go
into the query. An operation may have several rows. SET, SAVEPOINT and the like are not counted,
the look-up of who asks is.

What is counted against abuse (docs/decisions/0021) has one statement for that; two where something
is guessed: it is counted before it is looked at, and given back when it was right. Where delivery
is asked about with coordinates, as here of the preview, they are counted too.

Whoever moves an order, asks for a return, answers one or applies for a shop leaves a note in its
transaction, so that those concerned are told (docs/notifications.md): one statement. Of a cancelled
order is looked up besides what is owed for it. An erasure says goodbye in the language of the
account, and forgets of what its mailbox was told.

Whoever hands over or cancels an order looks up whether its buyer has reviewed what is in it, as
the reviews' "bought here" follows (docs/decisions/0035): one statement.

A merge of carts takes the quotes of the guest's along: one statement.

What the audit tells (docs/decisions/0034) is one statement in the transaction of the change. Its
list names who was invited: one more where invitations are among the events.

Who types a product's name sends two more: nobody else types one meanwhile, and no other has it.
An import looks up whose file of before is to be forgotten: one statement.
Who names an offer sends one more: its slug is looked up among those there are.
"""

from dataclasses import dataclass, field

from tests.isolation import operations
from tests.isolation.asking import OPERATIONS

ROWS = """
register                                10  as=guest
login                                    6  as=guest
refresh                                  2  as=guest
logout                                   1  as=guest
register_retailer                       11
request_otp                              5  as=guest
verify_otp                               7  as=guest
password_change                         11
password_reset                           2  as=guest
password_reset_confirm                  10  as=guest
password_reset_check                     1  token=reset_token
verify_email                             2  as=other token=proving_token
resend_verification                      2  as=guest
csrf_token                               0  as=guest
auth_confirm                             4
second_factor_read                       1
second_factor_begin                      5
second_factor_off                       12  as=other
second_factor_codes                     10  as=other
sessions_list                            4
sessions_open                           10  as=guest
sessions_end                             4
sessions_end_others                      4
sessions_end_one                         5  id=family
my_sessions_list                         4
admin_hiding_list                        3  as=operator
admin_hiding_decide                     23  as=operator
audit_logs_list                          5  as=operator
audit_logs_list                          5  as=operator page_size=100
users_list                               2  as=operator
users_list                               2  as=operator page_size=100
users_list                               2  as=operator search=a active=true
my_sessions_end                          4
my_sessions_end_one                      5  id=family
products_list                            2
products_list                            2  page_size=100
products_list                            4  facets=true
products_list                            2  ordering=price
products_list                            3  search=qzproduct
products_list                            1  as=guest
products_list                            2  retailer=books in_stock=true
products_read                            2
products_read                            1  as=guest
products_read                            2  id=parent
search                                   3
categories_list                          2
categories_read                          2
brands_list                              2
retailers_list                           3
retailers_list                           3  latitude=52.52 longitude=13.40 radius=10
retailers_list                           4  latitude=52.5 longitude=13.4 open_now=true
retailers_read                           3
cart_read                                4
cart_clear                              24
cart_add                                19
cart_change                             19
cart_remove                             21
cart_fulfilment                         19
checkout                                35
orders_list                              2
orders_list                              2  page_size=100
orders_list                              4  as=owner side=staff
orders_read                              6
orders_cancel                           29
me_read                                  2
me_change                                7
me_avatar_set                            6
me_avatar_remove                         5
me_email_change                          4
me_email_confirm                         9
activities_log                           6
me_erase                                40
me_export_read                           2
me_export                                7
me_export_data                           3
me_notifications_read                    2
me_notifications_change                  6
activities_list                          3
addresses_list                           2
addresses_add                            6
addresses_read                           2
addresses_change                         7
addresses_remove                         5
addresses_set_default                    6
cart_merge                              38
cart_voucher_add                        23
cart_voucher_remove                     17  code=KEPT
cart_quote                              16
checkout_preview                        14
checkout_read                            3
orders_claim                             5
payment_methods                          1
payment_transactions                     2
payments_read                            3
shipping_methods                         5
shipping_calculate                       3
promotions_list                          2
promotions_create                       30
promotions_end                          20
promotions_read                          2
orders_place                            35
orders_replace                          23
orders_update                           23
orders_delete                           29
orders_events                            6
orders_tracking                          6
orders_invoice                           4
orders_returns_list                      4
orders_return                           14  id=delivered
orders_refund                           14  id=delivered
orders_move                             23
purchases_read                           3
staff_orders_list                        6
staff_orders_list                        6  page_size=100
staff_orders_list                        6  search=lind
staff_orders_read                       11
staff_orders_move                       24
staff_returns_list                       7
staff_returns_move                      13
reviews_list                             2
reviews_create                          16
reviews_read                             2
reviews_change                          15
reviews_delete                          17
reviews_helpful                          9
reviews_not_helpful                      6
reviews_report                           8
reviews_moderate                        14
products_reviews_list                    4
products_reviews_list                    4  page_size=100
products_reviews_create                 16
retailers_reviews_list                   4
staff_reviews_list                       8
wishlist_read                            3
wishlist_read                            3  page_size=100
wishlist_add                             4
wishlist_put                             4
wishlist_remove                          3
wishlist_check                           2
wishlist_share                           4
wishlist_unshare                         2
wishlist_shared                          4
oscar_basket_read                        4
oscar_basket_add                        19
oscar_lines_list                         4
oscar_line_change                       19
oscar_line_remove                       21
oscar_shipping_methods                   4
oscar_line_read                          4
oscar_line_replace                      19
oscar_shipping_methods_for               4
oscar_voucher_add                       23  at=books
oscar_products_list                      2
oscar_products_read                      2
oscar_products_price                     2
oscar_products_availability              2
oscar_options_list                       1
oscar_countries_list                     1
oscar_countries_read                     1  at=books code=DE
oscar_login_read                         1
oscar_login                             10  as=guest at=books
oscar_logout                             1
oscar_orders_list                        2
oscar_orders_read                        7
oscar_order_lines_list                   6
oscar_checkout                          41
products_create                         16
retailers_products_list                  3
retailers_products_create               17
products_featured                        2
retailers_products_read                  3
products_replace                        32
retailers_products_replace              33
products_change                         18
retailers_products_change               19
products_archive                        13
retailers_products_archive              14
products_variants                        2
retailers_products_variants              3
products_variants_add                   16
retailers_products_variants_add         17
products_variants_read                   2
retailers_products_variants_read         3
products_variants_change                17
retailers_products_variants_change      18
products_variants_archive               14
retailers_products_variants_archive     15
products_availability                    2
retailers_products_availability          3
products_price                           2
retailers_products_price                 3
products_images                          4
retailers_products_images                4
products_images_add                     14  as=owner at=books
retailers_products_images_add           15  as=owner
products_images_order                   17
retailers_products_images_order         18
products_images_read                     4
retailers_products_images_read           4
products_images_change                  18
retailers_products_images_change        19
products_images_remove                  16
retailers_products_images_remove        17
imports_list                             5
retailers_imports_list                   6
imports_add                              8  as=owner at=books
retailers_imports_add                    9  as=owner
imports_template                         4
retailers_imports_template               5
imports_read                             5
retailers_imports_read                   6
imports_errors                           6
retailers_imports_errors                 7
search_products                          3
search_suggestions                       2
search_filters                           3
categories_filters                       4
retailers_categories                     4
retailers_hours                          3
retailers_delivery_options               2
retailers_categories_add                27
"""

# Operations that are not asked here, and why.
LEFT_OUT = {
    "second_factor_confirm": "its code is good for a minute (tests/api/test_second_factor.py)",
    "orders_paid_back": "needs a cancelled order that was paid (tests/api/test_staff_orders.py)",
    "social_login": "needs a provider; its answers are those of login (tests/api/test_social.py)",
}


@dataclass(frozen=True, slots=True)
class Budget:
    line: str
    operation: str
    most: int
    member: str = ""
    host: str | None = None
    things: dict[str, str] = field(default_factory=dict)


def budgets() -> list[Budget]:
    lines = (line.strip() for line in ROWS.splitlines())
    table = [read_line(line) for line in lines if line and not line.startswith("#")]
    return [*table, *_budgets_of_rows()]


def _budgets_of_rows() -> list[Budget]:
    """Of the rows of tests/isolation/operations.py that say `most`."""
    limited = [row for row in operations.rows() if row.most is not None]
    names = [OPERATIONS[row.key]["operationId"] for row in limited]
    return [Budget(name, name, row.most) for name, row in zip(names, limited, strict=True)]


def read_line(line: str) -> Budget:
    operation, most, *words = line.split()
    given = dict(word.split("=", 1) for word in words)
    member, host = given.pop("as", ""), given.pop("at", None)
    return Budget(" ".join([operation, *words]), operation, int(most), member, host, given)
