"""Rows of the queue have the fields and verbs that tenants/tasks uses."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tenants.joints.django_tasks import ContextBackend
from tenants.registry.context import use_public
from tenants.tasks.rows import enqueued_together, write_rows

FIELDS = {
    *("id", "status", "args_kwargs", "priority", "task_path", "worker_ids", "queue_name"),
    *("backend_name", "run_after", "enqueued_at", "started_at", "finished_at"),
    *("return_value", "exception_class_path", "traceback", "errors", "metadata"),
}


class Backend(ContextBackend):
    def context(self):
        return {"shelf": 3}

    def write(self, rows):
        write_rows(rows)


@pytest.fixture
def row(db):
    task = SimpleNamespace(priority=1, module_path="a.b", queue_name="default", run_after=None)
    with use_public():
        yield Backend("default", {"QUEUES": []})._task_to_db_task(task, [1], {"by": "ada"})


def test_the_table_has_the_columns_that_are_read_and_written():
    assert {field.attname for field in DBTaskResult._meta.concrete_fields} >= {
        *FIELDS - {"errors", "metadata"}
    }


def test_a_row_keeps_arguments_and_context_and_is_due(row):
    row.refresh_from_db()
    assert row.args_kwargs == {"args": [1], "kwargs": {"by": "ada"}, "shelf": 3}
    assert row.run_after <= timezone.now()
    assert (row.status, row.priority, row.task_path) == (TaskResultStatus.READY, 1, "a.b")


def test_a_row_is_written_as_the_model_would(row):
    columns = {field.attname for field in DBTaskResult._meta.concrete_fields} - {"id"}
    written = DBTaskResult.objects.filter(pk=row.pk).values(*columns).get()
    assert {column: getattr(row, column) for column in columns} == written
    theirs = DBTaskResult(
        **{name: written[name] for name in ("args_kwargs", "priority", "task_path", "run_after")},
        **{name: written[name] for name in ("queue_name", "backend_name")},
    )
    theirs.save()
    own = DBTaskResult.objects.filter(pk=theirs.pk).values(*columns).get()
    assert {**own, "enqueued_at": written["enqueued_at"]} == written


def test_rows_are_written_by_one_prepared_statement(db):
    task = SimpleNamespace(priority=0, module_path="a.b", queue_name="default", run_after=None)
    backend = Backend("default", {"QUEUES": []})
    with use_public(), CaptureQueriesContext(connection) as queries, enqueued_together():
        rows = [backend._task_to_db_task(task, [number], {}) for number in range(3)]
    assert [query["sql"] for query in queries][-1].startswith("EXECUTE write_tasks")
    assert not any("INSERT" in query["sql"] for query in queries)
    assert not any(row._state.adding for row in rows)
    with use_public():
        assert DBTaskResult.objects.filter(pk__in=[row.pk for row in rows]).count() == 3


def test_a_row_is_claimed_and_ended(row):
    row.claim("worker 1")
    row.refresh_from_db()
    assert (row.status, row.worker_ids) == (TaskResultStatus.RUNNING, ["worker 1"])
    assert row.started_at
    row.set_successful({"rows": 2})
    assert list(DBTaskResult.objects.successful()) == [row]
    row.set_failed(ValueError("no"))
    assert list(DBTaskResult.objects.failed()) == [row]
    assert "ValueError" in row.exception_class_path
    assert row.finished_at
