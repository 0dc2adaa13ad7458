"""How a fault happens, and what is said of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from bench.faults.answers import BUSY, NOBODY
from bench.faults.record import CALM, GOOD, LOST, Record
from bench.faults.scene import Scene
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.run import say

RECOVERED_WITHIN_SECONDS = 5.0
SHOWN = 5
NONE: frozenset[str] = frozenset()
# Beside what a fault is answered with that takes connections away: `database-unavailable` is said
# where the API has none at all. Whoever waited for one as long as anybody waits, while the pool was
# being filled again and others had those that there were, is told that these are in use: busy.
WAITED_FOR_THE_POOL = BUSY


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault.

    Attributes:
        name: of its figures.
        happen: does it, sees its cause gone again, and returns when that was by time.monotonic().
        answers: the problems that it is meant to be answered with.
        seldom: those that are honest too, and are fewer.
        may_lose: whether requests may end without an answer: only where the API itself dies.
        may_be_away: whether nobody may listen for a while: where the API is started again.
        within: how soon all works again, in seconds.
        is_felt: whether clients must have noticed, or it was no fault.
        is_done_unheard: whether changes must have been made whose answer was lost.
        settings: that the API has meanwhile, where they are not its usual ones.
    """

    name: str
    happen: Callable[[Scene], float]
    answers: frozenset[str] = NONE
    seldom: frozenset[str] = NONE
    may_lose: bool = False
    may_be_away: bool = False
    within: float = RECOVERED_WITHIN_SECONDS
    is_felt: bool = True
    is_done_unheard: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)


def happen(scene: Scene, fault: Fault, times: int) -> Iterator[Figure]:
    """Let a fault happen so many times, and say how it went."""
    say(f"{fault.name}: {times} times")
    scene.record.begins(fault.name, fault.answers | fault.seldom)
    slowest = 0.0
    with scene.api_with(fault.settings):
        for _ in range(times):
            took = scene.await_recovery(fault.happen(scene))
            if took > fault.within:
                say(f"{fault.name}: works after {took:.1f} s; the API said\n{scene.api.log_end()}")
            slowest = max(slowest, took)
        scene.await_calm()
    scene.record.label = CALM
    yield from figures(fault, scene.record, slowest)


def figures(fault: Fault, record: Record, recovered: float) -> Iterator[Figure]:
    """Judge what clients were answered during a fault, and how soon it was over."""
    answers, name = record.answers[fault.name], fault.name
    unclear = record.unclear[name]
    for text, times in unclear.most_common(SHOWN):
        say(f"{name}: unclear, {times} times: {text}")
    lost = answers[LOST] + (0 if fault.may_be_away else answers[NOBODY])
    felt = record.refused(name) + answers[LOST] + answers[NOBODY]
    yield Figure(f"{name}_acknowledged", answers[GOOD], AtLeast(1))
    for kind in sorted(answers.keys() - {GOOD, LOST}):
        is_wrong = kind not in fault.answers | fault.seldom | {NOBODY}
        aim = AtMost(0) if is_wrong else None
        yield Figure(f"{name}_answers_{kind.replace('-', '_')}", answers[kind], aim)
    if fault.answers:
        meant, others = (
            sum(answers[kind] for kind in some) for some in (fault.answers, fault.seldom)
        )
        enough = AtLeast(max(1, others)) if fault.is_felt else None
        yield Figure(f"{name}_answered_as_meant", meant, enough)
    yield Figure(f"{name}_felt", felt, AtLeast(1) if fault.is_felt else None)
    yield Figure(f"{name}_without_answer", lost, None if fault.may_lose else AtMost(0))
    replays = AtLeast(1) if fault.is_done_unheard else None
    yield Figure(f"{name}_answered_as_before", record.replays[name], replays)
    yield Figure(f"{name}_unclear", unclear.total(), AtMost(0))
    yield Figure(f"{name}_slowest_answer_s", record.slowest[name])
    yield Figure(f"{name}_recovered_after_s", recovered, AtMost(fault.within))
