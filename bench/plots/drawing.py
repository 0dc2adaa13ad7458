"""Draws kept runs with matplotlib: the same figures give the same bytes, on any machine."""

import math
from collections.abc import Callable
from pathlib import Path

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

from bench.growth.verdict import MOST_GROWTH
from bench.lifecycle.steps import NAMES
from bench.lifecycle.verdict import PERCENTILES
from bench.plots.runs import KeptRun, Runs
from bench.plots.subjects import DOORS, RECOVERED, clients, faults, growing, histories
from bench.plots.tables import PLOTS

# Told apart by those who see few colours too, and by their marks.
BLUE, ORANGE, GREEN, RED, PURPLE, GREY = (
    *("#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#666666"),
)
COLOURS = (BLUE, ORANGE, GREEN, RED, PURPLE)
MARKS = ("o", "s", "^", "D", "v")
STYLE = {
    # Letters as shapes: no font of the reader's changes what is seen.
    "svg.fonttype": "path",
    "svg.hashsalt": "hotelmate",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "axes.axisbelow": True,
    "legend.frameon": False,
}


def draw(runs: Runs, folder: Path) -> list[Path]:
    """Draw every plot of which there is a run, and return the files."""
    drawn = []
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in DRAWINGS.items():
        run = runs.get(PLOTS[name].proof)
        if run is None:
            continue
        with matplotlib.rc_context(STYLE):
            file = folder / f"{name}.svg"
            about = {"Date": None, "Creator": None, "Description": run.mark}
            make(run).savefig(file, format="svg", metadata=about)
        drawn.append(file)
    return drawn


def _throughput(run: KeptRun) -> Figure:
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    rates, shares = figure.subplots(1, 2)
    numbers = clients(run)
    places = range(len(numbers))
    for shift, what, colour, label in (
        (-0.2, "stays_a_second", BLUE, "through the API, every rule on"),
        (0.2, "floor_stays_a_second", GREY, "the floor: the same rows as bare SQL"),
    ):
        values = [run.value(f"lifecycle_{each}_clients_{what}") for each in numbers]
        bars = rates.bar([each + shift for each in places], values, 0.38, color=colour, label=label)
        rates.bar_label(bars, fmt=_short)
    names = [f"lifecycle_{each}_clients_share_of_floor" for each in numbers]
    bars = shares.bar(places, [run.value(each) for each in names], 0.5, color=BLUE)
    shares.bar_label(bars, fmt="%.2f")
    for place, name in enumerate(names):
        if not math.isnan(run.limit(name)):
            shares.hlines(run.limit(name), place - 0.35, place + 0.35, color=RED, label="aim")
    _legend_once(rates, loc="upper left")
    _legend_once(shares, loc="upper right")
    for panel in (rates, shares):
        # Room for the legend above the bars.
        panel.set_ylim(0, panel.get_ylim()[1] * 1.25)
        panel.grid(visible=False, axis="x")
    rates.set(title="stays a second", xlabel="clients", xticks=places, xticklabels=numbers)
    shares.set(title="share of the floor", xlabel="clients", xticks=places, xticklabels=numbers)
    return figure


def _latency(run: KeptRun) -> Figure:
    figure = Figure(figsize=(9, 4.2), layout="constrained")
    numbers = clients(run)
    panels = figure.subplots(1, len(numbers), sharex=True, sharey=True, squeeze=False)[0]
    places = [-each for each in range(len(NAMES))]
    for panel, many in zip(panels, numbers, strict=True):
        taken = {
            percent: [run.value(f"lifecycle_{many}_clients_{step}_{percent}_ms") for step in NAMES]
            for percent in PERCENTILES
        }
        panel.hlines(places, taken["p50"], taken["p99"], color="#bbbbbb", linewidth=3)
        for (percent, values), mark, colour in zip(taken.items(), MARKS, COLOURS, strict=False):
            panel.plot(values, places, mark, color=colour, label=percent)
        panel.set(title=f"{many} client{'s' * (many > 1)}", xlabel="ms", xscale="log")
        panel.xaxis.set_major_formatter(FuncFormatter(_plain))
        panel.xaxis.set_minor_formatter(NullFormatter())
    if 1 in numbers:
        limits = [run.limit(f"lifecycle_{step}_p50_ms") for step in NAMES]
        panels[numbers.index(1)].plot(
            limits, places, "|", color=RED, ms=12, mew=2, label="aim, p50"
        )
    panels[0].set_yticks(places, [step.replace("_", " ") for step in NAMES])
    handles, labels = panels[numbers.index(1) if 1 in numbers else 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4)
    return figure


def _growth(run: KeptRun) -> Figure:
    figure = Figure(figsize=(9, 3.8), layout="constrained")
    panels = figure.subplots(1, len(DOORS), sharey=True)
    lengths = histories(run)
    for panel, way in zip(panels, DOORS.values(), strict=True):
        of_door = [each for each in growing(run) if each.door == way]
        for each, colour, mark in zip(of_door, COLOURS, MARKS, strict=True):
            panel.plot(lengths, each.ratios, color=colour, marker=mark, label=each.request)
        panel.axhline(MOST_GROWTH, color=RED, linestyle="--", label="aim at the longest")
        panel.set(title=way, xlabel="bookings of the past", xscale="log")
        panel.set_xticks(lengths, [f"{length:,}" for length in lengths])
        panel.xaxis.set_minor_formatter(NullFormatter())
    top = max(panels[0].get_ylim()[1], MOST_GROWTH)
    panels[0].set_ylim(0, 1.1 * top)
    panels[0].set_ylabel("p50, relative to the shortest past")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=6)
    return figure


def _faults(run: KeptRun) -> Figure:
    names = faults(run)
    figure = Figure(figsize=(9, 0.8 + 0.28 * len(names)), layout="constrained")
    panel = figure.subplots()
    places = [-each for each in range(len(names))]
    figures = [f"{name}{RECOVERED}" for name in names]
    bars = panel.barh(places, [run.value(each) for each in figures], 0.6, color=BLUE)
    panel.bar_label(bars, fmt=_short, padding=3)
    limits = [run.limit(each) for each in figures]
    panel.plot(limits, places, "|", color=RED, ms=12, mew=2, label="aim: at most")
    panel.set(xlabel="seconds until all works again; the slowest of all times")
    panel.set_yticks(places, [name.replace("_", " ") for name in names])
    panel.set_ylim(places[-1] - 0.7, 0.7)
    panel.grid(visible=False, axis="y")
    figure.legend(loc="outside upper right")
    return figure


DRAWINGS: dict[str, Callable[[KeptRun], Figure]] = {
    "throughput": _throughput,
    "latency": _latency,
    "growth": _growth,
    "faults": _faults,
}


def _legend_once(panel: Axes, loc: str) -> None:
    """Show each label once, however often it was drawn."""
    handles, labels = panel.get_legend_handles_labels()
    once = dict(zip(labels, handles, strict=True))
    panel.legend(list(once.values()), list(once), loc=loc)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _plain(value: float, _place: int) -> str:
    return f"{value:g}"
