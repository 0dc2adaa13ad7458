"""A short run of the proof, so that it is known to work before somebody needs it."""

from bench.proof.server import Server
from bench.soketi.measure import soketi_figures


def test_a_short_proof_finds_nothing_lost_and_everything_in_order(
    server: str, packages: None
) -> None:
    figures = {figure.name: figure for figure in soketi_figures(Server(server), seconds=2)}
    assert not [str(figure) for figure in figures.values() if figure.falls_short]
    assert figures["changes"].value == 100
    for client in ("pusher_js", "python"):
        assert 0 < figures[f"{client}_from_commit_p50_ms"].value < 5_000
        assert figures[f"{client}_one_channel_events_per_s"].value > 10
