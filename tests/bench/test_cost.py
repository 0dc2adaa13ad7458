import pytest

from bench.proof.server import Server
from bench.spine.cost.measure import cost_figures, stays_for


def test_a_longer_proof_plays_more_stays_within_bounds() -> None:
    assert (stays_for(1), stays_for(20), stays_for(600)) == (600, 1000, 3000)


@pytest.mark.proof
def test_the_bare_tables_get_every_row_that_the_rules_write(server: str) -> None:
    figures = {
        figure.name: figure for figure in cost_figures(Server(server), count=60, explained=20)
    }
    assert figures["cost_rows_a_pair_not_compared"].value == 0
    assert figures["cost_rows_written_a_pair"].value > 15
    assert figures["cost_ratio"].value > 0
    assert figures["cost_ratio_without_flush"].value > 0
    assert figures["time_in.trigger.booking_enters_ready_room_us"].value > 0
    assert any(name.startswith("time_in.at_commit.") for name in figures)
    assert any(name.startswith("time_in.function.") for name in figures)
