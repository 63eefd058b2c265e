"""Changes a config as a tree, by a hypothesis strategy: other types, values, keys, places and depth."""

import copy
from typing import Any

import yaml
from hypothesis import strategies as st

KEYS = (
    "horizon", "design", "draws", "replicates", "layout", "seed", "members", "branches", "reference", "priors", "sweep",
    "baseline", "date", "sides", "donors", "sectors", "state", "share", "active_open", "active_stay", "success",
    "all", "quantity", "at_least", "at_most", "is", "normal", "mean", "sd", "lognormal", "fixed", "uniform", "choice",
    "values", "weights", "dimension", "sets", "unit", "prior", "offer", "announced", "deadline", "package", "withdrawn",
    "troops", "until_membership", "membership", "verification", "if_refused", "surge", "executed", "aid", "keep",
    "extends", "switches", "inputs", "known", "hindsight", "zz_unknown", "Design", "", "a.b", "no", "total", "con",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 3, 64, 200, 10**9, 2**31, 2**63, 10**40, -0.0, 0.5, 1.0, 1.5, 1e-300, 1e30, 1e308,
    float("inf"), float("nan"), "", " ", "a", "no", "1", "10,000", "10.000", "010", "1:30", "1e3", "２０", "1 week",
    "4 weeks", "40 years", "1e6 weeks", "-1 weeks", "0 weeks", "1e400 weeks", "85 %", "101 %", "0 km2", "5 000 km2",
    "30 thousand", "1/0", "sqrt(week)", "2024-12-20", "2024-02-30", "1800-01-01", "2199-12-31", "lhs", "sobol_groups",
    "none", "path", "at_signature", "always", "never", "withdrawn", "unrestricted", "surge", "threat", "wait", "lead",
    "attacker", "defender", "held_t0", "force.ua", "x" * 5000, "=1+1", "<script>", "..", "../experiment.yaml", "a/b",
    "threat.yaml", "\u00a0", "é", "$x^2$", [], {}, [[]], [None], [1, 2], ["a"], {"prior": "checked"}, {"prior": 1},
    {"fixed": 1}, {"normal": {"mean": 0, "sd": 1}}, {"low": 0, "high": 1}, {"a": {"b": {"c": {"d": None}}}},
)  # fmt: skip
STYLES = (None, True, False)


def _deep(levels: int) -> Any:
    node: Any = "x"
    for level in range(levels):
        node = [node] if level % 2 else {"k": node}
    return node


def paths(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of all values of a tree but the tree itself."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    found: list[tuple[Any, ...]] = []
    for key, child in items:
        found += [(*path, key), *paths(child, (*path, key))]
    return found


def _at(node: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        node = node[part]
    return node


NEW_VALUES = st.one_of(
    st.sampled_from(VALUES),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.integers(1, 60).map(_deep),
    st.builds(
        lambda number, unit: f"{number} {unit}", st.floats(-10, 1e6), st.sampled_from(("weeks", "km2", "%", "km"))
    ),
)


@st.composite
def edited(draw: st.DrawFn, tree: Any) -> tuple[Any, bool | None]:
    """A tree with one to five edits, and the style in which it is to be written."""
    tree = copy.deepcopy(tree)
    for _ in range(draw(st.integers(1, 5))):
        places = paths(tree)
        if not places:
            break
        *front, last = draw(st.sampled_from(places))
        parent = _at(tree, tuple(front))
        edit = draw(st.integers(0, 6))
        if edit <= 1:
            parent[last] = copy.deepcopy(draw(NEW_VALUES))
        elif edit == 2:
            del parent[last]
        elif edit == 3 and isinstance(parent, dict):
            parent[draw(st.sampled_from(KEYS))] = parent.pop(last)
        elif edit == 4 and isinstance(parent, dict):
            parent[draw(st.sampled_from(KEYS))] = copy.deepcopy(draw(NEW_VALUES))
        elif edit == 5:
            parent[last] = copy.deepcopy(_at(tree, draw(st.sampled_from(places))))
        else:
            parent[last] = [parent[last]]
    return tree, draw(st.sampled_from(STYLES))


def written(tree: Any, style: bool | None) -> bytes:
    """The YAML text of a tree."""
    text: str = yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, default_flow_style=style)
    return text.encode("utf-8", "surrogatepass")
