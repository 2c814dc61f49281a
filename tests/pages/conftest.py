"""What tests of pages share."""

import pytest


@pytest.fixture
def every_way(monkeypatch):
    """As it will be when news are sent, and all channels used: the page of preferences has them."""
    from marketplace.notifications import kinds
    from marketplace.notifications.choices import CHANNELS

    news = kinds.Kind(
        name="news", audience=kinds.Audience.ACCOUNT, subject="News", preference="news"
    )
    monkeypatch.setitem(kinds.KINDS, "news", news)
    monkeypatch.setattr(kinds, "SENT_BY", CHANNELS)
