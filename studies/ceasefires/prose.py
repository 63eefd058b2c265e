"""What the page says around its tables."""

HEAD = """# Ceasefires and the end of a war against the record

Made by `python -m studies ceasefires {config}{cases} --draws {draws} --markdown`. Do not edit by hand.

How long a ceasefire lasts, and how soon a war ends, are held here against wars that are over. The hazard of a return
to war is the kernel's own: `lanes.peace.danger`, week by week, with the priors of the study, under the terms that
each ceasefire of the past had. Nothing is tuned here, and nothing here changes a prior.

**Marks.** *module*: median over {draws:,} draws with its Monte Carlo error, then the central 80 % of draws [10 %, 90
%]. *published*, *record*, *returns*: what was seen, with the central 80 % of its sampling error (Wilson for shares,
Garwood for counts; too narrow where cases hang together). *verdict*: *inside* if the central 80 % of draws holds
what was seen; *inside with error* if the two intervals only meet; else *OUTSIDE* or *MISS*. If the module is right
one point in five lies outside its band, and points of one curve hang together.
"""
FIGURE = """![Two panels: share of ceasefires failed by age, published against the module; and returns to war
seen against those expected, by age](figures/ceasefire_calibration.svg)
"""
CURVES = """**Role.** The bands of the module were estimated on the first row, so that this is a check of the code
and of the other two baselines, not a test. The next three are cuts of the same file. The rest mix in
ceasefires after a victory, for which the module has no prior of its own: their hazard is lowered by a
draw of N(0.85, 0.38) (model.md 1.2), and imposed regimes never fail. Winners fail less in their first
years than that gives.
"""
ENDS = """The record of wars past their second year is flat with age (0.35, 0.31, 0.33, 0.33, 0.5 a year); the
module's rate falls from year to year, since the draws in which a side will not settle are those that are
left. Shares without an interval have no printed n. The ends of young wars (26 % in a month, a further 25
% in a year) say nothing about one past its second year. A win of the defender is not among the ends that
the kernel knows, so *won* counts one side only. The forecasts of a crowd are no record: the priors give
them a weight of at most 0.3, and nothing after 20 December 2024 is known here.
"""
SELECTION = """## What the tables are worth

- **The compiled cases are chosen, not sampled.** Failures that everyone knows are over-represented, above all among
  proxies and non-states; so a module that is right should expect fewer returns than are seen there. The cases
  between states have most of the larger ones.
- **Named ceasefires are those that took hold.** What broke within days seldom has a name. First-month hazards look
  too low in them, and truces look too firm.
- **The conflict data set cannot see a failure inside a year** (an episode ends after a quiet calendar year). Its
  ceasefires enter here at one year, as the module has them then. It numbers conflicts by dispute, so that a new war
  of old enemies is no return: the row *between the same states* looks for those. It has ends by conquest, and states
  that are gone; terms are not coded. The row *as if every war had had a winner* is the most that terms could
  explain.
- **Terms are the compiler's coding**, often of what was signed, not of what was done. They were coded by people who
  knew how it ended, as was the grouping into wars.
- **The module's baselines come from an overlapping record** (188 pairs of states, 1914 to 2001). Leaving a war out
  leaves it out of the refit and of the references, not out of the priors.
- A war and all ceasefires between the same enemies are one group: {wars} groups of {cases} cases. Intervals of
  ratios draw groups again, 4,000 times.
"""
LEFT = """Every ceasefire is forecast from the ceasefires of the other wars, and no war informs its own. *module,
priors* is what `forecast run` believes. *refitted* learns a common shift of the log hazard (normal
prior, sd 0.5) and the weights of the three baselines from the other wars. The references know no terms,
but know how often such cases fail: a constant rate, rates in the six bands of age, and a Kaplan-Meier
curve. Brier scores weight each ceasefire by the inverse chance of not being censored; the decomposition
(reliability, resolution, uncertainty) has only those whose fate is known. A ratio below 1 and a log
density above 0 favour the forecast in the second column. Kaplan-Meier has no density. Its concordance
and that of the other references is not shown: leaving a war out makes a forecast that knows no terms
rank backwards. Monte Carlo errors of the refit, from the same draws, are like those of the module.
"""
