"""From an operator's approval to the first 200 of the new shop's home page."""

import time
import urllib.request
from secrets import token_hex

from marketplace.accounts.models import User
from tenants.provisioning import spares
from tenants.registry.models import Retailer
from tenants.registry.services import apply_for_shop, approve, open_shop
from tests.benchmarks.client import Window
from tests.benchmarks.figures import Figures
from tests.benchmarks.servers import Server

RUNS = 5


def measure_onboarding(server: Server) -> Figures:
    """Times of RUNS approvals, each claiming a spare that was made before the clock ran."""
    operator = _operator()
    window = Window()
    for _ in range(RUNS):
        spares.refill()
        window.latencies.append(onboard(server, operator) * 1000)
    figures = Figures("onboard")
    figures.p50_ms, figures.p95_ms = window.percentile(0.5), window.percentile(0.95)
    figures.rps = 1000 / figures.p50_ms
    return figures


def onboard(server: Server, operator: User) -> float:
    retailer = _application()
    began = time.perf_counter()
    open_shop(retailer=approve(retailer=retailer, operator=operator))
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/", headers={"Host": retailer.host}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()
    return time.perf_counter() - began


def _application() -> Retailer:
    slug = f"new-{token_hex(4)}"
    return apply_for_shop(slug=slug, name=f"New {slug}", owner_email=f"owner@{slug}.example")


def _operator() -> User:
    found = User.objects.filter(email="operator@bench.example").first()
    return found or User.objects.create_superuser("operator@bench.example", "bench-password-1")
