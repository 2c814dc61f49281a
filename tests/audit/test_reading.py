"""Who reads what of the audit, by page and by the API."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from api.pagination import Cursor
from marketplace.accounts.proofs import invitations
from marketplace.audit.models import Entry
from marketplace.audit.queries import all_entries, workers_of
from tenants.registry import audit, services
from tenants.registry.context import use_retailer
from tenants.registry.directory import directory
from tenants.registry.models import Retailer
from tenants.staff.invitations import create_invitation, token_of, withdraw_invitation
from tenants.staff.services import grant_support, remove_member
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import PASSWORD, make_customer, make_operator
from tests.factories.copies import copy_row
from tests.factories.plans import analyse, most_rows_read
from tests.factories.second_factor import log_in
from tests.factories.staff import make_member, open_browser
from tests.pages.browser import Browser, text_of

pytestmark = pytest.mark.django_db
URL = "retailers/books/audit-logs/"
ODD = "since=yesterday&kind=x&person=y&below=9999999999999999999"


@pytest.fixture
def owner(books):
    return make_member(books, "owner", first_name="Olga", last_name="Berg")


@pytest.fixture
def desk(books, owner):
    return open_browser(books, owner)


def operators_desk():
    browser, operator = Browser(), make_operator()
    log_in(browser, operator, PASSWORD)
    return browser


def whats(answer):
    assert answer.status_code == 200, answer.content
    return [row["what"] for row in answer.json()["results"]]


def price(shop, on="p-1", **fields):
    audit.record(
        what="price.changed",
        on=on,
        before={"price": "5.00"},
        after={"price": "6.00"},
        retailer=shop,
        **fields,
    )


def test_an_owner_reads_her_shop_and_no_other(books, coffee, owner, desk):
    price(books, on="ours", who=owner)
    price(coffee, on="theirs", who=owner)

    page = text_of(desk.get("/seller/audit?kind=prices"))
    api = Api().login(owner).get(f"{URL}?kind=prices").json()["results"]

    assert "Changed a price" in page
    assert "Olga Berg" in page
    assert "ours" in page
    assert "theirs" not in page
    assert [row["on"] for row in api] == ["ours"]
    assert api[0]["who"]["email"] == owner.email
    assert (api[0]["before"], api[0]["after"]) == ({"price": "5.00"}, {"price": "6.00"})


def test_logins_are_those_of_staff_also_of_who_left(books, owner):
    former, customer = make_member(books, "editor"), make_customer()
    with use_retailer(books):
        remove_member(user=former)
    for user in (former, customer):
        audit.record(what="login.failed", person=user, retailer=books)
        audit.record(what="login.succeeded", who=user, retailer=books)
        audit.record(what="password.changed", who=user, person=user, retailer=books)
    audit.record(what="login.failed", retailer=books)

    rows = Api().login(owner).get(f"{URL}?kind=logins").json()["results"]

    names = {(row["what"], (row["who"] or row["person"] or {}).get("email")) for row in rows}
    assert names == {("login.failed", former.email), ("login.succeeded", former.email)}
    assert "password.changed" not in whats(Api().login(owner).get(f"{URL}?page_size=100"))
    answer = Api().login(owner).get(f"{URL}?kind=accounts")
    assert_problem(answer, status=400, code="validation-error")


def test_of_an_operator_the_shop_reads_what_and_not_who_or_from_where(books, owner):
    operator = make_operator(email="desk@market.example")
    services.suspend(retailer=books, reason="No imprint", operator=operator)
    services.resume(retailer=books, operator=operator)
    grant_support(operator=operator, hours=1, reason="A lost parcel", retailer=books)
    audit.record(
        what="support.read", who=operator, on="/seller/orders", source="203.0.113.9", retailer=books
    )

    answer = Api().login(owner).get(URL)
    page = text_of(open_browser(books, owner).get("/seller/audit"))

    assert {"shop.suspended", "support.granted", "support.read"} <= set(whats(answer))
    for text in (answer.content.decode(), page):
        assert "No imprint" in text
        assert "desk@market.example" not in text
        assert "203.0.113.9" not in text
        assert str(operator.uuid) not in text


def test_whom_an_invitation_was_for_is_told_while_it_stands(books, owner, desk):
    with use_retailer(books):
        invitation = create_invitation(email="nina@mail.example", role="editor", actor=owner)
    pages = [desk.get("/seller/audit"), operators_desk().get("", "/admin-panel/audit/")]
    for page in map(text_of, pages):
        assert "nina@mail.example" in page
        assert str(invitation.uuid) not in page
    with use_retailer(books):
        withdraw_invitation(uuid=invitation.uuid, actor=owner)
    page = text_of(desk.get("/seller/audit"))
    assert "nina@mail.example" not in page
    assert "Withdrew an invitation" in page
    assert "nina@" not in str(list(Entry.objects.values()))


# --- an old day -----------------------------------------------------------------------------------

WRITE_MANY = """
INSERT INTO audit_entry (uuid, at, kind, what, "on", source, trace, before, after)
SELECT gen_random_uuid(), now() - %s * interval '1 day' + n * interval %s,
       'prices', 'price.changed', %s || '-' || lpad(n::text, 3, '0') || '.', '', '', '{}', '{}'
FROM generate_series(1, %s) AS n
"""
TEN_DAYS_AGO = f"{(now() - timedelta(days=10)).date()}"


@pytest.fixture
def old_entries():
    """120 of one moment, some since, and one of before that was taken over late."""
    write_many((30, "0", "old", 120), (1, "0", "new", 60), (40, "0", "late", 1))


def write_many(*groups):
    with connection.cursor() as cursor:
        for group in groups:
            cursor.execute(WRITE_MANY, group)


def old_entries_by_page(address):
    browser = operators_desk()
    while address:
        answer = browser.get("", f"/admin-panel/audit/{address}")
        yield re.findall(r"(?:old|new|late)-\d{3,4}\.", text_of(answer))
        address = answer.context["pages"]["next"]


def old_entries_by_api(address):
    api, address = Api().login(make_operator()), f"admin/audit-logs/{address}&page_size=50"
    while address:
        answer = api.get(address).json()
        yield [row["on"] for row in answer["results"]]
        address = answer["next"] and path_of(answer["next"])


def path_of(url):
    return url.partition("/api/v1/")[2]


@pytest.mark.parametrize("read", [old_entries_by_page, old_entries_by_api])
def test_an_old_day_is_turned_page_by_page(old_entries, read):
    pages = list(read(f"?until={TEN_DAYS_AGO}"))
    old = [f"old-{number:03}." for number in range(120, 0, -1)]
    assert pages == [old[:50], old[50:100], [*old[100:], "late-001."]]


def test_its_pages_lead_back(old_entries):
    browser, api = operators_desk(), Api().login(make_operator())
    query = f"?until={TEN_DAYS_AGO}"
    first = browser.get("", f"/admin-panel/audit/{query}")
    second = browser.get("", f"/admin-panel/audit/{first.context['pages']['next']}")
    back = browser.get("", f"/admin-panel/audit/{second.context['pages']['previous']}")
    lines = [text_of(page) for page in (first, back)]
    assert all("old-120." in text and "old-070." not in text for text in lines)
    first = api.get(f"admin/audit-logs/{query}&page_size=50").json()
    second = api.get(path_of(first["next"])).json()
    assert api.get(path_of(second["previous"])).json()["results"] == first["results"]


@pytest.mark.parametrize("edge", ["5", "x", "_", "2026-01-01T00:00:00_5", "2026-01-01T00:00:00Z_x"])
def test_what_is_no_edge_of_such_a_list_is_refused_or_the_first_page(old_entries, edge):
    page = operators_desk().get("", f"/admin-panel/audit/?until={TEN_DAYS_AGO}&below={edge}")
    assert "old-120." in text_of(page)
    cursor = Cursor(edge, backwards=False).encode()
    path = f"admin/audit-logs/?until={TEN_DAYS_AGO}&cursor={cursor}"
    answer = Api().login(make_operator()).get(path)
    assert_problem(answer, status=400, code="validation-error")


@pytest.mark.parametrize(
    ("question", "is_fresh"),
    [
        pytest.param(f"until={TEN_DAYS_AGO}", False, id="until, statistics of before"),
        pytest.param(f"until={TEN_DAYS_AGO}", True, id="until"),
        pytest.param(f"until={TEN_DAYS_AGO}&since=2020-01-01", True, id="between"),
    ],
)
def test_an_old_day_is_not_looked_for_among_all_entries_since(question, is_fresh):
    write_many((40, "1 s", "older", 200))
    analyse("audit_entry")
    write_many((30, "1 s", "old", 1000), (1, "1 s", "new", 3000))
    browser, api = operators_desk(), Api().login(make_operator())
    if is_fresh:
        analyse("audit_entry")
    with CaptureQueriesContext(connection) as statements:
        browser.get("", f"/admin-panel/audit/?{question}")
        api.get(f"admin/audit-logs/?{question}")
    lists = [each["sql"] for each in statements if 'FROM "audit_entry"' in each["sql"]]
    assert len(lists) == 2
    for sql in lists:
        assert most_rows_read(sql) < 500


def test_who_joined_by_an_invitation_is_told_after(books, coffee, owner, desk):
    with use_retailer(books):
        invitation = create_invitation(email="nina@mail.example", role="editor", actor=owner)
        accepted = token_of(invitation)
    with use_retailer(coffee):  # another shop's, at the same time
        create_invitation(email="mo@mail.example", role="editor")
    nina = make_customer("nina@mail.example", first_name="Nina", email_verified_at=now())
    invitations.accept(retailer=books, token=accepted, user=nina)

    page = text_of(desk.get("/seller/audit?kind=staff"))
    assert "Invited somebody Nina" in page
    assert str(invitation.uuid) not in page
    page = text_of(operators_desk().get("", "/admin-panel/audit/?kind=staff"))
    assert "Invited somebody Nina" in page
    assert "Invited somebody mo@mail.example" in page
    rows = Api().login(owner).get(f"{URL}?on={invitation.uuid}").json()["results"]
    people = [(row["what"], row["person"] and row["person"]["name"]) for row in rows]
    assert people == [("member.added", "Nina"), ("member.invited", "Nina")]


@pytest.mark.parametrize("role", ["manager", "editor", "fulfilment", "support", "analyst"])
def test_nobody_below_the_owner_reads_it(role, books):
    member = make_member(books, role)
    assert open_browser(books, member).get("/seller/audit").status_code == 403
    assert Api().login(member).get(URL).status_code == 403


def test_it_is_narrowed_by_person_and_day_in_the_shops_zone(books, owner, desk):
    Retailer.objects.filter(pk=books.pk).update(timezone="Pacific/Auckland")
    editor = make_member(books, "editor")
    for who, on, at in (
        (owner, "late", "2026-03-01T10:30:00Z"),  # 23:30 there
        (editor, "early", "2026-03-01T11:30:00Z"),  # 00:30 of the next day
    ):
        price(books, on=on, who=who)
        with connection.cursor() as cursor:
            cursor.execute('UPDATE audit_entry SET at = %s WHERE "on" = %s', [at, on])
    api = Api().login(owner)

    def subjects(query):
        return {row["on"] for row in api.get(f"{URL}?kind=prices&{query}").json()["results"]}

    assert subjects("until=2026-03-01") == {"late"}
    assert subjects("since=2026-03-02") == {"early"}
    assert subjects("since=2026-03-01&until=2026-03-02") == {"late", "early"}
    assert subjects(f"person={editor.uuid}") == {"early"}
    assert subjects(f"person={make_customer().uuid}") == set()
    assert subjects("on=late") == {"late"}
    page = text_of(desk.get("/seller/audit?kind=prices&until=2026-03-01"))
    assert "1 Mar 2026, 23:30:00" in page
    assert "early" not in page
    assert "early" in text_of(desk.get(f"/seller/audit?kind=prices&person={editor.uuid}"))


def test_what_cannot_be_read_is_told_beside_its_field(desk, owner):
    page = desk.get("/seller/audit?since=2026-03-02&until=2026-03-01")
    assert "It is before the first day." in text_of(page)
    assert desk.get(f"/seller/audit?{ODD}").status_code == 200
    for query in ("since=yesterday", "person=me", "kind=x"):
        answer = Api().login(owner).get(f"{URL}?{query}")
        assert_problem(answer, status=400, code="validation-error")


def test_pages_follow_each_other_both_ways_with_the_same_statements(books, desk):
    for number in range(120):
        price(books, on=f"n-{number:03}")

    def look(url):
        with CaptureQueriesContext(connection) as queries:
            answer = desk.get(url)
        return text_of(answer), answer.context["pages"], len(queries)

    look("/seller/audit?kind=prices")
    first, pages, cost = look("/seller/audit?kind=prices")
    second, pages, same = look("/seller/audit" + pages["next"])
    third, last, _ = look("/seller/audit" + pages["next"])
    back, _, _ = look("/seller/audit" + pages["previous"])

    assert "n-119" in first
    assert "n-070" in first
    assert "n-069" in second
    assert "n-019" in third
    assert "n-000" in third
    assert last["next"] is None
    assert "n-119" in back
    assert "n-069" not in back
    assert cost == same
    audit.record_all(
        [audit.Event(what="price.changed", on=str(n), retailer=books) for n in range(50)]
    )
    assert look("/seller/audit?kind=prices")[2] == cost


def test_moments_that_changed_are_of_the_shops_zone(books, desk):
    Retailer.objects.filter(pk=books.pk).update(timezone="Pacific/Auckland")
    ends = {"ends": "2026-03-01T11:30:00Z"}
    audit.record(what="offer.ended", after=ends, retailer=books)

    assert "2 Mar 2026, 00:30" in text_of(desk.get("/seller/audit?kind=promotions"))


def test_an_empty_list_says_so(books, desk):
    page = text_of(desk.get("/seller/audit?kind=refunds"))
    assert "Nothing fits" in page
    assert "Show everything" in page


# --- operators ------------------------------------------------------------------------------------


def test_operators_read_all_of_it_narrowed(books, coffee):
    owner = make_member(books, "owner")
    price(books, on="ours", who=owner)
    price(coffee, on="theirs")
    audit.record(what="password.changed", who=owner, person=owner)
    browser, api = operators_desk(), Api().login(make_operator())

    page = text_of(browser.get("", "/admin-panel/audit/?shop=books&kind=prices"))
    assert "ours" in page
    assert "theirs" not in page
    page = text_of(browser.get("", f"/admin-panel/audit/?person={owner.email}"))
    assert "Set a password" in page
    assert "theirs" not in page
    rows = api.get("admin/audit-logs/?retailer=coffee&kind=prices").json()["results"]
    assert [(row["on"], row["retailer"]) for row in rows] == [("theirs", "coffee")]
    rows = api.get(f"admin/audit-logs/?person={owner.uuid}&kind=accounts").json()["results"]
    assert [(row["what"], row["retailer"]) for row in rows] == [("password.changed", None)]


def test_what_is_not_there_is_told_beside_its_field():
    browser = operators_desk()
    page = text_of(browser.get("", "/admin-panel/audit/?shop=nowhere&person=nobody@mail.example"))
    assert "There is no such shop." in page
    assert "Nobody has this address." in page
    answer = Api().login(make_operator()).get("admin/audit-logs/?retailer=nowhere")
    assert_problem(answer, status=400, code="validation-error")


def test_who_was_erased_is_named_so(books):
    ada = make_customer()
    price(books, who=ada)
    type(ada).objects.filter(pk=ada.pk).update(anonymised_at="2026-01-01T00:00:00Z")

    rows = Api().login(make_operator()).get("admin/audit-logs/?kind=prices").json()["results"]

    assert rows[0]["who"]["name"] == "Somebody who is gone"


def test_support_is_no_worker(books):
    operator = make_operator()
    grant_support(operator=operator, hours=1, reason="x", retailer=books)
    assert operator.pk not in workers_of(books)


def test_a_shop_whose_zone_is_unknown_is_read_in_utc(books, owner, desk):
    price(books, who=owner)
    Retailer.objects.filter(pk=books.pk).update(timezone="Mars/Olympus")
    directory.forget()
    assert desk.get("/seller/audit", {"since": "2020-01-01"}).status_code == 200


def test_who_joined_by_an_invitation_is_looked_up_by_an_index_of_these_alone(books):
    """Without it each line walked through all of the shop's staff entries."""
    with use_retailer(books):
        create_invitation(email="nina@mail.example", role="editor")
    invited = Entry.objects.latest("id")
    copy_row(Entry, invited.uuid, 3000, on="n::text")
    analyse("audit_entry")
    assert "audit_of_joined" in all_entries(books).order_by("-id")[:50].explain()
