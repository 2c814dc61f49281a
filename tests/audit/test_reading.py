"""Who reads what of the audit, by page and by the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from marketplace.accounts.proofs import invitations
from marketplace.audit.models import Entry
from marketplace.audit.queries import all_entries, workers_of
from tenants.registry import audit, services
from tenants.registry.context import use_retailer
from tenants.registry.middleware import directory
from tenants.registry.models import Retailer
from tenants.staff.invitations import create_invitation, token_of, withdraw_invitation
from tenants.staff.services import grant_support, remove_member
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import PASSWORD, make_customer, make_operator
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
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "audit_of_joined" in all_entries(books).order_by("-id")[:50].explain()
