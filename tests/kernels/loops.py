"""Which loops of optimised LLVM code the compiler has packed.

LLVM's loop vectoriser marks a packed loop with `llvm.loop.isvectorized`. It keeps a scalar twin for rows that overlap,
where it cannot tell them apart, and marks that too. How much of a function the twins are depends on the processor,
because a packed loop of 32 members may be unrolled as a whole, or twice, or not. So they are left out of account here.
"""

import re
from typing import NamedTuple

KIND = r"(?:= f(?:mul|add|sub|div) (?:\w+ )*|@llvm\.fma\.)"
PACKED, SCALAR = re.compile(KIND + r"(?:<\d+ x float>|v\d+f32)"), re.compile(KIND + r"(?:float|f32)\b")


class Loop(NamedTuple):
    """A loop without loops inside: its first block, whether it is marked, arithmetic on packed and on single floats."""

    header: str
    marked: bool
    packed: int
    scalar: int


def packed_share(code: str) -> float:
    """Share of packed instructions in the floating-point arithmetic of a module, without the scalar twins."""
    twins = sum(loop.scalar for loop in innermost_loops(code) if loop.marked)
    packed, scalar = len(PACKED.findall(code)), len(SCALAR.findall(code)) - twins
    return packed / max(packed + scalar, 1)


def scalar_loops(code: str) -> list[Loop]:
    """Innermost loops with mostly single floats that are no twin of a packed loop."""
    return [loop for loop in innermost_loops(code) if loop.scalar > loop.packed and not loop.marked]


def innermost_loops(code: str) -> list[Loop]:
    """All innermost loops of all functions in a module."""
    marked = _marked(code)
    loops: list[Loop] = []
    for body in re.findall(r"^define [^\n]*\{\n(.*?)^\}", code, re.M | re.S):
        loops += _loops_of(_blocks(body), marked)
    return loops


def _marked(code: str) -> set[str]:
    """Names of loop metadata that say that the loop is packed, or the twin of a packed one."""
    nodes = dict(re.findall(r"^(!\d+) = (?:distinct )?!\{([^\n]*)\}", code, re.M))
    vectorised = {name for name, text in nodes.items() if "llvm.loop.isvectorized" in text}
    return {name for name, text in nodes.items() if vectorised & set(re.findall(r"!\d+", text))}


def _blocks(body: str) -> dict[str, str]:
    named = body if re.match(r"[\w.$\"-]+:", body) else "entry:\n" + body
    parts = re.split(r"^([\w.$\"-]+):[^\n]*\n", named, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _targets(text: str) -> list[str]:
    lines = text.strip().splitlines()
    end = next((k for k, line in enumerate(lines) if re.match(r"\s*(?:br|switch|indirectbr) ", line)), len(lines))
    return re.findall(r"label %([\w.$\"-]+)", "\n".join(lines[end:]))


def _loops_of(blocks: dict[str, str], marked: set[str]) -> list[Loop]:
    follow = {name: [t for t in _targets(text) if t in blocks] for name, text in blocks.items()}
    before: dict[str, list[str]] = {name: [] for name in blocks}
    for name, targets in follow.items():
        for target in targets:
            before[target].append(name)
    back = _back_edges(next(iter(blocks)), follow)
    natural = [(header, latch, _within(header, latch, before)) for latch, header in back]
    headers = {header for header, _, _ in natural}
    loops = []
    for header, latch, inside in natural:
        if headers & (inside - {header}):
            continue
        mark = re.search(r"!llvm\.loop (!\d+)", blocks[latch])
        text = "".join(blocks[name] for name in inside)
        numbers = len(PACKED.findall(text)), len(SCALAR.findall(text))
        loops.append(Loop(header, bool(mark) and mark.group(1) in marked, *numbers))
    return loops


def _back_edges(entry: str, follow: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Edges to a block on the path from the entry to it."""
    edges, done, path = [], set(), [(entry, iter(follow[entry]))]
    on_path = {entry}
    while path:
        name, targets = path[-1]
        target = next(targets, None)
        if target is None:
            path.pop()
            on_path.discard(name)
            done.add(name)
        elif target in on_path:
            edges.append((name, target))
        elif target not in done:
            on_path.add(target)
            path.append((target, iter(follow[target])))
    return edges


def _within(header: str, latch: str, before: dict[str, list[str]]) -> set[str]:
    inside, todo = {header, latch}, [latch] if latch != header else []
    while todo:
        for name in before[todo.pop()]:
            if name not in inside:
                inside.add(name)
                todo.append(name)
    return inside
