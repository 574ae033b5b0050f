"""Bars as SVG made on the server: classes only, so it obeys the page's policy and prints the same."""

import math
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

LEFT, RIGHT, TOP, BOTTOM = 40, 8, 22, 26
SMALL_LEFT = 28
BAR_SHARE = 0.68
LEAST_HEIGHT_WITH_VALUE = 16
STEPS = (1, 2, 2.5, 5, 10)
MOST_LABELS = 14


@dataclass(frozen=True)
class Frame:
    """Where the bars stand inside the picture, in SVG units."""

    width: int
    height: int
    left: int
    slots: int
    top_value: int

    @property
    def floor(self) -> int:
        return self.height - BOTTOM

    @property
    def slot(self) -> float:
        return (self.width - self.left - RIGHT) / max(self.slots, 1)

    def x(self, index: int) -> float:
        return self.left + self.slot * (index + (1 - BAR_SHARE) / 2)

    def middle(self, index: int) -> float:
        return self.left + self.slot * (index + 0.5)

    def tall(self, value: float) -> float:
        return (self.floor - TOP) * value / self.top_value


def axis(highest: int, lines: int) -> list[int]:
    """Round numbers from 0 to at least ``highest``, about ``lines`` steps apart; whole numbers only."""
    rough = max(highest, 1) / lines
    magnitude = 10 ** math.floor(math.log10(rough))
    step = max(1, math.ceil(next(n * magnitude for n in STEPS if n * magnitude >= rough)))
    return list(range(0, step * math.ceil(max(highest, 1) / step) + 1, step))


def stacked_bars(
    title: str,
    labels: list[str],
    series: list[tuple[str, list[int]]],
    *,
    width: int = 720,
    height: int = 320,
    small: bool = False,
    highest: int | None = None,
) -> SafeString:
    """One bar a label, the series upon each other from the bottom.

    ``title`` is the picture's spoken name. ``series`` is ``[(name, values)]`` with one value of 0 or more a label.
    ``small`` leaves out the numbers and most labels, for many small charts side by side: give it a smaller
    ``width`` and ``height``, in SVG units. ``highest`` is the value the axis must reach: give charts that are to be
    compared the same. Raises ValueError when a series has another length than ``labels``.
    """
    if any(len(values) != len(labels) for _, values in series):
        raise ValueError("Each series needs one value a label")
    totals = [sum(values[i] for _, values in series) for i in range(len(labels))]
    ticks = axis(max([*totals, highest or 0]), 2 if small else 7)
    frame = Frame(width, height, SMALL_LEFT if small else LEFT, len(labels), ticks[-1])
    return format_html(
        '<svg class="chart{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
        " small" if small else "",
        width,
        height,
        title,
        _grid(frame, ticks),
        format_html_join("", "{}", ((_bar(frame, i, label, series, small),) for i, label in enumerate(labels))),
        _labels(frame, labels, every=max(1, len(labels) // 3) if small else 1),
    )


def bars_with_marks(
    title: str,
    labels: list[str],
    bars: tuple[str, list[float | None]],
    marks: list[tuple[str, list[float | None]]],
    *,
    unit: str,
    width: int = 720,
    height: int = 320,
) -> SafeString:
    """One bar a label, and across its slot a short line for each of the ``marks``, e.g. a target.

    ``bars`` and each of ``marks`` are (name, values) with one value of 0 or more a label, or None where there is
    none. ``unit`` is written behind the numbers. Raises ValueError when a series has another length than ``labels``.
    """
    if any(len(values) != len(labels) for _, values in (bars, *marks)):
        raise ValueError("Each series needs one value a label")
    known = [value for _, values in (bars, *marks) for value in values if value is not None]
    ticks = axis(math.ceil(max(known, default=0)), 5)
    frame = Frame(width, height, LEFT, len(labels), ticks[-1])
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>',
        width,
        height,
        title,
        _grid(frame, ticks),
        format_html_join("", "{}", ((_one_bar(frame, i, bars, label, unit),) for i, label in enumerate(labels))),
        format_html_join("", "{}", ((_marks(frame, i, marks, label, unit),) for i, label in enumerate(labels))),
        _labels(frame, labels, every=max(1, math.ceil(len(labels) / MOST_LABELS))),
    )


def _one_bar(frame: Frame, index: int, bars: tuple[str, list[float | None]], label: str, unit: str) -> SafeString:
    name, value = bars[0], bars[1][index]
    if value is None:
        return SafeString("")
    tall, shown = frame.tall(float(value)), _decimal(value)
    part = _part(frame, index, 1, f"{label}: {name} {shown} {unit}", frame.floor - tall, tall)
    return format_html("{}{}", part, _text("total", frame.middle(index), frame.floor - tall - 6, f"{shown} {unit}"))


def _marks(frame: Frame, index: int, marks, label: str, unit: str) -> SafeString:
    lines = (
        (number, _n(frame.x(index) - 6), _n(frame.x(index) + frame.slot * BAR_SHARE + 6), value, name)
        for number, (name, values) in enumerate(marks, start=1)
        if (value := values[index]) is not None
    )
    return format_html_join(
        "",
        '<line class="mark mark-{0}" x1="{1}" x2="{2}" y1="{3}" y2="{3}"><title>{4}</title></line>',
        (
            (
                number,
                left,
                right,
                _n(frame.floor - frame.tall(float(value))),
                f"{label}: {name} {_decimal(value)} {unit}",
            )
            for number, left, right, value, name in lines
        ),
    )


def _grid(frame: Frame, ticks: list[int]) -> SafeString:
    rows = (
        (
            "axis" if tick == 0 else "grid",
            frame.left,
            frame.width - RIGHT,
            _n(frame.floor - frame.tall(tick)),
            _n(frame.floor - frame.tall(tick) + 4),
            _number(tick),
        )
        for tick in ticks
    )
    return format_html_join(
        "",
        '<line class="{0}" x1="{1}" x2="{2}" y1="{3}" y2="{3}"/>'
        '<text class="tick" x="{1}" dx="-6" y="{4}" text-anchor="end">{5}</text>',
        rows,
    )


def _bar(frame: Frame, index: int, label: str, series, small: bool) -> SafeString:
    parts, floor = [], float(frame.floor)
    for number, (name, values) in enumerate(series, start=1):
        tall = frame.tall(values[index])
        floor -= tall
        if values[index]:
            parts.append(_part(frame, index, number, f"{label}: {name} {_number(values[index])}", floor, tall))
        if not small and number < len(series) and tall >= LEAST_HEIGHT_WITH_VALUE:
            parts.append(_text(f"value series-{number}", frame.middle(index), floor + tall / 2 + 4, values[index]))
    total = sum(values[index] for _, values in series)
    if not small and total:
        parts.append(_text("total", frame.middle(index), floor - 6, total))
    return format_html_join("", "{}", ((part,) for part in parts))


def _part(frame: Frame, index: int, number: int, spoken: str, y: float, tall: float) -> SafeString:
    return format_html(
        '<rect class="bar series-{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>',
        number,
        _n(frame.x(index)),
        _n(y),
        _n(frame.slot * BAR_SHARE),
        _n(tall),
        spoken,
    )


def _labels(frame: Frame, labels: list[str], every: int) -> SafeString:
    shown = ((_text("label", frame.middle(i), frame.floor + 16, label),) for i, label in enumerate(labels))
    return format_html_join("", "{}", (text for i, text in enumerate(shown) if i % every == 0))


def _text(kind: str, x: float, y: float, text: int | str) -> SafeString:
    shown = _number(text) if isinstance(text, int) else text
    return format_html('<text class="{}" x="{}" y="{}" text-anchor="middle">{}</text>', kind, _n(x), _n(y), shown)


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",").removesuffix(",0")
