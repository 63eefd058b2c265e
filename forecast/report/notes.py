"""What a reader must know beside the numbers: what this is, how to read it, what it cannot say, whom to thank."""

from forecast.report.material import Material
from forecast.store.fitted import read_fitted

MAPS = ("Training series", "DeepState")
CREDITS = (
    (MAPS, "Front statistics are measured on maps of DeepStateMap.live (DeepStateUA)."),
    ((*MAPS, "UA Control Map"), "A second look at the same front comes from UA Control Map (Project Owl)."),
    (("Kiel",), "Aid figures rest on the Ukraine Support Tracker of the Kiel Institute."),
)
"""Words of a source, and whom to thank where one of them is named."""


def not_a_prediction() -> str:
    """What it is not, before anything else."""
    return (
        "A simulation that follows assumptions to their consequences. It is not a prediction of this war, and a share "
        "of simulated futures is not the chance of a real event."
    )


def purpose(material: Material) -> str:
    """What the page is."""
    manifest = material.members.manifest
    knows = (
        "knows nothing later"
        if material.experiment.hindsight == "refused"
        else "takes its state from that day; what is known of wars in general may be later"
    )
    courses = "course" if manifest.replicates == 1 else "courses"
    start = f"a simulation that starts on {material.members.origin.isoformat()} and {knows}"
    futures = (
        f"{manifest.members:,} futures (members): {manifest.draws:,} draws of what is not known about the world, with "
        f"{manifest.replicates} {courses} of chance in each."
    )
    if len(manifest.branches) == 1:
        return f"This page follows one policy (branch) in {start}, through {futures}"
    return (
        f"This page sets {len(manifest.branches)} policies (branches) side by side in {start}. Every branch is run "
        f"through the same {futures} A difference between two branches is therefore a difference between like and like."
    )


def limits(material: Material) -> list[str]:
    """What the model leaves out and what the numbers cannot bear."""
    origin, sectors = material.members.origin.isoformat(), len(material.experiment.baseline.sectors)
    switches = material.experiment.switches
    settled = (
        f"Settled one way in every future of this page, whatever the inputs say: {switches.label}. Other readers "
        "settle it otherwise."
    )
    return [
        *([settled] if switches.chosen else []),
        "No claim about the real war follows without the caveat that judged inputs dominate. Whoever doubts one can "
        "change it in the configuration and run the comparison again.",
        f"The two sides, the donors and the {sectors} sectors are single actors with rules, not people who learn. "
        "Bargaining is a pair of weekly readiness curves with three ways to set their level; what is said in secret is "
        "not in it.",
        "The front is a level of advance that drifts and is shared out over sectors; towns, roads and fortifications "
        "enter through statistics only. A sudden break is drawn from a tail fitted to few cases.",
        "How long peace lasts rests on other wars, few of them like this one; schools of research disagree on whether "
        "peacekeepers and guarantees work, and the draws carry both views.",
        f"Nothing after {origin} informs it: no later election, offer, loss or deal."
        if material.experiment.hindsight == "refused"
        else f"Hindsight is allowed: of what is later than {origin}, the course of this war informs nothing, but wars "
        "in general do, and this war is one of them.",
        "Chances of effects beyond this war (on another neighbour, on an ally, over Taiwan) are columns of their own, "
        "spill_*, and count in nothing on this page.",
        "A violation of a ceasefire costs lives in the model but does not wear the ceasefire out.",
    ]


def method(material: Material) -> list[str]:
    """How to read errors and bands."""
    manifest, clusters = material.members.manifest, material.members.clusters.count
    groups = (
        f"{clusters} independently scrambled sets of draws" if manifest.layout == "sobol" else f"{clusters:,} draws"
    )
    fitted = read_fitted(material.members.run.path)
    return [
        *([fitted.line] if fitted else []),
        "± is one Monte Carlo standard error: how far the number might move with other random numbers. It is computed "
        f"from {groups}, never as if members were independent. No number is printed to more digits than it allows. The "
        "error of a quantile of whole weeks reaches the next week; it is 0 only where its 95% interval lies "
        "inside one week.",
        "A difference is taken member by member: both branches see the same draw and the same course of chance, "
        "through the same random numbers. That is why its error is smaller than those of the two numbers it compares.",
        "The band across draws holds 80% of the draws' own values with the noise of chance removed: what we do not "
        "know. The band of chance holds 80% of what may happen in one draw, around the average: what nobody can know. "
        "An outcome that is yes or no has no such band: its chance is the number itself.",
        f"Design: {manifest.layout}, seed {manifest.seed}, {manifest.draws:,} draws x {manifest.replicates} "
        f"replicates, horizon {manifest.horizon} weeks; a year is 52 weeks. A future that reaches the horizon without "
        "an event is censored there.",
    ]


def credit_lines(material: Material) -> list[str]:
    """Thanks to the sources that the configuration names."""
    experiment = material.experiment
    named = [s.source for s in experiment.baseline.sectors.values()] + [p.source for p in experiment.priors.values()]
    said = " ".join(named)
    return [
        *(line for words, line in CREDITS if any(word in said for word in words)),
        f"Each of the {len(experiment.priors)} inputs has its source, unit and grade in config.yaml beside this page.",
    ]
