"""What a reader must know before and after the numbers: what this is, what it rests on, what it cannot say."""

from forecast.analysis.digits import format_value
from forecast.analysis.drivers import Driver, inputs
from forecast.analysis.judgments import by_thirds
from forecast.report.material import Material

THREAT, NEUTRALITY = "accept_threat", "accept_neutrality"
CREDITS = {
    "DeepState": "Front statistics are measured on maps of DeepStateMap.live (DeepStateUA).",
    "UA Control Map": "A second look at the same front comes from UA Control Map (Project Owl).",
    "Kiel": "Aid figures rest on the Ukraine Support Tracker of the Kiel Institute.",
}


def purpose(material: Material) -> list[str]:
    """What the page is, in two paragraphs."""
    manifest = material.members.manifest
    return [
        f"This page sets {len(manifest.branches)} courses of action side by side in a simulation that starts on "
        f"{material.members.origin.isoformat()} and knows nothing later. Every course is run through the same "
        f"{manifest.members:,} futures (members): {manifest.draws:,} draws of what is not known about the world, with "
        f"{manifest.replicates} played-out {'course' if manifest.replicates == 1 else 'courses'} of chance in each. A "
        "difference between two courses is therefore a difference between like and like.",
        "It compares assumptions and follows them to their consequences. It is not a prediction of this war, and a share of "
        "simulated futures is not the chance of a real event.",
    ]


def first_notes(material: Material, drivers: dict[str, list[Driver]]) -> list[str]:
    """The two warnings of the first screen."""
    found = inputs(material.members)
    total = sum(found.count.values())
    text = (
        f"Judgment rules these numbers. {found.count['C']} of the {total} inputs are elicited (grade C), {found.count['B']} "
        f"come from the literature (B) and {found.count['A']} were measured (A). The ± after a number is the error of the "
        "simulation only; not knowing the inputs widens every outcome far more (the bands across draws show it)."
    )
    for title, ranked in drivers.items():
        carried = sum(d.index.value for d in ranked)
        judged = sum(d.index.value for d in ranked if d.grade == "C")
        if carried > 0.0:
            text += f" Of what the leading inputs explain of “{title}”, {judged / carried:.0%} is grade C."
            break
    return [text, _order_note(material)]


def _order_note(material: Material) -> str:
    text = (
        f"The order of the branches hangs on a few judgments, above all on how far a threat of more aid moves {material.attacker} "
        f"({THREAT}) and on what a promise of neutrality is worth to it ({NEUTRALITY})."
    )
    row = material.table.row("durable_5y")
    if row is None or material.focus is None:
        return text
    values = row.headline.values
    neutral = [b for b in material.branches if _neutral(material, b) and b != material.focus]
    pairs = [(THREAT, material.focus, material.members.reference)]
    pairs += [(NEUTRALITY, neutral[0], material.focus)] if neutral else []
    for row_name, branch, other in pairs:
        prior = next((p for p in inputs(material.members).drawn if p.sets == row_name), None)
        if prior is None or branch == other:
            continue
        found = by_thirds(material.members, prior.name, values(branch), values(other))
        text += (
            f" In five-year ceasefires {branch} minus {other} is {format_value(found.low, 100.0, True)} of 100 in the third of "
            f"draws where {prior.name} (grade {prior.grade}) is lowest, {format_value(found.high, 100.0, True)} where it is "
            "highest."
        )
    return text


def _neutral(material: Material, branch: str) -> bool:
    package = material.experiment.branches[branch].package
    return package is not None and package.neutrality is True


def limits(material: Material) -> list[str]:
    """What the model leaves out and what the numbers cannot bear."""
    return [
        "No claim about the real war follows without the caveat that judged inputs dominate. Whoever doubts one can change it "
        "in the configuration and run the comparison again.",
        f"The two sides, the donors and the {len(material.experiment.baseline.sectors)} sectors are single actors with rules, not "
        "people who learn. Bargaining is a pair of weekly readiness curves; what is said in secret is not in it.",
        "The front is a level of advance that drifts, shared out over sectors; towns, roads and fortifications enter through "
        "statistics only. A sudden break is drawn from a tail fitted to few cases.",
        "How long peace lasts rests on other wars, few of them like this one; schools of research disagree on whether "
        "peacekeepers and guarantees work, and the draws carry both views.",
        f"Nothing after {material.members.origin.isoformat()} informs it: no later election, offer, loss or deal.",
        "Effects outside this war (on other neighbours, on alliances, on other conflicts) are not counted.",
    ]


def method(material: Material) -> list[str]:
    """How to read errors and bands."""
    manifest = material.members.manifest
    groups = (
        f"{material.members.clusters.count} independently scrambled sets of draws"
        if manifest.layout == "sobol"
        else f"{material.members.clusters.count:,} draws"
    )
    return [
        f"± is one Monte Carlo standard error: how far the number might move with other random numbers. It is computed from "
        f"{groups}, never as if members were independent. No number is printed to more digits than it allows.",
        "A difference is taken member by member: both branches see the same draw, the same weather of chance, the same random "
        "numbers. That is why its error is smaller than those of the two numbers it compares.",
        "The band across draws holds 80% of the draws' own values with the noise of chance removed: what we do not know. The "
        "band of chance holds 80% of what may happen in one draw, around the average: what nobody can know. An outcome that "
        "is yes or no has no such band: its chance is the number itself.",
        f"Design: {manifest.layout}, seed {manifest.seed}, {manifest.draws:,} draws x {manifest.replicates} replicates, horizon "
        f"{manifest.horizon} weeks; a year is 52 weeks. A future that reaches the horizon without an event is censored there.",
    ]


def credit_lines(material: Material) -> list[str]:
    """Thanks to the sources that the configuration names."""
    experiment = material.experiment
    named = [s.source for s in experiment.baseline.sectors.values()] + [p.source for p in experiment.priors.values()]
    said = " ".join(named)
    lines = [line for word, line in CREDITS.items() if word in said]
    lines.append(
        f"Every one of the {len(experiment.priors)} inputs has its source, unit and grade in config.yaml beside this page."
    )
    return lines
