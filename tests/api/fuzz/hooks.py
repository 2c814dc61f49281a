"""Loaded by schemathesis: real ids among the invented ones, so that it does not only get 404."""

import itertools
import json
import os
from zlib import crc32

import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase

# {"/api/v1/orders/{id}/": {"id": [...]}, "": {"product": [...]}}: by path and parameter, and
# under "" by the name of a member of a body, or of a header.
KNOWN = json.loads(os.environ.get("FUZZ_KNOWN", "{}"))
SPARES = itertools.cycle(json.loads(os.environ.get("FUZZ_SPARES", "[]")) or [{}])


@schemathesis.hook
def before_call(context, case, **kwargs):
    """Most ids are ones that are there, where it is not the id that is to be refused.

    A cursor is opaque, and no schema tells which are ours: a good request has none.
    """
    if not case.meta:
        return
    spare = next(SPARES)
    if spare and not case.meta.is_negative_at(ParameterLocation.HEADER):
        case.headers["Authorization"] = f"Bearer {spare['bearer']}"
    if not case.meta.is_negative_at(ParameterLocation.PATH):
        replace_in_path(case, spare)
    if case.meta.generation.mode.is_positive:
        case.query.pop("cursor", None)
        replace_all(case.headers)
        replace_all(case.body)


def replace_in_path(case, spare):
    """In a chain of requests they come from other answers, if those had any."""
    linked = getattr(case._override, "path_parameters", None)
    if case.meta.phase.name == TestPhase.STATEFUL and (linked or case.meta.pool_draws):
        return
    known = KNOWN.get(case.path, {})
    for name, value in (case.path_parameters or {}).items():
        choices = [spare["session"]] if spare and name == "id" else known.get(name)
        case.path_parameters[name] = choose(choices, value)


def replace_all(values):
    """By name, and in lists within."""
    if hasattr(values, "items"):
        for name, value in values.items():
            if isinstance(value, dict):
                replace_all(value)
            elif isinstance(value, list):
                replace_in_list(name, value)
            else:
                values[name] = choose(KNOWN.get("", {}).get(name), value)


def replace_in_list(name, values):
    for place, value in enumerate(values):
        if isinstance(value, str):
            values[place] = choose(KNOWN.get("", {}).get(name), value)
        else:
            replace_all(value)


def choose(known, given):
    """The same for the same: a finding can be shown again."""
    number = crc32(str(given).encode(errors="replace"))
    return known[number % len(known)] if known and isinstance(given, str) and number % 8 else given
