"""What each operation of the API answers to whom: a new operation without a row fails the tests.

A row is `METHOD path  statuses  [| statuses]  thing=...`. The statuses are those of MEMBERS in
their order: at the marketplace, and behind the bar at the shop `books`; without a bar they are
the same on both hosts. Things are planted by cast.py in `books` and for the customer `shopper`;
they fill the path; `most=3` is how many data statements it may send (tests/budgets, whose table has
those that came before, and further questions). What is sent is the operation's example in the reference, with the members
that BODIES has for it; further `name=value` words of a row go into the query.

What the shop's other roles are answered stands in STAFF_ROWS.

`python -m pytest tests/isolation/test_operations.py -k has_a_row` prints missing rows with the
statuses as they are now: read them before you paste them.
"""

from dataclasses import dataclass, replace
from typing import Any

MEMBERS = "guest shopper other owner stranger operator".split()
COLLEAGUES = "manager editor author fulfilment analyst support".split()

# fmt: off
ROWS = """
# guest, the customer, another customer, staff of the shop, staff of another shop, the operator
#                                        at the marketplace        at the shop
POST   auth/register/                    201 201 201 201 201 201
POST   auth/login/                       401 401 401 401 401 401
POST   auth/refresh/                     401 401 401 401 401 401
POST   auth/logout/                      401 401 401 401 401 401
POST   auth/register/retailer/           201 201 201 201 201 201 | 404 404 404 404 404 404
POST   auth/request-otp/                 202 202 202 202 202 202
POST   auth/verify-otp/                  422 422 422 422 422 422
POST   auth/password/change/             401 400 400 400 400 400
POST   auth/password/reset/              202 202 202 202 202 202
POST   auth/password/reset/confirm/      422 422 422 422 422 422
GET    auth/validate-reset-token/{token}/ 200 200 200 200 200 200  token=slug
POST   auth/verify-email/{token}/        401 422 422 422 422 422  token=slug
POST   auth/resend-verification/         202 202 202 202 202 202
GET    auth/csrf-token/                  200 200 200 200 200 200
POST   auth/confirm/                     401 403 403 403 403 422
GET    auth/second-factor/               401 200 200 200 200 200
POST   auth/second-factor/               401 201 201 201 201 409
POST   auth/second-factor/confirm/       401 422 422 422 422 409
POST   auth/second-factor/off/           401 422 422 422 422 403
POST   auth/second-factor/recovery-codes/ 401 422 422 422 422 422
GET    auth/sessions/                    401 200 200 200 200 200
POST   auth/sessions/                    401 401 401 401 401 401
DELETE auth/sessions/                    401 204 204 204 204 204
DELETE auth/sessions/others/             401 204 204 204 204 204
DELETE auth/sessions/{id}/               401 404 404 404 404 404  id=shopper
POST   auth/social/{provider}/           404 404 404 404 404 404  provider=slug
GET    admin/audit-logs/                 401 403 403 403 403 200 | 401 403 403 403 403 403
GET    users/                            401 403 403 403 403 200 | 401 403 403 403 403 403
GET    users/{id}/                       401 200 404 404 404 200 | 401 200 404 404 404 404  id=shopper most=1
GET    users/me/sessions/                401 200 200 200 200 200
DELETE users/me/sessions/                401 204 204 204 204 204
DELETE users/me/sessions/{id}/           401 404 404 404 404 404  id=shopper
GET    products/                         200 200 200 200 200 200
GET    products/{id}/                    200 200 200 200 200 200  id=product
GET    search/                           200 200 200 200 200 200  search=mug
GET    categories/                       200 200 200 200 200 200
POST   categories/                       401 422 422 422 422 422 | 401 403 403 201 403 403  most=26
GET    categories/{slug}/                200 200 200 200 200 200  slug=market_category
GET    brands/                           200 200 200 200 200 200
GET    retailers/                        200 200 200 200 200 200
GET    retailers/{slug}/                 200 200 200 200 200 200  slug=slug
GET    cart/                             200 200 200 200 200 200
DELETE cart/                             200 200 200 200 200 200
POST   cart/items/                       201 201 201 201 201 201
PATCH  cart/items/{id}/                  404 200 404 404 404 404  id=shopper_item
DELETE cart/items/{id}/                  404 200 404 404 404 404  id=shopper_item
PATCH  cart/groups/{slug}/               404 200 200 404 404 404  slug=slug
POST   checkout/                         422 201 201 422 422 422
GET    orders/                           401 200 200 200 200 200
GET    orders/{id}/                      401 200 404 200 404 404  id=shopper_order
POST   orders/{id}/cancel/               401 200 404 404 404 404  id=shopper_order
GET    users/me/                         401 200 200 200 200 200
PATCH  users/me/                         401 200 200 200 200 200
PUT    users/me/                         401 200 200 200 200 200  most=6
PUT    users/me/avatar/                  401 415 415 415 415 415
DELETE users/me/avatar/                  401 204 204 204 204 204
POST   users/me/erase/                   401 204 204 204 204 409
GET    users/me/export/                  401 404 404 404 404 404 | 401 403 403 403 403 403
POST   users/me/export/                  401 202 202 202 202 202 | 401 403 403 403 403 403
GET    users/me/export/data/             401 404 404 404 404 404 | 401 403 403 403 403 403
GET    users/me/notification-preferences/ 401 200 200 200 200 200
PATCH  users/me/notification-preferences/ 401 200 200 200 200 200
GET    customers/activities/             401 200 200 200 200 200
GET    customers/addresses/              401 200 200 200 200 200
POST   customers/addresses/              401 201 201 201 201 201
GET    customers/addresses/{id}/         401 200 404 404 404 404  id=shopper_address
PATCH  customers/addresses/{id}/         401 200 404 404 404 404  id=shopper_address
PUT    customers/addresses/{id}/         401 200 404 404 404 404  id=shopper_address most=7
DELETE customers/addresses/{id}/         401 204 404 404 404 404  id=shopper_address
POST   customers/addresses/{id}/set-default/ 401 200 404 404 404 404  id=shopper_address
# buying
POST   cart/merge/                       401 200 200 200 200 200
POST   cart/vouchers/                    404 404 404 404 404 404
DELETE cart/vouchers/{code}/             404 404 404 404 404 404  code=slug
POST   cart/quote/                       422 201 201 422 422 422
POST   checkout/preview/                 422 200 200 422 422 422
GET    checkout/{id}/                    401 200 404 404 404 404  id=shopper_purchase
POST   orders/claim/                     401 200 200 200 200 200
GET    payments/methods/                 200 200 200 200 200 200
GET    payments/transactions/            401 200 200 200 200 200
GET    payments/{id}/                    401 200 404 404 404 404  id=shopper_payment
GET    shipping/methods/                 200 200 200 200 200 200
POST   shipping/calculate/               200 200 200 200 200 200
GET    promotions/                       200 200 200 200 200 200
POST   promotions/                       404 404 404 404 404 404 | 401 404 404 201 404 404
DELETE promotions/{id}/                  404 404 404 404 404 404 | 401 404 404 204 404 404  id=promotion
GET    promotions/{id}/                  200 200 200 200 200 200  id=promotion
# what becomes of an order, and older names
POST   orders/                           422 201 201 422 422 422
PUT    orders/{id}/                      401 404 404 200 404 404  id=shopper_order
PATCH  orders/{id}/                      401 404 404 200 404 404  id=shopper_order
DELETE orders/{id}/                      401 200 404 404 404 404  id=shopper_order
POST   cart/update_item/                 404 200 404 404 404 404  most=19
POST   cart/remove_item/                 404 200 404 404 404 404  most=21
GET    orders/{id}/events/               401 200 404 404 404 404  id=shopper_order
GET    orders/{id}/tracking/             401 200 404 404 404 404  id=shopper_order
GET    orders/{id}/invoice/              401 200 404 404 404 404  id=shopper_shipped
GET    orders/{id}/return/               401 200 404 404 404 404  id=shopper_shipped
POST   orders/{id}/return/               401 409 404 404 404 404  id=shopper_shipped
POST   orders/{id}/refund/               401 409 404 404 404 404  id=shopper_shipped
POST   orders/{id}/transitions/          401 404 404 200 404 404  id=shopper_order
POST   orders/{id}/paid/                 401 404 404 200 404 404  id=shopper_order most=19
DELETE orders/{id}/paid/                 401 404 404 200 404 404  id=shopper_order most=14
POST   orders/{id}/paid-back/            401 404 404 409 404 404  id=shopper_order
GET    purchases/{id}/                   401 200 404 404 404 404  id=shopper_purchase
GET    retailers/{slug}/orders/          401 404 404 200 404 404  slug=slug
GET    retailers/{slug}/orders/{id}/     401 404 404 200 404 404  slug=slug id=shopper_order
POST   retailers/{slug}/orders/{id}/transitions/ 401 404 404 200 404 404  slug=slug id=shopper_order
GET    retailers/{slug}/returns/         401 404 404 200 404 404  slug=slug
POST   retailers/{slug}/returns/{id}/transitions/ 401 404 404 200 404 404  slug=slug id=shopper_request
# reviews and wishlist
GET    reviews/                          200 200 200 200 200 200
POST   reviews/                          401 409 201 403 201 201
GET    reviews/{id}/                     200 200 200 200 200 200  id=shopper_review
PATCH  reviews/{id}/                     401 200 404 404 404 404  id=shopper_review
PUT    reviews/{id}/                     401 200 404 404 404 404  id=shopper_review most=15
DELETE reviews/{id}/                     401 204 404 404 404 404  id=shopper_review
POST   reviews/{id}/helpful/             401 409 200 200 200 200  id=shopper_review
DELETE reviews/{id}/helpful/             401 200 200 200 200 200  id=shopper_review
POST   reviews/{id}/report/              401 409 204 204 204 204  id=shopper_review
POST   reviews/{id}/moderate/            401 403 403 200 403 403  id=shopper_review
GET    admin/reviews/hiding/             401 403 403 403 403 200 | 401 403 403 403 403 403
POST   admin/reviews/hiding/{id}/decide/ 401 403 403 403 403 200 | 401 403 403 403 403 403  id=hiding
GET    products/{id}/reviews/            200 200 200 200 200 200  id=product
POST   products/{id}/reviews/            401 409 201 403 201 201  id=product
GET    retailers/{slug}/reviews/         200 200 200 200 200 200  slug=slug
GET    retailers/{slug}/reviews/moderation/ 401 404 404 200 404 404  slug=slug
GET    retailers/{slug}/audit-logs/      401 404 404 200 404 404  slug=slug most=10
GET    customers/wishlist/               401 200 200 200 200 200
POST   customers/wishlist/               401 200 201 201 201 201
PUT    customers/wishlist/items/{product_id}/ 401 200 201 201 201 201  product_id=product
DELETE customers/wishlist/items/{product_id}/ 401 204 404 404 404 404  product_id=product
GET    customers/wishlist/check/{product_id}/ 401 200 200 200 200 200  product_id=product
POST   customers/wishlist/share/         401 200 200 200 200 200
DELETE customers/wishlist/share/         401 204 204 204 204 204
GET    customers/wishlist/shared/{token}/ 200 200 200 200 200 200  token=shopper_wishlist
GET    oscar/basket/                     404 404 404 404 404 404 | 200 200 200 200 200 200
POST   oscar/basket/add-product/         404 404 404 404 404 404 | 200 200 200 200 200 200
GET    oscar/basket/lines/               404 404 404 404 404 404 | 200 200 200 200 200 200
PATCH  oscar/basket/lines/{id}/          404 404 404 404 404 404 | 404 200 404 404 404 404  id=shopper_item
DELETE oscar/basket/lines/{id}/          404 404 404 404 404 404 | 404 204 404 404 404 404  id=shopper_item
GET    oscar/basket/shipping-methods/    404 404 404 404 404 404 | 200 200 200 200 200 200
GET    oscar/basket/lines/{id}/          404 404 404 404 404 404 | 404 200 404 404 404 404  id=shopper_item
PUT    oscar/basket/lines/{id}/          404 404 404 404 404 404 | 404 200 404 404 404 404  id=shopper_item
POST   oscar/basket/shipping-methods/    404 404 404 404 404 404 | 200 200 200 200 200 200
POST   oscar/basket/add-voucher/         404 404 404 404 404 404
GET    oscar/products/                   404 404 404 404 404 404 | 200 200 200 200 200 200
GET    oscar/products/{id}/              404 404 404 404 404 404 | 200 200 200 200 200 200  id=product
GET    oscar/products/{id}/price/        404 404 404 404 404 404 | 200 200 200 200 200 200  id=product
GET    oscar/products/{id}/availability/ 404 404 404 404 404 404 | 200 200 200 200 200 200  id=product
GET    oscar/options/                    404 404 404 404 404 404 | 200 200 200 200 200 200
GET    oscar/countries/                  404 404 404 404 404 404 | 200 200 200 200 200 200
GET    oscar/countries/{code}/           404 404 404 404 404 404  code=slug
GET    oscar/login/                      404 404 404 404 404 404 | 401 200 200 200 200 200
POST   oscar/login/                      404 404 404 404 404 404 | 401 401 401 401 401 401
DELETE oscar/login/                      404 404 404 404 404 404 | 401 204 204 204 204 204
GET    oscar/orders/                     404 404 404 404 404 404 | 401 200 200 200 200 200
GET    oscar/orders/{id}/                404 404 404 404 404 404 | 401 200 404 404 404 404  id=shopper_order
GET    oscar/orders/{id}/lines/          404 404 404 404 404 404 | 401 200 404 404 404 404  id=shopper_order
POST   oscar/checkout/                   404 404 404 404 404 404 | 422 200 200 422 422 422
# what an app tells of looking around
POST   customers/log-activity/           401 200 200 200 200 200
# another e-mail address
POST   users/me/email/                   401 400 400 400 400 400
POST   users/me/email/confirm/           401 422 422 422 422 422
# the catalogue, and what a shop's staff write
POST   products/                         401 422 422 422 422 422 | 401 403 403 201 403 403
GET    retailers/{slug}/products/        200 200 200 200 200 200  slug=slug
POST   retailers/{slug}/products/        401 403 403 201 403 403  slug=slug
GET    products/featured/                200 200 200 200 200 200
GET    retailers/{slug}/products/{id}/   200 200 200 200 200 200  slug=slug  id=product
PUT    products/{id}/                    401 422 422 422 422 422 | 401 403 403 200 403 403  id=product
PUT    retailers/{slug}/products/{id}/   401 403 403 200 403 403  slug=slug  id=product
PATCH  products/{id}/                    401 422 422 422 422 422 | 401 403 403 200 403 403  id=product
PATCH  retailers/{slug}/products/{id}/   401 403 403 200 403 403  slug=slug  id=product
DELETE products/{id}/                    401 422 422 422 422 422 | 401 403 403 204 403 403  id=product
DELETE retailers/{slug}/products/{id}/   401 403 403 204 403 403  slug=slug  id=product
GET    products/{id}/variants/           200 200 200 200 200 200  id=parent
GET    retailers/{slug}/products/{id}/variants/ 200 200 200 200 200 200  slug=slug  id=parent
POST   products/{id}/variants/           401 422 422 422 422 422 | 401 403 403 201 403 403  id=parent
POST   retailers/{slug}/products/{id}/variants/ 401 403 403 201 403 403  slug=slug  id=parent
GET    products/{id}/variants/{variant}/ 200 200 200 200 200 200  id=parent  variant=variant
GET    retailers/{slug}/products/{id}/variants/{variant}/ 200 200 200 200 200 200  slug=slug  id=parent  variant=variant
PATCH  products/{id}/variants/{variant}/ 401 422 422 422 422 422 | 401 403 403 200 403 403  id=parent  variant=variant
PATCH  retailers/{slug}/products/{id}/variants/{variant}/ 401 403 403 200 403 403  slug=slug  id=parent  variant=variant
DELETE products/{id}/variants/{variant}/ 401 422 422 422 422 422 | 401 403 403 204 403 403  id=parent  variant=variant
DELETE retailers/{slug}/products/{id}/variants/{variant}/ 401 403 403 204 403 403  slug=slug  id=parent  variant=variant
GET    products/{id}/availability/       200 200 200 200 200 200  id=product
GET    retailers/{slug}/products/{id}/availability/ 200 200 200 200 200 200  slug=slug  id=product
GET    products/{id}/price/              200 200 200 200 200 200  id=product
GET    retailers/{slug}/products/{id}/price/ 200 200 200 200 200 200  slug=slug  id=product
GET    products/{id}/images/             200 200 200 200 200 200  id=product
GET    retailers/{slug}/products/{id}/images/ 200 200 200 200 200 200  slug=slug  id=product
POST   products/{id}/images/             401 422 422 422 422 422 | 401 403 403 415 403 403  id=product
POST   retailers/{slug}/products/{id}/images/ 401 403 403 415 403 403  slug=slug  id=product
PUT    products/{id}/images/             401 422 422 422 422 422 | 401 403 403 200 403 403  id=product
PUT    retailers/{slug}/products/{id}/images/ 401 403 403 200 403 403  slug=slug  id=product
GET    products/{id}/images/{image}/     200 200 200 200 200 200  id=product  image=picture
GET    retailers/{slug}/products/{id}/images/{image}/ 200 200 200 200 200 200  slug=slug  id=product  image=picture
PATCH  products/{id}/images/{image}/     401 422 422 422 422 422 | 401 403 403 200 403 403  id=product  image=picture
PATCH  retailers/{slug}/products/{id}/images/{image}/ 401 403 403 200 403 403  slug=slug  id=product  image=picture
DELETE products/{id}/images/{image}/     401 422 422 422 422 422 | 401 403 403 204 403 403  id=product  image=picture
DELETE retailers/{slug}/products/{id}/images/{image}/ 401 403 403 204 403 403  slug=slug  id=product  image=picture
GET    imports/                          401 422 422 422 422 422 | 401 404 404 200 404 404
GET    retailers/{slug}/imports/         401 404 404 200 404 404  slug=slug
POST   imports/                          401 422 422 422 422 422 | 401 404 404 415 404 404
POST   retailers/{slug}/imports/         401 404 404 415 404 404  slug=slug
GET    imports/template/                 401 422 422 422 422 422 | 401 404 404 200 404 404
GET    retailers/{slug}/imports/template/ 401 404 404 200 404 404  slug=slug
GET    imports/{id}/                     401 422 422 422 422 422 | 401 404 404 200 404 404  id=import
GET    retailers/{slug}/imports/{id}/    401 404 404 200 404 404  slug=slug  id=import
GET    remote-images/                    401 422 422 422 422 422 | 401 404 404 200 404 404  most=6
GET    retailers/{slug}/remote-images/   401 404 404 200 404 404  slug=slug  most=7
POST   remote-images/retry/              401 422 422 422 422 422 | 401 404 404 202 404 404  most=10
POST   retailers/{slug}/remote-images/retry/ 401 404 404 202 404 404  slug=slug  most=11
GET    imports/{id}/errors/              401 422 422 422 422 422 | 401 404 404 200 404 404  id=import
GET    retailers/{slug}/imports/{id}/errors/ 401 404 404 200 404 404  slug=slug  id=import
GET    search/products/                  200 200 200 200 200 200  search=mug
GET    search/suggestions/               200 200 200 200 200 200  search=mug
GET    search/filters/                   200 200 200 200 200 200
GET    categories/{slug}/filters/        200 200 200 200 200 200  slug=market_category
GET    retailers/{slug}/categories/      200 200 200 200 200 200  slug=slug
GET    retailers/{slug}/hours/           200 200 200 200 200 200  slug=slug
GET    retailers/{slug}/delivery-options/ 200 200 200 200 200 200  slug=slug
POST   retailers/{slug}/categories/      401 403 403 201 403 403  slug=slug
POST   retailers/{slug}/open/            401 404 404 200 404 404  slug=slug  most=8
"""
# fmt: on

# Where the shop's owner is answered otherwise than other customers: what her colleagues are, in
# the order of COLLEAGUES. Things and bodies are those of the rows above.
# fmt: off
STAFF_ROWS = """
# manager, editor, author, fulfilment, analyst, support
#                                        at the marketplace    at the shop
POST   categories/                       422 422 422 422 422 422 | 201 403 403 403 403 403
PATCH  cart/groups/{slug}/               404 404 404 404 404 404
POST   checkout/                         422 422 422 422 422 422
GET    orders/{id}/                      200 403 403 200 200 200
POST   cart/quote/                       422 422 422 422 422 422
POST   checkout/preview/                 422 422 422 422 422 422
POST   promotions/                       404 404 404 404 404 404 | 201 403 403 403 403 403
DELETE promotions/{id}/                  404 404 404 404 404 404 | 204 403 403 403 403 403
POST   orders/                           422 422 422 422 422 422
PUT    orders/{id}/                      200 403 403 200 403 403
PATCH  orders/{id}/                      200 403 403 200 403 403
POST   orders/{id}/transitions/          200 403 403 200 403 403
POST   orders/{id}/paid/                 200 403 403 200 403 403
DELETE orders/{id}/paid/                 200 403 403 200 403 403
POST   orders/{id}/paid-back/            409 403 403 409 403 403
GET    retailers/{slug}/orders/          200 403 403 200 200 200
GET    retailers/{slug}/orders/{id}/     200 403 403 200 200 200
POST   retailers/{slug}/orders/{id}/transitions/ 200 403 403 200 403 403
GET    retailers/{slug}/returns/         200 403 403 200 200 200
POST   retailers/{slug}/returns/{id}/transitions/ 200 403 403 200 403 403
POST   reviews/                          403 403 403 403 403 403
POST   reviews/{id}/moderate/            200 403 403 403 403 200
POST   products/{id}/reviews/            403 403 403 403 403 403
GET    retailers/{slug}/reviews/moderation/ 200 403 403 403 200 200
GET    retailers/{slug}/audit-logs/      403 403 403 403 403 403
POST   oscar/checkout/                   404 404 404 404 404 404 | 422 422 422 422 422 422
POST   products/                         422 422 422 422 422 422 | 201 403 403 403 403 403
POST   retailers/{slug}/products/        201 403 403 403 403 403
PUT    products/{id}/                    422 422 422 422 422 422 | 200 403 403 403 403 403
PUT    retailers/{slug}/products/{id}/   200 403 403 403 403 403
PATCH  products/{id}/                    422 422 422 422 422 422 | 200 403 403 403 403 403
PATCH  retailers/{slug}/products/{id}/   200 403 403 403 403 403
DELETE products/{id}/                    422 422 422 422 422 422 | 204 403 403 403 403 403
DELETE retailers/{slug}/products/{id}/   204 403 403 403 403 403
POST   products/{id}/variants/           422 422 422 422 422 422 | 201 403 403 403 403 403
POST   retailers/{slug}/products/{id}/variants/ 201 403 403 403 403 403
PATCH  products/{id}/variants/{variant}/ 422 422 422 422 422 422 | 200 403 403 403 403 403
PATCH  retailers/{slug}/products/{id}/variants/{variant}/ 200 403 403 403 403 403
DELETE products/{id}/variants/{variant}/ 422 422 422 422 422 422 | 204 403 403 403 403 403
DELETE retailers/{slug}/products/{id}/variants/{variant}/ 204 403 403 403 403 403
POST   products/{id}/images/             422 422 422 422 422 422 | 415 403 403 403 403 403
POST   retailers/{slug}/products/{id}/images/ 415 403 403 403 403 403
PUT    products/{id}/images/             422 422 422 422 422 422 | 200 403 403 403 403 403
PUT    retailers/{slug}/products/{id}/images/ 200 403 403 403 403 403
PATCH  products/{id}/images/{image}/     422 422 422 422 422 422 | 200 403 403 403 403 403
PATCH  retailers/{slug}/products/{id}/images/{image}/ 200 403 403 403 403 403
DELETE products/{id}/images/{image}/     422 422 422 422 422 422 | 204 403 403 403 403 403
DELETE retailers/{slug}/products/{id}/images/{image}/ 204 403 403 403 403 403
GET    imports/                          422 422 422 422 422 422 | 200 403 403 403 403 403
GET    retailers/{slug}/imports/         200 403 403 403 403 403
POST   imports/                          422 422 422 422 422 422 | 415 403 403 403 403 403
POST   retailers/{slug}/imports/         415 403 403 403 403 403
GET    imports/template/                 422 422 422 422 422 422 | 200 403 403 403 403 403
GET    retailers/{slug}/imports/template/ 200 403 403 403 403 403
GET    imports/{id}/                     422 422 422 422 422 422 | 200 403 403 403 403 403
GET    retailers/{slug}/imports/{id}/    200 403 403 403 403 403
GET    remote-images/                    422 422 422 422 422 422 | 200 403 403 403 403 403
GET    retailers/{slug}/remote-images/   200 403 403 403 403 403
POST   remote-images/retry/              422 422 422 422 422 422 | 202 403 403 403 403 403
POST   retailers/{slug}/remote-images/retry/ 202 403 403 403 403 403
GET    imports/{id}/errors/              422 422 422 422 422 422 | 200 403 403 403 403 403
GET    retailers/{slug}/imports/{id}/errors/ 200 403 403 403 403 403
POST   retailers/{slug}/categories/      201 403 403 403 403 403
POST   retailers/{slug}/open/            403 403 403 403 403 403
"""
# fmt: on

# By operation id: what is sent beside, or instead of, the example's members. "{thing}" is filled.
BODIES: dict[str, dict[str, Any]] = {
    "products_images_order": {"images": ["{picture}"]},
    "retailers_products_images_order": {"images": ["{picture}"]},
    "cart_add": {"product": "{product}"},
    "cart_update_item": {"item": "{shopper_item}"},
    "cart_remove_item": {"item": "{shopper_item}"},
    "me_erase": {"password": None},
    "orders_place": {"retailers": ["books"], "fulfilment": {}},
    "orders_replace": {"status": "processing"},
    "orders_update": {"status": "processing"},
    "orders_return": {"items": None},
    "orders_refund": {"items": None},
    "orders_move": {"to": "processing"},
    "staff_orders_move": {"to": "processing"},
    "reviews_create": {"product": "{product}"},
    "reviews_moderate": {"is_shown": False, "reason": "other", "text": "Rude"},
    "admin_hiding_decide": {"changed_at": "{hiding_read_at}"},
    "wishlist_add": {"product": "{product}"},
    "checkout": {"retailers": ["books"], "fulfilment": {}},
    "checkout_preview": {"retailers": ["books"]},
    "cart_quote": {"retailers": ["books"], "fulfilment": {}},
    "shipping_calculate": {"items": [{"product": "{product}", "quantity": 1}]},
    "oscar_basket_add": {"url": "https://shop.example/products/{product}/", "quantity": 1},
    "oscar_line_change": {"quantity": 3},
    "oscar_line_replace": {"quantity": 3},
    "oscar_checkout": {
        "basket": "http://books.localhost/api/v1/oscar/basket/",
        "total": None,
        "guest_email": "ada@mail.example",
        "shipping_address": {
            "first_name": "Ada",
            "last_name": "Lovelace",
            "line1": "12 Square",
            "line4": "London",
            "postcode": "NW1 1AA",
            "country": "https://shop.example/countries/GB/",
        },
    },
}


@dataclass(frozen=True, slots=True)
class Row:
    method: str
    path: str  # below its base
    market: tuple[int, ...]
    shop: tuple[int, ...]
    things: dict[str, str]
    most: int | None = None
    base: str = "/api/v1/"

    @property
    def key(self) -> tuple[str, str]:
        return self.method.lower(), f"{self.base}{self.path}"

    @property
    def things_of_path(self) -> dict[str, str]:
        return {name: thing for name, thing in self.things.items() if f"{{{name}}}" in self.path}


def rows() -> list[Row]:
    return _read_rows(ROWS)


def staff_rows() -> list[Row]:
    """Statuses of COLLEAGUES, with the things of their rows."""
    things = {row.key: row.things for row in rows()}
    return [replace(row, things=things[row.key]) for row in _read_rows(STAFF_ROWS)]


def _read_rows(table: str) -> list[Row]:
    lines = (line.strip() for line in table.splitlines())
    return [read_row(line) for line in lines if line and not line.startswith("#")]


def read_row(line: str) -> Row:
    method, path, *words = line.split()
    things = dict(word.split("=", 1) for word in words if "=" in word)
    market, _, shop = " ".join(word for word in words if "=" not in word).partition("|")
    most = things.pop("most", None)
    at_market = tuple(map(int, market.split()))
    at_shop = tuple(map(int, shop.split())) or at_market
    return Row(method, path, at_market, at_shop, things, int(most) if most else None)


def write_row(row: Row) -> str:
    """As it stands in ROWS."""
    words = [f"{row.method:6} {row.path:33}", " ".join(map(str, row.market))]
    if row.shop != row.market:
        words += ["|", " ".join(map(str, row.shop))]
    words += [f" {name}={thing}" for name, thing in row.things.items()]
    return " ".join(words if row.most is None else [*words, f" most={row.most}"])
