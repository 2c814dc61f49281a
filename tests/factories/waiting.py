"""For what another thread or process does in its own time."""

import time


def wait_until(condition, *, seconds=20):
    """Until it holds; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It never came"
        time.sleep(0.01)
