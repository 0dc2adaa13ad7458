"""Reconciliation: the checks are run, and what they find is mended where the facts say how."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.consistency.keeping import Keeping, remove_old
from app.consistency.mending.evidence import NoEvidenceError, ask_stripe
from app.consistency.mending.fixes import FIXES
from app.consistency.mending.mending import Ending, Mend, Mender
from app.consistency.mending.subjects import is_lockable
from app.consistency.running import Connection, Found, Outcome, Scope, look
from app.settings import Settings


@dataclass
class Report:
    """What a reconciliation did and left.

    Attributes:
        dry_run: nothing was written: `mends` says what would have become of each finding.
        mends: every finding, those that were mended first.
        not_run: checks that could not be run, and why.
    """

    dry_run: bool
    mends: list[Mend] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)

    @property
    def left(self) -> list[Mend]:
        """Return what is left: in a dry run, all that is there."""
        if self.dry_run:
            return [mend for mend in self.mends if mend.ending is not Ending.GONE]
        return [mend for mend in self.mends if not mend.is_over]


@dataclass(frozen=True, slots=True)
class Connections:
    """Three connections of the owner, each in autocommit.

    Attributes:
        reading: runs the checks in one snapshot.
        keeping: keeps the run; unused in a dry run.
        writing: mends.
    """

    reading: Connection
    keeping: Connection
    writing: Connection


def reconcile(
    settings: Settings, connections: Connections, scope: Scope, *, dry_run: bool
) -> Report:
    """Run the checks, mend each finding that has a fix, and report all of them.

    Args:
        settings: with the database's address; Stripe is asked where its key is set.
        connections: to the database.
        scope: the hotel and the checks to look at.
        dry_run: do all of it, and roll each fix back.

    Raises:
        UnknownCheckError, UnknownHotelError: the scope names what is not there.
        psycopg.Error: a connection is lost.
    """
    scope.questions()  # a question that nobody can answer is no run
    keeping = None if dry_run else Keeping(connections.keeping, "RECONCILE", scope)
    found, report = _look(connections.reading, scope, keeping), Report(dry_run)
    report.not_run = [f"{each.check.name}: {each.error}" for each in found.failed]
    run = _Run(settings, Mender(connections.writing, dry_run=dry_run), dry_run)
    for mend in run.mends(found.findings, scope.only):
        report.mends.append(mend)
        if keeping is not None:
            keeping.note_mend(mend.found, gone=mend.is_over, outcome=_kept_text(mend))
    if keeping is not None:
        remove_old(connections.keeping, settings.consistency_days)
    return report


@dataclass
class _Looked:
    findings: list[Found] = field(default_factory=list)
    failed: list[Outcome] = field(default_factory=list)


def _look(connection: Connection, scope: Scope, keeping: Keeping | None) -> _Looked:
    looked = _Looked()
    for event in look(connection, scope):
        if keeping is not None:
            keeping.note(event)
        if isinstance(event, Found):
            looked.findings.append(event)
        elif event.error is not None:
            looked.failed.append(event)
    if keeping is not None:
        keeping.finish()
    return looked


class _Run:
    """One pass over what was found."""

    def __init__(self, settings: Settings, mender: Mender, dry_run: bool) -> None:
        self._settings = settings
        self._mender = mender
        self._dry_run = dry_run

    def mends(self, findings: Iterable[Found], only: tuple[str, ...]) -> Iterator[Mend]:
        """Mend in the order of the fixes; what Stripe may know comes after, hotel by hotel.

        Args:
            findings: what the checks found.
            only: names that were asked for.
        """
        fixable, others = _sorted_out(findings, only)
        to_ask: dict[str, list[Mend]] = {}
        for found in fixable:
            fix = FIXES[found.finding.check_name]
            mend = self._mender.mend(found, fix)
            if mend.ending is Ending.STILL_SO and fix.asks_stripe:
                to_ask.setdefault(found.finding.hotel, []).append(mend)
            else:
                yield mend
        for hotel, waiting in to_ask.items():
            yield from self._by_evidence(hotel, waiting)
        for found in others:
            # What another fix told the trail needs nobody to ask for it.
            is_gone = found.finding.check_name in FIXES and self._mender.is_gone(found)
            yield Mend(found, Ending.GONE if is_gone else Ending.NO_FIX)

    def _by_evidence(self, hotel: str, waiting: list[Mend]) -> Iterator[Mend]:
        """Let Stripe tell what it knows of a hotel's payments, and try again."""
        try:
            report = ask_stripe(self._settings, hotel, dry_run=self._dry_run)
        except NoEvidenceError as error:
            yield from (mend._replace(told=f"there is no evidence: {error}") for mend in waiting)
            return
        for mend in waiting:
            booking = mend.found.finding.subject.rpartition(" ")[2]
            missed = [each.what for each in report.findings if each.booking_id == booking]
            if self._dry_run and missed:
                told = f"Stripe knows more, to be recorded first: {', '.join(missed)}"
                yield mend._replace(told=told)
                continue
            again = self._mender.mend(mend.found, FIXES[mend.found.finding.check_name])
            if again.ending is Ending.GONE:
                yield Mend(mend.found, Ending.MENDED, "Stripe's evidence was recorded")
            elif again.ending is Ending.STILL_SO:
                yield again._replace(told="there is no evidence, at Stripe either")
            else:
                yield again


def _sorted_out(
    findings: Iterable[Found], only: tuple[str, ...]
) -> tuple[list[Found], list[Found]]:
    """Return what has a fix, in the order of the fixes, and what has none, or none unasked."""
    names = [name for name, fix in FIXES.items() if name in only or not fix.by_name_only]
    order = {name: place for place, name in enumerate(names)}
    fixable: list[Found] = []
    others: list[Found] = []
    for found in findings:
        has_fix = found.finding.check_name in order and is_lockable(found.finding.subject)
        (fixable if has_fix else others).append(found)
    fixable.sort(key=lambda found: order[found.finding.check_name])
    return fixable, others


def _kept_text(mend: Mend) -> str:
    return f"{mend.ending}: {mend.told}" if mend.told else str(mend.ending)
