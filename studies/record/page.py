"""Writes docs/record.md: how the forecast of the first study did, in numbers and in plain words."""

from collections.abc import Iterator, Sequence

from forecast.hindcast.benchmarks import BENCHMARKS, REFERENCE
from studies.markdown import TitledTable, bullet, paragraph
from studies.record.scoring import PACE_WEEKS, MapRecord, Scored, best_benchmark
from studies.record.stored_forecast import StoredForecast

TITLE = "How the first study did"
MARK = "<!-- made by `python -m studies pages record --data DIR`: do not edit -->"
ONE_ORIGIN = "**One origin: this is a record, not a test of skill.**"
EDGE = 0.01  # of the width of the band: closer to its end is told
BEST, BEST_SAME = "best benchmark", "best benchmark, same weeks known"
KNOWING = "with 2025 known"
"""Ends the label of a version whose law of the front was made after the year was over."""

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def page(forecasts: Sequence[StoredForecast], maps: Sequence[MapRecord]) -> str:
    """Return the page as Markdown.

    Parameters
    ----------
    forecasts : sequence of StoredForecast
        Versions of the study, oldest first.
    maps : sequence of MapRecord
        Their scores on each map.
    """
    lines = [f"# {TITLE}", "", MARK, "", paragraph(f"{ONE_ORIGIN} {_what(forecasts, maps)}"), "", "## Verdict", ""]
    lines += [bullet(text) for text in verdict(forecasts, maps)]
    for record in maps:
        for table in (_score_table(record), _interval_table(record)):
            lines += ["", f"## {table.title}", "", *table.markdown(), "", paragraph(f"{table.note}.")]
    lines += ["", "## Misses", ""]
    lines += [bullet(text) for text in misses(forecasts, maps)]
    lines += ["", "## How to read this", ""]
    lines += [bullet(text) for text in _caveats(forecasts)]
    lines += ["", "## The versions", "", *_versions(forecasts).markdown(), "", paragraph(_how_stored())]
    return "\n".join(lines) + "\n"


def _what(forecasts: Sequence[StoredForecast], maps: Sequence[MapRecord]) -> str:
    first = forecasts[0]
    return (
        f"The study forecast the front from {first.week_0}, with maps to {first.state_until}. Now the maps to "
        f"{maps[0].end} are known. This page compares both, for the branch `{first.branch}`: "
        f"{_number(len(forecasts))} versions of the study, {_number(len(maps))} maps. Every version uses the priors "
        f"and the posterior of December 2024. The {_number(len(BENCHMARKS))} benchmarks and "
        f"{_number(len(REFERENCE))} reference models are explained in [benchmarks](benchmarks.md)."
        f"{_known(forecasts)}"
    )


def _known(forecasts: Sequence[StoredForecast]) -> str:
    if not any(KNOWING in each.label for each in forecasts):
        return ""
    return (
        f" A version {KNOWING} is no forecast: its law of the front was thought of because this record looked bad "
        "([decision 10](decisions/0010-two-time-scales.md)). It also starts from a later state of the maps (see "
        "[below](#the-versions)). So it shows what both changes do together."
    )


def verdict(forecasts: Sequence[StoredForecast], maps: Sequence[MapRecord]) -> Iterator[str]:
    """Yield the verdict in plain words: direction of the error, misses, pace, and comparison with the benchmarks."""
    for forecast in forecasts:
        rows = [(record, row) for record in maps for row in record.versions[forecast.label]]
        above = sum(row.median > row.observed for _, row in rows)
        inside = sum(row.inside for _, row in rows)
        better = sum(row.crps < best_benchmark(record.benchmarks, row.week).crps for record, row in rows)
        early = forecast.state_until == forecasts[0].state_until
        same = sum(row.crps < best_benchmark(record.same_cut, row.week).crps for record, row in rows)
        missed = [f"{record.name}, week {row.week}" for record, row in rows if not row.inside]
        yield (
            f"**{forecast.label}** expected too much ground in {above} of {len(rows)} cases ({_number(len(maps))} "
            f"maps, {_number(len(rows) // len(maps))} horizons). The 80% band held {inside} of {len(rows)}. "
            + (f"It missed: {'; '.join(missed)}. " if missed else "")
            + f"Its error was smaller than that of the best benchmark in {better} of {len(rows)}."
            + (f" If the benchmarks know no more weeks than the study did: in {same} of {len(rows)}." if early else "")
        )
    for record in maps:
        expected = ", ".join(
            f"{scores[k].median / PACE_WEEKS:.0f} ({label})"
            for label, scores in record.versions.items()
            for k in range(len(scores))
            if scores[k].week == PACE_WEEKS
        )
        yield (
            f"{record.name}: {record.before:.0f} km2 a week were gained in the four weeks up to the last week that the "
            f"study knew, and {record.after:.0f} km2 a week in the {PACE_WEEKS} weeks after week 0. Expected for these "
            f"were {expected}. The study took a high month for the state of the front."
            if record.before > record.after
            else f"{record.name}: {record.before:.0f} km2 a week before, {record.after:.0f} km2 a week after week 0."
        )


def misses(forecasts: Sequence[StoredForecast], maps: Sequence[MapRecord]) -> Iterator[str]:
    """Yield one sentence for each observed gain outside the 80% band of a version."""
    found = False
    for forecast in forecasts:
        for record in maps:
            for row in record.versions[forecast.label]:
                if row.inside:
                    edge = min(row.observed - row.low, row.high - row.observed)
                    if edge < EDGE * (row.high - row.low):
                        yield (
                            f"{forecast.label}, {record.name}, week {row.week}: nearly a miss. {_km2(row.observed)} "
                            f"km2 lie {_km2(edge)} km2 inside the 80% band ({_km2(row.low)} to {_km2(row.high)})."
                        )
                    continue
                found = True
                wrong = "too high" if row.side == "below" else "too low"
                yield (
                    f"{forecast.label}, {record.name}, week {row.week}: {_km2(row.observed)} km2 were gained; expected "
                    f"were {_km2(row.median)} (80% band {_km2(row.low)} to {_km2(row.high)}). The band was {wrong}."
                )
    if not found:
        yield "No observed gain lies outside an 80% band."


def _caveats(forecasts: Sequence[StoredForecast]) -> Iterator[str]:
    first = forecasts[0]
    yield (
        "One date, one future. The horizons overlap and both maps show the same war, so the scores are not "
        "independent. The [hindcast](hindcast.md) scores the front from many dates."
    )
    yield (
        f"Week 0 is {first.week_0}, a Friday. Weeks of the maps end on Saturdays, and the nearest week end stands for "
        "week 0, as in `forecast score`."
    )
    yield (
        "The benchmarks know the map up to week 0. The state of the first versions ends earlier, on "
        f"{first.state_until}. The row *best benchmark, same weeks known* removes this advantage: the same rules, from "
        "the study's last week on."
    )
    yield (
        "A run gives true gains. The bands hold no noise of the map, which is about 30 km2 (standard deviation) in one "
        "week. So the band of week 1 is too narrow."
    )
    yield "The best benchmark is chosen with hindsight, separately for each week. A forecaster could not have known it."
    yield (
        "The branches of the study differ little on the front in the first year. So the record says nothing about "
        "which policy is better, and nothing about ceasefires."
    )


def _score_table(record: MapRecord) -> TitledTable:
    weeks = list(record.observed)
    rows = [("observed gain", *(_km2(value) for value in record.observed.values()))]
    rows += [(f"**{label}**", *(_score(row) for row in scores)) for label, scores in record.versions.items()]
    rows += [(f"`{model}`", *(_score(row) for row in scores)) for model, scores in record.benchmarks.items()]
    for name, models in ((BEST, record.benchmarks), (BEST_SAME, record.same_cut)):
        best = [best_benchmark(models, week) for week in weeks]
        rows.append((f"*{name}*", *(f"{_score(row)} `{row.model}`" for row in best)))
    return TitledTable(
        f"{record.name}: error (CRPS) by week",
        ("km2", *(f"week {week}" for week in weeks)),
        rows,
        "Lower is better. For a forecast without spread the CRPS is the distance to what was observed",
    )


def _interval_table(record: MapRecord) -> TitledTable:
    weeks = list(record.observed)
    rows = [("observed gain", *(_km2(value) for value in record.observed.values()))]
    rows += [(f"**{label}**", *(_interval(row) for row in scores)) for label, scores in record.versions.items()]
    rows += [(f"`{model}`", *(_interval(row) for row in scores)) for model, scores in record.benchmarks.items()]
    return TitledTable(
        f"{record.name}: median, 80% band, and where the observed gain lies",
        ("km2", *(f"week {week}" for week in weeks)),
        rows,
        "*in*: the observed gain lies in the band. *below* or *above*: it lies below or above the band",
    )


def _versions(forecasts: Sequence[StoredForecast]) -> TitledTable:
    rows = [
        (
            each.label,
            f"`{each.commit}`",
            f"`{each.config_hash[:8]}`",
            f"{each.members:,}",
            f"{each.draws:,}",
            each.state_until,
        )
        for each in forecasts
    ]
    return TitledTable("", ("version", "commit", "config hash", "members", "draws", "state until"), rows)


def _how_stored() -> str:
    return (
        "The second version has the changes of [decision 9](decisions/0009-the-argument-fairly-put.md), the third "
        "those of [decision 10](decisions/0010-two-time-scales.md) as well. Each version is one run of "
        "`configs/offer.yaml` at its commit. `python -m studies store_forecast RUN --label TEXT --out "
        "FILE` takes 200 quantiles of each week from the histogram of the run; the files are in "
        "[record/](record/). The tag `v0.1.0` is the commit of the first version; its run comes from a checkout of the "
        "tag. `forecast score` scores the members themselves at weeks 4, 13 and 26; on both maps and for the first two "
        "versions its CRPS differs by at most 0.2%."
    )


def _score(row: Scored) -> str:
    return f"{row.crps:,.0f}"


def _interval(row: Scored) -> str:
    return f"{_km2(row.median)} [{_km2(row.low)} to {_km2(row.high)}] {row.side}"


def _km2(value: float) -> str:
    return f"{value:,.0f}"


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else f"{count}"
