"""What monitoring counts: requests, failures and times by route, and the tasks that wait.

Of several web processes each writes into a file of its own, in a folder that gunicorn_conf.py
makes and names before this is loaded; an answer of any of them adds them up. Labels are of the
code (the name of a route, a method, a class of statuses, a queue): never a path, an id or a shop.
"""

import os
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
METHODS = frozenset("GET HEAD POST PUT PATCH DELETE OPTIONS".split())
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
NO_ROUTE = "none"  # no address took it: unknown ones, files, what a middleware answers
WAITING = (TaskResultStatus.READY, TaskResultStatus.RUNNING)

requests = Counter(
    "galleria_requests",
    "Requests by route, method and class of status; 5xx are the failures.",
    ("route", "method", "status"),
    registry=None,
)
times = Histogram(
    "galleria_request_seconds",
    "Seconds that requests took.",
    ("route", "method"),
    buckets=BUCKETS,
    registry=None,
)


def count_request(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    route, method = _route_of(request), _method_of(request)
    requests.labels(route, method, f"{response.status_code // 100}xx").inc()
    times.labels(route, method).observe(seconds)


def _route_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name or NO_ROUTE) if match else NO_ROUTE


def _method_of(request: HttpRequest) -> str:
    """Anybody can send a word of her own."""
    return request.method if request.method in METHODS else "OTHER"


class Queues:
    """Tasks that wait or run, by queue; asked for at each answer, in one statement."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        rows = (
            DBTaskResult.objects.filter(status__in=WAITING)
            .values_list("queue_name", "status")
            .annotate(number=Count("pk"), oldest=Min("enqueued_at"))
            .order_by("queue_name", "status")
        )
        tasks = GaugeMetricFamily(
            "galleria_tasks", "Tasks that are not done.", labels=("queue", "status")
        )
        ages = GaugeMetricFamily(
            "galleria_tasks_oldest_seconds",
            "Since the oldest of them was enqueued.",
            labels=("queue", "status"),
        )
        empty = {(queue, status): (0, None) for queue in _queues() for status in WAITING}
        present = {(queue, status): (number, oldest) for queue, status, number, oldest in rows}
        for (queue, status), (number, oldest) in (empty | present).items():
            labels = (queue, str(status).lower())
            tasks.add_metric(labels, number)
            ages.add_metric(labels, (timezone.now() - oldest).total_seconds() if oldest else 0)
        yield from (tasks, ages)


def _queues() -> Sequence[str]:
    return settings.TASKS["default"]["QUEUES"]


def write_metrics() -> bytes:
    """Prometheus's text format."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(requests)
        registry.register(times)
    registry.register(Queues())
    return generate_latest(registry)
