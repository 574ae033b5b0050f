from django.db import transaction

from parthoering.actions.locking import locked
from parthoering.models import Representative
from sanktion.base.danish import long_date
from sanktion.models import JournalEntry, NoteKind, User


@transaction.atomic
def save_representative(one: Representative, *, by: User) -> Representative:
    """New or changed; letters from now on follow it. The name stands in the journal's sealed text alone."""
    case = locked(one.case)
    heading = f"{one.get_role_display()} {'ændret' if one.pk else 'tilføjet'}"
    one._history_user, one._change_reason = by, heading
    one.save()
    facts = [("Navn", one.name), ("Breve sendes med", one.get_channel_display()), ("Fra", long_date(one.valid_from))]
    if one.valid_to:
        facts.append(("Til og med", long_date(one.valid_to)))
    JournalEntry.objects.write(case, kind=NoteKind.NOTE, heading=heading, facts=facts, by=by)
    return one
