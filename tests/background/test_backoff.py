"""Pauses after failures: each twice the one before, none too long, no two alike where many wait."""

from app.background.backoff import Backoff

PLAIN = Backoff(first=0.5, longest=60.0)
VARIED = Backoff(first=0.5, longest=60.0, varied=True)


def test_the_pause_doubles_and_is_bounded() -> None:
    assert [PLAIN.after(failures) for failures in (1, 2, 3, 4)] == [0.5, 1.0, 2.0, 4.0]
    assert PLAIN.after(100_000) == 60.0


def test_a_varied_pause_is_cut_by_a_half_at_most() -> None:
    for failures in (1, 4, 100_000):
        pauses = {VARIED.after(failures) for _ in range(100)}
        assert len(pauses) > 1
        assert PLAIN.after(failures) / 2 <= min(pauses) <= max(pauses) <= PLAIN.after(failures)
