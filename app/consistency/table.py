"""A run as lines for a terminal: the checks that found something, then what they found."""

from collections.abc import Iterator

from app.consistency.checks import Finding
from app.consistency.escaping import visible
from app.consistency.summary import Section, Summary

# Of a check that finds more, the first ones tell what is wrong.
MOST_SHOWN = 20


def lines(summary: Summary, *, verbose: bool = False) -> Iterator[str]:
    """Yield the lines of a run.

    Args:
        summary: what it came to.
        verbose: have a row for every check, also where nothing was found.
    """
    yield from map(visible, _lines(summary, verbose))


def _lines(summary: Summary, verbose: bool) -> Iterator[str]:
    told = [
        section
        for section in summary.sections
        if section.outcome.findings or section.outcome.error is not None
    ]
    if rows := summary.sections if verbose else told:
        yield from _table(rows)
        yield ""
    for section in told:
        yield from _section(section)
        yield ""
    yield _last_line(summary)


def _table(sections: list[Section]) -> Iterator[str]:
    width = max(len(section.check.name) for section in sections)
    yield f"{'check':{width}}  {'severity':8}  {'findings':>8}  {'seconds':>8}"
    for check, findings, seconds, error in (section.outcome for section in sections):
        end = "" if error is None else "  not run"
        yield f"{check.name:{width}}  {check.severity:8}  {findings:8}  {seconds:8.3f}{end}"


def _section(section: Section) -> Iterator[str]:
    check = section.check
    yield f"{check.name} ({check.severity}): {check.headline}"
    if section.outcome.error is not None:
        yield f"  could not be run: {section.outcome.error}"
    for finding in section.findings[:MOST_SHOWN]:
        yield from _finding(check.name, finding)
    left_out = section.outcome.findings - min(len(section.findings), MOST_SHOWN)
    if left_out:
        yield (f"  … and {left_out} more: `hotelmate check --only {check.name} --json` shows all")


def _finding(check_name: str, finding: Finding) -> Iterator[str]:
    hotel = f"{finding.hotel}: " if finding.hotel else ""
    rule = f" [{finding.check_name}]" if finding.check_name != check_name else ""
    since = f" (since {finding.since:%Y-%m-%d %H:%M} UTC)" if finding.since else ""
    yield f"  {hotel}{finding.subject} {finding.finding}{since}{rule}"
    yield f"      {finding.mend}"


def _last_line(summary: Summary) -> str:
    checks, findings, not_run = len(summary.sections), summary.findings, len(summary.not_run)
    found = sum(section.outcome.findings > 0 for section in summary.sections)
    line = f"{checks} check{'' if checks == 1 else 's'}, {found} with findings"
    if findings:
        line += f", {findings} finding{'' if findings == 1 else 's'} in all"
    if not_run:
        line += f", {not_run} could not be run"
    return f"{line}."
