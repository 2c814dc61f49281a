"""Texts that a regular expression may take long for, derived from the expression itself.

A pattern is slow where it can enter the same characters in many ways. So what it is made of is
repeated: samples of each part, of each character class, and of two of them in turn, behind what
the pattern wants first and before what it cannot take.
"""

import itertools
import string
from re import _constants as sre
from re import _parser

REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
LETTERS = " a0-_.,:;/=<&'\"\t\n\u2003"
# What is hostile to many: the words that redaction looks for, markup, numbers, blanks.
HAND_MADE = (
    *("password", "token", "-token", "token=", "cookie ", "cookie=", "Bearer ", "eyJ", "-eyJ"),
    *("eyJa.", "a.", "aaaaa:", "sk_", "sk_live_", "://", "://a:", "4 ", "42-", "api_key"),
    *("<a", "<", "&a", "&#", "<!--", "h1", " ", "\t", "\u2003", " \n", ",", ";", "| ", "'", '"'),
    *("1,", "1.", "(", "- ", "EUR ", "x", "http://", "/", "_1", "-a", "a-", "0", "é", "=>", "= "),
)
TAILS = ("", "\0", "!")
MOST_PAIRS = 100


def recipes(pattern):
    """(head, what is repeated, tail): the texts to try."""
    parsed = _parser.parse(as_text(pattern), pattern.flags & ~sre.SRE_FLAG_DEBUG)
    atoms = list(dict.fromkeys(filter(None, (*parts(parsed), *characters(parsed)))))[:30]
    heads = list(dict.fromkeys(["", *heads_of(parsed)]))[:6]
    yield from itertools.product(heads, atoms, TAILS)
    pairs = itertools.islice(itertools.permutations(atoms, 2), MOST_PAIRS)
    yield from (("", first + second, "\0") for first, second in pairs)
    yield from (("", pump, "\0") for pump in HAND_MADE)
    yield from ((head, pump, "\0") for head in heads[1:] for pump in (" ", "a", "0"))


def as_text(pattern):
    text = pattern.pattern
    return text.decode("latin-1") if isinstance(text, bytes) else text


def heads_of(parsed):
    """Samples of what stands before each part of the outermost level."""
    head = ""
    for item in parsed:
        head += sample([item])
        yield head


def parts(parsed):
    """A sample of each part at any depth, the longest first."""
    yield sample(parsed)
    for operation, argument in parsed:
        for inner in inside(operation, argument):
            yield from parts(inner)


def inside(operation, argument):
    if operation in REPEATS:
        yield argument[2]
    elif operation is sre.SUBPATTERN:
        yield argument[3]
    elif operation is sre.BRANCH:
        yield from argument[1]
    elif operation in (sre.ASSERT, sre.ASSERT_NOT):
        yield argument[1]
    elif operation is sre.ATOMIC_GROUP:
        yield argument


def characters(parsed):
    """One or a few of each class of characters."""
    for operation, argument in parsed:
        if operation is sre.IN:
            yield from members(argument)[:6]
        elif operation in (sre.ANY, sre.NOT_LITERAL):
            yield from "a -"
        for inner in inside(operation, argument):
            yield from characters(inner)


def members(options):
    """Letters that a class allows, those that many classes share first."""
    return [letter for letter in LETTERS + string.printable if allows(options, letter)]


def allows(options, letter):
    negated = bool(options) and options[0][0] is sre.NEGATE
    return any(holds(*option, letter) for option in options) is not negated


def holds(operation, argument, letter):
    if operation is sre.LITERAL:
        return ord(letter) == argument
    if operation is sre.RANGE:
        return argument[0] <= ord(letter) <= argument[1]
    if operation is sre.CATEGORY:
        return in_category(argument, letter)
    return False


def in_category(category, letter):
    kinds = {
        sre.CATEGORY_DIGIT: letter.isdigit(),
        sre.CATEGORY_SPACE: letter.isspace(),
        sre.CATEGORY_WORD: letter.isalnum() or letter == "_",
    }
    opposites = {
        sre.CATEGORY_NOT_DIGIT: sre.CATEGORY_DIGIT,
        sre.CATEGORY_NOT_SPACE: sre.CATEGORY_SPACE,
        sre.CATEGORY_NOT_WORD: sre.CATEGORY_WORD,
    }
    return kinds[category] if category in kinds else not kinds[opposites[category]]


def sample(items):
    """A short text that these parts match, assertions left aside."""
    text = ""
    for operation, argument in items:
        if operation is sre.LITERAL:
            text += chr(argument)
        elif operation is sre.IN:
            text += (members(argument) or [""])[0]
        elif operation in (sre.ANY, sre.NOT_LITERAL):
            text += "a"
        elif operation in REPEATS:
            text += sample(argument[2]) * max(1, min(argument[0], 40))
        elif operation is sre.BRANCH:
            text += sample(argument[1][0])
        elif operation in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
            text += sample(argument[3] if operation is sre.SUBPATTERN else argument)
    return text
