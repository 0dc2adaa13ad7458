"""Each part of the proof of the walls finds nothing, and something where a wall is gone."""

from collections.abc import Iterable, Iterator

import psycopg
import pytest

from bench.proof.figures import Figure
from bench.proof.server import Server
from bench.walls import duplicates, guessing
from bench.walls.cost.copies import copies
from bench.walls.cost.measure import cost_figures
from bench.walls.cost.requests import request_figures
from bench.walls.documented import Documented
from bench.walls.generated import generated_figures
from bench.walls.size import Size
from bench.walls.stage import Stage, stage
from bench.walls.statements import statement_figures
from bench.walls.strangers import stranger_figures
from tests.walls.routes import EXAMPLES
from tests.walls.two_hotels import ROLES

# `make proof-walls` tries for minutes.
SECONDS, SEED = 3, 1
POLICIES = "SELECT count(*) FROM pg_policies WHERE schemaname = 'hotelmate'"
(NEW_BOOKING,) = [each for each in EXAMPLES if each.name == "POST /bookings"]


def short(figures: Iterable[Figure]) -> list[str]:
    """Name the figures that fall short."""
    return [figure.name for figure in figures if figure.falls_short]


@pytest.fixture(scope="module")
def playing(server: str) -> Iterator[Stage]:
    """Two hotels and the API over them."""
    with stage(Server(server)) as played:
        yield played


def test_a_short_proof_does_less_of_everything() -> None:
    less, more = Size.of(30), Size.of(600)
    assert all(getattr(less, name) < getattr(more, name) for name in Size.__slots__)


@pytest.mark.proof
def test_the_same_statements_are_timed_with_the_walls_and_without(server: str) -> None:
    with copies(Server(server), hotels=2, fortnights=1) as both:
        for url, has_walls in ((both.walled, True), (both.open, False)):
            with psycopg.connect(url) as connection:
                row = connection.execute(POLICIES).fetchone()
                assert row is not None
                assert (row[0] > 0) is has_walls
        figures = {figure.name: figure for figure in cost_figures(both, racks=5)}
    for what in ("rack", "check_in"):
        for way in ("with_walls", "roles_in_turn"):
            ratio = figures[f"cost_{what}_{way}_ratio"]
            assert ratio.value > 0
            assert ratio.aim is not None


@pytest.mark.proof
def test_the_cost_of_what_requests_carry_is_timed(playing: Stage) -> None:
    ratios = {f.name for f in request_figures(playing, times=3) if f.name.endswith("_ratio")}
    assert ratios == {
        "cost_read_room_by_api_key_ratio",
        "cost_check_in_request_with_idempotency_key_ratio",
        "cost_check_in_request_with_if_match_ratio",
    }


@pytest.mark.proof
def test_copies_have_one_effect(playing: Stage) -> None:
    assert short(duplicates.duplicate_figures(playing, copies=8)) == []


@pytest.mark.proof
def test_copies_without_the_key_are_found_out(
    playing: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "HEADER", "X-Nothing")
    documented = Documented.of(playing.running.url)
    result = duplicates.send_copies(playing, NEW_BOOKING, 3, documented)
    assert len(result.answers) == 3
    assert result.wrong


@pytest.mark.proof
def test_strangers_get_nowhere(playing: Stage) -> None:
    assert short(stranger_figures(playing, SECONDS, SEED)) == []


@pytest.mark.proof
def test_a_stranger_who_is_told_something_is_found_out(playing: Stage) -> None:
    staff = "UPDATE hotelmate.staff SET display_name = %s WHERE hotel_id = %s"
    playing.ours.run(staff, playing.theirs.mark, playing.ours.hotel_id)
    assert "strangers_got_through" in short(stranger_figures(playing, SECONDS, SEED))
    playing.ours.run(staff, playing.ours.mark, playing.ours.hotel_id)


@pytest.mark.proof
def test_statements_get_nowhere(playing: Stage) -> None:
    assert short(statement_figures(playing, rounds=1)) == []


@pytest.mark.proof
def test_a_table_without_its_wall_is_found_out(playing: Stage) -> None:
    playing.owner.execute("ALTER TABLE hotelmate.room DISABLE ROW LEVEL SECURITY")
    assert short(statement_figures(playing, rounds=1)) == ["statements_got_through"]
    playing.owner.execute("ALTER TABLE hotelmate.room ENABLE ROW LEVEL SECURITY")


@pytest.mark.proof
def test_generated_requests_are_answered_as_promised(playing: Stage) -> None:
    figures = list(generated_figures(playing, SECONDS, SEED))
    asked = {f.name: f.value for f in figures if f.name.startswith("generated_requests_of_")}
    assert sum(asked.get(f"generated_requests_of_{role.lower()}", 0) for role in ROLES) > 0
    (wrong,) = [each for each in figures if each.name == "generated_answers_not_promised"]
    assert not wrong.falls_short


@pytest.mark.proof
def test_no_guess_more_than_allowed_is_compared(server: str) -> None:
    limits = {guessing.ONE_ADDRESS: guessing.LIMITS[guessing.ONE_ADDRESS]}
    assert short(guessing.guessing_figures(Server(server), limits)) == []


@pytest.mark.proof
def test_guesses_beyond_the_promise_are_found_out(server: str) -> None:
    limits = {guessing.ONE_ADDRESS: guessing.LIMITS[guessing.ONE_ADDRESS] - 1}
    fallen = short(guessing.guessing_figures(Server(server), limits))
    assert {"guesses_compared_from_one_address", "guessing_wrong"} <= {*fallen}
