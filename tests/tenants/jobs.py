"""Tasks for the tests of the queue."""

import time
from pathlib import Path

from django.db import OperationalError

from tenants.registry.context import current_retailer, current_schema
from tenants.tasks import AWAITED, task

seen = []


@task(retries=2, backoff_seconds=10)
def note(word, *, twice=False):
    retailer = current_retailer()
    seen.append((word, current_schema(), retailer.slug if retailer else None))
    return word * 2 if twice else word


@task(priority=AWAITED)
def answer(word):
    seen.append((word,))


@task(retries=2, backoff_seconds=10)
def stumble(word):
    seen.append(word)
    raise ValueError(f"stumbled over {word}")


@task(private=True)
def whisper(*, secret):
    seen.append(len(secret))


@task(retries=2)
def linger(path):
    """Takes for ever the first time."""
    begun = Path(path)
    if not begun.exists():
        begun.touch()
        time.sleep(600)


class LockTimeout(Exception):
    pgcode = "55P03"


def meet_a_held_shop():
    raise OperationalError("canceling statement due to lock timeout") from LockTimeout()


@task(retries=1)
def wait_for_shop(word):
    seen.append(word)
    meet_a_held_shop()


def chore():
    seen.append(("chore", current_schema()))


def broken_chore():
    raise ValueError("broken")
