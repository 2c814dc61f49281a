"""The folder that stands for a mail server on a machine of one's own."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection

from marketplace.notifications import mailbox
from marketplace.notifications.channels import Message, send


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path / "mails"
    return settings.MAILBOX_DIR


def mail(subject="Your order", html=""):
    letter = EmailMultiAlternatives(
        subject, "Grüße,\nClay", '"Clay (Galleria)" <hello@galleria.example>', ["ada@mail.example"]
    )
    if html:
        letter.attach_alternative(html, "text/html")
    return letter


def send_all(*mails):
    return get_connection("marketplace.notifications.mailbox.MailboxBackend").send_messages(mails)


def test_what_was_sent_is_read_the_newest_first():
    assert mailbox.list_letters(10) == []
    assert send_all(mail("One"), mail("Two — 二", html="<p>Hello</p>")) == 2

    newest, oldest = mailbox.list_letters(10)

    assert (newest.subject, oldest.subject) == ("Two — 二", "One")
    assert (newest.html.strip(), oldest.html) == ("<p>Hello</p>", "")
    assert oldest.text.splitlines() == ["Grüße,", "Clay"]
    assert oldest.to == "ada@mail.example"
    assert oldest.sender == '"Clay (Galleria)" <hello@galleria.example>'
    assert mailbox.find_letter(oldest.id) == oldest
    assert len(mailbox.list_letters(1)) == 1


def test_a_text_message_stands_among_them(settings):
    settings.SMS_CARRIER = "mailbox"
    send("sms", Message(to="+4930123456", template="code", context={"code": "123456"}))

    (letter,) = mailbox.list_letters(10)

    assert letter.to == "+4930123456"
    assert "123456 is your code" in letter.text


def test_only_the_newest_stay_and_nobody_else_of_the_machine_reads_them(folder, monkeypatch):
    monkeypatch.setattr(mailbox, "MOST_LETTERS", 2)
    send_all(mail("One"), mail("Two"), mail("Three"))

    assert [letter.subject for letter in mailbox.list_letters(10)] == ["Three", "Two"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["", "nothing", "../secret_key", "*"])
def test_no_other_file_is_opened(folder, name):
    folder.mkdir()
    (folder.parent / "secret_key.eml").write_text("Subject: hidden\n\n")

    assert mailbox.find_letter(name) is None


def test_without_a_folder_nothing_is_sent(settings):
    settings.MAILBOX_DIR = None

    with pytest.raises(ImproperlyConfigured, match="EMAIL_BACKEND"):
        send_all(mail("One"))


def test_one_that_is_cleared_meanwhile_is_left_out(folder, monkeypatch):
    send_all(mail("One"))
    paths = mailbox._paths()
    monkeypatch.setattr(mailbox, "_paths", lambda: [folder / "1-gone.eml", *paths])

    assert [letter.subject for letter in mailbox.list_letters(10)] == ["One"]
