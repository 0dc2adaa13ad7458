"""When the publisher is held to be away, and for how long it is left alone."""

from app.relay.circuit_breaker import (
    LONGEST_ASKED_SECONDS,
    SUSPICIOUS_CHANNELS,
    SUSPICIOUS_REFUSALS,
    Circuit,
)
from tests.relay.recorder import Clock


def break_once(circuit: Circuit, asked: float = 0.0) -> float:
    return circuit.broke(circuit.call(), asked)


def test_a_closed_circuit_admits_calls_beside_each_other() -> None:
    circuit = Circuit(Clock())
    assert circuit.admits(0)
    assert circuit.admits(7)


def test_an_open_circuit_admits_none_then_one() -> None:
    clock = Clock()
    circuit = Circuit(clock)
    assert break_once(circuit) == 0.5
    assert not circuit.admits(0)
    clock.now += 0.5
    assert circuit.admits(0)
    assert not circuit.admits(1)


def test_a_success_closes_it_at_once_and_the_next_pause_is_the_first_again() -> None:
    circuit = Circuit(Clock())
    assert not circuit.passed()
    assert [break_once(circuit), break_once(circuit)] == [0.5, 1.0]
    assert circuit.passed()
    assert not circuit.is_open
    assert circuit.admits(7)
    assert break_once(circuit) == 0.5


def test_of_calls_that_fail_together_one_counts() -> None:
    circuit = Circuit(Clock())
    calls = [circuit.call() for _ in range(8)]
    assert [circuit.broke(call) for call in calls] == [0.5] * 8
    assert break_once(circuit) == 1.0


def test_it_waits_as_long_as_it_was_asked_to_but_not_for_ever() -> None:
    assert break_once(Circuit(Clock()), 30.0) == 30.0
    assert break_once(Circuit(Clock()), 0.1) == 0.5
    assert break_once(Circuit(Clock()), 999_999.0) == LONGEST_ASKED_SECONDS


def test_a_success_does_not_shorten_what_was_asked_for() -> None:
    clock = Clock()
    circuit = Circuit(clock)
    break_once(circuit, 30.0)
    circuit.passed()
    clock.now += 29.9
    assert not circuit.admits(0)
    clock.now += 0.1
    assert circuit.admits(3)


def test_failures_of_one_channel_are_its_own_and_of_many_are_not() -> None:
    circuit = Circuit(Clock())
    assert not any(circuit.suspects((1, "hotel")) for _ in range(100))
    others = [circuit.suspects((1, f"staff.{n}")) for n in range(1, SUSPICIOUS_CHANNELS)]
    assert others == [False] * (SUSPICIOUS_CHANNELS - 2) + [True]


def test_a_success_in_between_takes_the_suspicion_away() -> None:
    circuit = Circuit(Clock())
    for number in range(3 * SUSPICIOUS_CHANNELS):
        assert not circuit.suspects((1, f"staff.{number}"))
        circuit.passed()


def test_a_few_refusals_are_the_messages_own_and_nothing_but_refusals_is_not() -> None:
    circuit = Circuit(Clock())
    answers = [circuit.doubts() for _ in range(SUSPICIOUS_REFUSALS + 2)]
    assert answers == [False] * SUSPICIOUS_REFUSALS + [True] * 2
    circuit.passed()
    assert not circuit.doubts()
