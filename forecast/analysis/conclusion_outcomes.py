"""The outcomes that conclusions are about: headline outcomes, and a few at ten years that headlines leave out."""

from functools import partial

from forecast.analysis.headlines import BY_WEEK, Headline, Statistic, durable, headlines, lasting_years, lasts
from forecast.analysis.members import Members

TEN_YEARS = 520


def outcomes(members: Members) -> list[Headline]:
    """Peace, land, losses, collapse of the defender, the named outcomes; then the long run, if the run reaches it."""
    defender = members.manifest.sides[0]
    years = lasting_years(members.manifest.horizon)
    wanted = {f"ceasefire_by_w{BY_WEEK}", f"share_pre2022_w{BY_WEEK}", f"collapse_{defender}_by_w{BY_WEEK}"}
    wanted |= {f"losses_{side}_w{BY_WEEK}" for side in members.manifest.sides}
    wanted |= set() if years is None else {durable(years), lasts(years)}
    wanted |= set(members.run.experiment.success)
    return [*(headline for headline in headlines(members) if headline.target in wanted), *_long_run(members)]


def _long_run(members: Members) -> list[Headline]:
    horizon = members.manifest.horizon
    if horizon < TEN_YEARS:
        return []
    name = members.side_name(members.manifest.sides[0])
    lasting = f"Ceasefire within {BY_WEEK} weeks that lasts ten years"
    defeat = f"Complete defeat of {name} by the end of the run, a collapse that costs it most of its land"
    land = f"Share of its pre-2022 land that {name} holds after {TEN_YEARS} weeks"
    rows = [
        _column(members, durable(10), lasting, "durable 10y", "probability", BY_WEEK + TEN_YEARS),
        _column(members, f"share_pre2022_w{TEN_YEARS}", land, f"share pre2022 w{TEN_YEARS}", "mean", TEN_YEARS),
        _column(members, "complete_defeat", defeat, "complete defeat", "probability", horizon),
    ]
    return [row for row in rows if row.target in members.variables and row.horizon <= horizon]


def _column(members: Members, target: str, label: str, short: str, statistic: Statistic, horizon: int) -> Headline:
    return Headline(target, label, short, "1", statistic, horizon, partial(members.values, name=target), column=True)
