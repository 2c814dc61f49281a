"""/dev/mail: what was sent on a machine of one's own, and whom it is shown."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from marketplace.accounts.logins import second_factor
from tests.factories.accounts import make_customer, make_operator
from tests.pages.browser import Browser, host_of, text_of

pytestmark = pytest.mark.django_db
HTML = "<style>p { color: red }</style><p>Placed</p><script>alert(1)</script>"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path / "mails"
    settings.EMAIL_BACKEND = settings.MAILBOX_BACKEND


@pytest.fixture
def letter():
    mail = EmailMultiAlternatives(
        "Your <order>",
        "See <b>it</b> at http://localhost:8000/orders",
        "hello@galleria.example",
        ["ada@mail.example"],
    )
    mail.attach_alternative(HTML, "text/html")
    get_connection().send_messages([mail])
    page = Browser().get("", "/dev/mail")
    return page.content.decode().partition('href="/dev/mail/')[2].partition('"')[0]


def test_an_empty_mailbox_says_how_it_is_filled(settings):
    assert "No mail yet" in text_of(Browser().get("", "/dev/mail"))

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert "Mails go elsewhere" in text_of(Browser().get("", "/dev/mail/"))


def test_a_mail_is_listed_read_and_shown_as_its_reader_sees_it(letter):
    page = Browser().get("", f"/dev/mail/{letter}")
    html = Browser().get("", f"/dev/mail/{letter}/html")

    assert "Your &lt;order&gt;" in page.content.decode()
    assert "&lt;b&gt;it&lt;/b&gt;" in page.content.decode()
    assert '<a href="http://localhost:8000/orders"' in page.content.decode()
    assert html.content.decode().strip() == HTML
    policy = html.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script" not in policy


def test_a_mail_of_plain_text_has_no_other_form():
    mail = EmailMultiAlternatives("Plain", "Text", "a@galleria.example", ["b@mail.example"])
    get_connection().send_messages([mail])
    link = Browser().get("", "/dev/mail").content.decode().partition("/dev/mail/")[2]
    letter = link.partition('"')[0]

    assert "As its reader sees it" not in text_of(Browser().get("", f"/dev/mail/{letter}"))
    assert Browser().get("", f"/dev/mail/{letter}/html").status_code == 404
    assert Browser().get("", "/dev/mail/1-unknown").status_code == 404


def test_the_demos_operator_finds_her_code_and_no_other_is_shown(letter):
    demo, real = make_operator("op@galleria.example"), make_operator("op@galleria.test")
    make_customer("karim@galleria.example")

    text = text_of(Browser().get("", "/dev/mail"))

    assert f"Code of {demo.email}" in text
    assert second_factor.current_code(demo) in text
    assert real.email not in text
    assert "karim" not in text


@pytest.mark.parametrize("peer", ["192.0.2.7", "2001:db8::1", ""])
def test_another_machine_finds_nothing(client, letter, peer):
    for path in ("", f"/{letter}", f"/{letter}/html"):
        answer = client.get(f"/dev/mail{path}", headers={"host": host_of()}, REMOTE_ADDR=peer)
        assert answer.status_code == 404


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded", "via"])
def test_nor_does_whoever_comes_through_a_proxy_here(header, letter):
    forwarded = {header: "127.0.0.1"}

    assert Browser().get("", f"/dev/mail/{letter}", **forwarded).status_code == 404


def test_without_a_folder_there_is_no_such_page(settings, letter):
    settings.MAILBOX_DIR = None

    assert Browser().get("", "/dev/mail").status_code == 404


def test_a_shops_host_has_none(books, letter):
    assert Browser().get("books", "/dev/mail").status_code == 404
