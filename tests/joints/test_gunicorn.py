"""Gunicorn's worker serves with our protocol, whose names are gunicorn's.

What they are used for, on a served address: tests/runtime/test_slow_clients.py.
"""

import inspect

from gunicorn.workers import gasgi

from marketplace.joints.gunicorn import PatientProtocol, WebWorker


def test_the_worker_makes_our_protocol():
    assert gasgi.ASGIProtocol is PatientProtocol
    assert "ASGIProtocol(self)" in inspect.getsource(gasgi.ASGIWorker)


def test_the_worker_ends_by_the_names_that_it_overrides():
    assert "self._serve()" in inspect.getsource(gasgi.ASGIWorker)
    assert "self._shutdown()" in inspect.getsource(gasgi.ASGIWorker)
    assert issubclass(WebWorker, gasgi.ASGIWorker)
