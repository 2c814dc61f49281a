"""What staff ask for about a review, and what operators decide."""

from typing import Any

from django.utils.translation import gettext
from rest_framework import serializers

from api.inputs import Input, example
from marketplace.reviews.hiding_requests import REASONS, State


class ModerateInput(Input):
    is_shown = serializers.BooleanField(
        help_text="false asks the marketplace to hide it; true settles reports and withdraws that",
        style=example(False),
    )
    reason = serializers.ChoiceField(
        choices=REASONS,
        required=False,
        help_text="Needed to ask for hiding",
        style=example("off_topic"),
    )
    text = serializers.CharField(
        max_length=1000,
        required=False,
        help_text="Needed to ask for hiding: what the operators should know",
        style=example("It is about another shop."),
    )

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        missing = [name for name in ("reason", "text") if not values.get(name)]
        if not values["is_shown"] and missing:
            words = gettext("Say why it should be hidden.")
            raise serializers.ValidationError({name: [words] for name in missing})
        return values


class DecisionInput(Input):
    is_shown = serializers.BooleanField(help_text="false hides it", style=example(False))
    changed_at = serializers.DateTimeField(
        help_text="That of the review as it was read: of a changed one nothing is decided",
        style=example("2026-11-28T10:15:00Z"),
    )
    state = serializers.ChoiceField(
        choices=[State.OPEN, State.HIDDEN],
        required=False,
        help_text="That of the request as it was read: if it is another now nothing is decided",
        style=example("open"),
    )
    note = serializers.CharField(
        max_length=1000,
        help_text="Why; the shop and the review's author read it",
        style=example("It names somebody's address."),
    )
