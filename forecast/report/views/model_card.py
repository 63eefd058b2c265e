"""The model card: what the model is, what it rests on, what was tested and what not, and how to cite the run."""

import re
from collections.abc import Iterator

from forecast.display.dates import day_text
from forecast.experiment.evidence import GRADES, count_grades
from forecast.report.known_war import known_war
from forecast.report.material import Material
from forecast.report.views.view import Fact, View
from forecast.text.report_notes import NOT_A_PREDICTION

TITLE = "Model card"
WHAT = (
    "A simulation of a war between two sides, week by week: the front, aid, forces, losses, bargaining, ceasefires and "
    "whether they last. It follows stated assumptions to their consequences in many random futures."
)
NOT_FOR = (
    "To predict this war: a share of simulated futures is not the probability of a real event. To decide about single "
    "attacks, units or places: the front is a few sectors. For a claim on the real war without the caveat that judged "
    "inputs dominate. For a word on a sitting negotiation: secret talks are not in it."
)
FITTED = re.compile(r"Posterior of `forecast calibrate`, observations through (\d{4}-\d{2}-\d{2})")
LICENCE = (
    "MIT for the program and its configuration. Maps and series that were measured keep the licence of their owners."
)

TESTED = (
    Fact(
        "Tested: the front", "Forecasts from past dates, scored against simple rules on two maps.", "docs/hindcast.md"
    ),
    Fact(
        "Tested: ceasefires",
        "How long ceasefires last and how soon wars end, beside published curves and base rates; misses are listed.",
        "docs/ceasefires.md",
    ),
    Fact(
        "Tested: the fit",
        "The calibration finds known values again in synthetic records.",
        "docs/calibration.md",
    ),
)
NOT_TESTED = (
    "What a threat, an offer or a guarantee does: no record has enough cases. Whether a policy is better than another: "
    "only one of them can happen. Effects beyond the war. Any war unlike those of the record."
)


def view(material: Material) -> View | None:
    """Describe the model and the run as a definition list."""
    return View(
        "model_card",
        TITLE,
        (NOT_A_PREDICTION,),
        facts=tuple(_facts(material)),
        explained="docs/model.md",
    )


def _facts(material: Material) -> Iterator[Fact]:
    members, experiment, stamp = material.members, material.experiment, material.stamp
    manifest = members.manifest
    yield Fact("What it is", WHAT, "docs/model.md")
    yield Fact(
        "This run",
        f"{manifest.members:,} futures of each of {len(manifest.branches)} policies: {manifest.draws:,} draws of the "
        f"inputs, {manifest.replicates} courses of chance each; {material.horizon / 52:.3g} years from "
        f"{day_text(members.origin)}.",
    )
    yield Fact("Fitted on", _fitted(material), "docs/calibration.md")
    yield Fact("Data cut", _data_cut(material))
    yield Fact("Inputs", _inputs(material), "docs/parameters.md")
    yield from TESTED
    known = known_war(experiment.baseline)
    if known is not None and known.course is not None:
        yield Fact("Tested: the first forecast", "The forecast of version 0.1.0 beside what came.", known.course.source)
    yield Fact("Not tested", NOT_TESTED)
    yield Fact("Must not be used", NOT_FOR)
    yield Fact("Version", _versions(material))
    yield Fact("Licence", LICENCE)
    yield Fact("Cite as", stamp.cite)


def _fitted(material: Material) -> str:
    """Name the inputs that come from a calibration, and the last day of its observations."""
    found = [match for p in material.experiment.priors.values() if (match := FITTED.search(p.source))]
    if not found:
        return "No input of this run names a calibration as its source. All come from the sources that they state."
    last = max(match.group(1) for match in found)
    inputs, verb = ("input", "comes") if len(found) == 1 else ("inputs", "come")
    return (
        f"{len(found)} {inputs} of the front and the losses {verb} from a calibration on maps and series to {last}. "
        "Effects of policy are not fitted: they are from the literature or judged."
    )


def _data_cut(material: Material) -> str:
    experiment, day = material.experiment, day_text(material.members.origin)
    if experiment.hindsight == "allowed":
        return f"{day} for the state of the war. What is known of wars in general may be later: hindsight is allowed."
    dates = [p.as_of for p in experiment.priors.values() if p.as_of is not None]
    newest = f" The newest input is of {day_text(max(dates))}." if dates else ""
    known = known_war(experiment.baseline)
    later = "" if known is None or known.course is None else f" {known.course.later_knowledge}"
    return f"No input uses an event after {day}.{newest}{later}"


def _inputs(material: Material) -> str:
    """Count inputs and constants by grade."""
    priors = material.experiment.priors.values()
    inputs, constants = count_grades(priors), material.evidence.constants
    drawn = len(material.search.priors)

    def counted(of: dict[str, int]) -> str:
        return ", ".join(f"{of.get(grade, 0)} {grade} ({words})" for grade, words in GRADES.items())

    return (
        f"{sum(inputs.values())} inputs: {counted(inputs)}. {drawn} of them are uncertain and used. "
        f"{sum(constants.values())} constants of the model: {counted(constants)}."
    )


def _versions(material: Material) -> str:
    manifest, stamp = material.members.manifest, material.stamp
    parts = [f"Frontcast {stamp.version}"]
    if manifest.git_commit:
        parts.append(f"commit {manifest.git_commit[:7]}")
    parts += [f"config {stamp.config[:12]}", f"seed {manifest.seed}", f"results of schema {manifest.schema_version}"]
    return ", ".join(parts) + "."
