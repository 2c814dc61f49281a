"""Colours of a shop's theme that stay readable: WCAG contrast, computed on the server.

An editor picks a brand colour and a surface; what stands on them is computed here, so that no
choice of an editor can fall below a contrast of 4.5 to 1 (WCAG 2.2, 1.4.3).
"""

import re

AA = 4.5
SURFACE_CONTRAST = 13.0  # of near-black on the page, which leaves 4.5 for its greys
LIGHT, DARK = "#ffffff", "#15201d"
BRAND, SURFACE = "#0b5a50", "#fbfbf9"
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)

Rgb = tuple[int, int, int]


def parse_hex(colour: str) -> Rgb:
    """Read "#0b5a50" or "#fff" -> 0..255 each. Raises ValueError for anything else."""
    if not _HEX.fullmatch(colour.strip()):
        raise ValueError(f"{colour!r} is not a colour like #0b5a50")
    digits = colour.strip()[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _hex(rgb: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white), by WCAG's formula."""
    channels = [value / 255 for value in parse_hex(colour)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(background: str) -> str:
    """White or near-black, whichever reads better on the background.

    The better of the two always passes AA: near-black takes over before white falls under it,
    and pure black replaces near-black in the narrow band of mid tones that needs it.
    """
    best = max((LIGHT, DARK), key=lambda ink: contrast(ink, background))
    return best if contrast(best, background) >= AA else "#000000"


def mix(colour: str, other: str, share: float) -> str:
    """`share` of `other` (0 to 1) mixed into `colour`, in sRGB."""
    pairs = zip(parse_hex(colour), parse_hex(other), strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return _hex((red, green, blue))


def readable_on(colour: str, background: str, *, minimum: float = AA) -> str:
    """The colour itself, or its nearest darker or lighter tone that reads on the background."""
    target = "#000000" if luminance(background) > 0.18 else "#ffffff"
    for step in range(41):
        tone = mix(colour, target, step / 40)
        if contrast(tone, background) >= minimum:
            return tone
    return target


def calm_surface(colour: str) -> str:
    """The colour, or its nearest lighter tint on which even secondary text reads well."""
    for step in range(41):
        tone = mix(colour, "#ffffff", step / 40)
        if contrast(DARK, tone) >= SURFACE_CONTRAST:
            return tone
    return "#ffffff"


def theme_tokens(*, brand: str = "", surface: str = "", accent: str = "") -> dict[str, str]:
    """CSS custom properties for a shop's theme.css; an empty choice keeps the default.

    A surface is lightened where it must be: the greys of secondary text and the colours of
    states are mixed for light pages. Links and headings in the brand's colour also stand on
    tints of it, so `--brand-text` is held to a little more than AA on the plain surface.
    """
    brand, surface = brand or BRAND, calm_surface(surface or SURFACE)
    tokens = {
        "--brand": brand,
        "--brand-ink": ink_on(brand),
        "--brand-text": readable_on(brand, surface, minimum=5.8),
        "--surface": surface,
        "--ink": DARK,
    }
    if accent:
        tokens |= {"--accent": accent, "--accent-ink": ink_on(accent)}
    return tokens
