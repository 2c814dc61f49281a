"""What confines a process that runs one task apart; each tried in a fork, which it stays in."""

import ctypes
import os
import signal
import sys

import pytest

from tenants.tasks import bounds

PR_GET_PDEATHSIG = 2
linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone counts so")


def in_fork(work):
    """What it answered, True or False, or None if it raised."""
    pid = os.fork()
    if pid == 0:
        status = 2
        try:
            status = int(bool(work()))
        finally:
            os._exit(status)
    _, status = os.waitpid(pid, 0)
    return {0: False, 1: True}.get(os.waitstatus_to_exitcode(status))


def has_room_for(megabytes):
    try:
        return bool(bytearray(megabytes * bounds.MB))
    except MemoryError:
        return False


@linux
@pytest.mark.parametrize(("megabytes", "has_room"), [(20, True), (400, False)])
def test_memory_ends_where_it_was_told(megabytes, has_room):
    def work():
        bounds.confine(megabytes=100)
        return has_room_for(megabytes)

    assert in_fork(work) is has_room


@linux
def test_who_is_confined_dies_with_its_parent():
    def work():
        bounds.die_with_parent()
        number = ctypes.c_int()
        ctypes.CDLL(None).prctl(PR_GET_PDEATHSIG, ctypes.byref(number))
        return number.value == signal.SIGKILL

    assert in_fork(work)
