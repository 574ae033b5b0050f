"""What the route lists hold about people (article 30); see sanktion/base/personal_data.py.

References alone: names and addresses are read from the citizen when the list is shown, and printed on paper.
"""

from sanktion.base.personal_data import Activity, PersonalData
from sanktion.personal_data import AUTHORITY, CITIZENS, STAFF

VISITS = Activity(
    title="Besøg på bopælen (kørelister)",
    purpose="at søge kontakt på bopælen med en borger, der ikke har svaret, før afgørelsen træffes",
    legal_basis=f"{AUTHORITY}, med lov om aktiv socialpolitik og forvaltningsloven",
    subjects=(CITIZENS, STAFF),
    recipients=(
        "Holdet, der kører (papir eller telefon: navn og adresse). En rutetjeneste på eget net får kun koordinater, når"
        " `SANKTION_TRAVEL_URL` er sat"
    ),
    kept=(
        "Destrueres med listen, når hvert stop er noteret og talt, og papiret er gjort rede for; den natlige kontrol er"
        " rød efter `SANKTION_DESTROY_DAYS` dage"
    ),
    seen_by=(
        "koerelister.plan_routes",
        "koerelister.drive_routes",
        "koerelister.register_visits",
        "koerelister.approve_protected_visit",
    ),
)

PERSONAL_DATA = {
    "VisitOrder": PersonalData(
        VISITS,
        "at en sag venter på besøg, og i hvilket område",
        kept="når besøget er lagt på en liste eller ikke længere er nødvendigt",
    ),
    "Stop": PersonalData(VISITS, "henvisning til borger, sag og adresse; rækkefølge og status"),
    "RouteList": PersonalData(VISITS, "listens dag, område, hold og antal udskrevne eksemplarer"),
    "DeviceCopy": PersonalData(VISITS, "hvem der har haft dagens liste på telefonen, og hvornår den blev slettet"),
    "SeparateVisit": PersonalData(
        VISITS,
        "anmodning om besøg hos en beskyttet borger, begrundelse og svar",
        kept="destrueres med listen; en afvisning efter 3 dage, en ubrugt anmodning efter 30",
    ),
}
