"""A canvas of 1000 x 1000 units that paints smooth-edged, shaded shapes with Pillow.

Each shape is drawn several times too large in its own bounding box and reduced, which costs a
fraction of supersampling the whole picture; shadows are blurred at a quarter of the size.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.drawing.colours import Colour, dark, light
from tests.drawing.shapes import Outline, Points

Box = tuple[int, int, int, int]
UNITS = 1000
SOFT = 4  # shadows are drawn this many times smaller
BIG_SHAPE = 500  # pixels; above it, edges are sampled twice instead of three times


@dataclass(frozen=True)
class Paint:
    """Stops (0..1, colour) across the shape from left to right, down it, or from its middle."""

    stops: tuple[tuple[float, Colour], ...]
    way: str = "across"


def across(*colours: Colour) -> Paint:
    return Paint(_even(colours))


def down(*colours: Colour) -> Paint:
    return Paint(_even(colours), "down")


def radial(middle: Colour, edge: Colour) -> Paint:
    return Paint(((0, middle), (1, edge)), "radial")


def _even(colours: tuple[Colour, ...]) -> tuple[tuple[float, Colour], ...]:
    last = max(1, len(colours) - 1)
    return tuple((index / last, colour) for index, colour in enumerate(colours))


def rounded(colour: Colour, gloss: float = 0.3) -> Paint:
    """The light on a cylinder: from the left, with a bounce on the far edge."""
    return Paint(
        (
            (0.0, dark(colour, 0.3)),
            (0.1, dark(colour, 0.1)),
            (0.28, light(colour, 0.12 + gloss * 0.5)),
            (0.46, colour),
            (0.78, dark(colour, 0.27)),
            (0.93, dark(colour, 0.42)),
            (1.0, dark(colour, 0.32)),
        )
    )


def _ramp(stops: tuple[tuple[float, Colour], ...], steps: int = 96) -> Image.Image:
    strip = Image.new("RGB", (steps, 1))
    pixels: list[Colour] = []
    for step in range(steps):
        at = step / (steps - 1)
        after = next((index for index, stop in enumerate(stops) if stop[0] >= at), len(stops) - 1)
        low, high = stops[max(0, after - 1)], stops[after]
        width = high[0] - low[0]
        share = (at - low[0]) / width if width else 1.0
        red, green, blue = (
            round(a + (b - a) * share) for a, b in zip(low[1], high[1], strict=True)
        )
        pixels.append((red, green, blue))
    strip.putdata(pixels)
    return strip


class Canvas:
    def __init__(self, size: tuple[int, int], ground: Colour = (255, 255, 255)) -> None:
        """`size` in pixels; 1000 units are its shorter side, the longer one is centred."""
        self.image = Image.new("RGB", size, ground)
        self.scale = min(size) / UNITS
        self._dx = (size[0] - min(size)) / 2
        self._dy = (size[1] - min(size)) / 2
        self._clip: Image.Image | None = None

    def zoom(self, factor: float, centre: tuple[float, float] = (500, 800)) -> None:
        """Draw everything after this larger, around a point in units."""
        self._dx += centre[0] * self.scale * (1 - factor)
        self._dy += centre[1] * self.scale * (1 - factor)
        self.scale *= factor

    def shift(self, dx: float, dy: float) -> None:
        """Move everything drawn after this, in units."""
        self._dx += dx * self.scale
        self._dy += dy * self.scale

    @contextmanager
    def placed(self, dx: float, dy: float, size: float) -> Iterator[None]:
        """Meanwhile everything is drawn `size` times as large, moved by units of the field."""
        before = self.scale, self._dx, self._dy
        self.shift(dx, dy)
        self.zoom(size)
        try:
            yield
        finally:
            self.scale, self._dx, self._dy = before

    # --- shapes -------------------------------------------------------------------------------

    def fill(self, points: Outline, paint: Paint | Colour, *, alpha: float = 1.0) -> None:
        found = self._mask(points)
        if found:
            self._apply(*found, paint, alpha)

    def stroke(
        self, points: Outline, width: float, paint: Paint | Colour, *, alpha: float = 1.0
    ) -> None:
        """A line with round joints and ends."""
        found = self._mask(points, width)
        if found:
            self._apply(*found, paint, alpha)

    def soft(self, points: Outline, blur: float, colour: Colour, *, alpha: float = 0.4) -> None:
        """A blurred shape: a shadow, or light."""
        pixels = self._pixels(points)
        reach = blur * self.scale * 2.6
        place = self._box(pixels, reach)
        if not place:
            return
        left, top, right, bottom = place
        small = (max(1, (right - left) // SOFT), max(1, (bottom - top) // SOFT))
        mask = Image.new("L", small)
        shrunk = [((x - left) / SOFT, (y - top) / SOFT) for x, y in pixels]
        ImageDraw.Draw(mask).polygon(shrunk, fill=round(255 * alpha))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * self.scale / SOFT))
        full = mask.resize((right - left, bottom - top), Image.Resampling.BICUBIC)
        self._paste(self._solid(colour, place), place, full)

    @contextmanager
    def inside(self, points: Outline) -> Iterator[None]:
        """What is painted meanwhile stays within the outline (and within an outer one)."""
        outer = self._clip
        clip = Image.new("L", self.image.size)
        found = self._mask(points)
        if found:
            mask, place = found
            clip.paste(mask, place)
        self._clip = clip
        try:
            yield
        finally:
            self._clip = outer

    # --- pixels -------------------------------------------------------------------------------

    def _pixels(self, points: Outline) -> Points:
        return [(x * self.scale + self._dx, y * self.scale + self._dy) for x, y in points]

    def _box(self, pixels: Outline, margin: float) -> Box | None:
        xs, ys = [x for x, _ in pixels], [y for _, y in pixels]
        width, height = self.image.size
        left, top = int(min(xs) - margin) - 1, int(min(ys) - margin) - 1
        right, bottom = int(max(xs) + margin) + 2, int(max(ys) + margin) + 2
        if right <= 0 or bottom <= 0 or left >= width or top >= height:
            return None
        return left, top, right, bottom

    def _mask(self, points: Outline, line: float = 0) -> tuple[Image.Image, Box] | None:
        pixels = self._pixels(points)
        thickness = line * self.scale
        place = self._box(pixels, thickness)
        if not place:
            return None
        left, top, right, bottom = place
        width, height = right - left, bottom - top
        times = 2 if max(width, height) > BIG_SHAPE else 3
        mask = Image.new("L", (width * times, height * times))
        pen = ImageDraw.Draw(mask)
        large = [((x - left) * times, (y - top) * times) for x, y in pixels]
        if line:
            self._line(pen, large, thickness * times)
        else:
            pen.polygon(large, fill=255)
        mask = mask.reduce(times)
        return (
            (ImageChops.multiply(mask, self._clip.crop(place)), place)
            if self._clip
            else (
                mask,
                place,
            )
        )

    @staticmethod
    def _line(pen: ImageDraw.ImageDraw, points: Outline, width: float) -> None:
        pen.line(points, fill=255, width=max(1, round(width)), joint="curve")
        radius = width / 2
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)

    def _apply(self, mask: Image.Image, place: Box, paint: Paint | Colour, alpha: float) -> None:
        if alpha < 1:
            mask = mask.point([round(value * alpha) for value in range(256)])
        self.image.paste(self._colours(paint, place), place, mask)

    def _paste(self, colours: Image.Image, place: Box, mask: Image.Image) -> None:
        if self._clip:
            mask = ImageChops.multiply(mask, self._clip.crop(place))
        self.image.paste(colours, place, mask)

    @staticmethod
    def _solid(colour: Colour, place: Box) -> Image.Image:
        return Image.new("RGB", (place[2] - place[0], place[3] - place[1]), colour)

    def _colours(self, paint: Paint | Colour, place: Box) -> Image.Image:
        if not isinstance(paint, Paint):
            return self._solid(paint, place)
        size = (place[2] - place[0], place[3] - place[1])
        if paint.way == "radial":
            mask = Image.radial_gradient("L").resize(size)
            middle, edge = paint.stops[0][1], paint.stops[-1][1]
            return Image.composite(self._solid(edge, place), self._solid(middle, place), mask)
        strip = _ramp(paint.stops)
        if paint.way == "down":
            strip = strip.rotate(-90, expand=True)
        return strip.resize(size, Image.Resampling.BILINEAR)
