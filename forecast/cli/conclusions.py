"""`forecast compare` of a finished sweep over `switches`: which conclusions survive them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from forecast.cli.options import known_branch
from forecast.cli.output import Output, width

if TYPE_CHECKING:
    from forecast.analysis.conclusions import Conclusion, Conclusions, Verdict
    from forecast.analysis.estimates import Estimate

MARKS = {"holds": "=", "reversed": "!", "too close": "?"}
NOTE = (
    "A conclusion says that one branch has more of an outcome than another, or less. Under a setting it holds (=), "
    "flips (!) or is too close to tell (?): chance alone could make the difference, which is less than {errors} "
    "errors from zero. + and - are a clear difference where the default has none. Values are ±Monte Carlo standard "
    "error over the same members; every setting has the draws and the chance of the default."
)


def is_over_switches(folder: Path) -> bool:
    """Whether a folder holds a finished sweep over switches and nothing else. Raises ResultError."""
    from forecast.store.sweep import swept_keys

    keys = swept_keys(folder)
    return bool(keys) and all(key.partition(".")[0] == "switches" for key in keys)


def show(folder: Path, branches: Sequence[str] | None, reference: str | None, output: Output) -> None:
    """Print the conclusions of the sweep in `folder`. Raises ConfigError and ResultError."""
    from forecast.analysis.conclusions import conclusions
    from forecast.store.sweep import NAME, sweep_runs
    from forecast.text.conclusion_words import plain_conclusions

    runs = sweep_runs(folder)
    names = runs[0].manifest.branches
    others = [known_branch("--reference", reference, names)] if reference else None
    result = conclusions(runs, [known_branch("--branch", name, names) for name in branches or ()] or None, others)
    output.text(*lines(result))
    output.result({"sweep": str(folder / NAME), **plain_conclusions(result)})


def lines(result: "Conclusions") -> Iterator[str]:
    """The settings by number, then for each pair of branches a table and the same in words."""
    from forecast.analysis.estimates import critical
    from forecast.text.conclusion_words import counts

    yield (
        f"{result.experiment}: {len(result.settings)} settings of the switches against the default, "
        f"{result.members:,} members each"
    )
    yield from _filled(NOTE.format(errors=f"{critical(result.clusters):.1f}"), width(), "")
    yield ""
    yield from (f"{number:>4}  {setting.label}" for number, setting in enumerate(result.settings, 1))
    for pair in dict.fromkeys((one.branch, one.other) for one in result.conclusions):
        yield ""
        yield from _pair(result, [one for one in result.conclusions if (one.branch, one.other) == pair], width())
    yield ""
    yield from _filled(f"In all: {counts(result.conclusions)}", width(), "")


def _pair(result: "Conclusions", chosen: "list[Conclusion]", columns: int) -> Iterator[str]:
    from forecast.text.conclusion_words import counts, sentences
    from forecast.text.digits import format_value
    from forecast.text.table import aligned

    numbers = map(str, range(1, len(result.settings) + 1))
    head = (f"{chosen[0].branch} minus {chosen[0].other}", "default", "lowest", "highest", *numbers)
    rows = [
        (
            one.headline.short,
            *(format_value(gap, signed=True) for gap in (one.default, *one.extremes)),
            *map(_mark, one.verdicts, one.differences),
        )
        for one in chosen
    ]
    yield from aligned(head, rows)
    yield ""
    yield from _filled(f"{chosen[0].branch} against {chosen[0].other}: {counts(chosen)}", columns, "")
    for title, texts in sentences(chosen, result.settings):
        yield f"  {title}"
        for text in texts:
            yield from _filled(f"- {text}", columns, "    ")


def _mark(verdict: "Verdict", gap: "Estimate") -> str:
    return MARKS.get(verdict) or ("+" if gap.value > 0.0 else "-")


def _filled(text: str, columns: int, indent: str) -> list[str]:
    """Lines of at most `columns` characters, and never more than 120."""
    import textwrap

    later = indent + ("  " if text.startswith("- ") else "")
    return textwrap.wrap(
        text, min(columns, 120), initial_indent=indent, subsequent_indent=later, break_on_hyphens=False
    )
