"""Who has looked at the citizen, as the citizen is told it: when, in which role, what was done and where."""

from collections.abc import Iterator

from django.utils import timezone

from sanktion.base.tables import inert
from sanktion.models import CONTACT_PAGE, AccessLog, Citizen, SubjectAccess, User

HEADER = ["Tidspunkt", "Hvem", "Handling", "Side", "Sagsnr."]
ROWS_AT_A_TIME = 2000
# By the address's name. The work to get in contact has one name, however it was done (B048).
PAGES = {
    CONTACT_PAGE: "Arbejdet med at få kontakt",
    "assess": "Vurdering af rådighed",
    "case": "Sagen",
    "case_access": "Hvem der har adgang til sagen",
    "case_address": "Beskyttet adresse",
    "case_assign": "Valg af sagsbehandler",
    "case_close": "Lukning af sagen",
    "case_documents": "Sagens dokumenter",
    "case_events": "Borgerens andre hændelser",
    "case_history": "Sagens ændringslog",
    "case_supervision": "Sagens materiale til tilsynet",
    "citizen": "Borgerens side",
    "citizen_address": "Beskyttet adresse",
    "citizen_cpr": "CPR-nummer",
    "citizen_log": "Loggen over opslag",
    "citizen_log_file": "Loggen over opslag, filen",
    "citizen_two_persons": "To personer",
    "decide": "Afgørelse",
    "decision_preview": "Udkast til afgørelse",
    "document": "Et dokument",
    "document_new": "Nyt dokument",
    "earlier_sanctions": "Tidligere sanktioner",
    "event_details": "Oplysninger om en hændelse",
    "event_new": "Ny hændelse",
    "event_notice": "En underretning",
    "events": "Liste over hændelser",
    "hearing_answer": "Borgerens svar",
    "hearing_extend": "Udsættelse af svarfristen",
    "hearing_new": "Partshøring",
    "hearing_preview": "Udkast til partshøring",
    "import_detail": "Indlæsning af fil",
    "import_rejects": "Indlæsning af fil",
    "journal_sheet": "Udskrift af journalen",
    "note_new": "Nyt notat",
    "queue": "Arbejdskøen",
    "register": "Sanktionsregistret",
    "register_delivery_file": "Levering fra sanktionsregistret",
    "search": "Søgning",
    "case_give_back": "Valg af sagsbehandler",
    "case_open_to_team": "Hvem der har adgang til sagen",
    "case_restrict": "Hvem der har adgang til sagen",
    "case_retention": "Opbevaring af sagen",
    "case_take": "Valg af sagsbehandler",
    "decision_draft": "Udkast til afgørelse",
    "decision_send": "Afgørelsesbrev",
    "open_case": "Ny sag",
    "subject_access_file": "Indsigt efter art. 15, filen",
    "supervision_paper": "Tilsyn: breve i et tilsyn",
}
# Where one name covers all the steps of a thing; the address begins with it.
COURSES = {
    "access_": "Kontrol af loggen",
    "bundle": "Tilsyn: samling af sagens papirer",
    "case_access": "Hvem der har adgang til sagen",
    "case_complaint": "Klage over afgørelsen",
    "complaint": "Klage over afgørelsen",
    "countersign": "Medunderskrift",
    "delivery": "Brev, der kom retur",
    "dispatch": "Tilsyn: forsendelse",
    "guidance": "Skriftlig vejledning",
    "hearing": "Partshøring",
    "held_back": "Tilsyn: det, der holdes tilbage",
    "holdback": "Tilsyn: det, der holdes tilbage",
    "import": "Indlæsning af fil",
    "mock_": "Egen kontrol af sager",
    "orientation": "Tilsyn: orientering af borgeren",
    "post_letters": "Breve til udskrift",
    "print_": "Breve til udskrift",
    "register_deliver": "Levering fra sanktionsregistret",
    "representative": "Repræsentanter",
    "reading_room": "Direktoratets læserum",
    "retention": "Opbevaring af sagen",
    "selected": "Tilsyn: sagens materiale",
    "selection": "Tilsyn: udvælgelse af sager",
    "standing": "Kategori og tilmelding",
    "subject_access": "Indsigt efter art. 15",
    "supervision_bring_back": "Tilsyn: sager, der udgår",
    "supervision_case": "Tilsyn: sagerne i et tilsyn",
    "supervision_eligibility": "Tilsyn: sager, der er omfattet",
    "supervision_withdraw": "Tilsyn: sager, der udgår",
    "supervision": "Tilsyn: vurdering og resultat",
    "survey": "Tilsyn: spotundersøgelse",
    "tour": "Rundvisning",
    "waiver": "Sagens materiale til tilsynet",
    "withdrawal": "Tilsyn: sager, der udgår",
    "wrong_payment": "Fejludbetaling",
}


def log_rows(access: SubjectAccess) -> Iterator[list[str]]:
    return citizen_log_rows(access.citizen, names_staff=access.names_staff)


def citizen_log_rows(citizen: Citizen, *, names_staff: bool) -> Iterator[list[str]]:
    """A row for each of ``HEADER``'s columns, the oldest first; colleagues by role where they are not to be named."""
    log = AccessLog.objects.filter(citizen=citizen)
    who = _people(log.order_by().values("user"), named=names_staff)
    rows = log.order_by("at", "pk").values_list("at", "user_id", "kind", "page", "case__number")
    kinds = dict(AccessLog._meta.get_field("kind").flatchoices)
    for at, user_id, kind, page, number in rows.iterator(chunk_size=ROWS_AT_A_TIME):
        moment = f"{timezone.localtime(at):%d-%m-%Y %H:%M:%S}"
        yield [moment, who[user_id], kinds[kind], page_name(page), number or ""]


def page_name(page: str) -> str:
    """What the citizen is told that the page was about."""
    course = next((told for name, told in COURSES.items() if page.startswith(name)), f"Anden side ({page})")
    return PAGES.get(page, course)


def _people(user_ids, *, named: bool) -> dict[int, str]:
    """The roles of each colleague; names only where the setting says so (domain, «Privacy»)."""
    found = {}
    for person in User.objects.filter(pk__in=user_ids).prefetch_related("groups"):
        roles = ", ".join(sorted(group.name.capitalize() for group in person.groups.all())) or "Medarbejder"
        found[person.pk] = inert(f"{person} ({roles})" if named else roles)
    return found
