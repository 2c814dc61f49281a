"""One form for every spelling of an address or a number."""

import pytest
from django.core.exceptions import ValidationError

from tenants.kernel import identity
from tenants.kernel.identity import (
    ascii_host,
    normal_email,
    normal_identifier,
    normal_phone,
    require_mailbox,
)

NUMBER = "+4930111333"


@pytest.mark.parametrize(
    "text",
    [
        "+4930111333",
        "+49 30 11 13 33",
        " +49 (30) 111-333 ",
        "+49 (0)30 111333",
        "+49030111333",
        "0049 30 111333",
        "tel:+49-30-111333",
        "+49 30 111333 ext. 5",
        "+49 30 111333x5",
        "＋４９30111333",
        "+٤٩30111333",
    ],
)
def test_a_number_has_one_form(text):
    assert normal_phone(text) == NUMBER


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("+4930x111333", "+4930"),
        ("+999 123", "+999123"),
        ("+999-1-2-3", "+999123"),
        ("+999 1a2b3", "+999123"),
        ("4930111333", "4930111333"),
        ("+", ""),
        ("nobody", ""),
        ("", ""),
    ],
)
def test_what_is_no_number_has_one_form_too(text, form):
    assert normal_phone(text) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (" Ada@Mail.Example ", "ada@mail.example"),
        ("ada＠mail.example", "ada@mail.example"),
        ("ada@BÜCHER.example", "ada@xn--bcher-kva.example"),
        ("ada@straße.example", "ada@xn--strae-oqa.example"),
        ("ada@STRASSE.example", "ada@strasse.example"),
        ("ada@βόλος.example", "ada@xn--nxasmm1c.example"),
        ("ada@🎉.example", "ada@xn--dk8h.example"),
        ('"ada"@mail.example', "ada@mail.example"),
        ('"\\a\\d.a"@mail.example', "ad.a@mail.example"),
        ('"a\\ d\\"a"@mail.example', '"a d\\"a"@mail.example'),
        ('"a d\\"a"@mail.example', '"a d\\"a"@mail.example'),
        ('"a..b"@mail.example', '"a..b"@mail.example'),
        ("ada@bu\u0308cher.example", "ada@xn--bcher-kva.example"),
        ("a\u200bda@mail.example", "ada@mail.example"),
        ("\u017fam@\u212a.example", "sam@k.example"),
        ("a@b@mail.example", "a@b@mail.example"),
    ],
)
def test_an_address_has_one_form(text, form):
    assert normal_email(text) == form
    assert normal_email(form) == form


@pytest.mark.parametrize("normalise", [normal_email, ascii_host])
def test_what_is_too_long_for_a_domain_is_not_encoded(normalise, monkeypatch):
    """Of two thousand Korean letters it takes seconds."""
    monkeypatch.setattr(identity, "_idna_2008", lambda domain: pytest.fail("encoded"))
    domain = "각" * 254
    assert normalise(f"a@{domain}") == f"a@{domain}"


def test_who_logs_in_is_read_by_what_it_is():
    assert normal_identifier("Ada@Mail.example") == "ada@mail.example"
    assert normal_identifier("+49 30 111333") == NUMBER


LONG = "a" * 64 + "@" + ".".join(["ü" * 40] * 4) + ".de"  # 231 letters, 255 as the DNS has it


@pytest.mark.parametrize("text", ["\u0131an@mail.example", LONG, "a b@mail.example", ""])
def test_where_no_mail_can_be_sent_is_no_mailbox(text):
    with pytest.raises(ValidationError):
        require_mailbox(normal_email(text))


@pytest.mark.parametrize("text", ["Ada+tag@mail.example", "a@例え.テスト", '"a\\"b"@mail.example'])
def test_a_mailbox_may_look_strange(text):
    assert require_mailbox(normal_email(text)) is None
