"""Chores of the task worker: settings.PERIODIC_JOBS."""

import logging
import time

from django.conf import settings

from marketplace.discovery import counts, rates, rewrites, services

# At a time: the mail and the codes wait meanwhile.
REWRITING_SECONDS = 2
LEARNING_SECONDS = 2
logger = logging.getLogger("galleria.rates")


def refresh_rates() -> None:
    """Fetch the day's rates if RATES_URL names where; say so when they have become old."""
    if settings.RATES_URL:
        try:
            rates.refresh_rates()
        except rates.RatesRefused as refusal:
            logger.warning("The rates are not taken: %s", refusal)
    if old := rates.old_rates():
        text = ", ".join(f"{currency} of {day}" for currency, day in old.items())
        logger.warning("Prices are compared at rates older than 7 days: %s", text)
    follow_rates()


def follow_rates() -> None:
    """Bring the listings to the rates, as long as somebody may still write by former ones."""
    if not rates.are_settled():
        rates.align_listings()


def fold_counts() -> None:
    """So that those who read the counts add up few rows."""
    counts.fold()


def learn_terms() -> None:
    """The words of what was listed or reworded since."""
    end = time.monotonic() + LEARNING_SECONDS
    while services.learn_terms() and time.monotonic() < end:
        pass


def rewrite_listings() -> None:
    """Go on with the shops that a release has marked."""
    end = time.monotonic() + REWRITING_SECONDS
    rewrites.rewrite(may_go_on=lambda: time.monotonic() < end)
