import threading
import time

import pytest

from tenants.feeds.prefetch import ahead


def test_the_same_items_in_order():
    assert list(ahead(iter(range(100)))) == list(range(100))


def test_what_the_source_raises_is_raised_here():
    def source():
        yield 1
        raise ValueError("row 2")

    items = ahead(source())

    assert next(items) == 1
    with pytest.raises(ValueError, match="row 2"):
        next(items)


def test_one_item_is_made_while_another_is_used():
    made = []

    def source():
        for number in range(10):
            made.append(number)
            yield number

    items = ahead(source())
    next(items)
    deadline = time.monotonic() + 5
    while len(made) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)

    assert made == [0, 1, 2]  # one in use, one ready, one in hand
    items.close()


def test_the_thread_ends_with_its_reader():
    before = threading.active_count()
    items = ahead(iter(range(1_000)))
    next(items)

    items.close()

    assert threading.active_count() == before
