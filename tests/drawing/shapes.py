"""Outlines as lists of points, on a field of 1000 x 1000 with y downwards."""

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Points = list[Point]
Outline = Sequence[Point]

ELLIPSE_STEPS = 72


def spline(points: Sequence[Point], *, closed: bool = False, steps: int = 10) -> Points:
    """A smooth line through the points (centripetal enough for what we draw: Catmull-Rom)."""
    if closed:
        around = [points[-1], *points, points[0], points[1]]
    else:
        around = [points[0], *points, points[-1]]
    line: Points = []
    for a, b, c, d in zip(around, around[1:], around[2:], around[3:], strict=False):
        line.extend(_segment(a, b, c, d, step / steps) for step in range(steps))
    if not closed:
        line.append(points[-1])
    return line


def _segment(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    x, y = (
        0.5
        * (
            2 * b[axis]
            + (c[axis] - a[axis]) * t
            + (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * t**2
            + (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * t**3
        )
        for axis in (0, 1)
    )
    return x, y


def ellipse(
    cx: float, cy: float, rx: float, ry: float, *, start: float = 0, end: float = 360
) -> Points:
    """Degrees clockwise from the right, as the eye sees them."""
    first, last = math.radians(start), math.radians(end)
    return [
        (
            cx + rx * math.cos(first + (last - first) * step / ELLIPSE_STEPS),
            cy + ry * math.sin(first + (last - first) * step / ELLIPSE_STEPS),
        )
        for step in range(ELLIPSE_STEPS + 1)
    ]


def box(x0: float, y0: float, x1: float, y1: float, radius: float = 0) -> Points:
    if radius <= 0:
        return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    r = min(radius, (x1 - x0) / 2, (y1 - y0) / 2)
    return [
        *ellipse(x1 - r, y0 + r, r, r, start=-90, end=0),
        *ellipse(x1 - r, y1 - r, r, r, start=0, end=90),
        *ellipse(x0 + r, y1 - r, r, r, start=90, end=180),
        *ellipse(x0 + r, y0 + r, r, r, start=180, end=270),
    ]


def arch(x0: float, top: float, x1: float, bottom: float) -> Points:
    """A doorway: a half circle upon a rectangle."""
    r = (x1 - x0) / 2
    return [*ellipse(x0 + r, top + r, r, r, start=180, end=360), (x1, bottom), (x0, bottom)]


def turned(
    cx: float, profile: Sequence[tuple[float, float]], *, foot: float = 0.2, smooth: bool = True
) -> Points:
    """A body of revolution: profile = (y, radius) from top to bottom, with a round foot.

    `foot` is the height of the foot's ellipse as a share of its width.
    """
    side = spline([(r, y) for y, r in profile]) if smooth else [(r, y) for y, r in profile]
    bottom_y, radius = profile[-1]
    right = [(cx + r, y) for r, y in side]
    left = [(cx - r, y) for r, y in reversed(side)]
    return [*right, *ellipse(cx, bottom_y, radius, radius * foot, start=0, end=180), *left]


def turn(points: Iterable[Point], degrees: float, centre: Point = (500, 500)) -> Points:
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    cx, cy = centre
    return [
        (cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos)
        for x, y in points
    ]


def moved(points: Iterable[Point], dx: float = 0, dy: float = 0) -> Points:
    return [(x + dx, y + dy) for x, y in points]


def scaled(points: Iterable[Point], sx: float, sy: float, centre: Point = (500, 500)) -> Points:
    cx, cy = centre
    return [(cx + (x - cx) * sx, cy + (y - cy) * sy) for x, y in points]


def mirrored(points: Iterable[Point], cx: float = 500) -> Points:
    return [(2 * cx - x, y) for x, y in points]


def leaf(x: float, y: float, length: float, width: float, degrees: float) -> Points:
    """A leaf that grows from (x, y) in a direction (0 is to the right)."""
    half = [(0, 0), (length * 0.3, -width / 2), (length * 0.7, -width * 0.38), (length, 0)]
    other = [(length * 0.7, width * 0.38), (length * 0.3, width / 2)]
    outline = spline([*half, *other], closed=True, steps=7)
    return moved(turn(outline, degrees, (0, 0)), x, y)
