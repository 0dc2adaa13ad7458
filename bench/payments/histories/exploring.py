"""Many histories, drawn by Hypothesis, each played to its end."""

import itertools
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from bench.payments.histories.history import Hands, History, Plan
from bench.payments.histories.playing import play, told
from bench.payments.histories.verdict import Finding
from bench.payments.stage import Stage

# Beyond ten, Hypothesis rather varies what it has drawn than draws anew; histories are to differ.
AT_ONCE = 9


@dataclass
class Played:
    """What came of histories.

    Attributes:
        histories: how many were played, those of the search for a shorter one not counted.
        moves: how often each move took effect.
        effects: at Stripe, by kind and source, like `refund by api`.
        faults: how often each kind of fault struck.
        events, dropped: of Stripe's, how many there were and how many were lost on their way.
        posted_in_vain: how many posts of them were not answered with 2xx.
        deaths: how often the worker died between two steps, without being a process.
        kills: how often a worker's process was killed at work.
        failures: for each history that ended badly and was made as short as could be, its steps
            and what was wrong.
        found: what was wrong at the end of these, by kind.
    """

    histories: int = 0
    moves: Counter[str] = field(default_factory=Counter)
    effects: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    events: int = 0
    dropped: int = 0
    posted_in_vain: int = 0
    deaths: int = 0
    kills: int = 0
    failures: list[str] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)

    def note(self, history: History) -> None:
        """Count what happened in a history, but for what its hands count themselves."""
        stripe = history.stage.stripe
        self.histories += 1
        self.moves += history.taken
        self.effects.update(f"{each.kind}_by_{each.source}" for each in stripe.effects)
        self.faults.update(each.fault for each in stripe.requests if each.fault is not None)
        self.events += len(stripe.events())
        self.dropped += len(history.lost)
        self.posted_in_vain += sum(not each.ok for each in stripe.webhooks.deliveries)

    def fail(self, plan: Plan, found: list[Finding]) -> None:
        """Keep a history that ended badly."""
        self.failures.append(told(plan, found))
        self.found.update(each.kind for each in found)


def together(parts: Iterable[Played]) -> Played:
    """Add up what came of several shares."""
    whole = Played()
    for part in parts:
        for name in Played.__dataclass_fields__:
            setattr(whole, name, getattr(whole, name) + getattr(part, name))
    return whole


def explore(
    stage: Stage, plans: SearchStrategy[Plan], number: int, hands: Hands, first_seed: int
) -> Played:
    """Play so many histories; stop at the first that ends badly and make it short.

    Args:
        stage: where they are played.
        plans: what they are drawn from.
        number: how many, those without any step not counted.
        hands: who carries out instructions.
        first_seed: of the draws; the same histories are drawn for the same seed.
    """
    played = Played()
    for with_seed in itertools.count(first_seed):
        if played.histories >= number or played.failures:
            break
        _explore(stage, plans, number, hands, with_seed, played)
    return played


def _explore(
    stage: Stage,
    plans: SearchStrategy[Plan],
    number: int,
    hands: Hands,
    with_seed: int,
    played: Played,
) -> None:
    bad: list[tuple[Plan, list[Finding]]] = []

    @seed(with_seed)
    @settings(
        max_examples=AT_ONCE,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(plans)
    def run(plan: Plan) -> None:
        if not plan.steps or played.histories >= number or bad:
            return
        found = _play(stage, plan, hands, played.note)
        if found:
            # Not raised: Hypothesis would play it again, and make it short in its own long way.
            bad.append((plan, found))

    run()
    for plan, found in bad:
        played.fail(*shorten(plan, found, lambda shorter: _play(stage, shorter, hands)))


def shorten(
    plan: Plan, found: list[Finding], play_again: Callable[[Plan], list[Finding]]
) -> tuple[Plan, list[Finding]]:
    """Leave out, one after the other, the steps without which a history ends as badly."""
    position = len(plan.steps)
    while position > 0:
        position -= 1
        steps = (*plan.steps[:position], *plan.steps[position + 1 :])
        shorter = replace(plan, steps=steps)
        found_again = play_again(shorter)
        if found_again:
            plan, found = shorter, found_again
    return plan, found


def _play(
    stage: Stage, plan: Plan, hands: Hands, note: Callable[[History], None] | None = None
) -> list[Finding]:
    try:
        history, found = play(stage, plan, hands)
    except Exception:
        return [Finding("crashes", traceback.format_exc())]
    if note is not None:
        note(history)
    return found
