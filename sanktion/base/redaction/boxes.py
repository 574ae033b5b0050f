from collections.abc import Iterable
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, order=True)
class Box:
    """A rectangle of a page as it is shown, in points from its lower left corner."""

    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def around(cls, points: Iterable[Point]) -> "Box":
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        return (self.x0, self.y0), (self.x1, self.y0), (self.x1, self.y1), (self.x0, self.y1)

    @property
    def middle(self) -> Point:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def grown(self, by: float) -> "Box":
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def joined(self, other: "Box") -> "Box":
        return Box.around((*self.corners, *other.corners))

    def touches(self, other: "Box") -> bool:
        """Whether they share as much as a point: a letter with no size of its own is still under a box."""
        return self.x0 <= other.x1 and other.x0 <= self.x1 and self.y0 <= other.y1 and other.y0 <= self.y1

    def pixels(self, height: float, scale: float) -> tuple[int, int, int, int]:
        """Left, top, right, bottom in a picture of a page ``height`` points high."""
        top, bottom = height - self.y1, height - self.y0
        return int(self.x0 * scale), int(top * scale), int(self.x1 * scale) + 1, int(bottom * scale) + 1


@dataclass(frozen=True)
class Frame:
    """How a page is shown: its visible part in the page's own measure, and how many quarters it is turned clockwise."""

    visible: Box
    quarters: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.visible.x1 - self.visible.x0, self.visible.y1 - self.visible.y0
        return (height, width) if self.quarters % 2 else (width, height)

    def point(self, x: float, y: float) -> Point:
        """A point of the page's own measure, as it is shown."""
        left, below = x - self.visible.x0, y - self.visible.y0
        right, above = self.visible.x1 - x, self.visible.y1 - y
        return ((left, below), (below, right), (right, above), (above, left))[self.quarters]

    def box(self, own: Box) -> Box:
        return Box.around(self.point(*corner) for corner in own.corners)
