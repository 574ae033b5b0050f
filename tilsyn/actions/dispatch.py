"""Making a dispatch ready, following its procedure, and ending it. The sending itself is in ``actions/sending.py``."""

import uuid
from collections.abc import Iterable
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sanktion.base.certificates import CertificateRefused, recipients_certificate, senders_certificate
from sanktion.base.mail_transport import transport
from sanktion.base.secure_mail import SecureMailError, configured_signer, message_size
from sanktion.models import User, Words
from tilsyn.actions.papers import file_paper, recipient_of
from tilsyn.letters.dispatch import papers_in_order, render_cover, render_index, render_manifest
from tilsyn.models import (
    Bundle,
    Dispatch,
    DispatchBundle,
    DispatchChannel,
    DispatchPaper,
    DispatchPart,
    PaperKind,
    Procedure,
    SelectedStatus,
    Supervision,
    SupervisionPaper,
    not_yet_sent,
)

DISCARD = "Kassér forsendelsen, og lav en ny."


class DispatchNotAllowed(Exception):
    """It can't be done now. The message is for the user."""


@transaction.atomic
def create_dispatch(
    supervision: Supervision,
    *,
    kind: str,
    channel: str,
    post_reason: str = "",
    bundles: Iterable[Bundle] = (),
    papers: Iterable[SupervisionPaper] = (),
    by: User,
    key: uuid.UUID | None = None,
) -> Dispatch:
    """A dispatch that is ready: its cover letter filed, its parts told off. The same ``key`` twice is one dispatch.

    Raises DispatchNotAllowed, with nothing made, when it couldn't be sent as it is.
    """
    Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
    if key and (made := Dispatch.objects.filter(key=key, supervision=supervision).first()):
        return made
    bundles, papers = list(bundles), list(papers)
    _check(supervision, bundles, papers, channel, post_reason)
    dispatch = Dispatch.objects.create(
        key=key or uuid.uuid4(),
        supervision=supervision,
        number=Dispatch.objects.next_number(supervision),
        kind=kind,
        channel=channel,
        post_reason=post_reason.strip(),
        procedure=_procedure(),
        created_by=by,
    )
    DispatchBundle.objects.bulk_create(DispatchBundle(dispatch=dispatch, bundle=bundle) for bundle in bundles)
    cover = _cover(dispatch, bundles, by=by)
    DispatchPaper.objects.bulk_create(DispatchPaper(dispatch=dispatch, paper=paper) for paper in [cover, *papers])
    if not dispatch.is_post:
        _divide(dispatch)
    dispatch.make_ready(by=by)
    return dispatch


def _check(supervision: Supervision, bundles: list, papers: list, channel: str, post_reason: str) -> None:
    if not bundles and not papers:
        raise DispatchNotAllowed("Vælg mindst en samling eller et brev.")
    if Bundle.objects.held_back_since().filter(pk__in=[bundle.pk for bundle in bundles]).exists():
        raise DispatchNotAllowed("Noget holdes tilbage, siden en af samlingerne blev dannet. Den skal dannes igen.")
    free = set(not_yet_sent(supervision).values_list("pk", flat=True))
    if any(bundle.pk not in free for bundle in bundles):
        raise DispatchNotAllowed("En af samlingerne er ikke klar, er allerede sendt, eller dens sag er udgået.")
    if any(paper.supervision_id != supervision.pk for paper in papers):
        raise DispatchNotAllowed("Et af brevene hører til et andet tilsyn.")
    if channel == DispatchChannel.POST:
        if not post_reason.strip():
            raise DispatchNotAllowed("Skriv, hvorfor det ikke kan sendes med sikker e-mail.")
    elif why := why_no_mail(supervision):
        raise DispatchNotAllowed(why)
    for bundle in bundles:
        _verify(bundle)


def _verify(bundle: Bundle) -> None:
    """What leaves is what was made."""
    try:
        bundle.data  # noqa: B018 - reading it compares it with its checksum
    except ValueError as changed:
        raise DispatchNotAllowed(str(changed)) from changed


def why_no_mail(supervision: Supervision) -> str:
    """Why secure mail can't be used now, as a sentence; empty when it can (V054, V055)."""
    directorate = recipient_of(supervision)
    if not directorate.email or parseaddr(directorate.email)[1] != directorate.email:
        return "Myndighedens sikre e-mailadresse er ikke skrevet. En administrator skal skrive den."
    try:
        transport()
        signer = configured_signer()
        senders_certificate(signer.certificate)
        recipients_certificate(directorate.certificate)
    except (SecureMailError, CertificateRefused) as refused:
        return str(refused)
    return ""


def why_not_leaving(dispatch: Dispatch) -> str:
    """Why what is in it may no longer leave, as a sentence; empty when it may (V018, V074). The database holds it."""
    bundles = Bundle.objects.filter(dispatches__dispatch=dispatch)
    if bundles.exclude(selected__status=SelectedStatus.NAMED).exists():
        return f"En af sagerne er udgået af tilsynet. {DISCARD}"
    if bundles.held_back_since().exists():
        return (
            "Der er holdt noget tilbage, siden en af samlingerne blev dannet. "
            "Kassér forsendelsen, dan samlingen igen, og lav en ny."
        )
    return ""


def _procedure() -> Procedure:
    found = Procedure.objects.in_force(timezone.localdate())
    if found is None:
        raise DispatchNotAllowed("Der er ingen fremgangsmåde for forsendelser, som gælder i dag.")
    return found


def _cover(dispatch: Dispatch, bundles: list[Bundle], *, by: User) -> SupervisionPaper:
    title, words = f"Følgebrev, forsendelse {dispatch.number}", Words("dispatch_cover")
    render = lambda number: render_cover(dispatch, number=number, words=words, bundles=bundles)  # noqa: E731
    return file_paper(dispatch.supervision, kind=PaperKind.COVER, title=title, render=render, by=by)


def _divide(dispatch: Dispatch) -> None:
    """Whole files into as few mails as their order allows, each under the recipient's limit."""
    limit = recipient_of(dispatch.supervision).message_limit
    along = len(render_manifest(dispatch)) + 2_000
    rows = [*papers_in_order(dispatch), *dispatch.bundles.select_related("bundle__selected__case")]
    parts, sizes = [[]], [along, len(render_index(dispatch)) + 10_000]
    for row in rows:
        size = row.paper.size if isinstance(row, DispatchPaper) else row.bundle.size
        if message_size([along, size]) > limit:
            raise DispatchNotAllowed(_too_large(row, limit))
        if message_size([*sizes, size]) > limit:
            parts.append([])
            sizes = [along]
        parts[-1].append(row)
        sizes.append(size)
    for number, found in enumerate(parts, start=1):
        part = DispatchPart.objects.create(dispatch=dispatch, number=number, message_id=_message_id())
        for row in found:
            row.part = part
            row.save(update_fields=["part"])


def _too_large(row: DispatchBundle | DispatchPaper, limit: int) -> str:
    name = row.paper.file_name if isinstance(row, DispatchPaper) else row.bundle.file_name
    return (
        f"{name} er for stor til myndighedens grænse på {limit // 1024**2} MB for en e-mail, når den er krypteret."
        " Send den som post, eller bed direktoratet om en højere grænse."
    )


def _message_id() -> str:
    return f"<{uuid.uuid4()}@{settings.SANKTION_MAIL_FROM.rpartition('@')[2]}>"
