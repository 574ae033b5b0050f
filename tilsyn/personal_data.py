"""What the supervision holds about people (article 30); see sanktion/base/personal_data.py."""

from sanktion.base.personal_data import Activity, PersonalData
from sanktion.personal_data import AUTHORITY, CITIZENS, CPR, HEALTH, NEVER, OTHERS, STAFF, WITH_THE_CASE

READERS = "tilsynsmyndighedens medarbejdere"
IF_OF_A_CASE = "med sagen, når rækken handler om én; ellers ikke"
UNNAMED = f"{NEVER}; nævner ingen borger af sig selv"

SUPERVISION = Activity(
    title="Tilsyn",
    purpose="at give tilsynsmyndigheden det materiale, den beder om, og følge op på dens vurderinger",
    legal_basis=f"{AUTHORITY}, med reglerne om tilsyn med kommunens rådighedsarbejde; {HEALTH}; {CPR}",
    subjects=(CITIZENS, OTHERS, STAFF, READERS),
    recipients="Tilsynsmyndigheden (krypteret e-mail, post eller læserum); borgeren, der orienteres",
    kept=WITH_THE_CASE,
    seen_by=("tilsyn.view_supervision", "tilsyn.handle_supervision", "tilsyn.read_in_room"),
)
SELECTION = Activity(
    title="Lister fra tilsynsmyndigheden",
    purpose="at finde de sager, tilsynsmyndigheden udpeger",
    legal_basis=f"{AUTHORITY}; {CPR}",
    subjects=("borgere på tilsynsmyndighedens liste", STAFF),
    recipients="Tilsynsmyndigheden (svar på listen)",
    kept=(
        "Numre, der ikke blev valgt, destrueres i samme handling som valget, ellers når tilsynet er slut; også fra"
        " disken"
    ),
    seen_by=("tilsyn.handle_supervision",),
)
MOCK = Activity(
    title="Egen kontrol",
    purpose="at gennemgå nogle af enhedens egne afgjorte sager",
    legal_basis=AUTHORITY,
    subjects=(CITIZENS, STAFF),
    recipients="Ingen",
    kept=WITH_THE_CASE,
    seen_by=("tilsyn.handle_mock",),
)

PERSONAL_DATA = {
    "SelectedCase": PersonalData(SUPERVISION, "at sagen er udpeget, og om og hvorfor den er udgået"),
    "MaterialAsk": PersonalData(SUPERVISION, "hvad der er bedt om til sagen"),
    "HoldBack": PersonalData(SUPERVISION, "hvad der holdes tilbage, hvorfor og af hvem"),
    "HoldBackMark": PersonalData(SUPERVISION, "hvor på siden der er streget over"),
    "HoldBackSource": PersonalData(SUPERVISION, "journalarket, som der er streget over på"),
    "HoldBackCheck": PersonalData(SUPERVISION, "at den færdige fil er læst efter, og hvad der blev fundet"),
    "HoldBackResult": PersonalData(SUPERVISION, "den overstregede udgave"),
    "Bundle": PersonalData(SUPERVISION, "samlingens nummer, sider og kontrolsum"),
    "BundleContent": PersonalData(SUPERVISION, "sagens papirer samlet i én fil"),
    "BundleEntry": PersonalData(SUPERVISION, "hvilke papirer samlingen har"),
    "DispatchBundle": PersonalData(SUPERVISION, "hvilken samling der er sendt hvornår"),
    "OrientationLetter": PersonalData(SUPERVISION, "at borgeren er orienteret om sine rettigheder, og hvordan"),
    "WithdrawalNotice": PersonalData(SUPERVISION, "at tilsynsmyndigheden har fået at vide, at sagen er udgået"),
    "RoomPaper": PersonalData(SUPERVISION, "papirer, der må læses i læserummet"),
    "RoomPaperContent": PersonalData(SUPERVISION, "papirernes indhold"),
    "RoomLook": PersonalData(SUPERVISION, "hvem fra tilsynsmyndigheden der har set hvad hvornår", kept=IF_OF_A_CASE),
    "CopyRequest": PersonalData(SUPERVISION, "hvad der er bedt om kopi af"),
    "CaseAssessment": PersonalData(SUPERVISION, "tilsynsmyndighedens vurdering af sagen og fristen for svar"),
    "AssessmentVersion": PersonalData(SUPERVISION, "foreløbig og endelig vurdering, tekst og beløb"),
    "AssessmentReply": PersonalData(SUPERVISION, "kommunens bemærkninger"),
    "ReplyDocument": PersonalData(SUPERVISION, "nye bilag til bemærkningerne"),
    "SupervisionPaper": PersonalData(
        SUPERVISION, "breve til og fra tilsynsmyndigheden: titel, dage, kontrolsum", kept=IF_OF_A_CASE
    ),
    "SupervisionPaperContent": PersonalData(SUPERVISION, "brevenes indhold", kept=IF_OF_A_CASE),
    "DispatchPaper": PersonalData(SUPERVISION, "hvilket brev der er sendt hvornår", kept=IF_OF_A_CASE),
    "DispatchReceipt": PersonalData(SUPERVISION, "kvittering for en forsendelse", kept=IF_OF_A_CASE),
    "SupervisionDelay": PersonalData(SUPERVISION, "meddelelse om forsinkelse, grund og ny dag", kept=UNNAMED),
    "DirectorateDelay": PersonalData(SUPERVISION, "tilsynsmyndighedens egen forsinkelse", kept=UNNAMED),
    "ToldEntry": PersonalData(SUPERVISION, "hvem der er orienteret om resultatet hvornår", kept=UNNAMED),
    "SupervisionResult": PersonalData(SUPERVISION, "det samlede resultat og forklaring på en forskel", kept=UNNAMED),
    "FollowUp": PersonalData(SUPERVISION, "redegørelser, forslag og opfølgning", kept=UNNAMED),
    "DialogueNote": PersonalData(SUPERVISION, "notat fra dialog med tilsynsmyndigheden", kept=UNNAMED),
    "SurveyAnswer": PersonalData(SUPERVISION, "svar på en spotundersøgelse, antal og kontrolsum", kept=UNNAMED),
    "SurveyAnswerRow": PersonalData(SUPERVISION, "det, svaret sagde om én sag"),
    "SelectionList": PersonalData(SELECTION, "listens nummer, dag, antal og kontrolsum", kept=UNNAMED),
    "SelectionRow": PersonalData(
        SELECTION,
        "CPR-nummer og det, rækken sagde",
        kept="ikke valgt: destrueres med listen; valgt: tømmes, og rækken bliver",
    ),
    "NamedRow": PersonalData(SELECTION, "hvilken række der blev til hvilken sag"),
    "MockReview": PersonalData(MOCK, "gennemgangen af sagen, udfald og bemærkning"),
    "MockAnswer": PersonalData(MOCK, "svar på tjeklistens spørgsmål"),
}
