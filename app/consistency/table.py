"""A run as lines for a terminal: the checks in a table, then what they found."""

from collections.abc import Iterator

from app.consistency.checks import Finding
from app.consistency.summary import Section, Summary

# Of a check that finds more, the first ones tell what is wrong.
MOST_SHOWN = 20


def lines(summary: Summary) -> Iterator[str]:
    """Yield the lines of a run."""
    yield from _table(summary)
    for section in summary.sections:
        if section.outcome.findings or section.outcome.error is not None:
            yield ""
            yield from _section(section)
    yield ""
    yield _last_line(summary)


def _table(summary: Summary) -> Iterator[str]:
    width = max((len(section.check.name) for section in summary.sections), default=0)
    yield f"{'check':{width}}  {'severity':8}  {'findings':>8}  {'seconds':>8}"
    for check, findings, seconds, error in (section.outcome for section in summary.sections):
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
    line = f"{checks} check{'' if checks == 1 else 's'}"
    line += f", {findings} finding{'' if findings == 1 else 's'}"
    if not_run:
        line += f", {not_run} could not be run"
    return f"{line}."
