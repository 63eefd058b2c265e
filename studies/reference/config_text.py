"""Prose of docs/config.md. `config_page` makes the tables from the models."""

INTRODUCTION = """# Config reference

Made from the models by `python -m studies config_page > docs/config.md`. Do not edit by hand.

An experiment file names a baseline file, one or more files of priors, and a file for every branch. Each of them may
also be written in the experiment file itself. `forecast validate CONFIG` checks everything and prints every problem as
`file:line:col: message`. `forecast schema > schema.json` writes the schema for editors. The first line
`# yaml-language-server: $schema=schema.json` of a file turns on completion (for the other kinds of file:
`schema.json#/$defs/Branch`, `.../BaselineFile` and `.../PriorsFile`).

**Text.** A file is UTF-8, has at most 1 MB, and nests at most 50 levels. Only `true` and `false` are booleans: `NO`,
`12:30` and dates are text. Duplicate keys, tags, anchors, aliases, merge keys and directives are refused, and so are
characters that cannot be seen: control characters, marks of direction, spaces without width, and line ends other than
the usual ones.

**Contradictions** are refused with the reason: an ultimatum without a package, or with one that is withdrawn before it
or tabled after its deadline; `until_membership` without a membership in the package; `surge_from` without a surge; a
sector with `active_open` 0 and `active_stay` 1, or with `active_open` 0 and a share of the gain; land at week 0 more
than 1.05 times the land before the invasion; two conditions that no member meets together; ids that differ in capitals
only or have another meaning. A step of a branch beyond the horizon is a warning.

**Keys.** An unknown key is refused at every depth, with or without a value, in every file and in `--set`; the message
names the nearest key. Every key needs its `:` and a space, also inside `{ }`. A known key without a value counts as not
written, and it takes away what a file that is extended has there. A name that a user chooses (of a branch, a prior, a
success) may be without a value only if it takes something away.

**Numbers.** `10000` and `10_000` are whole numbers and `1e6` is a number. A number with thousands separators is
refused: `10,000`, `10 000`, `10'000`. So is a number with three decimals that end in 0, because `20.000` may mean 20 or
20000. Inside `{ }` and `[ ]` a comma ends the entry. Numbers in other notations (`010`, `0x1F`, `1:30`, `.nan`, digits
other than 0 to 9) are refused too.

**Quantities** are text with a unit: `39 weeks`, `4 years`, `30 thousand`, `1.8 x`, `85 %`, `500 km2`. A year has
52 weeks, a month 52/12 weeks. A bare number is refused where a unit is needed. Shares, chances and multiples may be
bare (`0.85`). Where a date is allowed, it means the number of weeks since the date of the baseline.

Words of units: day, week, month, year, km, km2, persons, thousand, million, bn, trn, EUR, USD, RUB, bbl, %, x. They are
combined with spaces (product), `/`, brackets and `sqrt( )`: `2.5 EUR bn/month`, `1/(500 km2)`, `1/sqrt(year)`.

**`extends: other.yaml`** in any file builds on another file of the same kind, or on a list of files, of which a later
one replaces values of an earlier one. Mappings are merged key by key. Lists and values are replaced. An empty value
takes a key away. A new distribution replaces the old one. The path of a baseline, of priors or of a branch replaces
what was there; a mapping instead of a path is merged into it. A relative path starts at the folder of the file that
contains it.

**`--set PATH=VALUE`** sets one value after all files are merged, also inside a file that is named, for example
`--set "branches.surge_offer.offer.if_refused.surge.duration=52 weeks"`, `--set priors.NAME.normal.mean=3` or
`--set baseline.state.NAME.fixed=1`. Entries of a list are numbered from 0. `PATH=` takes a key away. VALUE is a scalar,
a list in `[ ]` or a mapping in `{ }`.

**`stopping:`** in an experiment file ends a run when its estimates are precise enough:

```yaml
stopping:
  durable_5y: {mcse: 0.002}                                  # in every branch
  surge_offer - muddle_through: {durable_5y: {mcse: 0.001}}  # difference over the same members
  max_members: 200_000                                       # required; never more members than that
```

An outcome is a result column that no member lacks, a success, or the chance of an event by a week as the tables name it
(`ceasefire_by_w104`). A run is checked at powers of two of its draws, first at the smallest one that is at least
`design.draws` and 256, and last at the largest one within `max_members`. It ends where every standard error is at most
its `mcse`. The layout has to be `mc` or `sobol`, because the others cannot be extended. `--members N` makes exactly N
members and leaves the rule out. The rule is part of the config hash. [How to](howto/precision.md).

**`sweep:`** in an experiment file maps such paths to lists of values. Every combination of values is a run of its own.
After a sweep over `switches`, `forecast compare` says which conclusions hold for every choice. After any other sweep it
prints the curve: each outcome at every point, with paired differences.

**`{prior: NAME}`** in a branch draws the value, once per draw, from a prior that has no `sets`.
"""

REPLACES = """A choice other than the default puts a constant in each of the rows below, for all members. The priors of
these rows must still be there and are drawn as before. So no other draw changes, and two settings of a switch are
paired member by member.
"""

ROWS = """## What `sets:` can name

Exactly one entry of `state` or `priors` sets each row below. Only a row that has a value "if no entry sets it" may be
left out. In a name that ends in `_0` (the defender) or `_1` (the attacker), the id of the side may be written instead:
`force.ua` for `force_0`. A row of a donor is written `donors.<donor id>.<row>`, or with the number of the donor:
`donors.0.<row>` for the lead donor. Names without ids fit every war; the resolved config and its hash have the ids in
any case. The unit of the entry must be convertible to the unit of the row. Every value that can be drawn must be in the
range of the row; `at_least` and `at_most` cut a distribution off.
"""
