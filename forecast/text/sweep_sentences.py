"""What a curve says, in sentences: where it stops to change, and which points are highest and lowest, with the ties."""

from collections.abc import Iterator, Mapping

from forecast.analysis.estimates import Estimate
from forecast.analysis.headlines import Headline
from forecast.analysis.ties import Tie
from forecast.display.digits import format_value, share_of_draws
from forecast.sweeps.curves import Curve
from forecast.sweeps.grid import Grid, Index
from forecast.sweeps.plateaus import Extreme, Plateau

MAX_LINES, MAX_POINTS = 6, 3
REASONS: dict[Tie, str] = {
    "chance": "within chance",
    "small": "less than one point apart",
    "draws": "the sign depends on the draw",
}


def curve_sentences(grid: Grid, curve: Curve) -> Iterator[str]:
    """Yield sentences on one curve: along each axis of numbers, then on the highest and the lowest point."""
    if curve.is_same:
        yield "Every member has the same outcome at every point."
        return
    for number, axis in enumerate(grid.axes):
        lines = [plateau for plateau in curve.plateaus if plateau.axis == number]
        if len(lines) > MAX_LINES:
            yield _summary(axis.name, lines)
        else:
            for plateau in lines:
                yield plateau_sentence(grid, curve.headline, plateau)
    if len(curve.highest.ties) == len(grid.points) - 1 == len(curve.lowest.ties):
        yield _all_tie(grid, curve)
        return
    for word, extreme in (("Highest", curve.highest), ("Lowest", curve.lowest)):
        yield _extreme_sentence(grid, curve, word, extreme)


def plateau_sentence(grid: Grid, headline: Headline, plateau: Plateau) -> str:
    """Say from where on nothing changes along one line: 'Beyond 39 weeks, a higher duration ...'.

    Parameters
    ----------
    grid : Grid
    headline : Headline
        The outcome.
    plateau : Plateau
        The line with its plateau.
    """
    axis = grid.axes[plateau.axis]
    where = _fixed(grid, plateau)
    if plateau.largest is None:
        before, last = (axis.texts[index[plateau.axis]] for index in plateau.line[-2:])
        return f"{where}The outcome changes to the end: {axis.name} {last} differs from {before} by more than a tie."
    number, texts = plateau.axis, axis.texts
    start, last = texts[plateau.line[plateau.start][number]], texts[plateau.line[-1][number]]
    gap = number_text(headline, plateau.largest, signed=True)
    largest = f"the largest difference is {gap}, at {texts[plateau.at[number]]}"
    if plateau.start == 0:
        change = "by one point, errors included" if plateau.is_small else "by more than a tie"
        return f"{where}No {axis.name} changes the outcome {change}, compared with {start}: {largest}."
    if plateau.start == len(plateau.line) - 2:
        return f"{where}Only the last step is a tie: {axis.name} {last} differs from {start} by {gap}."
    if plateau.is_small:
        change = "changes the outcome by less than one point, errors included"
    else:
        change = f"differs from {start} by no more than a tie"
    return f"{where}Beyond {start}, a higher {axis.name} {change}: {largest}."


def number_text(headline: Headline, estimate: Estimate, signed: bool = False) -> str:
    """Write a number with its error and unit; a probability in a hundred.

    Parameters
    ----------
    headline : Headline
        The outcome.
    estimate : Estimate
        Its value, or a difference.
    signed : bool
        Put a plus before a positive value.
    """
    if headline.statistic == "probability":
        return f"{format_value(estimate, scale=100.0, signed=signed)} in 100"
    unit = "" if headline.unit == "1" else f" {headline.unit}"
    return f"{format_value(estimate, signed=signed)}{unit}"


def _fixed(grid: Grid, plateau: Plateau) -> str:
    """Name the line: the values of the other axes; empty with one axis."""
    others = [
        f"{axis.name} {axis.texts[k]}"
        for number, (axis, k) in enumerate(zip(grid.axes, plateau.line[0], strict=True))
        if number != plateau.axis
    ]
    return f"At {', '.join(others)}: " if others else ""


def _summary(name: str, lines: list[Plateau]) -> str:
    """Count the lines along an axis: with too many of them nobody reads one sentence each."""
    flat = sum(plateau.start == 0 for plateau in lines)
    changing = sum(plateau.largest is None for plateau in lines)
    counts = {
        "nothing changes beyond a tie": flat,
        "the outcome stops to change before the last value": len(lines) - flat - changing,
        "it changes to the last value": changing,
    }
    parts = [f"{words} on {count}" for words, count in counts.items() if count]
    return f"Along {name}, on {len(lines)} lines through the grid: {'; '.join(parts)}."


def _extreme_sentence(grid: Grid, curve: Curve, word: str, extreme: Extreme) -> str:
    value = number_text(curve.headline, curve.points[extreme.at].value)
    first = f"{word} value at {grid.label(extreme.at)} ({value})"
    if not extreme.ties:
        return f"{first}, apart from every other point."
    if len(extreme.ties) == len(grid.points) - 1:
        counts = {words: list(extreme.ties.values()).count(reason) for reason, words in REASONS.items()}
        parts = ", ".join(f"{count} ({words})" for words, count in counts.items() if count)
        return f"{first}, but all other points tie with it: {parts}."
    return f"{first}. A tie with it: {_ties(grid, extreme.ties)}."


def _all_tie(grid: Grid, curve: Curve) -> str:
    """Say that no point leads, and how far the two outermost points are apart all the same."""
    gap, draws = curve.span
    apart = number_text(curve.headline, gap, signed=True)
    points = f"{grid.label(curve.highest.at)} minus {grid.label(curve.lowest.at)}"
    reason = curve.highest.ties[curve.lowest.at]
    why = f"{share_of_draws(draws.in_favour)} of the draws in favour" if reason == "draws" else REASONS[reason]
    return f"All points tie: none can be called the highest. The outermost two: {points} is {apart}, {why}."


def _ties(grid: Grid, ties: Mapping[Index, Tie]) -> str:
    """List the points that tie, by reason."""
    parts = []
    for reason, words in REASONS.items():
        names = [grid.label(index) for index, found in ties.items() if found == reason]
        if names:
            more = f" and {len(names) - MAX_POINTS} more" if len(names) > MAX_POINTS else ""
            parts.append(f"{'; '.join(names[:MAX_POINTS])}{more} ({words})")
    return "; ".join(parts)
