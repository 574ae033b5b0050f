"""Bundles and dispatches as tests need them."""

import hashlib
import io
import subprocess
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pikepdf
from django.utils import timezone

from sanktion.models import User
from tilsyn.actions.dispatch import create_dispatch
from tilsyn.actions.dispatch_course import mark_posted, tick
from tilsyn.models import Bundle, BundleContent, BundleEntry, BundleStatus, Directorate, Dispatch, SelectedCase

from .certificates import Identity, identity
from .letters import short_letters


def small_pdf(pages: int = 1, text: bytes = b"") -> bytes:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(595, 842))
    if text:
        made.attachments["tekst"] = text
    data = io.BytesIO()
    made.save(data, deterministic_id=True)
    return data.getvalue()


def ready_bundle(
    selected: SelectedCase, *, by: User | None = None, data: bytes = b"", stored: bytes = b"", pages: int = 1
) -> Bundle:
    """A bundle as the bundles' own task leaves it, of blank pages; ``stored`` is what lies there instead of it."""
    data = data or small_pdf(pages)
    earlier = list(Bundle.objects.ready().filter(selected=selected))
    first_page = 1 + sum(one.pages for one in earlier)
    bundle = Bundle.objects.create(
        selected=selected,
        first_page=first_page,
        sequence=Bundle.objects.next_sequence(selected),
        asked_by=by or selected.named_by,
    )
    BundleContent.objects.create(bundle=bundle, data=stored or data)
    BundleEntry.objects.create(
        bundle=bundle,
        position=1,
        number=1 + len(earlier),
        section=1,
        paper_key="journal",
        title="Underretning",
        dated=selected.case.event.occurred_on,
        first_page=first_page,
        pages=pages,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    facts = {"pages": pages, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    bundle._move_to(BundleStatus.READY, by=bundle.asked_by, reason="Dannet", **facts)
    return bundle


def recipient_known(directorate: Directorate) -> Identity:
    """The directorate has an address and a certificate, from today."""
    recipient = identity("Direktoratet", uses=("key_encipherment",))
    directorate.email, directorate.certificate = "tilsyn@direktorat.invalid", recipient.pem
    directorate.pk, directorate.valid_from = None, timezone.localdate()
    directorate.save()
    return recipient


def ticked(dispatch: Dispatch, by: User, *, moment: str = "before") -> Dispatch:
    for step in dispatch.unticked(moment):
        tick(dispatch, step, by=by)
    return dispatch


@short_letters()
def dispatch_of(*selected: SelectedCase, by: User, channel: str = "post", kind: str = "material", **facts) -> Dispatch:
    """Ready, with a bundle of each case."""
    supervision = selected[0].supervision
    bundles = [ready_bundle(one, by=by) for one in selected]
    facts.setdefault("post_reason", "Mailen er nede." if channel == "post" else "")
    return create_dispatch(supervision, kind=kind, channel=channel, bundles=bundles, by=by, **facts)


def posted(dispatch: Dispatch, by: User) -> Dispatch:
    mark_posted(ticked(dispatch, by), sent_on=timezone.localdate(), tracking="RR123456785DK", by=by)
    dispatch.refresh_from_db()
    return dispatch


def mail_set_up(settings, folder: Path, directorate: Directorate) -> Path:
    """Secure mail into a folder; gives the folder, in which the directorate's key lies too."""
    signer = identity("Kommunen").write(folder, "kommunen")
    settings.SANKTION_MAIL_CERT, settings.SANKTION_MAIL_KEY = str(signer.certificate), str(signer.key)
    settings.SANKTION_MAIL, settings.SANKTION_MAIL_SPOOL = "file", folder / "mail"
    settings.SANKTION_SEAL_DIR = folder / "seal"
    recipient_known(directorate).write(folder, "direktoratet")
    return folder


def opened_mail(folder: Path, path: Path) -> tuple[EmailMessage, EmailMessage]:
    """A mail as the directorate reads it: its outside, and its inside when openssl has decrypted and verified it."""
    outside = message_from_bytes(path.read_bytes(), policy=policy.SMTP)
    keys = ["-recip", folder / "direktoratet.crt", "-inkey", folder / "direktoratet.key"]
    signed = _cms("-decrypt", "-binary", "-inform", "DER", *keys, data=outside.get_content())
    inside = _cms("-verify", "-binary", "-CAfile", folder / "kommunen.crt", data=signed)
    return outside, message_from_bytes(inside, policy=policy.SMTP)


def _cms(*arguments, data: bytes) -> bytes:
    return subprocess.run(["openssl", "cms", *map(str, arguments)], input=data, capture_output=True, check=True).stdout
