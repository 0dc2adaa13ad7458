"""Tables of a kept run, as Markdown."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bench.lifecycle.steps import NAMES
from bench.lifecycle.verdict import PERCENTILES
from bench.plots.cells import judged, number, table
from bench.plots.runs import KeptRun
from bench.plots.subjects import (
    RECOVERED,
    breaks_hot,
    clients,
    faults,
    growing,
    histories,
    refusals,
    tables_of_month,
)


class Plot(NamedTuple):
    """A plot: of which proof, and what is seen in it, for those who do not see it."""

    proof: str
    seen: str


PLOTS = {
    "throughput": Plot(
        "lifecycle", "Stays a second through the API and on the floor, and their ratio with its aim"
    ),
    "latency": Plot(
        "lifecycle", "Median, 95 % and 99 % of the milliseconds of each step, by number of clients"
    ),
    "growth": Plot(
        "growth", "Milliseconds of each request by length of the history, relative to the shortest"
    ),
    "faults": Plot("faults", "Seconds until all works again after each fault, with its aim"),
}
LONG_SECONDS = 120


def run_of(kept: KeptRun) -> str:
    """Say what was run, and on what."""
    run, machine = kept.run, kept.run.machine
    told = {} if run.seconds is None else {"SECONDS": f"{run.seconds:g}"}
    words = [f"{name}={value}" for name, value in (told | run.settings).items()]
    commit = f", commit `{run.commit[:12]}`" if run.commit else ""
    changed = " with changes" if run.clean is False else ""
    command = " ".join([*words, f"make proof-{run.proof}"])
    server = "" if machine.own_server else " that was there before"
    took = run.took_seconds
    taken = f"{took:.0f} seconds" if took < LONG_SECONDS else f"{took / 60:.0f} minutes"
    return (
        f"{run.date}{commit}{changed}: `{command}`, which took {taken}."
        f" {machine.processor}, {machine.processors} processors, {machine.memory_gb:g} GB of"
        f" memory; {machine.kernel}, Python {machine.python}, PostgreSQL"
        f" {machine.postgresql}{server}; disk: {machine.disk}, a page is written for good in"
        f" {number(machine.flush_ms)} ms."
    )


def aims_of(kept: KeptRun) -> str:
    """Say how many aims were reached, and list those that were not."""
    aiming = [figure for figure in kept.figures.values() if figure.reached is not None]
    missed = [figure for figure in aiming if not figure.reached]
    if not missed:
        return f"All {len(aiming)} aims are reached."
    head = ("figure", "measured", "aim")
    rows = ([f"`{each.name}`", *judged(each)[:2]] for each in missed)
    count = f"{len(aiming) - len(missed)} of {len(aiming)} aims are reached. These are not:"
    return f"{count}\n\n{table(head, rows)}"


def _throughput(kept: KeptRun) -> str:
    def row(many: int) -> list[str]:
        name = f"lifecycle_{many}_clients"
        share = kept.figures[f"{name}_share_of_floor"]
        rates = (
            kept.value(f"{name}_{each}_a_second") for each in ("stays", "requests", "floor_stays")
        )
        return [str(many), *map(number, rates), *judged(share)]

    head = (
        "clients",
        "stays/s",
        "requests/s",
        "floor, stays/s",
        "share of floor",
        "aim",
        "reached",
    )
    return f"{_image('throughput')}\n\n{table(head, map(row, clients(kept)))}"


def _processors(kept: KeptRun) -> str:
    def row(many: int) -> list[str]:
        name = f"lifecycle_{many}_clients"
        api = kept.figures[f"{name}_api_cpu_ms_a_request"]
        others = ("postgres_cpu_ms_a_request", "floor_postgres_cpu_ms_a_step")
        values = [number(kept.value(f"{name}_{each}")) for each in others]
        own = number(kept.value(f"{name}_own_cpu_ms_a_request"))
        return [str(many), *judged(api), *values, own]

    head = (
        *("clients", "API, ms a request", "aim", "reached", "PostgreSQL, ms a request"),
        *("floor: PostgreSQL, ms a step", "the clients, ms a request"),
    )
    return table(head, map(row, clients(kept)))


def _limit(kept: KeptRun) -> str:
    """Say who has the time of the processors, which is what clients share on one machine."""

    def row(many: int) -> list[str]:
        name = f"lifecycle_{many}_clients"
        requests = kept.value(f"{name}_requests_a_second")
        whole = 1000 * kept.run.machine.processors
        shares = [
            requests * kept.value(f"{name}_{who}_cpu_ms_a_request") / whole
            for who in ("api", "postgres", "own")
        ]
        return [str(many), *(number(100 * each) for each in (*shares, 1 - sum(shares)))]

    head = ("clients", "API, %", "PostgreSQL, %", "the clients, %", "others, waiting, idle, %")
    return table(head, map(row, clients(kept)))


def _latency(kept: KeptRun) -> str:
    def cell(many: int, step: str) -> str:
        names = (f"lifecycle_{many}_clients_{step}_{each}_ms" for each in PERCENTILES)
        return " / ".join(number(kept.value(name)) for name in names)

    numbers = clients(kept)
    rows = ([step.replace("_", " "), *(cell(each, step) for each in numbers)] for step in NAMES)
    of = " / ".join(PERCENTILES)
    head = ("step", *(f"{each} client{'s' * (each > 1)}: {of}, ms" for each in numbers))
    return f"{_image('latency')}\n\n{table(head, rows)}"


def _transitions(kept: KeptRun) -> str:
    def row(step: str) -> list[str]:
        figure = kept.figures[f"lifecycle_{step}_p50_ms"]
        own, bare = kept.value(figure.name), kept.value(f"lifecycle_{step}_bare_p50_ms")
        _, aim, verdict = judged(figure)
        values = (number(bare), number(own), number(own / bare))
        return [step.replace("_", " "), *values, aim, verdict]

    head = ("step", "bare SQL, p50 ms", "request, p50 ms", "ratio", "aim, ms", "reached")
    return table(head, map(row, NAMES))


def _growth(kept: KeptRun) -> str:
    rows = (
        [
            each.request,
            each.door,
            *map(number, each.milliseconds),
            *judged(kept.figures[each.growth]),
        ]
        for each in growing(kept)
    )
    lengths = [f"{bookings:,}, ms" for bookings in histories(kept)]
    head = ("request", "sent", *lengths, "growth", "aim", "reached")
    return f"{_image('growth')}\n\n{table(head, rows)}"


def _month(kept: KeptRun) -> str:
    def row(name: str) -> list[str]:
        counts = ("inserted_rows", "updated_rows", "hot_share", "dead_rows")
        sizes = ("table_mb", "index_mb", "growth_mb")
        values = (kept.value(f"month_{name}_{each}") for each in (*counts, *sizes))
        why = ", ".join(f"`{index}` {share:.0%}" for index, share in breaks_hot(kept, name))
        return [f"`{name}`", *map(number, values), why]

    head = (
        *("table", "rows inserted", "rows updated", "HOT share", "dead rows", "table, MB"),
        *("indexes, MB", "grew by, MB", "indexes whose columns updates change, and how many do"),
    )
    return table(head, map(row, tables_of_month(kept)))


def _recovery(kept: KeptRun) -> str:
    def row(fault: str) -> list[str]:
        figure = kept.figures[f"{fault}{RECOVERED}"]
        counts = ("acknowledged", "felt", "unclear")
        values = (kept.value(f"{fault}_{each}") for each in counts)
        slowest = number(kept.value(f"{fault}_slowest_answer_s"))
        words = fault.replace("_", " ")
        return [words, *map(number, values), slowest, *judged(figure)]

    head = (
        *("fault", "changes acknowledged meanwhile", "requests that felt it", "unclear answers"),
        *("slowest answer, s", "all works again after, s", "aim", "reached"),
    )
    return f"{_image('faults')}\n\n{table(head, map(row, faults(kept)))}"


def _writes(kept: KeptRun) -> str:
    """Say what became of all writes of the torture."""
    whole = kept.value("torture_writes")

    def row(name: str, told: str) -> list[str]:
        value = kept.value(name)
        return [told, number(value), f"{value / whole:.1%}"]

    rows = (row(name, told) for name, told in FATE_OF_WRITES.items())
    return table(("what became of writes", "writes", "share"), rows)


def _refusals(kept: KeptRun) -> str:
    """List what refused most, and say how many refused at all."""
    named = refusals(kept)
    rows = ([f"`{name}`", number(times)] for name, times in named[:SHOWN_RULES])
    rest = sum(times for _, times in named[SHOWN_RULES:])
    others = [f"{max(0, len(named) - SHOWN_RULES)} others", number(rest)]
    return table(("refused by", "writes refused"), (*rows, others))


def _looks(kept: KeptRun) -> str:
    """Say how often the torture looked for a contradiction, and how many it found."""
    rows = (
        [told, *(number(kept.value(name)) for name in (looked, found))]
        for told, looked, found in LOOKS
    )
    return table(("part", "looked at", "contradictions"), rows)


FATE_OF_WRITES = {
    "torture_committed": "committed",
    "torture_refused": "refused by a rule, a key, a NOT NULL or the API",
    "torture_unstorable": "refused by a type: no such value fits the column",
    "torture_found_nothing_to_change": "changed nothing: no such row, or it was so already",
    "torture_gave_way": "gave way to another session: deadlock, lock or statement time-out",
}
LOOKS = (
    ("stories beside the model, steps", "torture_model_steps", "torture_model_disagreements"),
    (
        "one writer alone, commits",
        "torture_alone_commits_looked_at",
        "torture_alone_contradictions",
    ),
    ("eight writers at once, looks", "torture_storm_looks", "torture_storm_contradictions"),
)
SHOWN_RULES = 15
WORK_OF_SERVER = {
    "statements_in_triggers": "statements within triggers: start, rows read, end",
    "statements_of_requests": "statements of requests: who acts, the change, the answer as JSON",
    "foreign_keys": "foreign keys, deferred ones included",
    "stored_expressions_read": "CHECK, WHEN and generated columns, read anew by each statement",
    # The table is sorted by share: each line has to say by itself what it is about.
    "stored_expressions_prepared": (
        "CHECK, WHEN, generated columns and predicates of partial indexes, planned and compiled"
        " anew by each statement"
    ),
    "checks_evaluated": "CHECK, evaluated",
    "rows_and_index_entries": "rows and index entries, written",
    "messages": "messages: received, parsed, answered",
    # perf samples who has a processor: the wait for the disk is not in it.
    "commit": "COMMIT, without deferred keys: computed to write WAL and to let go of locks",
    "plpgsql": "PL/pgSQL itself",
    "planning": "planning",
}
WORK_OF_API = {
    "app": "our own code, and the system calls that send",
    "psycopg": "psycopg and its pool",
    "asyncio": "the event loop (uvloop)",
    "litestar": "Litestar",
    "uvicorn": "uvicorn",
    "structlog": "structlog",
    "prometheus_client": "prometheus-client",
    "msgspec": "msgspec",
    "other": "all else",
}


def _profile_of_server(kept: KeptRun) -> str:
    return _profile(kept, "postgres", WORK_OF_SERVER)


def _profile_of_api(kept: KeptRun) -> str:
    return _profile(kept, "api", WORK_OF_API)


def _profile(kept: KeptRun, whose: str, work: Mapping[str, str]) -> str:
    """List what somebody computes, most first."""
    shares = {told: kept.value(f"profile_{whose}_{kind}_percent") for kind, told in work.items()}
    most_first = sorted(shares.items(), key=lambda share: -share[1])
    return table(("what", "%"), ([told, number(percent)] for told, percent in most_first))


def _image(plot: str) -> str:
    return f"![{PLOTS[plot].seen}](plots/{plot}.svg)"


Table = Callable[[KeptRun], str]
OF_EVERY_PROOF: dict[str, Table] = {"run": run_of, "aims": aims_of}
TABLES: dict[str, Table] = {
    "lifecycle throughput": _throughput,
    "lifecycle processors": _processors,
    "lifecycle limit": _limit,
    "lifecycle latency": _latency,
    "lifecycle transitions": _transitions,
    "growth requests": _growth,
    "growth month": _month,
    "faults recovery": _recovery,
    "torture looks": _looks,
    "torture writes": _writes,
    "torture refusals": _refusals,
    "profile postgres": _profile_of_server,
    "profile api": _profile_of_api,
}
