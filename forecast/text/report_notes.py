"""Notes in the report: what a run is, how to read its numbers, what they cannot say, and credits."""

from forecast.analysis.members import Members
from forecast.config import stale_state
from forecast.text.run_stamp import run_stamp

NOT_A_PREDICTION = (
    "This simulation follows assumptions to their consequences. It is not a prediction of this war, and a share of "
    "simulated futures is not the probability of a real event."
)
MAPS = ("Training series", "DeepState")
CREDITS = (
    (MAPS, "The front statistics are measured on maps of DeepStateMap.live (DeepStateUA)."),
    ((*MAPS, "UA Control Map"), "UA Control Map (Project Owl) gives a second measurement of the same front."),
    (("Kiel",), "The aid figures come from the Ukraine Support Tracker of the Kiel Institute."),
)
"""Each credit with the words that call for it: it is due if one of them occurs in the text of a source."""


def purpose(members: Members) -> str:
    """Say what the run compares, when it starts, and how many futures it has."""
    manifest = members.manifest
    knowledge = (
        "uses no later knowledge"
        if members.run.experiment.hindsight == "refused"
        else "takes its state from that day; what is known of wars in general may be later"
    )
    courses = "course" if manifest.replicates == 1 else "courses"
    start = f"a simulation that starts on {members.origin.isoformat()} and {knowledge}"
    futures = (
        f"{manifest.members:,} futures (members): {manifest.draws:,} draws of the uncertain inputs, each with "
        f"{manifest.replicates} {courses} of chance."
    )
    if len(manifest.branches) == 1:
        return f"This page follows one policy (branch) in {start}, through {futures}"
    return (
        f"This page compares {len(manifest.branches)} policies (branches) in {start}. Every branch runs through the "
        f"same {futures} A difference between two branches therefore compares like with like."
    )


def method(members: Members) -> list[str]:
    """Explain how to read errors, differences and bands."""
    manifest, clusters = members.manifest, members.clusters.count
    groups = (
        f"{clusters} independently scrambled sets of draws" if manifest.layout == "sobol" else f"{clusters:,} draws"
    )
    emulator = members.run.fitted
    return [
        *([emulator.line] if emulator else []),
        "± is one Monte Carlo standard error: how far the number might move with other random numbers. It is computed "
        f"from {groups}, because members of one draw are not independent. No number has more digits than its error "
        "supports. A quantile in whole weeks has an error that reaches to the next week; the error is 0 only if the "
        "95% interval lies inside one week.",
        "A difference is taken member by member: both branches have the same draw, the same course of chance and the "
        "same random numbers. That is why its error is smaller than those of the two numbers that it compares.",
        "The band between draws holds 80% of the draws' own values, with the noise of chance removed. It shows what we "
        "do not know. The band of chance holds 80% of what may happen in one draw, around the average. It shows what "
        "nobody can know. A yes-or-no outcome has no band of chance, because its probability is the number itself.",
        f"Design: {manifest.layout}, seed {manifest.seed}, {manifest.draws:,} draws x {manifest.replicates} "
        f"replicates, horizon {manifest.horizon} weeks; a year is 52 weeks. A future that reaches the horizon without "
        "an event is censored there.",
    ]


def limits(members: Members) -> list[str]:
    """List what the model leaves out, and what the numbers cannot support."""
    experiment = members.run.experiment
    origin, sectors, switches = members.origin.isoformat(), len(experiment.baseline.sectors), experiment.switches
    settled = (
        f"Switches settle some disagreements about the model in every future of this page, whatever the inputs say: "
        f"{switches.label}. Other readers may settle them another way."
    )
    stale = stale_state(experiment.baseline.date, experiment.priors)
    return [
        *([f"Old state: {stale}."] if stale else []),
        *([settled] if switches.chosen else []),
        "Every claim about the real war needs the caveat that judged inputs dominate. If you doubt an input, change "
        "it in the configuration and run the comparison again.",
        f"The two sides, the donors and the {sectors} sectors are single actors that follow rules; they do not learn "
        "as people do. Bargaining is a pair of weekly readiness curves, with three ways to set their level. Secret "
        "talks are not in the model.",
        "The front is one level of advance that drifts and is divided over the sectors. Towns, roads and "
        "fortifications enter through statistics only. A sudden break is drawn from a tail that is fitted to few "
        "cases.",
        "How long peace lasts is estimated from other wars, and few of them resemble this one. Researchers disagree "
        "on whether peacekeepers and guarantees work; the draws include both views.",
        f"No input uses an event after {origin}: no later election, offer, loss or deal."
        if experiment.hindsight == "refused"
        else f"Hindsight is allowed. The course of this war after {origin} is not used, but later knowledge of wars "
        "in general is, and this war is one of them.",
        "Chances of effects beyond this war (on another neighbour, on an ally, over Taiwan) have columns of their "
        "own. No number on this page includes them.",
        "A violation of a ceasefire costs lives in the model, but does not make the ceasefire weaker.",
    ]


def credit_lines(members: Members) -> list[str]:
    """Identify the run, credit the sources that the configuration names, and say where each input has its source."""
    experiment = members.run.experiment
    sources = [s.source for s in experiment.baseline.sectors.values()] + [p.source for p in experiment.priors.values()]
    text = " ".join(sources)
    return [
        run_stamp(members.run).line,
        *(line for words, line in CREDITS if any(word in text for word in words)),
        f"For each of the {len(experiment.priors)} inputs, config.yaml beside this page gives its source, unit and "
        "grade.",
    ]
