"""What each address answers to each of the cast: a new address without a row fails the tests.

A row is `route  gate  parameter=thing ...`. The route is as the URL configuration has it, but
for a closing slash; things are planted by cast.py, in the shop `books` and for the customer
`shopper`. Third-party sites (Wagtail's, Django's admins) have one rule each in PREFIXES, which
holds for all that stands below.
"""

from dataclasses import dataclass

MEMBERS = "guest shopper other stranger operator editor fulfilment owner".split()

# What GET answers, in the order of MEMBERS. `operator` has no membership here, and is therefore
# a stranger on the shop's host; `stranger` owns another shop; the last three work in this one.
GATES = {
    name: tuple(int(status) for status in statuses.split())
    for name, statuses in {
        "open":            "200 200 200 200 200 200 200 200",
        "moves":           "302 302 302 302 302 302 302 302",
        "moves-for-good":  "301 301 301 301 301 301 301 301",
        "bad-question":    "400 400 400 400 400 400 400 400",
        "refused":         "403 403 403 403 403 403 403 403",
        "nothing":         "404 404 404 404 404 404 404 404",
        "post-only":       "405 405 405 405 405 405 405 405",
        "expired":         "410 410 410 410 410 410 410 410",
        # accounts
        "guests":          "200 302 302 302 302 302 302 302",
        "account":         "302 200 200 200 200 200 200 200",
        "account-post":    "302 405 405 405 405 405 405 405",
        "account-moves":   "302 302 302 302 302 302 302 302",
        "account-nothing": "302 404 404 404 404 404 404 404",
        "with-cart":       "302 200 200 302 302 302 302 302",
        "buyer":           "302 200 404 404 404 404 404 404",
        # the API says 401 instead of leading to a login
        "api-account":     "401 200 200 200 200 200 200 200",
        "api-market-only": "401 403 403 403 403 403 403 403",
        "api-nothing-yet": "401 404 404 404 404 404 404 404",
        "api-buyer":       "401 200 404 404 404 404 404 404",
        "api-no-shop":     "401 422 422 422 422 422 422 422",
        "api-selling":     "401 404 404 404 404 403 403 200",
        "own-item":        "404 200 404 404 404 404 404 404",
        # the operators' desk on the marketplace's host
        "api-managing":    "401 404 404 404 404 403 403 200",
        "api-staff":       "401 404 404 404 404 403 200 200",
        "own-shop":        "302 404 404 404 404 200 200 200",
        "own-shop-post":   "302 404 404 404 404 405 405 405",
        "operators":       "302 404 404 404 200 404 404 404",
        "operators-post":  "302 404 404 404 405 404 404 404",
        # a shop's desk
        "staff":           "302 404 404 404 404 302 200 200",
        "staff-moves":     "302 404 404 404 404 302 302 302",
        "selling":         "302 404 404 404 404 403 200 200",
        "selling-moves":   "302 404 404 404 404 403 302 302",
        "selling-post":    "302 404 404 404 404 403 405 405",
        "managing":        "302 404 404 404 404 403 403 200",
        "managing-moves":  "302 404 404 404 404 403 403 302",
        "managing-post":   "302 404 404 404 404 403 403 405",
    }.items()
}  # fmt: skip

BOTH_HOSTS = """
api/v1/users/me/email                                   post-only
api/v1/customers/log-activity                           post-only
api/v1/users/me/email/confirm                           post-only
api/v1/auth/register                                    post-only
api/v1/auth/login                                       post-only
api/v1/auth/refresh                                     post-only
api/v1/auth/logout                                      post-only
api/v1/auth/register/retailer                           post-only
api/v1/auth/request-otp                                 post-only
api/v1/auth/verify-otp                                  post-only
api/v1/auth/password/change                             post-only
api/v1/auth/password/reset                              post-only
api/v1/auth/password/reset/confirm                      post-only
api/v1/auth/validate-reset-token/<str:token>            open             token=slug
api/v1/auth/verify-email/<str:token>                    post-only        token=slug
api/v1/auth/resend-verification                         post-only
api/v1/auth/csrf-token                                  open
api/v1/auth/confirm                                     post-only
api/v1/auth/second-factor                               api-account
api/v1/auth/second-factor/confirm                       post-only
api/v1/auth/second-factor/off                           post-only
api/v1/auth/second-factor/recovery-codes                post-only
api/v1/auth/token                                       post-only
api/v1/auth/token/refresh                               post-only
api/v1/auth/forgot-password                             post-only
api/v1/auth/reset-password                              post-only
api/v1/auth/sessions                                    api-account
api/v1/auth/sessions/others                             post-only
api/v1/auth/sessions/<uuid:id>                          post-only        id=shopper
api/v1/auth/social/<slug:provider>                      post-only        provider=slug
api/v1/users/me/sessions                                api-account
api/v1/users/me/sessions/<uuid:id>                      post-only        id=shopper
api/v1/products                                         open
api/v1/products/<uuid:id>                               open             id=product
api/v1/search                                           bad-question
api/v1/categories                                       open
api/v1/categories/<slug:slug>                           open             slug=market_category
api/v1/brands                                           open
api/v1/retailers                                        open
api/v1/retailers/<slug:slug>                            open             slug=slug
api/v1/retailers/<slug:slug>/products                   open             slug=slug
api/v1/retailers/<slug:slug>/products/<uuid:id>         open             slug=slug id=product
api/v1/products/featured                                open
api/v1/products/<uuid:id>/variants                      open             id=product
api/v1/retailers/<slug:slug>/products/<uuid:id>/variants open             slug=slug id=product
api/v1/products/<uuid:id>/availability                  open             id=product
api/v1/retailers/<slug:slug>/products/<uuid:id>/availability open             slug=slug id=product
api/v1/products/<uuid:id>/price                         open             id=product
api/v1/retailers/<slug:slug>/products/<uuid:id>/price   open             slug=slug id=product
api/v1/products/<uuid:id>/images                        open             id=product
api/v1/retailers/<slug:slug>/products/<uuid:id>/images  open             slug=slug id=product
api/v1/products/<uuid:id>/variants/<uuid:variant>       open             id=parent variant=variant
api/v1/retailers/<slug:slug>/products/<uuid:id>/variants/<uuid:variant> open             slug=slug id=parent variant=variant
api/v1/products/<uuid:id>/images/<uuid:image>           open             id=product image=picture
api/v1/retailers/<slug:slug>/products/<uuid:id>/images/<uuid:image> open             slug=slug id=product image=picture
api/v1/retailers/<slug:slug>/imports                    api-selling      slug=slug
api/v1/retailers/<slug:slug>/imports/template           api-selling      slug=slug
api/v1/retailers/<slug:slug>/imports/<uuid:id>          api-selling      slug=slug id=import
api/v1/retailers/<slug:slug>/imports/<uuid:id>/errors   api-selling      slug=slug id=import
api/v1/search/products                                  bad-question
api/v1/search/suggestions                               open
api/v1/search/filters                                   open
api/v1/categories/<slug:slug>/filters                   open             slug=market_category
api/v1/retailers/<slug:slug>/categories                 open             slug=slug
api/v1/retailers/<slug:slug>/hours                      open             slug=slug
api/v1/retailers/<slug:slug>/delivery-options           open             slug=slug
api/v1/products/search                                  bad-question
api/v1/products/category/<slug:category>                open             category=market_category
api/v1/products/categories                              open
api/v1/cart                                             open
api/v1/cart/items                                       post-only
api/v1/cart/items/<uuid:id>                             post-only        id=shopper_item
api/v1/cart/groups/<slug:slug>                          post-only        slug=slug
api/v1/checkout                                         post-only
api/v1/orders                                           api-account
api/v1/orders/<uuid:id>                                 api-buyer        id=shopper_order
api/v1/orders/<uuid:id>/cancel                          post-only        id=shopper_order
api/v1/users/me                                         api-account
api/v1/users/me/avatar                                  post-only
api/v1/users/me/erase                                   post-only
api/v1/users/me/notification-preferences                api-account
api/v1/customers/profile                                api-account
api/v1/auth/profile                                     api-account
api/v1/customers/activities                             api-account
api/v1/customers/addresses                              api-account
api/v1/customers/addresses/<uuid:id>                    api-buyer        id=shopper_address
api/v1/customers/addresses/<uuid:id>/set-default        post-only        id=shopper_address
api/v1/cart/add                                         post-only
api/v1/cart/add_item                                    post-only
api/v1/cart/update                                      post-only
api/v1/cart/update_item                                 post-only
api/v1/cart/remove_item                                 post-only
api/v1/cart/remove/<uuid:id>                            post-only        id=shopper_item
api/v1/cart/clear                                       open
api/v1/promotions/apply-coupon                          post-only
api/v1/promotions/active                                open
api/v1/cart/merge                                       post-only
api/v1/cart/vouchers                                    post-only
api/v1/cart/vouchers/<str:code>                         post-only        code=slug
api/v1/cart/quote                                       post-only
api/v1/checkout/preview                                 post-only
api/v1/checkout/<uuid:id>                               api-buyer        id=shopper_purchase
api/v1/orders/claim                                     post-only
api/v1/payments/methods                                 open
api/v1/payments/transactions                            api-account
api/v1/payments/<uuid:id>                               api-buyer        id=shopper_payment
api/v1/shipping/methods                                 open
api/v1/shipping/calculate                               post-only
api/v1/promotions                                       open
api/v1/promotions/<uuid:id>                             open             id=promotion
api/v1/orders/<uuid:id>/events                          api-buyer        id=shopper_order
api/v1/orders/<uuid:id>/tracking                        api-buyer        id=shopper_order
api/v1/orders/<uuid:id>/invoice                         api-buyer        id=shopper_shipped
api/v1/orders/<uuid:id>/return                          api-buyer        id=shopper_order
api/v1/orders/<uuid:id>/refund                          post-only        id=shopper_order
api/v1/orders/<uuid:id>/transitions                     post-only        id=shopper_order
api/v1/purchases/<uuid:id>                              api-buyer        id=shopper_purchase
api/v1/retailers/<slug:slug>/orders                     api-staff        slug=slug
api/v1/retailers/<slug:slug>/orders/<uuid:id>           api-staff        slug=slug id=shopper_order
api/v1/retailers/<slug:slug>/orders/<uuid:id>/transitions   post-only        slug=slug id=shopper_order
api/v1/retailers/<slug:slug>/returns                    api-staff        slug=slug
api/v1/retailers/<slug:slug>/returns/<uuid:id>/transitions  post-only        slug=slug id=shopper_request
api/v1/reviews                                          open
api/v1/reviews/<uuid:id>                                open             id=shopper_review
api/v1/reviews/<uuid:id>/helpful                        post-only        id=shopper_review
api/v1/reviews/<uuid:id>/report                         post-only        id=shopper_review
api/v1/reviews/<uuid:id>/moderate                       post-only        id=shopper_review
api/v1/products/<uuid:id>/reviews                       open             id=product
api/v1/retailers/<slug:slug>/reviews                    open             slug=slug
api/v1/retailers/<slug:slug>/reviews/moderation         api-managing     slug=slug
api/v1/customers/wishlist                               api-account
api/v1/customers/wishlist/items/<uuid:product_id>       post-only        product_id=product
api/v1/customers/wishlist/check/<uuid:product_id>       api-account      product_id=product
api/v1/customers/wishlist/share                         post-only
api/v1/customers/wishlist/shared/<str:token>            open             token=shopper_wishlist
products/<uuid:product>/reviews                         open             product=product
products/<uuid:product>/reviews/write                   account-post     product=product
products/<uuid:product>/reviews/<uuid:uuid>/change      account-post     product=product uuid=shopper_review
reviews/<uuid:uuid>/helpful                             account-post     uuid=shopper_review
reviews/<uuid:uuid>/report                              account-post     uuid=shopper_review
wishlists/<str:token>                                   open             token=shopper_wishlist
wishlists/items/<uuid:product>/save                     account-post     product=product
wishlists/items/<uuid:product>/remove                   account-post     product=product
orders/at-shop/<uuid:uuid>/invoice                      nothing          uuid=shopper_order
orders/at-shop/<uuid:uuid>/return                       post-only        uuid=shopper_order
api/schema                                              open
api/schema.yaml                                         open
api/docs                                                open
api/redoc                                               open
api                                                     nothing
search                                                  open
search/suggestions                                      open
^products/(?P<slug>[^/]+)-(?P<short_id>[0-9a-z]{12})/?$  open            slug=product_slug short_id=short_id
cart                                                    open
cart/items                                              post-only
cart/items/<uuid:item>                                  post-only        item=shopper_item
cart/items/<uuid:item>/remove                           post-only        item=shopper_item
cart/clear                                              post-only
cart/vouchers                                           post-only
cart/vouchers/remove                                    post-only
checkout                                                with-cart
checkout/done/<uuid:uuid>                               buyer            uuid=shopper_purchase
checkout/awaited                                        moves
checkout/confirm/<str:token>                            expired          token=slug
orders/<uuid:uuid>                                      buyer            uuid=shopper_purchase
orders/at-shop/<uuid:uuid>                              nothing          uuid=shopper_order
orders/at-shop/<uuid:uuid>/cancel                       post-only        uuid=shopper_order
auth/login                                              guests
auth/register                                           guests
auth/register/<str:token>                               expired          token=slug
auth/logout                                             post-only
auth/second-step                                        moves
auth/forgot-password                                    open
auth/reset-password/<uuid:uid>/<str:token>              expired          uid=shopper token=slug
auth/change-email/<str:token>                           expired          token=slug
auth/verify-email                                       account
auth/verify-email/<str:token>                           expired          token=slug
handoff/start                                           moves
handoff/send                                            refused
handoff/receive                                         post-only
handoff/finish                                          refused
problems                                                open
problems/<slug:code>                                    open             code=problem
.well-known/security.txt                                open
media/<slug:schema>/<path:path>                         open             schema=schema path=image_file
/                                                       open
theme.css                                               open
_util/login                                             moves
documents/authenticate_with_password/<int:restriction_id>     nothing    restriction_id=page_pk
_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>  nothing  page_view_restriction_id=page_pk page_id=page_pk
"""

ACCOUNT = """
PREFIX                                                  account
PREFIX/email                                            account
PREFIX/password                                         account
PREFIX/addresses                                        account
PREFIX/addresses/add                                    account
PREFIX/addresses/<uuid:uuid>                            buyer            uuid=shopper_address
PREFIX/addresses/<uuid:uuid>/remove                     account-post     uuid=shopper_address
PREFIX/orders                                           account
PREFIX/orders/<uuid:uuid>                               buyer            uuid=shopper_order
PREFIX/orders/<uuid:uuid>/cancel                        account-post     uuid=shopper_order
PREFIX/preferences                                      account
PREFIX/picture                                          account
PREFIX/picture/remove                                   account-post
PREFIX/activity                                         account
PREFIX/data                                             account
PREFIX/data/request                                     account-post
PREFIX/data/copy                                        account-nothing
PREFIX/data/erase                                       account-post
PREFIX/orders/<uuid:uuid>/invoice                       buyer            uuid=shopper_shipped
PREFIX/orders/<uuid:uuid>/return                        account-post     uuid=shopper_order
PREFIX/wishlist                                         account
PREFIX/wishlist/share                                   account-post
PREFIX/second-factor                                    account
PREFIX/second-factor/start                              account-post
PREFIX/second-factor/set-up                             account-moves
PREFIX/second-factor/codes                              account-post
PREFIX/second-factor/off                                account-post
PREFIX/sessions                                         account
PREFIX/sessions/revoke-others                           account-post
PREFIX/sessions/<slug:device>/revoke                    account-post     device=slug
"""

MARKET = """
api/v1/imports                                          api-no-shop
api/v1/imports/template                                 api-no-shop
api/v1/imports/<uuid:id>                                api-no-shop      id=import
api/v1/imports/<uuid:id>/errors                         api-no-shop      id=import
api/v1/products/bulk-upload                             api-no-shop
api/v1/users/me/export                                  api-nothing-yet
api/v1/users/me/export/data                             api-nothing-yet
documents/^(\\d+)/(.*)$                                  nothing          document=document document_file=document_file
^((?:[\\w\\-]+/)*)$                                       nothing          page=page_path
api/v1/oscar/basket                                     nothing
api/v1/oscar/basket/add-product                         post-only
api/v1/oscar/basket/lines                               nothing
api/v1/oscar/basket/lines/<uuid:id>                     nothing          id=shopper_item
api/v1/oscar/basket/shipping-methods                    nothing
api/v1/oscar/checkout                                   post-only
api/v1/oscar/basket/add-voucher                         post-only
api/v1/oscar/products                                   nothing
api/v1/oscar/products/<uuid:id>                         nothing          id=product
api/v1/oscar/products/<uuid:id>/price                   nothing          id=product
api/v1/oscar/products/<uuid:id>/availability            nothing          id=product
api/v1/oscar/options                                    nothing
api/v1/oscar/countries                                  nothing
api/v1/oscar/countries/<str:code>                       nothing          code=slug
api/v1/oscar/login                                      nothing
api/v1/oscar/orders                                     nothing
api/v1/oscar/orders/<uuid:id>                           nothing          id=shopper_order
api/v1/oscar/orders/<uuid:id>/lines                     nothing          id=shopper_order
products                                                open
retailers                                               open
retailers/<slug:slug>                                   open             slug=slug
seller/register                                         open
seller/shops/<slug:slug>                                own-shop         slug=slug
seller/shops/<slug:slug>/data                           own-shop-post    slug=slug
seller/register/done                                    open
admin-panel                                             operators
admin-panel/second-factor                               operators
admin-panel/shops/<slug:slug>                           operators        slug=slug
admin-panel/shops/<slug:slug>/approve                   operators-post   slug=slug
admin-panel/shops/<slug:slug>/decline                   operators-post   slug=slug
admin-panel/shops/<slug:slug>/invite                    operators-post   slug=slug
admin-panel/shops/<slug:slug>/suspend                   operators-post   slug=slug
admin-panel/shops/<slug:slug>/resume                    operators-post   slug=slug
admin-panel/shops/<slug:slug>/close                     operators-post   slug=slug
admin-panel/shops/<slug:slug>/support                   operators-post   slug=slug
"""

RETAILER = """
api/v1/imports                                          api-selling
api/v1/imports/template                                 api-selling
api/v1/imports/<uuid:id>                                api-selling      id=import
api/v1/imports/<uuid:id>/errors                         api-selling      id=import
api/v1/products/bulk-upload                             api-selling
api/v1/users/me/export                                  api-market-only
api/v1/users/me/export/data                             api-market-only
documents/^(\\d+)/(.*)$                                  open             document=document document_file=document_file
^((?:[\\w\\-]+/)*)$                                       open             page=page_path
api/v1/oscar/basket                                     open
api/v1/oscar/basket/add-product                         post-only
api/v1/oscar/basket/lines                               open
api/v1/oscar/basket/lines/<uuid:id>                     own-item         id=shopper_item
api/v1/oscar/basket/shipping-methods                    open
api/v1/oscar/checkout                                   post-only
api/v1/oscar/basket/add-voucher                         post-only
api/v1/oscar/products                                   open
api/v1/oscar/products/<uuid:id>                         open             id=product
api/v1/oscar/products/<uuid:id>/price                   open             id=product
api/v1/oscar/products/<uuid:id>/availability            open             id=product
api/v1/oscar/options                                    open
api/v1/oscar/countries                                  open
api/v1/oscar/countries/<str:code>                       nothing          code=slug
api/v1/oscar/login                                      api-account
api/v1/oscar/orders                                     api-account
api/v1/oscar/orders/<uuid:id>                           api-buyer        id=shopper_order
api/v1/oscar/orders/<uuid:id>/lines                     api-buyer        id=shopper_order
products                                                open
catalogue                                               open
catalogue/category/<path:category_slug>_<int:pk>        open             category_slug=category_slug pk=category_pk
catalogue/^(?P<product_slug>[\\w-]*)_(?P<pk>\\d+)/$       moves-for-good   product_slug=product_slug pk=product_pk
seller/dashboard                                        staff
seller/orders                                           selling
seller/orders/<str:number>                              selling          number=shopper_number
seller/orders/<str:number>/move                         selling-post     number=shopper_number
seller/orders/<str:number>/invoice                      selling          number=shopper_shipped_number
seller/returns                                          selling
seller/returns/<uuid:uuid>                              selling-post     uuid=shopper_request
seller/reviews                                          managing
seller/reviews/<uuid:uuid>                              managing-post    uuid=shopper_review
seller/products                                         selling
seller/products/<uuid:uuid>/offer                       selling-post     uuid=product
seller/categories                                       managing
seller/categories/<int:shop_category>                   managing-post    shop_category=category_pk
seller/profile                                          managing
seller/staff                                            managing
seller/staff/second-factor                              managing-post
seller/staff/invitations/<uuid:uuid>/withdraw            managing-post    uuid=colleague
invitations/<str:token>                                 expired          token=slug
seller/staff/<uuid:uuid>                                managing-post    uuid=colleague
dashboard                                               staff-moves
dashboard/catalogue                                     selling-moves
dashboard/catalogue/products/create                     managing
dashboard/catalogue/products/<int:pk>                   managing         pk=hidden_pk
dashboard/catalogue/products/<int:pk>/delete            managing         pk=hidden_pk
dashboard/catalogue/products/<int:pk>/restore           managing-post    pk=hidden_pk
dashboard/catalogue/products/<int:parent_pk>/create-variant   managing   parent_pk=hidden_pk
dashboard/catalogue/images/<int:pk>/delete              managing-post    pk=image_pk
dashboard/catalogue/categories                          managing-moves
dashboard/catalogue/categories/create                   managing
dashboard/catalogue/categories/create/<int:parent>      managing         parent=category_pk
dashboard/catalogue/categories/<int:pk>/update          managing         pk=category_pk
dashboard/orders                                        selling-moves
dashboard/orders/<str:number>                           selling-moves    number=shopper_number
"""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Everything below it: `inside` may get an answer, for all others it is one of `shut`."""

    inside: tuple[str, ...]
    shut: tuple[int, ...]


PREFIXES = {
    "": {
        "cms": Prefix(inside=("operator",), shut=(302, 403, 404)),
        "admin-panel/db": Prefix(inside=("operator",), shut=(302,)),
    },
    "books": {
        "cms": Prefix(inside=("editor", "owner"), shut=(302, 403, 404)),
        "admin": Prefix(inside=("owner",), shut=(302, 403)),
    },
}

# Below a prefix, and yet for everybody: scripts and signs without a word about the shop, and
# the form that asks who is there.
FOR_ALL = {"cms/jsi18n", "cms/sprite", "admin-panel/db/login"}


@dataclass(frozen=True, slots=True)
class Row:
    gate: str
    things: dict[str, str]


def rows(host: str) -> dict[str, Row]:
    """Of the marketplace's host ("") or a shop's, by route."""
    own = RETAILER if host else MARKET
    prefix = "account" if host else "profile"
    lines = (BOTH_HOSTS + ACCOUNT.replace("PREFIX", prefix) + own).strip().splitlines()
    return dict(_row(line.split()) for line in lines if line)


def _row(words: list[str]) -> tuple[str, Row]:
    route, gate, *things = words
    return route, Row(gate, dict(thing.split("=") for thing in things))


def prefix_of(host: str, key: str) -> Prefix | None:
    for prefix, rule in PREFIXES[host].items():
        if key == prefix or key.startswith(f"{prefix}/"):
            return rule
    return None
