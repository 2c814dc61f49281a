"""What this stage keeps about a person: settings.PERSONAL_DATA, docs/privacy.md.

An entry names accounts by their ids: who is erased is nobody here too, and the addresses that
requests came from go by their age.
"""

from typing import Any

from django.db.models import Q

from marketplace.audit.models import Entry

MODELS = ("audit.Entry",)
MOST = 10_000


def collect(user: Any) -> dict[str, Any]:
    entries = Entry.objects.filter(Q(who_id=user.pk) | Q(person_id=user.pk)).order_by("-id")
    return {
        "audit": [
            {
                "at": entry.at,
                "what": entry.what,
                "on": entry.on,
                # Where others were when they did something to her is theirs.
                "source": entry.source if entry.who_id == user.pk else "",
            }
            for entry in entries[:MOST]
        ]
    }


def forget(user: Any) -> None:
    """Nothing names her: her account's id is nobody's from now on."""
