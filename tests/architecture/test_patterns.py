"""No text of 8 kB holds a worker: each regular expression takes time in proportion to its text.

CPU time of this process is measured, not the clock's; a linear pattern needs some milliseconds,
a quadratic one a second, a cubic one hours.
"""

import heapq
import re
import time

import pytest

from marketplace.discovery.taxonomy import words_of
from marketplace.requests.redaction import redact, redact_value
from marketplace.requests.traces import trace_of
from tenants.feeds import cells, markup
from tenants.feeds.amounts import as_price
from tenants.kernel.rich_text import clean_html
from tests.architecture.patterns import Used, all_patterns
from tests.architecture.worst_cases import HAND_MADE, recipes

LENGTH = 8_000
MOST_SECONDS = 0.1
# Below this a growth is noise.
SECONDS_THAT_TELL = 0.01
MOST_GROWTH = 9.0  # from a quarter of the length: 4 is linear, 16 quadratic, 64 cubic
SHORT = 250
EXPONENTIAL = (22, 25)  # a text of SHORT characters would never end
ENOUGH_SECONDS = 0.02  # a text of SHORT characters that takes so long is the worst case
LOOKED_AT = 4

# What strangers' texts go through: the functions as a whole.
FUNCTIONS = {
    "redact": redact,
    "redact_value": lambda text: redact_value({"path": text, text: [text]}),
    "trace_of": trace_of,
    "words_of": words_of,
    "clean_html": clean_html,
    "as_text": cells.as_text,
    "as_barcodes": lambda text: cells.as_barcodes("barcode", text),
    "as_count": lambda text: cells.as_count("stock", text),
    "as_urls": cells.as_urls,
    "as_paths": lambda text: cells.as_paths(text, between=r"\|"),
    "inert": cells.inert,
    "heading_key": cells.heading_key,
    "as_price": lambda text: as_price("price", text, currency="EUR", mark="."),
    "as_plain_text": markup.as_plain_text,
}


def seconds(run, text, tries=3):
    """The least of some tries, which others on the machine disturb least."""
    least = float("inf")
    for _ in range(tries):
        before = time.process_time()
        run(text)
        least = min(least, time.process_time() - before)
        if least > 2 * MOST_SECONDS:
            break
    return least


def worst_recipes(used):
    """Of all recipes those that take longest for a short text; one alone where it is plain."""
    timed = []
    for place, recipe in enumerate(recipes(used.pattern)):
        for length in (*EXPONENTIAL, SHORT):
            taken = seconds(used.run, cook(recipe, length), tries=1)
            if taken > ENOUGH_SECONDS:
                return [recipe]
        timed.append((taken, place, recipe))
    return [recipe for _, _, recipe in heapq.nlargest(LOOKED_AT, timed)]


def cook(recipe, length):
    head, pump, tail = recipe
    return head + pump * max(1, (length - len(head) - len(tail)) // len(pump)) + tail


def slowness_of(run, recipe):
    """What is wrong with a recipe's time, or "": the shorter texts are tried first.

    Measured again before it is told, for the machine may have been busy.
    """
    for length in (*EXPONENTIAL, LENGTH // 16, LENGTH // 8, LENGTH // 4, LENGTH // 2, LENGTH):
        most = ENOUGH_SECONDS if length in EXPONENTIAL else MOST_SECONDS
        taken = seconds(run, cook(recipe, length), tries=1)
        if taken > most and (taken := seconds(run, cook(recipe, length), tries=7)) > most:
            return f"{taken * 1000:.0f} ms for {length} characters of {recipe!r}"
    if taken < SECONDS_THAT_TELL:
        return ""
    taken, before = (seconds(run, cook(recipe, part), tries=7) for part in (LENGTH, LENGTH // 4))
    if taken < before * MOST_GROWTH:
        return ""
    return f"{before * 1000:.1f} ms, for four times the text {taken * 1000:.1f} of {recipe!r}"


def table():
    """(milliseconds at 8 kB, where, pattern) of each, the slowest first: for the record."""
    rows = []
    for used in all_patterns():
        worst = max(seconds(used.run, cook(recipe, LENGTH)) for recipe in worst_recipes(used))
        rows.append((round(worst * 1000, 2), used.where, used.method, used.pattern.pattern))
    return sorted(rows, reverse=True, key=lambda row: row[0])


def test_each_pattern_is_linear_in_its_worst_text():
    patterns = all_patterns()
    assert len(patterns) > 150
    slow = {
        f"{used.where} {used.method}": slowness
        for used in patterns
        for recipe in worst_recipes(used)
        if (slowness := slowness_of(used.run, recipe))
    }
    assert slow == {}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_reads_strangers_texts_is_linear(name):
    def run(text):
        try:
            FUNCTIONS[name](text)
        except ValueError:
            pass  # refused: in time

    slow = [slowness for pump in HAND_MADE if (slowness := slowness_of(run, ("1a", pump, "!")))]
    assert slow == []


@pytest.mark.world
@pytest.mark.parametrize(
    "shape",
    [
        r"\b[\w-]*(?:secret|token)[\w-]*=",  # cubic
        r"^(?:[^\d(+.,]|x)*[(+-]?\s*[\d ]*\d$",  # cubic
        r"\s*(?:pcs|x)$",  # quadratic, from each start
        r"(?:a+)+$",  # exponential
    ],
)
def test_a_slow_shape_would_be_noticed(shape):
    used = Used("here", re.compile(shape), "search")
    assert any(slowness_of(used.run, recipe) for recipe in worst_recipes(used))
