"""The statistics as plain text tables."""

from collections.abc import Iterator
from typing import Any

SECTOR_COLUMNS = ("share", "active_stay", "active_open", "counter_share", "counter_active")


def render(result: dict[str, Any]) -> str:
    """All tables of one estimate, each value with its standard error where it has one."""
    return "\n".join(lines(result)) + "\n"


def lines(result: dict[str, Any]) -> Iterator[str]:
    """Lines of the tables."""
    level = result["level"]
    yield f"Training series through {result['last_week']}, seed {result['seed']}"
    yield ""
    yield f"Level of the weekly net gain ({level['effective_draws']:.0f} effective draws)"
    yield f"{'':18}{'mean':>9}{'se':>9}{'median':>9}{'10 %':>9}{'90 %':>9}{'sdlog':>8}"
    for name, value in level.items():
        if isinstance(value, dict):
            numbers = "".join(f"{value[key]:9.3f}" for key in ("mean", "sd", "median", "low80", "high80"))
            yield f"{name:18}{numbers}" + (f"{value['sdlog']:8.3f}" if "sdlog" in value else f"{'-':>8}")
    yield ""
    yield "Sectors: value (block-bootstrap standard error)"
    head = "".join(f"{name:>16}" for name in SECTOR_COLUMNS)
    yield f"{'':5}{'contact':>8}{head}  now{'stake':>8}{'defender':>10}"
    for sector, row in result["sectors"].items():
        cells = "".join(f"{row[name]:8.3f} ({row['se'][name]:.3f})" for name in SECTOR_COLUMNS)
        now = "yes" if row["active_t0"] else " no"
        yield f"{sector:5}{row['contact']:8.1f}{cells}  {now}{row['stake']:8.0f}{row['stake_defender']:10.0f}"
    pooled = result["pooled"]
    yield (
        f"pooled: stay {pooled['stay_rate']:.3f}, open {pooled['open_rate']:.3f}; {pooled['openings']:.0f} openings in "
        f"{pooled['weeks_at_risk']:.0f} dormant sector-weeks, {pooled['opening_per_year']:.2f} "
        f"({pooled['opening_per_year_se']:.2f}) a year"
    )
    yield ""
    drift = result["share_drift"]
    yield "Drift of the log shares"
    yield f"sd        {drift['sd'][0]:8.3f} ({drift['sd'][1]:.3f})"
    yield f"half-life {drift['halflife'][0]:8.1f} ({drift['halflife'][1]:.1f}) weeks"
    names = ("TV 4 weeks", "TV 13 weeks", "TV 26 weeks", "TV adjacent weeks", "weekly Herfindahl")
    matched = zip(names, drift["observed"], drift["simulated"], drift["simulated_error"], strict=True)
    for name, observed, simulated, error in matched:
        yield f"{name:18}observed {observed:.3f}, simulated {simulated:.3f} (sd {error:.3f})"
    yield ""
    yield from others(result)


def others(result: dict[str, Any]) -> Iterator[str]:
    """Lines of the short series and areas."""
    losses, salient, oil, land = result["losses"], result["salient"], result["oil"], result["land"]
    yield f"claimed casualties a day, last 30 days {losses['per_day']:.0f} ({losses['per_day_error']:.0f})"
    yield (
        f"weekly log shock {losses['shock']:.3f} ({losses['shock_error']:.3f}), "
        f"weekly correlation {losses['correlation']:.2f}"
    )
    yield (
        f"salient on the last day {salient['last'][0]:.0f} and {salient['last'][1]:.0f} km2, loss a week "
        f"{salient['decay']:.4f} ({salient['decay_error']:.4f}), at week 0 {salient['at_start']:.0f} "
        f"({salient['at_start_error']:.0f}) km2"
    )
    for label, value in oil.items():
        yield f"oil volatility a year, {label} months {value[0]:.3f} ({value[1]:.3f})"
    for label, value in result["aid"].items():
        yield f"military aid, {label.replace('_', ' ')} {value[0]:.2f} ({value[1]:.2f})"
    yield (
        f"line without the river {result['front_length']['full_detail']:.0f} km, "
        f"smoothed {result['front_length']['smoothed']:.0f} km"
    )
    yield (
        f"occupied mainland {land['occupied_first_map']:.0f} and {land['occupied_second_map']:.0f} km2, peninsula "
        f"{land['peninsula']:.0f}, carried {land['carried']:.0f}, held at week 0 {land['held']:.0f} km2"
    )
