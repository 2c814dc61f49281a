"""Each of the cast opens every address: the status is that of its row, and nothing leaks.

On the host of `books` all addresses are also asked for with the ids of another shop's things.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings

from tenants.registry.context import current_schema
from tests.isolation import matrix
from tests.isolation.cast import DESK, GOODS, SHELF, Cast, Member
from tests.isolation.urls import Address, addresses, fill
from tests.isolation.visiting import Answer, browser, visit
from tests.isolation.ways import bare_crossings

pytestmark = pytest.mark.django_db

MARKET, BOOKS, COFFEE = "", "books", "coffee"
SEARCHED = {GOODS, SHELF}
DOORS = ("/auth/login", "/cms/login/", "/admin/login/", "/admin-panel/db/login/")
FRONT_PAGES = ("/admin/", "/admin-panel/db/")  # of the admins, and shut themselves


def urlconf(host: str) -> str:
    return settings.RETAILER_URLCONF if host else settings.MARKET_URLCONF


# What was done in all shops, for those who answer for all.
AUDIT = ("/admin-panel/audit", "/api/v1/admin/audit-logs")


def pages(cast: Cast, host: str, *, of: str) -> Iterator[tuple[str, matrix.Row]]:
    """(path, row) of each address with a row, once, filled with things of the shop `of`."""
    rows, seen = matrix.rows(host), set()
    for one in addresses(urlconf(host)):
        row = rows.get(one.key)
        if row and one.key not in seen:
            seen.add(one.key)
            things = cast.shops[of].ids
            yield fill(one.example, {name: things[key] for name, key in row.things.items()}), row


def leaks(cast: Cast, member: Member, host: str, path: str, answer: Answer) -> list[str]:
    may_read = set()
    if member.operates and path.rstrip("/") in AUDIT:
        may_read = {canary.text for canary in cast.canaries if canary.kind == DESK}
    texts = cast.leaks(answer.text, member=member, host=host, asked=path)
    return [
        f"{member.name} at {host or 'the market'}, {path}: {text}"
        for text in texts
        if text not in may_read
    ]


# Who has least to see, who has most, and who has as much elsewhere; the rest goes with the crawls.
FIRST = ("guest", "stranger", "owner")
MEMBERS = [
    pytest.param(name, marks=[] if name in FIRST else [pytest.mark.world])
    for name in matrix.MEMBERS
]


@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize("host", [MARKET, BOOKS])
def test_each_page_answers_as_its_row_says_and_tells_nothing_else(host, name, cast):
    member, problems = cast.members[name], []
    client = browser(cast, member, host)
    for path, row in pages(cast, host, of=BOOKS):
        answer = visit(client, path)
        expected = matrix.GATES[row.gate][matrix.MEMBERS.index(name)]
        if answer.status != expected:
            problems.append(f"{path}: {answer.status} instead of {expected}")
        problems += leaks(cast, member, host, path, answer)
        problems += [f"{path}: {problem}" for problem in bare_crossings(answer, host)]
        assert current_schema() == "public", path
    assert problems == []


@pytest.mark.world
@pytest.mark.parametrize(
    "name",
    [
        "guest",
        "shopper",
        "stranger",
    ],
)
def test_the_other_shop_tells_nothing_either(name, cast):
    """In the process that has just served the first: what it kept in memory is not told here."""
    member, problems = cast.members[name], []
    here, there = browser(cast, member, BOOKS), browser(cast, member, COFFEE)
    for path, _ in pages(cast, COFFEE, of=COFFEE):
        visit(here, path)
        problems += leaks(cast, member, COFFEE, path, visit(there, path))
    assert problems == []


@pytest.mark.world
@pytest.mark.parametrize("name", MEMBERS)
def test_with_ids_of_another_shop_nothing_of_it_is_found(name, cast):
    member, problems = cast.members[name], []
    client = browser(cast, member, BOOKS)
    foreign = [path for path, row in pages(cast, BOOKS, of=COFFEE) if row.things]
    assert len(foreign) > 25
    for path in foreign:
        problems += leaks(cast, member, BOOKS, path, visit(client, path))
    assert problems == []


UNPUBLISHED = (
    "api/v1/products/{hidden}/",
    "api/v1/products/{archived}/",
    "api/v1/retailers/{slug}/products/{hidden}/",
    "api/v1/retailers/{slug}/products/{archived}/images/",
    "products/{hidden_slug}-{hidden_short_id}",
    "products/x-{archived_short_id}",
    "catalogue/x_{hidden_pk}/",
    "catalogue/x_{archived_pk}/",
    "{secret_path}",
)


@pytest.mark.world
@pytest.mark.parametrize("name", matrix.MEMBERS)
@pytest.mark.parametrize("host", [MARKET, BOOKS])
def test_what_is_not_published_is_not_found(host, name, cast):
    member = cast.members[name]
    client = browser(cast, member, host)
    for template in UNPUBLISHED:
        path = "/" + template.format(**cast.shops[BOOKS].ids)
        answer = visit(client, path)
        assert answer.status == (200 if is_own_shelf(member, host, path) else 404), path
        assert leaks(cast, member, host, path, answer) == []


def is_own_shelf(member: Member, host: str, path: str) -> bool:
    """Staff see over REST what is on their own shelf, and nowhere else."""
    own_ground = host == BOOKS or "/retailers/" in path
    return member.works_at == BOOKS and own_ground and path.startswith("/api/")


@pytest.mark.world
def test_the_search_finds_nothing_that_is_hidden(cast):
    guest, words = cast.members["guest"], [c.text for c in cast.canaries if c.kind in SEARCHED]
    assert len(words) > 10
    for host in (MARKET, BOOKS):
        client = browser(cast, guest, host)
        for word in words:
            for path in ("/search?q=", "/api/v1/search/?search=", "/search/suggestions?q="):
                answer = visit(client, path + word[:12])
                assert answer.status == 200
                assert leaks(cast, guest, host, path + word, answer) == []


# --- what others wrote: Wagtail's editor, Django's admins ----------------------------------------


def below_prefixes(cast: Cast, host: str) -> list[tuple[Address, str]]:
    """Third-party addresses, filled with whatever there is of that kind."""
    things = cast.shops[BOOKS].ids
    found = []
    for one in addresses(urlconf(host)):
        if matrix.prefix_of(host, one.key):
            values = {name: guess(name, things) for name in one.parameters}
            found.append((one, fill(one.example, values)))
    return found


def guess(parameter: str, things: dict[str, object]) -> object:
    kinds = {"page": "page_pk", "revision": "revision_pk", "image": "wagtail_image"}
    kinds |= {"doc": "document", "app_": "app", "model": "model", "filter": "filter"}
    fixed = {"app": "cms", "model": "contentpage", "filter": "width-100"}
    for word, key in kinds.items():
        if word in parameter:
            return fixed.get(key) or things[key]
    return things["page_pk"]


def shut_out(cast: Cast, host: str, name: str, every: int) -> None:
    """Each n-th address is shut for this member, or, if it is his, tells nothing foreign."""
    member, problems = cast.members[name], []
    client = browser(cast, member, host)
    for one, path in below_prefixes(cast, host)[::every]:
        rule = matrix.prefix_of(host, one.key)
        answer = visit(client, path)
        problems += leaks(cast, member, host, path, answer)
        if name in rule.inside or one.key in matrix.FOR_ALL:
            continue
        if answer.status not in rule.shut:
            problems.append(f"{path}: {answer.status}")
        elif answer.status == 302 and not leads_out(answer.location):
            problems.append(f"{path}: leads to {answer.location}")
    assert problems == []


def leads_out(location: str) -> bool:
    return location in FRONT_PAGES or location.startswith((*DOORS, "/account/"))


@pytest.mark.world
@pytest.mark.parametrize(
    ("host", "name"),
    [
        (MARKET, "stranger"),
        (MARKET, "owner"),
        (BOOKS, "stranger"),
        (BOOKS, "operator"),
        (BOOKS, "fulfilment"),
    ],
)
def test_editors_and_admins_are_shut_for_strangers(host, name, cast):
    shut_out(cast, host, name, every=1)


@pytest.mark.world
@pytest.mark.parametrize(("host", "name"), [(BOOKS, "owner"), (MARKET, "operator")])
def test_editors_and_admins_tell_their_own_people_nothing_foreign(host, name, cast):
    shut_out(cast, host, name, every=6)


@pytest.mark.slow
@pytest.mark.parametrize("name", matrix.MEMBERS)
@pytest.mark.parametrize("host", [MARKET, BOOKS])
def test_editors_and_admins_at_full_length(host, name, cast):
    shut_out(cast, host, name, every=1)


# --- the canaries are alive ----------------------------------------------------------------------


def told_to(cast: Cast, name: str, host: str, *paths: str) -> set[str]:
    """The canaries that these pages do show, without their numbers."""
    client = browser(cast, cast.members[name], host)
    text = "\n".join(visit(client, path).text for path in paths).lower()
    return {canary.text for canary in cast.canaries if canary.forms[0] in text}


@pytest.mark.world
def test_what_is_searched_for_is_shown_to_those_who_may_see_it(cast):
    """Otherwise the tests above would pass on pages that show nothing at all."""
    things, elsewhere = cast.shops[BOOKS].ids, cast.shops[COFFEE].ids
    order = f"/seller/orders/{things['shopper_number']}"
    hidden = f"/dashboard/catalogue/products/{things['hidden_pk']}/"
    seller = (order, hidden, "/seller/orders", "/seller/products", "/seller/staff")
    history = f"/cms/pages/{things['page_pk']}/edit/"
    editor = (history, "/cms/reports/site-history/", "/cms/images/", "/cms/documents/")
    desk = told_to(cast, "owner", BOOKS, *seller, *editor, "/cms/pages/search/?q=qz")
    planted = {canary.text for canary in cast.canaries if BOOKS in canary.shops}
    for kind in ("product", "hidden", "unpublished", "draft", "image", "document", "parcel"):
        assert {text for text in planted & desk if text.startswith(f"qz{kind}")}, kind
    assert {things["shopper_number"], "qzshopper@mail.example"} <= desk
    assert {"qzeditorbooks@work.example", "qzownerbooks@work.example"} <= desk

    mine = told_to(cast, "shopper", MARKET, "/profile/orders", "/profile", "/profile/addresses")
    assert {things["shopper_number"], elsewhere["shopper_number"]} <= mine
    assert {"qzshopper@mail.example"} <= mine
    assert {text for text in mine if text.startswith("qzstreet")}

    tables = [f"/admin-panel/db/{name}/" for name in ("purchases/retailerorder", "accounts/user")]
    over_all = told_to(cast, "operator", MARKET, *tables)
    assert {things["guest_number"], elsewhere["guest_number"]} <= over_all
