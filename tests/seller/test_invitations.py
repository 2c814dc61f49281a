"""A role in a shop, and a shop, are accepted in the invited mailbox and nowhere else."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from marketplace.accounts.errors import InvalidToken
from marketplace.accounts.logins import second_factor, tokens
from marketplace.accounts.logins.lifetimes import lifetime_of
from marketplace.accounts.models import User, WebSession
from marketplace.accounts.proofs import invitations
from marketplace.accounts.provisioning import send_invitation
from marketplace.audit.models import Entry
from tenants.registry.context import use_market, use_retailer
from tenants.registry.services import create_shop
from tenants.staff import invitations as invitations_of_shops
from tenants.staff.invitations import create_invitation
from tenants.staff.models import Invitation, Membership
from tenants.staff.services import AlreadyMember, add_member, change_role, remove_member
from tests.factories.accounts import PASSWORD, make_customer, make_operator
from tests.factories.second_factor import log_in, recovery_code
from tests.factories.staff import make_member, open_browser, open_staff_browser
from tests.factories.threads import at_once
from tests.pages.browser import Browser, hidden, text_of

pytestmark = pytest.mark.django_db
NINA = "nina@mail.example"
NEW = "a garden behind the door"


def invite(books, role="editor", email=NINA, by=None):
    """The local path of the link in the mail."""
    browser = open_browser(books, by) if by else open_staff_browser(books, "owner")
    assert browser.post("/seller/staff", {"email": email, "role": role}).status_code == 302
    return link_to(email, books)


def link_to(email, shop):
    jobs = DBTaskResult.objects.filter(task_path__endswith="deliver_mail").order_by("-enqueued_at")
    letters = [job.args_kwargs["kwargs"] for job in jobs]
    letter = next(one for one in letters if one["to"] == email and "url" in one["context"])
    return letter["context"]["url"].removeprefix(shop.url)


def role_of(shop, email=NINA):
    user = User.objects.filter(email=email).first()
    with use_retailer(shop):
        found = user and Membership.objects.live_for(user)
        return found.role if found else ""


def accept(shop, link, password=NEW, user=None):
    return open_browser(shop, user).post(link, {"password": password})


def proven(email=NINA):
    user = make_customer(email)
    User.objects.filter(pk=user.pk).update(email_verified_at=timezone.now())
    return User.objects.get(pk=user.pk)


def test_someone_new_sets_a_password_and_works_there(books):
    link = invite(books)
    browser = open_browser(books)

    page = browser.get(link)
    answer = browser.post(link, {"password": NEW})

    assert f"{NINA} is invited as Editor" in text_of(page)
    assert (answer.status_code, answer["Location"]) == (302, "/cms/")
    assert browser.get("/seller/dashboard").status_code == 302
    nina = User.objects.get(email=NINA)
    assert nina.check_password(NEW)
    assert nina.email_verified_at is not None
    assert role_of(books) == "editor"
    with use_retailer(books):
        assert not Invitation.objects.exists()


def test_who_has_an_account_is_written_to_in_its_language(books):
    nina = proven()
    nina.profile.language = "fr"
    nina.profile.save()
    invite(books)
    job = DBTaskResult.objects.filter(task_path__endswith="deliver_mail").latest("enqueued_at")
    letter = job.args_kwargs["kwargs"]
    assert (letter["to"], letter["language"]) == (NINA, "fr")


def test_looking_at_the_link_accepts_nothing(books):
    link = invite(books)

    assert open_browser(books).get(link).status_code == 200
    assert open_browser(books).head(link).status_code == 200
    assert not User.objects.filter(email=NINA).exists()
    assert open_browser(books).get(link).status_code == 200


def test_who_registered_the_address_without_proof_gets_nothing_and_loses_it(books):
    """The stranger waits in the account: with a password, a phone, a session and tokens."""
    stranger = make_customer(NINA, phone="+4930123456")
    stranger.identities.create(provider="google", subject="1")
    second_factor.install(user=stranger, secret="JBSWY3DPEHPK3PXP")
    browser = open_browser(books, stranger)
    with use_market():
        pair = tokens.issue(user=stranger)
    link = invite(books)
    assert browser.get("/seller/dashboard").status_code == 404
    assert role_of(books) == ""

    assert accept(books, link).status_code == 302

    nina = User.objects.get(email=NINA)
    assert nina.pk == stranger.pk
    assert (nina.check_password(PASSWORD), nina.check_password(NEW)) == (False, True)
    assert (nina.phone, nina.identities.count(), nina.second_factor_at) == (None, 0, None)
    assert browser.get("/seller/dashboard").status_code == 302
    assert browser.get("/account").status_code == 302
    with use_market(), pytest.raises(InvalidToken):
        tokens.rotate(refresh=pair.refresh)
    assert WebSession.objects.filter(user=nina).count() == 1


def test_the_stranger_who_is_logged_in_cannot_accept_it_either(books):
    """Without the link he has no page, and with it he would set a password like anybody."""
    stranger = make_customer(NINA)
    invite(books)

    browser = open_browser(books, stranger)

    assert browser.post("/invitations/made-up", {"password": NEW}).status_code == 410
    assert role_of(books) == ""


def test_a_proven_account_accepts_after_its_own_login(books):
    nina = proven()
    link = invite(books)

    guest = open_browser(books).post(link, {"password": NEW})
    other = open_browser(books, make_customer()).post(link)

    assert (guest.status_code, other.status_code) == (302, 302)
    assert role_of(books) == ""
    assert "Log in with that address" in text_of(open_browser(books).get(link))
    browser = open_browser(books, nina)
    answer = browser.post(link)
    assert (answer.status_code, answer["Location"]) == (302, "/seller/dashboard")
    assert role_of(books) == "editor"
    assert User.objects.get(email=NINA).check_password(PASSWORD)


def test_a_link_works_once(books):
    link = invite(books)
    accept(books, link)

    assert open_browser(books).get(link).status_code == 410
    assert accept(books, link, "another sentence to keep").status_code == 410
    assert User.objects.get(email=NINA).check_password(NEW)


@pytest.mark.parametrize("make", [make_customer, proven])
def test_a_closed_account_gets_no_role(books, make):
    nina, link, browser = make(NINA), invite(books), open_browser(books)
    User.objects.filter(pk=nina.pk).update(is_active=False)

    answer = browser.post(link, {"password": NEW})

    assert (answer.status_code, answer["Location"]) == (302, link)
    assert "The account of this address is closed" in text_of(browser.get(link))
    assert role_of(books) == ""
    assert not User.objects.get(pk=nina.pk).check_password(NEW)


def test_a_weak_password_is_refused_at_its_field_and_changes_nothing(books):
    link = invite(books)

    answer = accept(books, link, "12345")

    assert answer.status_code == 422
    assert not User.objects.filter(email=NINA).exists()
    assert accept(books, link).status_code == 302


def test_an_invitation_ends_after_two_weeks(books):
    link = invite(books)
    with use_retailer(books):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert open_browser(books).get(link).status_code == 410
    assert accept(books, link).status_code == 410
    assert role_of(books) == ""


def test_what_the_log_cannot_name_is_no_invitation(books, monkeypatch):
    def fail(**entry):
        raise RuntimeError("the log is full")

    monkeypatch.setattr(invitations_of_shops, "record", fail)
    with use_retailer(books):
        with pytest.raises(RuntimeError):
            create_invitation(email=NINA, role="editor")
        assert not Invitation.objects.exists()


def test_a_withdrawn_one_and_one_that_was_sent_again_end(books):
    first = invite(books)
    second = invite(books, role="manager")

    assert open_browser(books).get(first).status_code == 410
    assert "Manager" in text_of(open_browser(books).get(second))
    with use_retailer(books):
        uuid = Invitation.objects.get().uuid
    desk = open_staff_browser(books, "owner")
    assert NINA in text_of(desk.get("/seller/staff"))
    desk.post(f"/seller/staff/invitations/{uuid}/withdraw")
    assert open_browser(books).get(second).status_code == 410
    assert NINA not in text_of(desk.get("/seller/staff"))
    entries = Entry.objects.filter(retailer=books, what__endswith="invited").order_by("id")
    whats = list(entries.values_list("what", flat=True))
    assert whats[-3:] == ["member.invited", "member.invited", "member.uninvited"]


def test_a_link_opens_nothing_at_another_shop(books, coffee):
    link = invite(books)

    assert open_browser(coffee).get(link).status_code == 410
    assert accept(coffee, link).status_code == 410
    assert role_of(coffee) == ""


@pytest.mark.parametrize("role", ["manager", "editor", "fulfilment"])
def test_only_an_owner_withdraws(role, books):
    invite(books)
    with use_retailer(books):
        uuid = Invitation.objects.get().uuid

    answer = open_staff_browser(books, role).post(f"/seller/staff/invitations/{uuid}/withdraw")

    assert answer.status_code == 403
    with use_retailer(books):
        assert Invitation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_that_accept_at_once_one_gets_through(books):
    with use_retailer(books):
        from tenants.staff.invitations import create_invitation, token_of

        token = token_of(create_invitation(email=NINA, role="editor"))

    def attempt():
        return invitations.accept(retailer=books, token=token, user=None, password=NEW)

    outcomes = at_once(*[attempt] * 4)

    refused = [one for one in outcomes if isinstance(one, invitations.InvitationRefused)]
    assert (len(refused), User.objects.filter(email=NINA).count()) == (3, 1)
    assert role_of(books) == "editor"


@pytest.mark.parametrize("loss", ["removed", "demoted"])
def test_who_is_an_owner_no_more_left_no_way_back_in_a_mailbox(books, loss):
    former, owner = make_member(books, "owner"), make_member(books, "owner")
    theirs = invite(books, role="owner", by=former)
    with use_retailer(books):
        others = invitation_by(owner)

        if loss == "removed":
            remove_member(user=former, actor=owner)
        else:
            change_role(user=former, role="analyst", actor=owner)

        assert list(Invitation.objects.values_list("pk", flat=True)) == [others.pk]
        assert Entry.objects.filter(what="member.uninvited", retailer=books).count() == 1
    assert accept(books, theirs).status_code == 410
    assert role_of(books) == ""


def invitation_by(owner):
    return create_invitation(email="mo@mail.example", role="editor", actor=owner)


@pytest.mark.parametrize("email", ["jürgen@mail.example", "no address", "a" * 250 + "@b.example"])
def test_where_no_mail_can_be_sent_nobody_is_invited(books, email):
    page = open_staff_browser(books, "owner").post(
        "/seller/staff", {"email": email, "role": "editor"}
    )

    assert list(page.context["form"].errors) == ["email"]
    with use_retailer(books):
        assert not Invitation.objects.exists()


def test_a_mailbox_gets_five_invitations_an_hour_from_whatever_shops(books, coffee):
    desks = [open_staff_browser(books, "owner"), open_staff_browser(coffee, "owner")]

    answers = [
        desks[n % 2].post("/seller/staff", {"email": NINA, "role": "editor"}) for n in range(7)
    ]

    assert [answer.status_code for answer in answers] == [302] * 5 + [422] * 2
    jobs = DBTaskResult.objects.filter(task_path__endswith="deliver_mail")
    assert sum(job.args_kwargs["kwargs"]["to"] == NINA for job in jobs) == 5
    other = {"email": "mo@mail.example", "role": "editor"}
    assert desks[0].post("/seller/staff", other).status_code == 302


def test_an_operator_who_never_proved_the_address_is_asked_for_the_second_factor(books):
    """Its second factor stays, and there is no session before it."""
    operator = make_operator(NINA)
    link = invite(books)
    browser = open_browser(books)

    page = browser.post(link, {"password": NEW})

    assert page.status_code == 200
    assert browser.get("/seller/dashboard").status_code == 302
    code = {"challenge": hidden(page, "challenge"), "code": recovery_code(operator)}
    assert browser.post("/auth/second-step", code).status_code == 302
    assert browser.get("/seller/dashboard").status_code == 302
    assert browser.get("/cms/").status_code == 200
    assert role_of(books) == "editor"


def test_a_customer_who_takes_a_role_is_logged_in_as_staff_from_then_on(books):
    nina = proven()
    link = invite(books)
    browser, left_open, market = open_browser(books, nina), open_browser(books, nina), Browser()
    market.post("", "/auth/login", {"identifier": NINA, "password": PASSWORD})

    assert browser.post(link).status_code == 302

    with use_retailer(books):
        session = WebSession.objects.get(user=nina, schema_name=books.schema_name)
    assert session.kind == "staff"
    assert session.expire_date - timezone.now() <= lifetime_of("staff").idle
    assert left_open.get("/account").status_code == 302
    assert market.get("", "/profile").status_code == 200


# --- a shop -----------------------------------------------------------------------------------


def test_an_approved_shop_is_its_owners_when_she_opened_the_link():
    stranger = make_customer("mo@green.example")
    shop = create_shop(name="Green Door", slug="green-door", owner_email="mo@green.example")
    assert role_of(shop, stranger.email) == ""
    assert open_browser(shop, stranger).get("/seller/orders").status_code == 404

    answer = accept(shop, link_to("mo@green.example", shop))

    assert answer["Location"] == "/seller/orders"
    assert role_of(shop, stranger.email) == "owner"
    assert not User.objects.get(pk=stranger.pk).check_password(PASSWORD)


@pytest.mark.parametrize(("known", "name"), [("", "נועה"), ("Mo", "Mo")])
def test_a_founder_is_called_as_in_the_application_unless_the_account_has_a_name(known, name):
    email = "mo@green.example"
    if known:
        make_customer(email)
        User.objects.filter(email=email).update(first_name=known, last_name="")
    shop = create_shop(name="Green", slug="green-door", owner_email=email, contact_name="נועה")

    accept(shop, link_to(email, shop))

    assert User.objects.get(email=email).get_full_name() == name


def test_who_is_invited_later_is_not_called_as_the_founder(books):
    type(books).objects.filter(pk=books.pk).update(contact_name="Fay Founder")
    accept(books, invite(books))
    assert User.objects.get(email=NINA).get_full_name() == ""


def test_an_operator_sends_the_link_again_until_somebody_has_the_shop():
    shop = create_shop(name="Green Door", slug="green-door", owner_email="mo@green.example")
    desk = Browser()
    log_in(desk, make_operator(), PASSWORD)
    first = link_to("mo@green.example", shop)
    assert "has not taken it over yet" in text_of(desk.get("", "/admin-panel/shops/green-door/"))

    desk.post("", "/admin-panel/shops/green-door/invite/")

    second = link_to("mo@green.example", shop)
    assert open_browser(shop).get(first).status_code == 410
    assert accept(shop, second).status_code == 302
    page = text_of(desk.get("", "/admin-panel/shops/green-door/"))
    assert "Send the link again" not in page


def test_who_founded_a_shop_is_not_invited_once_it_has_an_owner(books):
    with use_retailer(books):
        add_member(user=proven(), role="owner")
        remove_member(user=User.objects.get(email=books.owner_email))

    with pytest.raises(AlreadyMember):
        send_invitation(retailer=books)

    with use_retailer(books):
        assert not Invitation.objects.exists()


def test_a_founder_with_another_address_is_not_invited_at_the_old_one(books):
    User.objects.filter(email=books.owner_email).update(email="new@books.example")
    desk = Browser()
    log_in(desk, make_operator(), PASSWORD)

    desk.post("", "/admin-panel/shops/books/invite/")

    page = text_of(desk.get("", "/admin-panel/shops/books/"))
    assert "Northgate Books has an owner" in page
    assert "new@books.example" in page
    assert books.owner_email not in page
    with use_retailer(books):
        assert not Invitation.objects.exists()


def test_a_member_is_not_invited_again(books):
    editor = make_member(books, "editor")

    answer = open_staff_browser(books, "owner").post(
        "/seller/staff", {"email": editor.email, "role": "owner"}
    )

    assert answer.status_code == 422
    assert role_of(books, editor.email) == "editor"
