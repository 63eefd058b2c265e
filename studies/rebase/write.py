"""Writes what was measured as two parts of a baseline: `sectors.yaml` and `measured.yaml`."""

from collections.abc import Iterator

from studies.rebase.measure import BORDER_KM, Measured

HEAD = "# Made by `python -m studies rebase` from series up to {date}; run it again rather than edit it.\n"
MAPS_SOURCE = "Two maps through {date}, python -m studies rebase"


def sectors_yaml(measured: Measured) -> str:
    """Make the text of `sectors.yaml`: names, contact and stakes. Shares and chances come from the posterior."""
    return HEAD.format(date=measured.date) + "sectors:\n" + "\n".join(_sectors(measured)) + "\n"


def measured_yaml(measured: Measured) -> str:
    """Make the text of `measured.yaml`: land, length of the line, claimed losses, aid."""
    return HEAD.format(date=measured.date) + "state:\n" + "\n".join(_state(measured)) + "\n"


def _sectors(measured: Measured) -> Iterator[str]:
    for sector, name in measured.names.items():
        border = sector in BORDER_KM
        yield f"  {sector}:"
        yield f"    name: {name}"
        yield f"    contact: {measured.contact[sector]:.0f} km"
        yield f"    stake: {measured.stakes.attacker[sector]:_.0f} km2"
        yield f"    stake_defender: {measured.stakes.defender[sector]:_.0f} km2"
        yield f"    source: {MAPS_SOURCE.format(date=measured.date)}"
        yield f"    grade: {'C' if border else 'A'}"
        if border:
            yield "    note: contact is the length of the state border (general reference), not of the line inside"


def _state(measured: Measured) -> Iterator[str]:
    date, month = measured.date, measured.month
    first, second = measured.occupied
    yield from _entry(
        "area_held_t0", "Land that Ukraine holds within its recognised border", "held_t0", "km2",
        f"normal: {{mean: {measured.held:_.0f}, sd: {max(abs(second - first) / 2, 100.0):.0f}}}", 90, "A",
        f"603,628 less {(first + second) / 2:,.0f} occupied (mean of two maps) and Crimea with Sevastopol",
        date, at_least="400_000", note=f"the maps differ by {abs(second - first):,.0f} km2; sd is half of it",
    )  # fmt: skip
    yield from _entry(
        "area_held_pre2022", "Land that Ukraine held before February 2022", "held_reference", "km2",
        "normal: {mean: 559_928, sd: 1500}", 91, "B",
        "603,628 less 43,700 occupied before 2022 (commonly cited)", date, at_least="550_000",
    )  # fmt: skip
    yield from _entry(
        "front_length_active", "Line of contact without the river stretch", "front_length", "km",
        f"normal: {{mean: {measured.length:.0f}, sd: {measured.length / 10:.0f}}}", 63, "A",
        MAPS_SOURCE.format(date=date), date, at_least="400", note="at full detail, first map",
    )  # fmt: skip
    claimed, spread = measured.claimed
    yield from _entry(
        "loss_ru_daily_t0", "Claimed Russian casualties a day", "loss_claimed.ru", "persons/day",
        f"normal: {{mean: {claimed:.0f}, sd: {spread:.0f}}}", 68, "A",
        f"Claims of the Ukrainian General Staff in {month}", date, at_least="300",
        note="sd of changes from month to month in a year; no daily series after November 2024",
    )  # fmt: skip
    yield from _entry(
        "aid_cost_us", "Yearly worth of US weapons that others buy", "donors.us.cost", "EUR bn/year",
        f"normal: {{mean: {measured.purchases:.1f}, sd: {measured.purchases / 3:.1f}}}", 79, "B",
        f"Kiel Institute Ukraine Support Tracker: purchases from US stocks (PURL) in the four months to {month}",
        date, at_least="2", note="paid by Europe and Canada; no gift is in it; four months only, so a third as spread",
    )  # fmt: skip
    year, half = measured.europe
    mean, sd = (year + half) / 2.0, max(abs(year - half) / 2.0, 1.0)
    yield from _entry(
        "aid_cost_europe", "Yearly European military aid", "donors.europe.cost", "EUR bn/year",
        f"normal: {{mean: {mean:.1f}, sd: {sd:.1f}}}", 80, "A",
        f"Kiel Institute Ukraine Support Tracker: {year:.1f} in the twelve months to {month}, {half:.1f} a year in the "
        "last six", date, at_least="5",
        note="with the few donors elsewhere, without purchases from US stocks; mean and half the difference",
    )  # fmt: skip


def _entry(
    name: str, about: str, sets: str, unit: str, law: str, dimension: int, grade: str, source: str, date: str, *,
    at_least: str, note: str = "",
) -> Iterator[str]:  # fmt: skip
    yield f"  {name}:"
    yield f"    about: {about}"
    yield f"    sets: {sets}"
    yield f"    unit: {unit}"
    yield f"    {law}"
    yield f"    at_least: {at_least}"
    yield f"    dimension: {dimension}"
    yield f"    grade: {grade}"
    yield f'    source: "{source}"'
    if note:
        yield f'    note: "{note}"'
    yield f"    as_of: {date}"
