import pytest

from bench.proof.server import Server
from bench.spine.cost.measure import cost_figures, stays_for
from bench.spine.cost.pgbench import Timing, timings

REPORT = """\
pgbench (18.6)
number of transactions actually processed: 2000/2000
latency average = 1.773 ms
SQL script 1: with_rules.pgbench
 - weight: 1 (targets 50.0% of total)
 - 1017 transactions (50.9% of total)
 - number of transactions actually processed: 1017 (tps = 286.808986)
 - number of failed transactions: 0 (0.000%)
 - latency average = 2.517 ms
 - latency stddev = 0.635 ms
SQL script 2: bare.pgbench
 - weight: 1 (targets 50.0% of total)
 - 983 transactions (49.1% of total)
 - number of transactions actually processed: 983 (tps = 277.220485)
 - number of failed transactions: 0 (0.000%)
 - latency average = 1.003 ms
 - latency stddev = 0.643 ms
"""


def test_the_latency_of_each_script_is_read() -> None:
    assert timings(REPORT) == [Timing(1017, 2.517), Timing(983, 1.003)]


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
