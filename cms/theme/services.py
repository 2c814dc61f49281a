"""What a theme becomes: a style sheet of custom properties, and the logo of the registry."""

from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.pages.shared.colours import ink_on, theme_tokens
from tenants.registry.context import current_retailer
from tenants.registry.directory import announce_change
from tenants.registry.models import Retailer

if TYPE_CHECKING:
    from cms.theme.models import ThemeSettings

LOGO_SPEC = "max-480x176|format-webp-lossless"


def style_sheet(theme: "ThemeSettings") -> str:
    """CSS that sets custom properties of galleria.css and nothing else."""
    tokens = theme_tokens(brand=theme.brand, surface=theme.surface, accent=theme.accent)
    tokens |= {
        "--ink": theme.ink,
        "--accent-ink": ink_on(theme.accent),
        "--font-heading": f"var(--font-{theme.heading_font})",
        "--font-body": f"var(--font-{theme.body_font})",
        "--radius": f"{theme.radius}px",
    }
    body = "".join(f"  {name}: {value};\n" for name, value in tokens.items())
    return f":root {{\n{body}}}\n"


@transaction.atomic
def announce_logo(*, theme: "ThemeSettings") -> None:
    """Keep the path of the logo on the retailer's own row, so that no page has to look it up."""
    retailer = current_retailer()
    if retailer is None:
        return
    path = theme.logo.get_rendition(LOGO_SPEC).file.name if theme.logo else ""
    if path != retailer.logo:
        Retailer.objects.filter(pk=retailer.pk).update(logo=path)
        announce_change()
        retailer.logo = path
