"""The database's own functions, for Django's models."""

from django.db.models import Func


class Deletions(Func):
    """A word, and the word without each one of its letters (the SQL function of that name)."""

    function = "public.galleria_deletions"


class Stem(Func):
    """What the full text search makes of a word: "mugs" is "mug"."""

    function = "public.galleria_stem"
