"""What the hearings hold about people (article 30); see sanktion/base/personal_data.py."""

from sanktion.base.personal_data import Activity, PersonalData
from sanktion.personal_data import AUTHORITY, CITIZENS, CPR, REPRESENTATIVES, STAFF, WITH_THE_CASE

HEARINGS = Activity(
    title="Partshøring og breve",
    purpose="at høre borgeren før afgørelsen, sende breve og bevise, at de er sendt og kommet frem",
    legal_basis=f"{AUTHORITY}, med forvaltningslovens §§ 19-21 og lov om Digital Post; {CPR}",
    subjects=(CITIZENS, REPRESENTATIVES, STAFF),
    recipients="Borgeren og dennes repræsentant, gennem kommunens forbindelse til Digital Post, fjernprint eller brev",
    kept=WITH_THE_CASE,
    seen_by=("sanktion.view_case",),
)

PERSONAL_DATA = {
    "Hearing": PersonalData(HEARINGS, "frist, svar ordret og hvordan det kom"),
    "HearingExtension": PersonalData(HEARINGS, "udsættelse af fristen og hvorfor"),
    "HearingReminder": PersonalData(HEARINGS, "at der er mindet om fristen"),
    "HearingBatchRow": PersonalData(HEARINGS, "hvilke sager der fik brev i én handling, og hvorfor andre ikke gjorde"),
    "Representative": PersonalData(HEARINGS, "repræsentantens navn, adresse, CPR-nummer og rolle"),
    "Delivery": PersonalData(HEARINGS, "hvordan og hvornår et brev er sendt, og om det kom frem"),
    "DeliveryReceipt": PersonalData(HEARINGS, "kvitteringer for brevet"),
    "DeliveryPrint": PersonalData(HEARINGS, "hvem der har udskrevet brevet"),
    "ExemptionCheck": PersonalData(HEARINGS, "om modtageren er fritaget for Digital Post, og hvem der er spurgt"),
}
