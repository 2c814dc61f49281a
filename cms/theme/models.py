"""How a shop looks: a logo, four colours, two fonts and the roundness of corners."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms.theme.choices import FONTS, RADII
from marketplace.pages.shared.colours import AA, BRAND, DARK, SURFACE, contrast, mix, parse_hex

ACCENT = "#e9a938"
# What galleria.css makes of the two on the quietest text: 66 % ink on a slightly sunken surface.
QUIET_INK, SUNKEN = 0.34, 0.045

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def require_colour(value: str) -> None:
    try:
        parse_hex(value)
    except ValueError as error:
        raise ValidationError(gettext("Write a colour as #0b5a50.")) from error


def colour_field(default: str, help_text: "StrOrPromise") -> models.CharField[str, str]:
    return models.CharField(
        max_length=7, default=default, validators=[require_colour], help_text=help_text
    )


def _colour(name: str) -> FieldPanel:
    return FieldPanel(name, widget=forms.TextInput(attrs={"type": "color"}))


@register_setting(icon="view")
class ThemeSettings(BaseSiteSetting):
    logo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Shown at the top of every page, 44 pixels high."),
    )
    brand = colour_field(BRAND, _("Buttons and links. Text on it is made black or white for you."))
    surface = colour_field(SURFACE, _("Behind everything: white or a light tint."))
    ink = colour_field(DARK, _("The text."))
    accent = colour_field(ACCENT, _("Small highlights."))
    heading_font = models.CharField(max_length=20, choices=FONTS, default="grotesk")
    body_font = models.CharField(max_length=20, choices=FONTS, default="sans")
    radius = models.PositiveSmallIntegerField(_("corners"), choices=RADII, default=14)

    panels = [
        FieldPanel("logo"),
        MultiFieldPanel(
            [_colour("brand"), _colour("surface"), _colour("ink"), _colour("accent")], _("Colours")
        ),
        MultiFieldPanel(
            [FieldPanel("heading_font"), FieldPanel("body_font"), FieldPanel("radius")], _("Form")
        ),
    ]

    class Meta:
        verbose_name = _("theme")

    def clean(self) -> None:
        """Raises ValidationError on the field whose colour would make text unreadable."""
        super().clean()
        if contrast(DARK, self.surface) < 2 * AA:
            raise ValidationError(
                {"surface": gettext("Choose a lighter colour: dark text stands on it.")}
            )
        quiet = mix(self.ink, self.surface, QUIET_INK)
        sunken = mix(self.surface, self.ink, SUNKEN)
        if (ratio := contrast(quiet, sunken)) < AA:
            raise ValidationError(
                {
                    "ink": gettext(
                        "Small text would be hard to read on this surface: its "
                        "contrast is %(ratio)s to 1, and %(aa)s is needed. Choose "
                        "a darker colour."
                    )
                    % {"ratio": f"{ratio:.1f}", "aa": AA}
                }
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        from cms.theme.services import announce_logo

        super().save(*args, **kwargs)
        announce_logo(theme=self)
