"""What each address answers to each of the cast: a new address without a row fails the tests.

A row is `route  gate  parameter=thing ...`. The route is as the URL configuration has it, but
for a closing slash; things are planted by cast.py, in the shop `books` and for the customer
`shopper`. An address of the API has its row in operations.py, and one here only where the shop's
staff are told apart, or a bare GET asks too little. Third-party sites (Wagtail's, Django's admins)
have one rule each in PREFIXES, which holds for all that stands below.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from django.conf import settings

from tests.isolation import aliases, operations
from tests.isolation.urls import PARAMETER, addresses

URLCONFS = {"": settings.MARKET_URLCONF, "books": settings.RETAILER_URLCONF}
MEMBERS = [
    *"guest shopper other stranger operator".split(),
    *"editor author fulfilment analyst support manager owner".split(),
]

# What GET answers, in the order of MEMBERS. `operator` has no membership here, and is therefore
# a stranger on the shop's host; `stranger` owns another shop; the last seven work in this one.
GATES = {
    name: tuple(int(status) for status in statuses.split())
    for name, statuses in {
        "open":             "200 200 200 200 200 200 200 200 200 200 200 200",
        "moves":            "302 302 302 302 302 302 302 302 302 302 302 302",
        "moves-for-good":   "301 301 301 301 301 301 301 301 301 301 301 301",
        "bad-question":     "400 400 400 400 400 400 400 400 400 400 400 400",
        "refused":          "403 403 403 403 403 403 403 403 403 403 403 403",
        "nothing":          "404 404 404 404 404 404 404 404 404 404 404 404",
        "post-only":        "405 405 405 405 405 405 405 405 405 405 405 405",
        "expired":          "410 410 410 410 410 410 410 410 410 410 410 410",
        # accounts
        "guests":           "200 302 302 302 302 302 302 302 302 302 302 302",
        "account":          "302 200 200 200 200 200 200 200 200 200 200 200",
        "account-post":     "302 405 405 405 405 405 405 405 405 405 405 405",
        "account-moves":    "302 302 302 302 302 302 302 302 302 302 302 302",
        "account-nothing":  "302 404 404 404 404 404 404 404 404 404 404 404",
        "with-cart":        "302 200 200 302 302 302 302 302 302 302 302 302",
        "buyer":            "302 200 404 404 404 404 404 404 404 404 404 404",
        # the API says 401 instead of leading to a login
        "api-account":      "401 200 200 200 200 200 200 200 200 200 200 200",
        "api-market-only":  "401 403 403 403 403 403 403 403 403 403 403 403",
        "api-operators":    "401 403 403 403 200 403 403 403 403 403 403 403",
        "api-her-account":  "401 200 404 404 200 404 404 404 404 404 404 404",
        "api-nothing-yet":  "401 404 404 404 404 404 404 404 404 404 404 404",
        "api-buyer":        "401 200 404 404 404 404 404 404 404 404 404 404",
        "api-no-shop":      "401 422 422 422 422 422 422 422 422 422 422 422",
        "api-selling":      "401 404 404 404 404 403 403 403 403 403 200 200",
        "own-item":         "404 200 404 404 404 404 404 404 404 404 404 404",
        # the operators' desk on the marketplace's host
        "api-reviewing":    "401 404 404 404 404 403 403 403 200 200 200 200",
        "api-order":        "401 200 404 404 404 403 403 200 200 200 200 200",
        "api-owning":       "401 404 404 404 404 403 403 403 403 403 403 200",
        "api-staff":        "401 404 404 404 404 403 403 200 200 200 200 200",
        "desks":            "302 200 200 302 200 302 302 302 302 302 302 302",
        "own-shop":         "302 404 404 404 404 200 200 200 200 200 200 200",
        "own-shop-post":    "302 404 404 404 404 405 405 405 405 405 405 405",
        "operators":        "302 404 404 404 200 404 404 404 404 404 404 404",
        "operators-post":   "302 404 404 404 405 404 404 404 404 404 404 404",
        # a shop's desk
        "staff":            "302 404 404 404 404 302 302 200 200 200 200 200",
        "staff-moves":      "302 404 404 404 404 302 302 302 302 302 302 302",
        "selling":          "302 404 404 404 404 403 403 200 200 200 200 200",
        "selling-moves":    "302 404 404 404 404 403 403 302 302 302 302 302",
        "selling-post":     "302 404 404 404 404 403 403 405 405 405 405 405",
        "moving-post":      "302 404 404 404 404 403 403 405 403 403 405 405",
        "reviewing":        "302 404 404 404 404 403 403 403 200 200 200 200",
        "reviewing-post":   "302 404 404 404 404 403 403 403 403 405 405 405",
        "owning":           "302 404 404 404 404 403 403 403 403 403 403 200",
        "owning-post":      "302 404 404 404 404 403 403 403 403 403 403 405",
        "managing":         "302 404 404 404 404 403 403 403 403 403 200 200",
        "managing-moves":   "302 404 404 404 404 403 403 403 403 403 302 302",
        "managing-post":    "302 404 404 404 404 403 403 403 403 403 405 405",
    }.items()
}  # fmt: skip

BOTH_HOSTS = """
api/v1/search                                           bad-question
api/v1/products/<uuid:id>/variants                      open             id=product
api/v1/retailers/<slug:slug>/products/<uuid:id>/variants open             slug=slug id=product
api/v1/retailers/<slug:slug>/imports                    api-selling      slug=slug
api/v1/retailers/<slug:slug>/remote-images              api-selling      slug=slug
api/v1/retailers/<slug:slug>/remote-images/retry        post-only        slug=slug
api/v1/retailers/<slug:slug>/imports/template           api-selling      slug=slug
api/v1/retailers/<slug:slug>/imports/<uuid:id>          api-selling      slug=slug id=import
api/v1/retailers/<slug:slug>/imports/<uuid:id>/errors   api-selling      slug=slug id=import
api/v1/search/products                                  bad-question
api/v1/products/search                                  bad-question
api/v1/cart/clear                                       open
api/v1/orders/<uuid:id>                                 api-order        id=shopper_order
api/orders/<uuid:id>                                    api-order        id=shopper_order
api/v1/orders/<uuid:id>/return                          api-buyer        id=shopper_order
api/v1/orders/<uuid:id>/refund                          post-only        id=shopper_order
api/v1/retailers/<slug:slug>/orders                     api-staff        slug=slug
api/v1/retailers/<slug:slug>/orders/<uuid:id>           api-staff        slug=slug id=shopper_order
api/v1/retailers/<slug:slug>/returns                    api-staff        slug=slug
api/v1/retailers/<slug:slug>/reviews/moderation         api-reviewing    slug=slug
products/<uuid:product>                                 moves            product=product
shipping                                                open
api/v1/retailers/<slug:slug>/audit-logs                 api-owning       slug=slug
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
address-labels                                          open
^products/(?P<slug>[^/]+)-(?P<short_id>[0-9a-z]{12})/?$  open            slug=product_slug short_id=short_id
cart                                                    open
cart/badge                                              open
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
auth/code                                               guests
auth/code/answer                                        moves
auth/register                                           guests
auth/register/<str:token>                               expired          token=slug
auth/logout                                             post-only
auth/second-step                                        moves
auth/forgot-password                                    open
auth/reset-password/<uuid:uid>/<str:token>              expired          uid=shopper token=slug
auth/reset-password/<str:token>                         expired          token=slug
auth/change-email/<str:token>                           expired          token=slug
auth/verify-email                                       account
auth/verify-email/<str:token>                           expired          token=slug
handoff/go                                              nothing
handoff/start                                           moves
handoff/send                                            refused
handoff/receive                                         post-only
handoff/finish                                          moves
problems                                                open
problems/<slug:code>                                    open             code=problem
.well-known/security.txt                                open
media/<slug:schema>/<path:path>                         open             schema=schema path=image_file
/                                                       open
theme.css                                               open
robots.txt                                              open
sitemap.xml                                             open
sitemap-<slug:part>.xml                                 open             part=sitemap_part
favicon.ico                                             open
favicon.<int:size>.png                                  open             size=icon_size
site.webmanifest                                        open
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
api/core/metrics                                        api-operators
api/v1/products/bulk-upload                             api-no-shop
documents/^(\\d+)/(.*)$                                  nothing          document=document document_file=document_file
^((?:[\\w\\-]+/)*)$                                       nothing          page=page_path
^((?:[\\w\\-]+/)*[\\w\\-]+)$                              nothing          page_open=page_path_open
products                                                open
auth/social/<slug:provider>                             nothing          provider=slug
auth/social/<slug:provider>/done                        nothing          provider=slug
retailers                                               open
retailers/<slug:slug>                                   open             slug=slug
seller                                                  desks
seller/<path:path>                                      desks            path=slug
db-admin                                                moves
db-admin/<path:path>                                    moves            path=slug
seller/register                                         open
seller/shops/<slug:slug>                                own-shop         slug=slug
seller/shops/<slug:slug>/data                           own-shop-post    slug=slug
seller/shops/<slug:slug>/paid-back                      own-shop-post    slug=slug
seller/register/done                                    open
dev/mail                                                open
dev/mail/<slug:letter>                                  nothing          letter=slug
dev/mail/<slug:letter>/html                             nothing          letter=slug
admin-panel                                             operators
admin-panel/reviews                                     operators
admin-panel/reviews/<uuid:uuid>                         operators-post   uuid=hiding
admin-panel/second-factor                               operators
admin-panel/audit                                       operators
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
api/core/metrics                                        nothing
api/v1/imports                                          api-selling
api/v1/remote-images                                    api-selling
api/v1/remote-images/retry                              post-only
api/v1/imports/template                                 api-selling
api/v1/imports/<uuid:id>                                api-selling      id=import
api/v1/imports/<uuid:id>/errors                         api-selling      id=import
api/v1/products/bulk-upload                             api-selling
api/products/bulk-upload                                api-selling
documents/^(\\d+)/(.*)$                                  open             document=document document_file=document_file
^((?:[\\w\\-]+/)*)$                                       open             page=page_path
^((?:[\\w\\-]+/)*[\\w\\-]+)$                              open             page_open=page_path_open
products                                                open
catalogue                                               open
catalogue/category/<path:category_slug>_<int:pk>        open             category_slug=category_slug pk=category_pk
catalogue/^(?P<product_slug>[^/]*)_(?P<pk>\\d+)/?$        moves-for-good   product_slug=product_slug pk=product_pk
seller                                                  staff-moves
seller/dashboard                                        staff
seller/orders                                           selling
seller/orders/<str:number>                              selling          number=shopper_number
seller/orders/<str:number>/move                         moving-post      number=shopper_number
seller/orders/<str:number>/payment                      moving-post      number=shopper_number
seller/orders/<str:number>/invoice                      selling          number=shopper_shipped_number
seller/returns                                          selling
seller/returns/<uuid:uuid>                              moving-post      uuid=shopper_request
seller/reviews                                          reviewing
seller/reviews/<uuid:uuid>                              reviewing-post   uuid=shopper_review
seller/products                                         selling
seller/products/<uuid:uuid>/offer                       selling-post     uuid=product
seller/categories                                       managing
seller/categories/<int:shop_category>                   managing-post    shop_category=category_pk
seller/open                                             owning-post
seller/hours                                            managing
seller/hours/holidays                                   managing
seller/hours/special                                    managing
seller/hours/special/<int:row>                          managing         row=special_days
seller/hours/special/<int:row>/remove                   managing-post    row=special_days
seller/profile                                          managing
seller/delivery                                         managing
seller/staff                                            managing
seller/audit                                            owning
seller/staff/second-factor                              owning-post
seller/staff/invitations/<uuid:uuid>/withdraw            owning-post      uuid=colleague
invitations/<str:token>                                 expired          token=slug
seller/staff/<uuid:uuid>                                owning-post      uuid=colleague
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
        "cms": Prefix(inside=("author", "editor", "manager", "owner"), shut=(302, 403, 404)),
        "admin": Prefix(inside=("manager", "owner"), shut=(302, 403)),
    },
}

# Below a prefix, and yet for everybody: scripts and signs without a word about the shop, and
# the form that asks who is there.
FOR_ALL = {"cms/jsi18n", "cms/sprite", "admin-panel/db/login"}


@dataclass(frozen=True, slots=True)
class Row:
    gate: str
    things: dict[str, str]


@cache
def rows(host: str) -> Mapping[str, Row]:
    """Of the marketplace's host ("") or a shop's, by route."""
    return MappingProxyType(_rows_of_operations(host) | _rows_of_table(host))


def _rows_of_operations(host: str) -> dict[str, Row]:
    asked: dict[str, list[operations.Row]] = {}
    for row in (*operations.rows(), *aliases.rows()):
        asked.setdefault(row.key[1].strip("/"), []).append(row)
    keys = [address.key for address in addresses(URLCONFS["books" if host else ""])]
    paths = {key: PARAMETER.sub(r"{\1}", key) for key in keys}
    derived = {key: _row_of(asked[path], host) for key, path in paths.items() if path in asked}
    return {key: row for key, row in derived.items() if row is not None}


def _row_of(asked: list[operations.Row], host: str) -> Row | None:
    """What a GET answers; None where staff of the shop are not as all other customers."""
    read = next((row for row in asked if row.method == "GET"), None)
    if read is None:
        return Row("post-only", asked[0].things_of_path)
    guest, shopper, other, owner, stranger, operator = read.shop if host else read.market
    statuses = (guest, shopper, other, stranger, operator, *[owner] * (len(MEMBERS) - 5))
    gate = next((name for name, known in GATES.items() if known == statuses), None)
    return Row(gate, read.things_of_path) if gate and owner == other else None


def _rows_of_table(host: str) -> dict[str, Row]:
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
