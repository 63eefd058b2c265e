"""Why a statistic misses, in words, as far as it is known. Printed only for statistics that do miss.

Each text was written from a measurement that is named in it; whoever changes the model should look whether it holds.
"""

TREND = (
    "The observed year is one long rise, from about 14 to about 115 km² a week, and a trend lifts every "
    "autocorrelation. Simulated years begin high and as a rule come down. Around a straight line the first "
    "autocorrelation agrees (its own row)."
)
CAUSES: dict[str, str] = {
    **{f"{stem}_{lag}": TREND for stem in ("acf", "log_acf") for lag in (1, 2, 4, 8)},
    "jump": (
        "The noise of both maps was estimated on all 105 weeks. In the first half of them gains lay near zero, where "
        "noise on this scale is largest; the last 57 weeks are calmer than that. Without map noise the simulated "
        "changes have about the observed size (median 0.76). The moving average of the noise, which was not in the "
        "fit, adds a little. So it is the noise of the maps that is too large for this year, not the war's; the "
        "coefficients of variation, which hold the slower moves too, agree."
    ),
    "east_13": (
        "In the last quarter hardly anything moved outside the east. The model gives quiet sectors more than that on "
        "purpose: an expected share is six tenths of the last quarter's and four tenths an equal part, because that "
        "rule was about the nearest to the next quarter's shares ([baseline.md](baseline.md))."
    ),
    "still": (
        "The chances of activity count gross gains, this row counts net moves, and a map moves a village in one step "
        "where the model moves a little every week. Both lower the simulated share."
    ),
    "claimed": (
        "Claims rose by two thirds in the year. The baseline starts from where they ended, and nothing in the model "
        "makes losses return to an older, lower rate: it reads the rise as a new state and not as a peak. A year "
        "observed on the way up cannot tell which is right."
    ),
    "link_raw": (
        "Claims and gains both rose through the observed year, so this is mostly a correlation of two trends. In the "
        "model the two go their own ways after week 0: gains revert to a lower level, losses stay where they are."
    ),
}
UNKNOWN = "No cause has been found yet."
