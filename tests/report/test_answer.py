"""The first screen: its answers are the numbers of the run, favour no branch, and fit on the brief."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from forecast.report.answer import claims, total_cost
from forecast.report.brief import write_brief
from forecast.report.material import Material
from forecast.store.reader import Run


@pytest.fixture(scope="module")
def material(run: Run) -> Material:
    return Material.of(run)


def test_that_the_answers_are_those_of_the_run(material: Material) -> None:
    told = {claim.question: claim.answer for claim in claims(material)}
    members, tested = material.members, material.tested_branch
    assert tested == "surge_offer"
    share = {branch: 100.0 * np.mean(members.values(branch, "durable_5y")) for branch in material.branches}
    peace = told["What is better for lasting peace?"]
    assert f"{share[tested]:.0f}%" in peace and f"{share[members.reference]:.0f}%" in peace
    gap = share[tested] - share[members.reference]
    assert f"{gap:+.1f}" in peace or f"{gap:+.0f}" in peace
    accepted = told.get("Would Russia accept the offer?", "")
    if accepted:
        refused = 100.0 * np.mean(members.values(tested, "refused_week") <= 104)
        assert f"{refused:.0f}%" in accepted
    cost = total_cost(material, tested)
    assert cost is not None
    assert f"{np.mean(cost):.0f} billion" in told["What does it cost, and who pays?"]


def test_that_the_answer_says_who_is_ahead_whoever_it_is(material: Material) -> None:
    members = material.members
    tested = material.tested_branch
    assert tested is not None
    share = {branch: float(np.mean(members.values(branch, "durable_5y"))) for branch in material.branches}
    answer = claims(material)[0].answer
    ahead = share[tested] >= share[members.reference]
    name = material.titles[tested]
    said = (
        f"“{name}” is {'ahead' if ahead else 'behind'} on average",
        f"“{name}” and “",
        f"“{name}”." if ahead else "“",
    )
    assert answer.startswith(said)
    rest = sorted((b for b in share if b not in (tested, members.reference)), key=lambda b: -share[b])
    assert f"“{material.titles[rest[0]]}”" in answer


def test_that_a_branch_that_is_behind_is_said_to_be_behind(material: Material) -> None:
    turned = Material(material.members, material.looks)
    peace = material.peace
    assert peace is not None and material.tested_branch is not None
    key = material.tested_branch, peace.years[0]
    gap = peace.differences[key]
    less = gap.value._replace(value=-abs(gap.value.value))
    for tie, words in (
        ("draws", "is behind on average"),
        (None, "“Muddle through”."),
        ("small", "are too close to tell"),
    ):
        turned.__dict__["peace"] = replace(
            peace, differences={**peace.differences, key: gap._replace(value=less, tie=tie)}
        )
        answer = claims(turned)[0].answer
        assert words in answer.split(". A ceasefire")[0] + ".", answer
        assert not answer.startswith(f"“{material.titles[material.tested_branch]}”.")


def test_that_the_brief_has_the_answers_and_one_chart(run: Run, tmp_path: Path) -> None:
    record = tmp_path / "record.md"
    record.write_text("## Verdict\n\n- **0.1** was wrong twice. Its band held. More.\n")
    page = write_brief(run, tmp_path / "brief.html", record).read_text()
    assert page.count("<svg") == 1 and "<table" not in page.split("<details")[0]
    for claim in claims(Material.of(run)):
        assert claim.question in page
    assert "Version 0.1 was wrong twice. Its band held." in page and "More." not in page
    assert write_brief(run, tmp_path / "again.html", record).read_text() == page
    assert page.count("Cite as:") == 1 and len(page) < 200_000


@pytest.mark.parametrize(("horizon", "replicates"), [(4, 2), (60, 1)])
def test_that_a_short_run_has_a_brief(synthetic, tmp_path: Path, horizon: int, replicates: int) -> None:  # type: ignore[no-untyped-def]
    run = synthetic.write_run(tmp_path / "run", draws=40, replicates=replicates, horizon=horizon, short=0)
    page = write_brief(run).read_text()
    assert "nan" not in re.sub(r"<svg.*?</svg>|<style.*?</style>", "", page, flags=re.DOTALL).lower().replace(
        "finance", ""
    )
