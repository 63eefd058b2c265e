"""Conclusions of a sweep over switches as a table, as sentences, and as data for JSON.

A setting is one way to set the switches. A fate is what becomes of a conclusion under all settings.
"""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from forecast.analysis.conclusions import Conclusion, Conclusions, Fate, SwitchSetting, Verdict
from forecast.analysis.draw_band import DrawBand
from forecast.analysis.estimates import Estimate, critical
from forecast.analysis.headlines import Headline
from forecast.display.digits import error_text, format_value, plain_estimate, range_text, share_of_draws, value_text
from forecast.text.table import aligned

Write = Callable[[Conclusions, list[Conclusion], int], Iterator[str]]

MARKS = {"holds": "=", "reversed": "!", "too close": "?"}
NOTE = (
    "A conclusion says that one branch has more of an outcome than another, or less. Under a setting it holds (=), "
    "flips (!) or is too close to tell (?): the difference is less than {errors} errors from zero, so chance alone "
    "could explain it. + and - mark a clear difference where the default has none. draws: band between draws of the "
    "default's difference (10% to 90%); in favour: share of draws above 0; both without noise of chance. Last in each "
    "value stands ±Monte Carlo standard error over the same members; every setting has the draws and the random "
    "numbers of the default. A setting has a column where it does not leave every conclusion as it is. Settings marked "
    "`together` set several switches."
)
HEADS: dict[Fate, str] = {
    "survives": "Holds under every setting:",
    "flips": "Flips under some setting:",
    "weakens": "Never flips, but cannot be told under some setting:",
    "open": "Cannot be told by default:",
}
TOGETHER = "Flips only under switches set together, under none of them alone:"
_REST: dict[Fate, str] = {
    "flips": "flip under some setting",
    "weakens": "cannot be told under some setting",
    "open": "cannot be told by default",
}


def counts(conclusions: Sequence[Conclusion]) -> str:
    """Count fates: '5 of 9 conclusions survive every setting; flip under some setting: 2; ...'."""
    number = {fate: sum(conclusion.fate == fate for conclusion in conclusions) for fate in HEADS}
    first = f"{number['survives']} of {len(conclusions)} conclusions survive every setting"
    return "; ".join([first, *(f"{text}: {number[fate]}" for fate, text in _REST.items() if number[fate])])


def sentences(
    conclusions: Sequence[Conclusion], settings: tuple[SwitchSetting, ...]
) -> Iterator[tuple[str, list[str]]]:
    """Yield a heading and one sentence per conclusion, for each fate that occurs."""
    for fate, head in HEADS.items():
        chosen = [conclusion for conclusion in conclusions if conclusion.fate == fate]
        if chosen:
            yield head, [sentence(conclusion, settings) for conclusion in chosen]


def sentence(conclusion: Conclusion, settings: tuple[SwitchSetting, ...]) -> str:
    """Say what becomes of one conclusion under the settings.

    For example 'Ceasefire within 104 weeks: less likely (-20 ±1 in 100); but more likely with threat: none (+5 ±1 in
    100)'.
    """
    pieces = [
        _signed(conclusion.headline, conclusion.default, conclusion.default_band)
        if conclusion.is_clear
        else f"too close to tell ({_number(conclusion.headline, conclusion.default, conclusion.default_band)})"
    ]
    cases = list(zip(settings, conclusion.differences, conclusion.verdicts, _bands(conclusion), strict=True))
    by_direction: dict[str, list[str]] = {}
    for setting, gap, verdict, band in cases:
        if verdict in ("reversed", "decided"):
            but = "but " if verdict == "reversed" else ""
            way = f"{but}{direction(conclusion.headline, gap.value)} with "
            by_direction.setdefault(way, []).append(f"{setting.words} ({_number(conclusion.headline, gap, band)})")
    pieces += [way + ", with ".join(where) for way, where in by_direction.items()]
    if conclusion.is_clear:
        close = [setting.words for setting, _, verdict, _ in cases if verdict == "too close"]
        pieces += [f"too close to tell with {' or with '.join(close)}"] if close else []
    return f"{conclusion.headline.label}: {'; '.join(pieces)}"


def direction(headline: Headline, value: float) -> str:
    """Put the sign of a difference into words, such as 'more likely' or 'fewer'."""
    if headline.statistic == "probability":
        return "more likely" if value > 0.0 else "less likely"
    if headline.unit.endswith("persons"):
        return "more" if value > 0.0 else "fewer"
    return "higher" if value > 0.0 else "lower"


def conclusion_lines(result: Conclusions, width: int) -> Iterator[str]:
    """Yield lines of `width` characters: numbered settings, then for each pair of branches a table and sentences."""
    yield _first_line(result)
    yield from _filled(NOTE.format(errors=f"{critical(result.clusters):.1f}"), width, "")
    yield ""
    for number, setting in enumerate(result.settings, 1):
        yield f"{number:>4}  {'together: ' if setting.is_joint else ''}{setting.label}"
    yield from _by_pair(result, _pair, width)


def survival_lines(result: Conclusions, width: int) -> Iterator[str]:
    """Yield lines of `width` characters: what becomes of each conclusion, without the tables of all settings."""
    yield _first_line(result)
    yield from _by_pair(result, _words, width)


def _by_pair(result: Conclusions, write: Write, width: int) -> Iterator[str]:
    """Write the conclusions of each pair of branches, then the count of all."""
    for pair in dict.fromkeys((conclusion.branch, conclusion.other) for conclusion in result.conclusions):
        yield ""
        yield from write(result, [one for one in result.conclusions if (one.branch, one.other) == pair], width)
    yield ""
    yield from _filled(f"In all: {counts(result.conclusions)}", width, "")


def _first_line(result: Conclusions) -> str:
    return (
        f"{result.experiment}: {len(result.settings)} settings of the switches compared with the default, "
        f"{result.members:,} members each"
    )


def _pair(result: Conclusions, chosen: list[Conclusion], width: int) -> Iterator[str]:
    moving = [k for k in range(len(result.settings)) if any(one.verdicts[k] != "holds" for one in chosen)]
    title = f"{chosen[0].branch} minus {chosen[0].other}"
    head = (title, "default", "draws", "in favour", "±", "lowest", "highest", *(str(k + 1) for k in moving))
    rows = [
        (
            conclusion.headline.short,
            value_text(conclusion.default, signed=True),
            *_band_cells(conclusion.default_band),
            error_text(conclusion.default),
            *(value_text(gap, signed=True) for gap in conclusion.extremes),
            *(_mark(conclusion.verdicts[k], conclusion.differences[k]) for k in moving),
        )
        for conclusion in chosen
    ]
    yield from aligned(head, rows)
    yield ""
    yield from _words(result, chosen, width)


def _words(result: Conclusions, chosen: list[Conclusion], width: int) -> Iterator[str]:
    yield from _filled(f"{chosen[0].branch} versus {chosen[0].other}: {counts(chosen)}", width, "")
    for title, texts in sentences(chosen, result.settings):
        yield f"  {title}"
        for text in texts:
            yield from _filled(f"- {text}", width, "    ")
    together = [(one, number) for one in chosen for number in result.only_together(one)]
    if together:
        yield f"  {TOGETHER}"
        for one, number in together:
            gap, band = one.differences[number], _bands(one)[number]
            text = f"{one.headline.label}: {direction(one.headline, gap.value)} with {result.settings[number].words}"
            yield from _filled(f"- {text} ({_number(one.headline, gap, band)})", width, "    ")


def _mark(verdict: Verdict, gap: Estimate) -> str:
    return MARKS.get(verdict) or ("+" if gap.value > 0.0 else "-")


def _filled(text: str, width: int, indent: str) -> list[str]:
    """Lines of at most `width` characters, and never more than 120."""
    later = indent + ("  " if text.startswith("- ") else "")
    return textwrap.wrap(text, min(width, 120), initial_indent=indent, subsequent_indent=later, break_on_hyphens=False)


def plain_conclusions(result: Conclusions) -> dict[str, Any]:
    """Turn all conclusions into data for JSON: unrounded numbers, None for NaN."""
    return {
        "experiment": result.experiment,
        "reference": result.reference,
        "members": result.members,
        "clusters": result.clusters,
        "errors_to_be_clear": critical(result.clusters),
        "default": str(result.default.path),
        "settings": [
            {
                "switches": setting.switches,
                "label": setting.label,
                "together": setting.is_joint,
                "run": str(setting.path),
            }
            for setting in result.settings
        ],
        "conclusions": [_plain(conclusion, result) for conclusion in result.conclusions],
    }


def _plain(conclusion: Conclusion, result: Conclusions) -> dict[str, Any]:
    settings, together = result.settings, result.only_together(conclusion)
    cases = zip(settings, conclusion.differences, conclusion.verdicts, _bands(conclusion), strict=True)
    return {
        "target": conclusion.headline.target,
        "label": conclusion.headline.label,
        "unit": conclusion.headline.unit,
        "statistic": conclusion.headline.statistic,
        "branch": conclusion.branch,
        "other": conclusion.other,
        "fate": conclusion.fate,
        "sentence": sentence(conclusion, settings),
        "default": plain_estimate(conclusion.default),
        "default_draws": _plain_band(conclusion.default_band),
        "settings": [
            {
                "label": setting.label,
                "verdict": verdict,
                "difference": plain_estimate(gap),
                "draws": _plain_band(band),
                "flips_only_together": number in together,
            }
            for number, (setting, gap, verdict, band) in enumerate(cases)
        ],
    }


def _bands(conclusion: Conclusion) -> tuple[DrawBand | None, ...]:
    """The band of each setting; None where there is none."""
    return conclusion.bands or (None,) * len(conclusion.differences)


def _band_cells(band: DrawBand | None) -> tuple[str, str]:
    return ("", "") if band is None else (range_text(band.low, band.high), share_of_draws(band.in_favour))


def _plain_band(band: DrawBand | None) -> dict[str, Any] | None:
    return None if band is None else {name: plain_estimate(number) for name, number in band._asdict().items()}


def _signed(headline: Headline, gap: Estimate, band: DrawBand | None) -> str:
    return f"{direction(headline, gap.value)} ({_number(headline, gap, band)})"


def _number(headline: Headline, gap: Estimate, band: DrawBand | None) -> str:
    """Write a difference with its unit, its band between draws and last its error; a probability in a hundred."""
    in_hundred = headline.statistic == "probability"
    scale, unit = (100.0, " in 100") if in_hundred else (1.0, "" if headline.unit == "1" else f" {headline.unit}")
    if band is None or band.low.value != band.low.value:
        return f"{format_value(gap, scale=scale, signed=True)}{unit}"
    spread = f"draws {range_text(band.low, band.high, scale)}, {share_of_draws(band.in_favour)} in favour"
    return f"{value_text(gap, scale=scale, signed=True)}{unit}, {spread}, ±{error_text(gap, scale)}"
