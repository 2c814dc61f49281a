"""Each kind of text, in the spellings in which people send it: one form, by which it is found."""

import pytest

from tenants.kernel.identity import (
    ascii_host,
    normal_code,
    normal_email,
    normal_name,
    normal_one_time_code,
    normal_password,
    normal_phone,
    password_spellings,
    typed_phone,
    written_code,
)

NBSP, HYPHEN, MINUS, DASH = "\u00a0", "\u2011", "\u2212", "\u2013"
LTR, RTL, POP, ISOLATE, END, MARK = "\u202a", "\u202b", "\u202c", "\u2066", "\u2069", "\u200e"
JOINER = "\u200c"

KINDS = {
    "e-mail": (
        normal_email,
        "ada@xn--bcher-kva.example",
        [
            "ada@bücher.example",
            "ADA@BÜCHER.EXAMPLE",
            "ada@bu\u0308cher.example",
            "ａｄａ＠bücher．example",
            f"{LTR}ada@bücher.example{POP}",
            f"{NBSP}ada@bücher.example\r\n",
            '"ada"@xn--bcher-kva.example',
            "a\u200bda@bücher\u3002example",
        ],
    ),
    "phone": (
        normal_phone,
        "+4930111333",
        [
            "+49 (0)30 111333",
            "+49(0)30111333",
            f"+49{NBSP}30{NBSP}111{HYPHEN}333",
            f"+49 30 111{DASH}333",
            f"+49 30 111 {MINUS} 333",
            f"{LTR}+49 30 111333{POP}",
            f"{MARK}0049 30 111333",
            f"{ISOLATE}+49 30{END} 111333",
            "＋４９ ３０ １１１３３３",
            "tel:+49-30-111333",
            "TEL:+4930111333",
            "Tel.: +49 30 111333",
            "Tel +49·30·111333",
            "+49_30_111333",
            "+٤٩ ٣٠ ١١١٣٣٣",
        ],
    ),
    "phone in Italy": (
        normal_phone,
        "+390612345678",
        ["+39 06 12345678", "+39 (0)6 12345678", "0039 06 1234 5678"],
    ),
    "phone in Spain": (normal_phone, "+34911234567", ["+34 911 234 567", "+34 (0)911 234 567"]),
    "password": (
        normal_password,
        "Café 12 ffi",
        [
            "Café 12 ffi",
            "Cafe\u0301 12 ffi",
            "Ｃafé １２ ﬃ",
            f"Café{NBSP}12\u3000ffi",
            " Café 12 ffi\n",
        ],
    ),
    "voucher": (
        normal_code,
        "SUMMER24",
        [
            "summer24",
            " Summer-24 ",
            "SUMMER 24",
            f"summer{DASH}24",
            f"summer{HYPHEN}24",
            f"summer {MINUS} 24",
            f"summer{NBSP}24",
            "ｓｕｍｍｅｒ２４",
            f"{RTL}SUMMER-24{POP}",
            "sum\u200bmer\u00ad24",
        ],
    ),
    "one-time code": (
        normal_one_time_code,
        "123456",
        [
            "123 456",
            f"123{DASH}456",
            "١٢٣ ٤٥٦",
            "１２３４５６",
            f"{LTR}123456{POP}",
            "123\u2009456",
        ],
    ),
    "name": (
        normal_name,
        "Ada É. Lovelace",
        [
            "Ada É. Lovelace",
            " Ada  E\u0301.\tLovelace ",
            "Ada É.\r\nLovelace",
            f"Ada{NBSP}É.\u2028Lovelace",
            f"{RTL}Ada É. Lovelace{POP}",
            f"Ada \u202eÉ.{END} Lovelace{MARK}",
            "Ada É.\x00 Love\x07lace",
            "Ada É. Lovelace\ud800",
        ],
    ),
    "name with a joiner": (normal_name, f"می{JOINER}خ", [f"می{JOINER}خ", f"{RTL}می{JOINER}خ{POP}"]),
    "host": (
        ascii_host,
        "xn--strae-oqa.example",
        ["straße.example", "Straße.Example.", "XN--STRAE-OQA.example", f" straße.example{MARK}"],
    ),
}
ROWS = [(kind, text) for kind, (_normalise, _form, texts) in KINDS.items() for text in texts]


@pytest.mark.parametrize(("kind", "text"), ROWS, ids=ascii)
def test_every_spelling_has_one_form(kind, text):
    normalise, form, _texts = KINDS[kind]
    assert normalise(text) == form
    assert normalise(form) == form


@pytest.mark.parametrize(
    ("normalise", "text", "other"),
    [
        (normal_email, "ada@strasse.example", "ada@straße.example"),
        (normal_email, "ada.l@mail.example", "adal@mail.example"),
        (normal_phone, "+4930111333", "+4930111334"),
        (normal_password, "Correct horse", "correct horse"),
        (normal_password, "correct horse", "correct  horse"),
        (normal_code, "SUMMER_24", "SUMMER24"),
        (normal_name, "Ada", "ADA"),
        (ascii_host, "strasse.example", "straße.example"),
    ],
)
def test_what_differs_stays_apart(normalise, text, other):
    assert normalise(text) != normalise(other)


@pytest.mark.parametrize(
    "text", ["call +49 30 111333", "+49 30 111333 ext. 5", "030 111333", "+4930x111333", "", "+"]
)
def test_what_is_no_international_number_stays_as_typed(text):
    assert typed_phone(text) == text


def test_a_number_is_kept_in_its_form():
    assert {typed_phone(text) for text in KINDS["phone"][2]} == {"+4930111333"}


def test_a_code_is_shown_as_its_shop_wrote_it():
    assert written_code(f" summer{DASH}２４ ") == "SUMMER-24"
    assert normal_code(f" - {DASH} ") == ""


def test_a_password_is_tried_as_typed_only_where_that_differs():
    assert password_spellings("plain words") == ("plain words",)
    assert password_spellings("Cafe\u0301") == ("Café", "Cafe\u0301")
