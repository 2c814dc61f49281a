"""Ours, but a host has no thread of its own: what tests.benchmarks.sessions compares with."""

from random import randrange

from marketplace.runtime.asgi import application

application.threads.home_of = lambda host: randrange(len(application.threads.pools))  # type: ignore[method-assign]
