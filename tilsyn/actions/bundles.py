"""Asking for the cases' bundles, and making them one case at a time."""

import hashlib
import io
import logging
from importlib.metadata import version
from uuid import UUID, uuid5

import pikepdf
from django.db import InterfaceError, OperationalError, transaction

from sanktion.base.acting import acting, system
from sanktion.base.wake import wake
from sanktion.models import User
from tilsyn.actions.bundle_check import leaking
from tilsyn.actions.bundle_contents import parts_of, render_contents
from tilsyn.actions.bundle_papers import Numbered, next_papers, number
from tilsyn.binding import Bound, Cover, Unusable, bind
from tilsyn.material import hindrances
from tilsyn.models import (
    Bundle,
    BundleContent,
    BundleEntry,
    BundleStatus,
    DispatchBundle,
    SelectedCase,
    SelectedStatus,
    Supervision,
)
from tilsyn.models.dispatch import GONE

logger = logging.getLogger(__name__)
TASK = "tilsyn.tasks.make_bundle"
RIGHT = "tilsyn.handle_supervision"
IN_DISPATCH = "Samlingen er i en forsendelse og skal dannes igen. Kassér forsendelsen først."
WITH_CASE = ("selected__supervision__directorate", "selected__case__event", "selected__case__citizen__benefit")


class BundleNotAllowed(Exception):
    """The bundle can't be made. The message is for the user."""


def outside_scope(supervision: Supervision, user: User) -> int:
    """How many of the cases that take part the user can't see."""
    seen = SelectedCase.objects.visible_to(user).filter(supervision=supervision).taking_part()
    return supervision.count_cases(SelectedStatus.NAMED) - seen.count()


@transaction.atomic
def request_bundles(supervision: Supervision, selected: list[SelectedCase], *, by: User, key: UUID) -> list[Bundle]:
    """Ask for the next bundle of each case; those that have nothing new are passed over, and what failed is tried
    again. The same key twice (a double click) asks once. All or none: raises BundleNotAllowed."""
    found = SelectedCase.objects.visible_to(by).select_for_update(of=("self",)).filter(supervision=supervision)
    chosen = {one.pk for one in selected}
    cases = found.filter(pk__in=chosen).select_related("supervision", "case__event", "case__citizen").order_by("pk")
    cases = list(cases)
    if len(cases) < len(chosen):
        raise BundleNotAllowed("Du har ikke adgang til alle sagerne. En, der har, skal danne samlingerne.")
    bundles = [bundle for one in cases if (bundle := _request(one, by=by, key=uuid5(key, one.case.number)))]
    wake(TASK, [(bundle.pk,) for bundle in bundles if bundle.status == BundleStatus.WAITING])
    return bundles


def _request(selected: SelectedCase, *, by: User, key: UUID) -> Bundle | None:
    if asked := Bundle.objects.filter(key=key).first():
        return asked
    if not selected.takes_part:
        raise BundleNotAllowed(f"Sag {selected.number} er udgået af tilsynet.")
    if found := hindrances(selected, user=by):
        raise BundleNotAllowed(f"Sag {selected.number}: {found[0]}")
    _scrap_held_back(selected, by=by)
    last = Bundle.objects.kept().filter(selected=selected).order_by("-sequence").first()
    if last and last.status == BundleStatus.WAITING:
        return last
    if last and last.status == BundleStatus.FAILED:
        last.begin_again(by=by)
        return last
    if last and not next_papers(selected, user=by):
        return None
    sequence = Bundle.objects.next_sequence(selected)
    return Bundle.objects.create(key=key, selected=selected, sequence=sequence, asked_by=by)


def _scrap_held_back(selected: SelectedCase, *, by: User) -> None:
    """V074: what something is held back of since is made anew, and so is what is numbered on from it. What was sent
    stays: the directorate has it."""
    ready = Bundle.objects.ready().filter(selected=selected)
    sent = DispatchBundle.objects.filter(dispatch__status__in=GONE).values("bundle")
    first = ready.held_back_since().exclude(pk__in=sent).order_by("sequence").first()
    if first is None:
        return
    tail = ready.filter(sequence__gte=first.sequence).order_by("-sequence")
    if DispatchBundle.objects.live().filter(bundle__in=tail).exists():
        raise BundleNotAllowed(f"Sag {selected.number}: {IN_DISPATCH}")
    for bundle in tail:
        bundle.scrap(by=by)


def make(bundle_id: int) -> None:
    """Make a bundle that was asked for. Safe to call twice or at the same time: its row stays locked for the whole
    work, and a worker that dies lets go of it with nothing stored."""
    try:
        with system("Samling dannes"):
            if bundle := _lock(bundle_id):
                with acting(bundle.asked_by):
                    _make(bundle)
    except (OperationalError, InterfaceError) as error:
        # The database is away, not the papers at fault: it still waits and is taken up again.
        logger.warning("Samling %s blev afbrudt: %s", bundle_id, type(error).__name__)
    except (BundleNotAllowed, Unusable) as refused:
        _fail(bundle_id, str(refused))
    except Exception as error:
        # Only the kind of error: its words may quote what is in the case.
        logger.error("Samling %s mislykkedes: %s", bundle_id, type(error).__name__)
        _fail(bundle_id, "Der skete en fejl, som vi ikke kender. Prøv igen, og sig det ellers til driften.")


def stalled_ids() -> list[int]:
    with system("Finder afbrudte samlinger"):
        rows = Bundle.objects.stalled().select_for_update(of=("self",), skip_locked=True)
        return [bundle.pk for bundle in rows.order_by("pk")]


def _lock(bundle_id: int) -> Bundle | None:
    rows = Bundle.objects.waiting().select_for_update(of=("self",), skip_locked=True)
    return rows.select_related(*WITH_CASE, "asked_by").filter(pk=bundle_id).first()


def _fail(bundle_id: int, reason: str) -> None:
    with system("Samlingen mislykkedes"):
        if bundle := _lock(bundle_id):
            bundle.fail(reason)


def _make(bundle: Bundle) -> None:
    papers = _papers(bundle)
    before = sum(Bundle.objects.ready().filter(selected=bundle.selected).values_list("pages", flat=True))
    file = io.BytesIO()
    bound = _bind(bundle, papers, before, file)
    data = file.getvalue()
    file.close()
    if leak := leaking(data, papers, bound, pages_before=before):
        raise BundleNotAllowed(f"Der kan læses noget under en overstregning i {leak}. Lav en ny version af den.")
    BundleContent.objects.keep(bundle, data)
    BundleEntry.objects.bulk_create(_entries(bundle, papers, bound))
    bundle.finish(
        first_page=before + 1,
        pages=bound.pages,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        made_with=made_with(),
        by=bundle.asked_by,
    )


def _papers(bundle: Bundle) -> list[Numbered]:
    """Everything is asked again: hours may have gone since the bundle was asked for."""
    by, selected = bundle.asked_by, bundle.selected
    if not (by.is_active and by.has_perm(RIGHT) and SelectedCase.objects.visible_to(by).filter(pk=selected.pk)):
        raise BundleNotAllowed(f"{by} har ikke længere adgang til at danne den. Prøv igen som en, der har.")
    if not selected.takes_part:
        raise BundleNotAllowed("Sagen er udgået af tilsynet.")
    if found := hindrances(selected, user=by):
        raise BundleNotAllowed(found[0])
    papers = next_papers(selected, user=by)
    if not papers:
        raise BundleNotAllowed("Der er ikke kommet noget til siden den seneste samling.")
    return number(papers, selected, at=bundle.asked_at)


def _bind(bundle: Bundle, papers: list[Numbered], before: int, file: io.BytesIO) -> Bound:
    parts = parts_of(bundle, papers)
    cover = Cover(
        title=f"Tilsyn {bundle.selected.supervision.number}, {bundle.title.replace('Sag', 'sag', 1)}",
        mark=f"sag {bundle.selected.number}",
        contents=lambda places: render_contents(bundle, parts, places),
        pages_before=before,
    )
    return bind(cover, [part.chapter for part in parts], file)


def _entries(bundle: Bundle, papers: list[Numbered], bound: Bound) -> list[BundleEntry]:
    return [
        BundleEntry(
            bundle=bundle,
            position=position,
            section=one.paper.section,
            number=one.number,
            paper_key=one.paper.key,
            document=one.paper.document,
            title=one.paper.title,
            dated=one.dated,
            first_page=place.first_page,
            pages=place.pages,
            sha256=place.sha256,
        )
        for position, (one, place) in enumerate(zip(papers, bound.places, strict=True), 1)
    ]


def made_with() -> str:
    return f"pikepdf {pikepdf.__version__}, qpdf {pikepdf.__libqpdf_version__}, WeasyPrint {version('weasyprint')}"
