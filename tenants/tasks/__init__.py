"""Background work: durable, in PostgreSQL, enqueued in the transaction of the change itself.

    from tenants.tasks import task

    @task(retries=5, backoff_seconds=30)
    def send_parcel_label(*, order: str) -> None: ...

    with use_retailer(retailer):
        send_parcel_label.enqueue(order=str(order.uuid))

A task runs in the schema in which it was enqueued (whoever enqueued it: Wagtail's own tasks
too), at least once: a worker that dies in the middle leaves it to the next one. Arguments are
JSON; rows are named by id and read again. A rolled-back enqueue never runs.
"""

from django_tasks import task

__all__ = ["AWAITED", "task"]

AWAITED = 10  # the priority of what somebody waits for at a screen: before all that only tells
