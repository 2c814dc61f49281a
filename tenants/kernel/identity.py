"""By what two texts are the same: the one form in which each kind is kept, looked up and counted.

| kind | spellings that are one |
|---|---|
| e-mail address | case, full width, invisible letters, needless quotes, a domain as its DNS name |
| phone number | punctuation, "(0)", "00", "Tel.:", extensions, digits of any script |
| password | composed or not, full width, spaces of any kind, spaces around it; case counts |
| voucher's code | case, full width, spaces and dashes or none |
| one-time code | as a voucher's, with digits of any script |
| name, line of an address | composed or not, line breaks, runs of spaces, marks of direction |
| host name | case, Unicode or DNS, a last dot |

Whatever spelling finds an account is counted as that account's: both go through these functions.
A spelling that nothing can read still has one form, so that it cannot be varied for fresh tries.
Columns that hold such a text normalise it themselves (text_fields.py).
"""

import re
import unicodedata
from contextlib import suppress

import idna
import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode

from tenants.kernel.normal_forms import normalise

# A name before the @ that needs no quotes (RFC 5322, dot-atom).
ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
LONGEST_ADDRESS = 254  # RFC 5321, and what the columns hold
LONGEST_DOMAIN = 253  # RFC 1035, in ASCII; no shorter in other letters
LONGEST_INPUT = 2000  # more fits into none of the fields, and is refused as it stands
MINUS = "\u2212"  # no dash to Unicode, and on some keyboards where others have one
# Control, format, and halves of surrogates, which no column takes.
UNSEEN = frozenset({"Cc", "Cf", "Cs"})
# Unicode's Bidi_Control: within a name they turn round what stands beside it.
TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# As a class of PostgreSQL's: what `normal_name` takes out of a text that a column holds.
LINE_BREAKERS = "[\x01-\x1f\x7f-\x9f\u2028\u2029" + "".join(sorted(TURNS)) + "]"
# What people write between the digits of a number, beside spaces and dashes.
PUNCTUATION = frozenset("()./·•_")
SIGNS = dict.fromkeys(map(ord, "·•_"), " ")  # those that phonenumbers stops at
CALLED = re.compile(r"tel\b[.:\s]*", re.IGNORECASE)
NUMBER = re.compile(r"(?:\+|00)[0-9]+")
TRUNK = "(0)"


def is_readable(text: str) -> bool:
    """Whether a field may normalise what was typed into it, before it judges it."""
    return len(text) <= LONGEST_INPUT and "\0" not in text


def normal_email(text: str) -> str:
    """ " Ada@Bücher.example " -> "ada@xn--bcher-kva.example"; what is no address stays readable.

    Compatibility forms fold (full-width letters, ligatures), case goes, and a domain is written
    as it stands in the DNS, a name without needless quotes: else one mailbox would have two
    accounts.
    """
    folded = normalise("NFKC", normalise("NFKC", text).lower())
    visible = "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")
    local, at, domain = visible.strip().rpartition("@")
    return f"{_without_quotes(local)}{at}{_ascii_domain(domain)}"


def require_mailbox(address: str) -> None:
    """Of a normal address. Raises ValidationError where no mail can be sent.

    What stands before the @ is ASCII: hardly a server takes other letters (RFC 6531).
    """
    validate_email(address)
    if not address.isascii() or len(address) > LONGEST_ADDRESS:
        raise ValidationError(validate_email.message, code=validate_email.code)


def normal_phone(text: str) -> str:
    """ "+49 (0)30 123-456" -> "+4930123456"; what no number fits: its digits, "+" before them."""
    plain = _visible(normalise("NFKC", text)).strip()
    plain = f"+{plain[2:]}" if plain.startswith("00") else plain
    number = _parse(plain)
    if number is None or not phonenumbers.is_possible_number(number):
        return _digits(plain)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def typed_phone(text: str) -> str:
    """The normal form of what is an international number and nothing else; else as it stands.

    For numbers that are to be kept: `normal_phone` reads one out of any sentence.
    """
    called = _visible(normalise("NFKC", text)).strip()
    plain = called.removeprefix(match[0]) if (match := CALLED.match(called)) else called
    digits = "".join(_digit(letter) for letter in plain if not _is_between(letter))
    return normal_phone(plain.translate(SIGNS)) if NUMBER.fullmatch(digits) else text.strip()


def local_phone(text: str, country: str) -> str:
    """The same of a number that may be written as in its country: "04-123-4567" of IL."""
    phone = typed_phone(text)
    plain = _visible(normalise("NFKC", phone)).strip()
    number = None if phone.startswith("+") else _parse(plain, country or None)
    if number is None or not phonenumbers.is_valid_number(number):
        return phone
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def normal_password(text: str) -> str:
    """ "Ｃafe\u0301 " -> "Café": NIST SP 800-63B asks for NFKC; keyboards differ, people do not.

    Spaces around it go, as they come with a copy, and always went on pages.
    """
    return normalise("NFKC", text).strip()


def password_spellings(text: str) -> tuple[str, ...]:
    """Those to try on a hash: as it is kept now, and as typed for one that was kept before."""
    normal = normal_password(text)
    return (normal,) if normal == text else (normal, text)


def written_code(text: str) -> str:
    """How a voucher's code is shown: " ｓummer – 24 " -> "SUMMER - 24"."""
    folded = normalise("NFKC", normalise("NFKC", text).upper())
    return normal_name("".join("-" if _is_dash(letter) else letter for letter in folded))


def normal_code(text: str) -> str:
    """By what a voucher's code is found: "summer–24", "SUMMER 24" -> "SUMMER24"."""
    return "".join(letter for letter in _visible(written_code(text)) if letter not in "- ")


def normal_one_time_code(text: str) -> str:
    """However a keyboard or a copy writes it: "١٢٣ ٤٥٦" is 123456, "ABCD–2345" is abcd2345."""
    return "".join(_digit(letter) for letter in normal_code(text)).lower()


def normal_name(text: str) -> str:
    """ " Ada\r\n Lovelace" -> "Ada Lovelace": a name, or one line of an address, is one line.

    Joiners and soft hyphens stay, Persian and Indian words need some.
    """
    composed = normalise("NFC", text)
    letters = (letter for letter in composed if letter.isspace() or not _is_harmful(letter))
    return " ".join("".join(letters).split())


def ascii_host(text: str) -> str:
    """ "Straße.example." -> "xn--strae-oqa.example"; what is no host stays readable."""
    return _ascii_domain(_visible(normalise("NFKC", text).lower()).strip().rstrip("."))


def country_code(number: str) -> str:
    """ "+4930123456" -> "49"; "" for what is no number."""
    try:
        return str(phonenumbers.parse(number, None).country_code)
    except phonenumbers.NumberParseException:
        return ""


def normal_identifier(text: str) -> str:
    """Of what somebody types to log in: an address if it has an @, else a phone number."""
    return normal_email(text) if "@" in normalise("NFKC", text) else normal_phone(text)


def _without_quotes(local: str) -> str:
    r"""`"a\da"` is `ada` (RFC 5321); what needs quotes keeps them, and no needless escapes."""
    if not (len(local) > 2 and local[0] == local[-1] == '"'):
        return local
    plain = re.sub(r"\\(.)", r"\1", local[1:-1])
    if ATOMS.fullmatch(plain):
        return plain
    return '"' + re.sub(r'(["\\])', r"\\\1", plain) + '"'


def _ascii_domain(domain: str) -> str:
    """By IDNA 2008, where ß and ss are two domains; by that of 2003 what it does not know (🎉).

    What is too long for a domain stays: to encode two thousand letters takes seconds.
    """
    if domain.isascii() or len(domain) > LONGEST_DOMAIN:
        return domain
    for encode in (_idna_2008, punycode):
        with suppress(UnicodeError):
            return encode(domain)
    return domain


def _idna_2008(domain: str) -> str:
    return idna.encode(domain, uts46=True).decode()


def _parse(text: str, country: str | None = None) -> phonenumbers.PhoneNumber | None:
    """With or without "(0)", whichever is a number: in Italy the 0 belongs to it."""
    numbers = []
    for spelling in dict.fromkeys((text.replace(TRUNK, ""), text)):
        with suppress(phonenumbers.NumberParseException):
            numbers.append(phonenumbers.parse(spelling, country))
    valid = (number for number in numbers if phonenumbers.is_valid_number(number))
    return next(valid, numbers[-1] if numbers else None)


def _is_dash(letter: str) -> bool:
    return letter == MINUS or unicodedata.category(letter) == "Pd"


def _is_between(letter: str) -> bool:
    return letter.isspace() or letter in PUNCTUATION or _is_dash(letter)


def _is_harmful(letter: str) -> bool:
    return letter in TURNS or unicodedata.category(letter) in ("Cc", "Cs")


def _visible(text: str) -> str:
    return "".join(letter for letter in text if unicodedata.category(letter) not in UNSEEN)


def _digit(letter: str) -> str:
    return str(unicodedata.decimal(letter, letter))


def _digits(text: str) -> str:
    digits = "".join(str(unicodedata.digit(letter)) for letter in text if letter.isdecimal())
    return f"+{digits}" if "+" in text and digits else digits
