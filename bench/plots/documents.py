"""Blocks of figures between markers in the documents.

A block begins with a line `<!-- figures: NAME -->` and ends with a line END. NAME is
`<proof> run`, `<proof> aims` or one of TABLES. Of a proof of which no run is kept it is empty.
"""

import re

from bench.plots.runs import Runs
from bench.plots.tables import OF_EVERY_PROOF, TABLES

END = "<!-- end of figures -->"
BLOCK = re.compile(
    rf"^(?P<begin><!-- figures: (?P<name>\w+ \w+) -->)\n.*?^{re.escape(END)}$", re.M | re.S
)


def with_figures(text: str, runs: Runs) -> str:
    """Return a document with its blocks written anew.

    Raises:
        ValueError: there is no such table.
    """

    def block(match: re.Match[str]) -> str:
        return f"{match['begin']}\n{_body(match['name'], runs)}{END}"

    return BLOCK.sub(block, text)


def _body(name: str, runs: Runs) -> str:
    proof, _, what = name.partition(" ")
    make = OF_EVERY_PROOF.get(what) or TABLES.get(name)
    if make is None:
        raise ValueError(f"no table is called {name!r}")
    return f"\n{make(runs[proof])}\n\n" if proof in runs else ""
