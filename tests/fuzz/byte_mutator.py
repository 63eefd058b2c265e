"""Changes the bytes of a text at random, from a seed.

It stands in for a coverage-guided fuzzer such as atheris, which has no package for these interpreters: the pieces that
it inserts are the ones that steer YAML and the readers of values.
"""

import numpy as np

PIECES = tuple(
    piece.encode("utf-8", "surrogatepass")
    for piece in (
        *("{", "}", "[", "]", ":", ": ", ",", "\n", "\r\n", "\r", "  ", "\t", "- ", "? ", "#", " #", "|\n", '"'),
        *("&a ", "*a", "<<: ", "!!str ", "!!python/name:os.system ", "---\n", "...\n", "%YAML 1.1\n---\n", "\\u202e"),
        *("null", "~", "true", "no", "NO", "on", ".nan", ".inf", "-.inf", "nan", "1e999", "-0", "0", "1_000", "10,000"),
        *("010", "0x1F", "0o17", "1:30", "1e3", "1.", ".5", "9" * 400, "1" * 40, "-1", "1e-300", "1e30", "20.000"),
        *("2024-02-30", "9999-12-31", "0001-01-01", "2024-12-20T00:00:00Z", "39 weeks", "-1 years", "1e300 years"),
        *("1e-300 %", "3 (", "1/0 km", "sqrt", "sqrt(", "km2 km2 km2", "%", " %", "x", "5 000 km2", "85 ％"),
        *("\x00", "\x1b[2J", "\x85", "\u2028", "\ufeff", "\u202e", "\u200b", "\u00a0", "\u202f", "１０", "٣", "\ud800"),
        *("é", "e\u0301", "prior: x", "{prior: [1]}", "extends: ../experiment.yaml\n", "extends: /dev/zero\n"),
        *("a.b", "..", "../x", "con", "=1+1", "<b>", "x: ", "x:\n", "zz: {zz: }\n", "sweep: {horizon: [1]}\n"),
        *("members: 3999\n", "layout: lhs\n", "switches: {inputs: {x: low}}\n", "[" * 60, "{a: " * 60),
    )
)  # fmt: skip


def mutate(text: bytes, rng: np.random.Generator) -> bytes:
    """Return the text after one to six changes: pieces inserted, bits flipped, parts cut, doubled or moved."""
    for _ in range(int(rng.geometric(0.45))):
        start = int(rng.integers(len(text) + 1))
        stop = min(len(text), start + int(rng.geometric(0.12)))
        part = text[start:stop]
        match int(rng.integers(7)):
            case 0 | 1 | 2:
                text = (
                    text[:start]
                    + PIECES[int(rng.integers(len(PIECES)))]
                    + text[start if rng.random() < 0.5 else stop :]
                )
            case 3:
                text = text[:start] + text[stop:]
            case 4:
                text = text[:start] + part * int(rng.integers(2, 4)) + text[stop:]
            case 5:
                at = int(rng.integers(len(text) + 1))
                rest = text[:start] + text[stop:]
                text = rest[:at] + part + rest[at:]
            case _:
                text = text[:start] + bytes(byte ^ (1 << int(rng.integers(8))) for byte in part[:2]) + text[start + 2 :]
    return text
