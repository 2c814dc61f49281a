"""What a web session knows of its login: which it is, whose kind, when it was proven and how.

A login begins at one host. A hand-off takes it to other hosts, with all of this: it stays one
login, is no fresher there than it was, and ends everywhere when it ends somewhere.
"""

import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from marketplace.accounts.logins.lifetimes import CUSTOMER, OPERATOR, STAFF
from marketplace.accounts.models import User, WebSession
from tenants.joints.django import delete_at_once
from tenants.registry.context import current_schema

LOGIN, KIND, LOGGED_IN_AT = "login", "kind", "logged_in_at"
# When a second factor was proven, and when the person last proved once more who she is.
VERIFIED_AT, CONFIRMED_AT = "verified_at", "confirmed_at"
CARRIED = (LOGIN, LOGGED_IN_AT, VERIFIED_AT, CONFIRMED_AT)


def begin(session: SessionBase, user: User) -> None:
    session[LOGIN], session[LOGGED_IN_AT] = str(uuid4()), time.time()
    session[KIND] = kind_of(user)
    if user.has_proven_second_factor:
        session[VERIFIED_AT] = time.time()


def note_enrolment(session: SessionBase) -> None:
    """The browser that set a second factor up has proven it by that."""
    session[VERIFIED_AT] = session[CONFIRMED_AT] = time.time()


def kind_of(user: User) -> str:
    """On the host in use. Operators who give support to a shop are operators there too."""
    if user.is_superuser:
        return OPERATOR
    if user.membership is None:
        return CUSTOMER
    return OPERATOR if user.membership.is_lent else STAFF


def take_role(session: SessionBase, user: User) -> None:
    """Who was a customer here works here now: this login lives no longer than those of staff, and
    others of hers on this host, which began as a customer's, end."""
    session[KIND] = kind_of(user)
    others = WebSession.objects.filter(user=user, schema_name=current_schema())
    delete_at_once(others.exclude(session_key=session.session_key))


def carry(session: SessionBase) -> dict[str, Any]:
    """For a hand-off. A session from before logins had names gets one."""
    if LOGIN not in session:
        session[LOGIN] = str(uuid4())
    return {name: session[name] for name in CARRIED if name in session}


def take_over(session: SessionBase, carried: Mapping[str, Any]) -> None:
    """This host's session becomes one of the login that came; after `begin`."""
    session.update({name: carried[name] for name in CARRIED if name in carried})


def join(session: SessionBase, carried: Mapping[str, Any]) -> None:
    """The same person was logged in here already: both end together from now on."""
    if LOGIN in carried:
        session[LOGIN] = carried[LOGIN]


def is_live(login: str, user: User) -> bool:
    """Whether some host still has a session of it."""
    rows = WebSession.objects.filter(login=UUID(login), user=user)
    return rows.filter(expire_date__gt=timezone.now()).exists()


def end_everywhere(session: SessionBase) -> None:
    """The sessions of this login on all hosts; other browsers and apps stay."""
    if LOGIN in session:
        delete_at_once(WebSession.objects.filter(login=UUID(session[LOGIN])))
