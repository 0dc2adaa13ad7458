"""The figures of a torture, and what went wrong in words."""

from collections.abc import Iterator

from app.invariants import BY_NAME
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.run import say
from bench.torture.alone import Alone
from bench.torture.count import Count
from bench.torture.exploring import Explored
from bench.torture.machine import STEPS
from bench.torture.storm import Stormed
from tests.consistency import Contradiction

SHOWN = 20
# With fewer, chance may pass a rule by.
ENOUGH_WRITES = 50_000
ENOUGH_STEPS = 1_000
# What was committed shortly before a contradiction; the last is the likeliest.
SHOWN_STATEMENTS = 40


def model_figures(explored: Explored) -> Iterator[Figure]:
    """Give the figures of the model's stories."""
    for failure in explored.failures:
        say(f"model: {failure}")
    steps = sum(explored.steps.values())
    yield Figure("torture_model_stories", explored.stories)
    yield Figure("torture_model_steps", steps)
    yield Figure(
        "torture_model_steps_refused",
        sum(number for (_, allowed), number in explored.steps.items() if not allowed),
    )
    for step in STEPS:
        yield Figure(f"torture_model_allowed.{step}", explored.steps[step, True])
        yield Figure(f"torture_model_refused.{step}", explored.steps[step, False])
    unseen = [
        f"{step} {'allowed' if said else 'refused'}"
        for step in STEPS
        for said in (True, False)
        if not explored.steps[step, said]
    ]
    say(f"model: no step was {', '.join(unseen) or 'unseen'}")
    is_long = steps >= ENOUGH_STEPS
    yield Figure(
        "torture_model_rooms_let_again", explored.let_again, AtLeast(1) if is_long else None
    )
    yield Figure("torture_model_outcomes_unseen", len(unseen), AtMost(0) if is_long else None)
    yield Figure("torture_model_disagreements", len(explored.failures), AtMost(0))


def alone_figures(alone: Alone) -> Iterator[Figure]:
    """Give the figures of one writer alone."""
    _describe("alone", alone.seen)
    for statement in alone.law[:SHOWN]:
        say(f"law: nobody noticed {statement}")
    for name in sorted(alone.told):
        say(f"alone: no rule forbids what a check tells of, {name}")
    yield Figure("torture_alone_commits_looked_at", alone.commits)
    yield Figure("torture_alone_contradictions", len(alone.seen), AtMost(0))
    yield Figure("torture_alone_law_changed_unnoticed", len(alone.law), AtMost(0))


def storm_figures(stormed: Stormed) -> Iterator[Figure]:
    """Give the figures of many writers at once."""
    _describe("storm", stormed.seen)
    for name in sorted(stormed.told):
        say(f"storm: no rule forbids what a check tells of, {name}")
    yield Figure("torture_storm_looks", stormed.looks)
    yield Figure("torture_storm_whole_looks", stormed.whole_looks)
    yield Figure("torture_storm_contradictions", len(stormed.seen), AtMost(0))


def count_figures(count: Count, writes_wanted: float) -> Iterator[Figure]:
    """Give what became of all writes: refused by which rule, committed to which table."""
    by_rule = count.by_rule()
    for rule, number in by_rule.most_common():
        yield Figure(f"torture_refused.{rule}", number)
    by_table: dict[str, int] = {}
    for (_, table), number in count.refused.items():
        by_table[table] = by_table.get(table, 0) + number
    for table in sorted(by_table.keys() | count.committed.keys()):
        yield Figure(f"torture_refused_on.{table}", by_table.get(table, 0))
        yield Figure(f"torture_committed_on.{table}", count.committed[table])
    for said, statement in list(count.faults.items())[:SHOWN]:
        say(f"fault: {said} by {statement[:500]}")
    for rule, times in count.let_pass.items():
        say(f"provoked and let pass {times} times: {rule}")
    idle = sorted(BY_NAME.keys() - by_rule.keys())
    say(f"refused nothing: {', '.join(idle) or 'no rule'}")
    only_provoked = BY_NAME.keys() & by_rule.keys() - count.by_rule(unprovoked=True).keys()
    yield Figure("torture_unstorable", count.unstorable)
    yield Figure("torture_found_nothing_to_change", count.missed)
    yield Figure("torture_gave_way", count.gave_way)
    yield Figure("torture_committed", count.committed.total())
    yield Figure("torture_refused", count.refused.total())
    yield Figure("torture_rules_that_refused", len(BY_NAME.keys() & by_rule.keys()))
    yield Figure("torture_rules_that_refused_only_when_provoked", len(only_provoked))
    enough = AtMost(0) if count.tried >= ENOUGH_WRITES else None
    yield Figure("torture_rules_that_refused_nothing", len(idle), enough)
    yield Figure("torture_faults", len(count.faults), AtMost(0))
    yield Figure("torture_writes", count.tried, AtLeast(writes_wanted))


def _describe(part: str, seen: dict[Contradiction, list[str]]) -> None:
    """Say what contradicts itself, and what was committed before."""
    for found, statements in list(seen.items())[:SHOWN]:
        say(f"{part}: contradiction {found.name} of {found.subject}: {found.finding}")
        for statement in statements[-SHOWN_STATEMENTS:]:
            say(f"    {statement}")
