"""V074: each rectangle is read once more in the finished bundle, as the directorate will have it."""

from collections.abc import Iterable

from sanktion.base.redaction import Box, after_dropping, under_boxes
from tilsyn.actions.bundle_papers import Numbered
from tilsyn.binding import STRIP, Bound


def leaking(data: bytes, papers: Iterable[Numbered], bound: Bound, *, pages_before: int) -> str:
    """«bilag 1.2» for the first paper in which something can be read under a blackout; empty when there is none."""
    for one, place in zip(papers, bound.places, strict=True):
        if one.paper.held is None:
            continue
        first = place.first_page - pages_before - 1
        boxes = after_dropping(one.paper.held.boxes, one.paper.held.dropped_pages)
        if under_boxes(data, {first + page: [_raised(box) for box in found] for page, found in boxes.items()}):
            return f"bilag {place.number}"
    return ""


def _raised(box: Box) -> Box:
    """The strip with the stamp lies under the page, which so begins higher up."""
    return Box(box.x0, box.y0 + STRIP, box.x1, box.y1 + STRIP)
