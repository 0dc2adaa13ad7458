"""How long is waited, and when the publisher is held to be away."""

from app.relay.pauses import LONGEST_PAUSE_SECONDS, SUSPICIOUS_CHANNELS, Circuit, pause_after
from tests.relay.recorder import Clock


def test_the_pause_doubles_and_is_bounded() -> None:
    assert [pause_after(failures) for failures in (1, 2, 3, 4)] == [0.5, 1.0, 2.0, 4.0]
    assert pause_after(100_000) == LONGEST_PAUSE_SECONDS


def test_a_closed_circuit_admits_calls_beside_each_other() -> None:
    circuit = Circuit(Clock())
    assert circuit.admits(0)
    assert circuit.admits(7)


def test_an_open_circuit_admits_none_then_one() -> None:
    clock = Clock()
    circuit = Circuit(clock)
    assert circuit.broke() == 0.5
    assert not circuit.admits(0)
    clock.now += 0.5
    assert circuit.admits(0)
    assert not circuit.admits(1)


def test_a_success_closes_it_and_the_next_pause_is_the_first_again() -> None:
    circuit = Circuit(Clock())
    assert not circuit.passed()
    assert [circuit.broke(), circuit.broke()] == [0.5, 1.0]
    assert circuit.passed()
    assert not circuit.is_open
    assert circuit.broke() == 0.5


def test_it_waits_at_least_as_long_as_it_was_asked_to() -> None:
    assert Circuit(Clock()).broke(at_least=30.0) == 30.0
    assert Circuit(Clock()).broke(at_least=0.1) == 0.5


def test_failures_of_one_channel_are_its_own_and_of_many_are_not() -> None:
    circuit = Circuit(Clock())
    assert not any(circuit.suspects([(1, "hotel")]) for _ in range(100))
    others = [circuit.suspects([(1, f"staff.{n}")]) for n in range(1, SUSPICIOUS_CHANNELS)]
    assert others == [False] * (SUSPICIOUS_CHANNELS - 2) + [True]


def test_a_success_in_between_takes_the_suspicion_away() -> None:
    circuit = Circuit(Clock())
    for number in range(3 * SUSPICIOUS_CHANNELS):
        assert not circuit.suspects([(1, f"staff.{number}")])
        circuit.passed()
