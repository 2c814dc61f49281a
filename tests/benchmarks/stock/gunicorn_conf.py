"""Served as ours is, but without what a worker of ours hears of its shops."""

from typing import Any

from marketplace.runtime.gunicorn_conf import *  # noqa: F403


def post_worker_init(worker: Any) -> None:
    """It has no shops."""
