"""kill -9 in the middle of a checkout leaves all of it or nothing."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from marketplace.cart.queries import read_cart
from marketplace.payments.models import Payment
from marketplace.purchases.checks import check_orders
from marketplace.purchases.models import Purchase, RetailerOrder
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product, read_stock
from tests.factories.orders import check_out

pytestmark = pytest.mark.world

ROOT = Path(__file__).resolve().parents[2]

# The child buys, and stops for ever at the point named on its command line.
CHILD = textwrap.dedent(
    """
    import sys, time
    import django
    django.setup()
    from django.conf import settings
    from django.db import connection
    connection.settings_dict["NAME"] = sys.argv[1]
    from marketplace.cart.shopper import Shopper
    from marketplace.payments import checkout
    from marketplace.purchases import placement
    from tests.factories.addresses import ADDRESS

    def stop(*args, **kwargs):
        print("here", flush=True)
        time.sleep(60)

    point = sys.argv[3]
    if point == "second order":
        write, calls = placement._write_order, []
        def second(*args):
            calls.append(1)
            return stop() if len(calls) == 2 else write(*args)
        placement._write_order = second
    elif point == "payment":
        checkout.open_payment = stop
    elif point == "before commit":
        checkout.send_confirmation = stop
    checkout.place(shopper=Shopper(token=sys.argv[2]), email="a@example.com",
                   shipping_address=ADDRESS)
    if point == "after commit":
        stop()
    """
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "point",
    [
        "second order",
        "payment",
        "before commit",
        "after commit",
    ],
)
def test_all_or_nothing(books, coffee, point):
    left, right = make_product(books), make_product(coffee)
    shopper = fill_cart(left.uuid, right.uuid)

    kill_at(point, shopper.token)

    placed = point == "after commit"
    assert Purchase.objects.count() == int(placed)
    assert Payment.objects.count() == int(placed)
    assert RetailerOrder.objects.count() == 2 * placed
    assert read_stock(books, left) == read_stock(coffee, right) == (10, int(placed))
    assert list(check_orders(retailer=books)) == list(check_orders(retailer=coffee)) == []
    assert read_cart(shopper).count == (0 if placed else 2)
    if not placed:
        check_out(shopper)
        assert RetailerOrder.objects.count() == 2


def kill_at(point, token):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "marketplace.settings.test"}
    command = [sys.executable, "-c", CHILD, settings.DATABASES["default"]["NAME"], token, point]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "here\n"
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    wait_until_its_connection_is_gone()


def wait_until_its_connection_is_gone():
    """PostgreSQL notices a dead client when it next writes or reads; then it rolls back."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the killed client's connection is still there")
