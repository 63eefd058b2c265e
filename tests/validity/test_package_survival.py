"""Survival of six packages by the durability mechanism alone, against a run made apart from this code.

The figures and settings are those of the study's dossier, 20,000 draws. Errors shown are those of independent draws;
the Sobol draws used here err less. Settings: the deal is pressed by a third party; one step
of verification but in the paper truce; ln force ratio drifts N(0.03, 0.04) a year, N(0.12, 0.04) under neutrality;
stakes 0.82 and ln deaths 3.8 above the reference; hopeful peacekeepers at -1.2, which the printed figures do not give
(-1.0 in the study); troops of full effect from week 0; no mismatch; bands only.
"""

import numpy as np
import pytest

from forecast.display.digits import format_value
from tests.kernels.case import PARAMETER, Case
from tests.validity.paired import average, draws, members
from tests.validity.peace_paths import hazard, signed_at_once, survival

N = 2048
AGES = (13, 52, 260, 520, 780)
TOLERANCE = 0.03
TROOPS = {"troops": 27, "accession_path": 1, "bilateral": 1}
PACKAGES = {  # levers, survival at 3 months and 1, 5, 10, 15 years
    "paper truce": ({"bilateral": 0}, (0.87, 0.73, 0.62, 0.45, 0.39)),
    "bilateral, verified": ({"bilateral": 1}, (0.93, 0.85, 0.77, 0.63, 0.58)),
    "troops about four years": (TROOPS, (0.96, 0.91, 0.85, 0.70, 0.63)),
    "troops until accession": (TROOPS | {"troops_stay": 1}, (0.96, 0.91, 0.86, 0.78, 0.74)),
    "alliance at signature": ({"alliance": 1, "bilateral": 1}, (0.98, 0.96, 0.94, 0.89, 0.86)),
    "neutrality with caps": ({"neutral": 1, "bilateral": 0}, (0.91, 0.80, 0.68, 0.45, 0.37)),
}
LATER = ("backing_effect", "aid_drift", "coerced_effect", "reputation_effect", "dmz_effect")  # not in the dossier
NONE = ("troops", "troops_arrival", "troops_stay", "alliance", "accession_path", "relief", "recognition", "cession")


def dossier(package: str) -> Case:
    """A package at the settings of the dossier; draws of the study, rows overwritten where the dossier differs."""
    c, drawn = signed_at_once(members("muddle_through", N, "sobol")), draws(N, "sobol")
    normal = (drawn["ln_force_drift_neutral"] - 0.14) / 0.06
    c.set(**dict.fromkeys(LATER, 0)).lever(pressure=1)
    c.set(deaths_excess=3.8, stakes_excess=0.82, force_drift_neutral=0.12 + 0.04 * normal)
    c.params[PARAMETER["keepers_hopeful"]] += -1.2 - -1.0
    if package == "paper truce":
        c.set(verification_effect=0)
    c.lever(**dict.fromkeys(NONE, 0), troops_duration=52 * drawn["pk_duration"])
    return c.lever(**PACKAGES[package][0])


@pytest.mark.parametrize("package", PACKAGES)
def test_that_package_survival_curves_match_the_dossier(package):
    """The anchor of section 1.5: five points of each curve within 0.03."""
    kept = survival(hazard(dossier(package), max(AGES)))[list(AGES)]
    for age, found, want in zip(AGES, map(average, kept), PACKAGES[package][1], strict=True):
        print(f"{package}, {age} weeks: {format_value(found)}, dossier {want}")
        assert abs(found.value - want) <= TOLERANCE


def test_that_the_settings_of_the_dossier_are_those_of_the_study_or_named_here():
    """What `dossier` does not overwrite must be drawn as there: the priors of bands and effects, by their moments."""
    drawn = draws(N, "sobol")
    moments = {  # mean, standard deviation
        "cf_haz_0_1m": (1.5, 0.612), "cf_haz_1_6m": (0.280, 0.114), "cf_haz_6_12m": (0.3, 0.122),
        "cf_haz_1_5y": (0.025, 0.0144), "cf_haz_5_10y": (0.045, 0.0201), "cf_haz_10y_plus": (0.025, 0.0125),
        "loghr_stakes_existential": (0.78, 0.35), "loghr_ln_deaths": (-0.16, 0.09), "ln_force_drift": (0.03, 0.04),
        "loghr_third_party_early": (-0.3, 0.4), "loghr_third_party_late": (0.5, 0.4),
        "loghr_onsite_verification": (-0.44, 0.19), "loghr_article5": (-1.8, 0.6),
        "loghr_bilateral_commitment": (-0.3, 0.3), "loghr_budapest_assurance": (0, 0.1),
        "loghr_closing_window": (0.5, 0.4), "loghr_force_shift": (0.12, 0.12), "frailty_sd": (0.65, 0.1443),
        "loghr_peacekeepers_fortna": (-1.0, 0.4), "loghr_peacekeepers_lhr": (-0.1, 0.35),
        "pk_model_weight_fortna": (0.6, 0.2), "nato_accession_ever_15y": (0.4, 0.1477),
        "ln_force_drift_neutral": (0.14, 0.06),
    }  # fmt: skip
    for name, (mean, sd) in moments.items():
        assert abs(drawn[name].mean() - mean) < 0.02 * sd + 1e-6, name
        assert drawn[name].std() == pytest.approx(sd, rel=0.03), name
    c = dossier("neutrality with caps")
    assert np.allclose(c.params[PARAMETER["accession_median"]], 9)
    assert np.allclose(c.params[PARAMETER["accession_sdlog"]], 0.6)
    assert np.allclose(c.params[PARAMETER["keepers_tripwire"]], 1)
