"""Gunicorn's worker serves and ends by names of gunicorn's that are not public.

What they are used for, on a served address: tests/runtime/test_slow_clients.py.
"""

import inspect

from gunicorn.workers import gasgi

from marketplace.joints.gunicorn import WebWorker


def test_the_worker_closes_what_we_made_to_listen():
    source = inspect.getsource(gasgi.ASGIWorker._shutdown)
    assert "in self.servers" in source
    assert {name for name in ("close", "wait_closed") if f"server.{name}()" in source} == {
        "close",
        "wait_closed",
    }
    assert hasattr(gasgi.ASGIWorker, "_get_ssl_context")


def test_the_worker_ends_by_the_names_that_it_overrides():
    assert "self._serve()" in inspect.getsource(gasgi.ASGIWorker)
    assert "self._shutdown()" in inspect.getsource(gasgi.ASGIWorker)
    assert issubclass(WebWorker, gasgi.ASGIWorker)
