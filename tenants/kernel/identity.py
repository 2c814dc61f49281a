"""The one form in which an e-mail address or a phone number is kept, looked up and counted.

Whatever spelling finds an account is counted as that account's: both go through these functions.
A spelling that nothing can read still has one form, so that it cannot be varied for fresh tries.
"""

import re
import unicodedata
from contextlib import suppress

import idna
import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode

# A name before the @ that needs no quotes (RFC 5322, dot-atom).
ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
LONGEST_ADDRESS = 254  # RFC 5321, and what the columns hold


def normal_email(text: str) -> str:
    """ " Ada@Bücher.example " -> "ada@xn--bcher-kva.example"; what is no address stays readable.

    Compatibility forms fold (full-width letters, ligatures), case goes, and a domain is written
    as it stands in the DNS, a name without needless quotes: else one mailbox would have two
    accounts.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
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
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = f"+{plain[2:]}" if plain.startswith("00") else plain
    try:
        number = phonenumbers.parse(plain, None)
    except phonenumbers.NumberParseException:
        return _digits(plain)
    if not phonenumbers.is_possible_number(number):
        return _digits(plain)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def country_code(number: str) -> str:
    """ "+4930123456" -> "49"; "" for what is no number."""
    try:
        return str(phonenumbers.parse(number, None).country_code)
    except phonenumbers.NumberParseException:
        return ""


def normal_identifier(text: str) -> str:
    """Of what somebody types to log in: an address if it has an @, else a phone number."""
    return normal_email(text) if "@" in unicodedata.normalize("NFKC", text) else normal_phone(text)


def _without_quotes(local: str) -> str:
    r"""`"a\da"` is `ada` (RFC 5321); what needs quotes keeps them, and no needless escapes."""
    if not (len(local) > 2 and local[0] == local[-1] == '"'):
        return local
    plain = re.sub(r"\\(.)", r"\1", local[1:-1])
    if ATOMS.fullmatch(plain):
        return plain
    return '"' + re.sub(r'(["\\])', r"\\\1", plain) + '"'


def _ascii_domain(domain: str) -> str:
    """By IDNA 2008, where ß and ss are two domains; by that of 2003 what it does not know (🎉)."""
    if domain.isascii():
        return domain
    for encode in (_idna_2008, punycode):
        with suppress(UnicodeError):
            return encode(domain)
    return domain


def _idna_2008(domain: str) -> str:
    return idna.encode(domain, uts46=True).decode()


def _digits(text: str) -> str:
    digits = "".join(str(unicodedata.digit(letter)) for letter in text if letter.isdecimal())
    return f"+{digits}" if "+" in text and digits else digits
