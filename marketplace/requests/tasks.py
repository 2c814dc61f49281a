"""Chores of the task worker: settings.PERIODIC_JOBS."""

from marketplace.requests.counts import database, tries


def forget_tries() -> None:
    """Whose window is over; Redis forgets by itself."""
    database.forget_ended(tries.now())
