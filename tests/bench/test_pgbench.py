"""What pgbench reports is read: of the run, of each script, of each time that one ran."""

import pytest

from bench.proof.pgbench import Report, Timing, read

OF_ONE_SCRIPT = """\
pgbench (18.6)
number of transactions actually processed: 3
number of failed transactions: 0 (0.000%)
latency average = 4.000 ms
tps = 250.500000 (without initial connection time)
"""
LOG = "0 1 1500 0 1764394000 1\n1 1 2500 0 1764394000 2\n0 2 8000 0 1764394000 3\n"
OF_TWO_SCRIPTS = """\
pgbench (18.6)
number of transactions actually processed: 2000/2000
latency average = 1.773 ms
tps = 564.029475 (without initial connection time)
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


def test_rate_and_latencies_of_a_run_are_read() -> None:
    assert read(OF_ONE_SCRIPT, LOG) == Report(3, 250.5, (), (1.5, 2.5, 8.0))


def test_the_latency_of_each_of_several_scripts_is_read() -> None:
    report = read(OF_TWO_SCRIPTS)
    assert (report.times, report.a_second) == (2000, 564.029475)
    assert report.scripts == (Timing(1017, 2.517), Timing(983, 1.003))


def test_what_is_no_report_is_refused() -> None:
    with pytest.raises(RuntimeError, match="reports nothing"):
        read("pgbench (18.6)\n")
