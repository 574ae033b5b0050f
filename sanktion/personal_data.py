"""What the core holds about people (article 30); see base/personal_data.py. Lawyers and the DPO confirm the grounds."""

from sanktion.base.personal_data import Activity, PersonalData

CITIZENS = "borgere med en negativ hændelse eller en sag"
OTHERS = "andre, der nævnes i en sag (fx partner, arbejdsgiver, læge, den, der åbner døren)"
REPRESENTATIVES = "partsrepræsentanter og værger"
STAFF = "medarbejdere med adgang"
ASKERS = "den, der henvender sig (borger, politiker, journalist)"

AUTHORITY = "Databeskyttelsesforordningen art. 6, stk. 1, litra c og e"
HEALTH = "helbredsoplysninger i lægepapirer og samtaler: art. 9, stk. 2, litra f"
CPR = "CPR-nummer: databeskyttelseslovens § 11, stk. 1"
WITH_THE_CASE = "Efter opbevaringsreglen for det, sagen endte med; reglerne står under «Opbevaring»"
NEVER = "Slettes ikke af systemet"
UNTIL_LOADED = "Slettes, når den er indlæst eller kasseret, senest `SANKTION_IMPORT_DAYS` dage efter"
IN_LOG = "Hele måneder destrueres efter `SANKTION_ACCESS_LOG_MONTHS` måneder, når det er sat (mindst 24); ellers aldrig"

SANCTIONS = Activity(
    title="Sanktionssager",
    purpose="at registrere negative hændelser, høre borgeren, vurdere rådighed og rimelig grund og træffe afgørelse",
    legal_basis=f"{AUTHORITY}, med lov om aktiv socialpolitik §§ 35-40 a og forvaltningsloven; {HEALTH}; {CPR}",
    subjects=(CITIZENS, OTHERS, STAFF),
    recipients="Borgeren og dennes repræsentant; Ankestyrelsen (sendes uden for systemet); tilsynsmyndigheden",
    kept=WITH_THE_CASE,
    seen_by=("sanktion.view_case",),
)
COMPLAINTS = Activity(
    title="Klager",
    purpose="at behandle klager, genvurdere og følge Ankestyrelsens afgørelse",
    legal_basis=f"{AUTHORITY}, med retssikkerhedsloven og forvaltningsloven; {HEALTH}",
    subjects=(CITIZENS, OTHERS, STAFF),
    recipients="Borgeren og dennes repræsentant; Ankestyrelsen (sendes uden for systemet)",
    kept=WITH_THE_CASE,
    seen_by=("sanktion.view_case",),
)
PAYMENTS = Activity(
    title="Fejludbetalinger og statsrefusion",
    purpose="at standse en forkert udbetaling, berigtige refusionen og orientere revisor",
    legal_basis=f"{AUTHORITY}, med reglerne om statsrefusion og revision",
    subjects=(CITIZENS, STAFF),
    recipients="Revisor (udtræk uden CPR-nummer og begrundelse)",
    kept=WITH_THE_CASE,
    seen_by=("sanktion.view_wrongpayment",),
)
REGISTER = Activity(
    title="Sanktionsregister",
    purpose="at vise, hvorfor og hvordan der er sanktioneret, og levere det til det fælles datagrundlag",
    legal_basis=f"{AUTHORITY}; {CPR}",
    subjects=(CITIZENS, STAFF),
    recipients="Det fælles datagrundlag (fil, som en medarbejder henter og sender)",
    kept=WITH_THE_CASE,
    seen_by=("sanktion.view_register", "sanktion.deliver_register"),
)
INQUIRIES = Activity(
    title="Henvendelser",
    purpose="at besvare anmodninger om aktindsigt og spørgsmål fra kommunalbestyrelse og presse",
    legal_basis=f"{AUTHORITY}, med offentlighedsloven og forvaltningsloven",
    subjects=(ASKERS, STAFF),
    recipients="Den, der har spurgt",
    kept=f"{NEVER}; kommunen fastsætter fristen",
    seen_by=("sanktion.view_inquiry",),
)
SUBJECT_ACCESS = Activity(
    title="Borgerens indsigt",
    purpose="at give borgeren indsigt i egne oplysninger",
    legal_basis="Databeskyttelsesforordningen art. 15 og art. 6, stk. 1, litra c",
    subjects=(CITIZENS, OTHERS, STAFF),
    recipients="Borgeren",
    kept="Filen slettes efter `SANKTION_SUBJECT_ACCESS_DAYS` dage; at den er dannet, gemmes med borgeren",
    seen_by=("sanktion.make_subject_access",),
)
RETENTION = Activity(
    title="Opbevaring og sletning",
    purpose="at gemme sager så længe, loven kræver, og slette dem derefter",
    legal_basis="Databeskyttelsesforordningen art. 5, stk. 1, litra e; arkivloven",
    subjects=(CITIZENS, STAFF),
    recipients="Arkivet, når sager skal bevares (aflevering sker uden for systemet)",
    kept=WITH_THE_CASE,
    seen_by=("sanktion.review_retention", "sanktion.view_disposal"),
)
IMPORTS = Activity(
    title="Indlæsning af filer",
    purpose="at hente borgere, adresser og hændelser fra kommunens andre systemer",
    legal_basis=f"{AUTHORITY}; {CPR}",
    subjects=(CITIZENS, STAFF),
    recipients="Ingen",
    kept="Filen slettes, når den er indlæst, og ellers senest efter `SANKTION_IMPORT_DAYS` dage; afviste rækker, når en"
    " medarbejder sletter dem",
    seen_by=("sanktion.import_data",),
)
STAFF_ACCESS = Activity(
    title="Brugere og adgang",
    purpose="at styre, hvem der må hvad",
    legal_basis="Databeskyttelsesforordningen art. 32 og art. 6, stk. 1, litra c og e",
    subjects=(STAFF,),
    recipients="Ingen",
    kept=f"{NEVER}; brugere lukkes",
    seen_by=("sanktion.view_user",),
)
LOGGING = Activity(
    title="Log over opslag",
    purpose="at kunne vise, hvem der har set hvilken borger",
    legal_basis="Databeskyttelsesforordningen art. 32 og art. 6, stk. 1, litra c og e",
    subjects=(CITIZENS, STAFF),
    recipients="Borgeren ved indsigt (medarbejdernes roller; navne, når `SANKTION_SUBJECT_ACCESS_NAMES_STAFF` er sat)",
    kept=f"{IN_LOG}; når sagen er slettet, fører numrene ikke længere til nogen",
    seen_by=("sanktion.make_subject_access",),
)
GUIDELINES = Activity(
    title="Retningslinjer",
    purpose="at alle kan finde den forretningsgang, der gælder",
    legal_basis="Databeskyttelsesforordningen art. 6, stk. 1, litra e",
    subjects=(STAFF,),
    recipients="Ingen",
    kept=NEVER,
    seen_by=("sanktion.view_guideline",),
)

PERSONAL_DATA = {
    "Citizen": PersonalData(
        SANCTIONS,
        "CPR-nummer, navn, telefon, adresse, ydelse, CPR-status, navne- og adressebeskyttelse, mærket «to personer»",
    ),
    "TargetGroupPeriod": PersonalData(SANCTIONS, "målgruppe med perioder"),
    "MatchCategory": PersonalData(SANCTIONS, "matchkategori med begrundelse og hvem der har vurderet det"),
    "JobSeekerPeriod": PersonalData(SANCTIONS, "tilmelding som arbejdssøgende"),
    "NegativeEvent": PersonalData(SANCTIONS, "hvad der skete, hvornår, hvem der indberettede, og oplysninger om det"),
    "EventNotice": PersonalData(SANCTIONS, "underretningen, som den kom"),
    "Case": PersonalData(SANCTIONS, "sagsnummer, status, frister, sagsbehandler og team"),
    "CaseUserObjectPermission": PersonalData(SANCTIONS, "navngiven kollegas adgang til én sag"),
    "CaseMaterial": PersonalData(SANCTIONS, "hvilke slags materiale sagen har"),
    "MaterialWaiver": PersonalData(SANCTIONS, "hvorfor et materiale ikke er relevant"),
    "CaseDocument": PersonalData(SANCTIONS, "dokumentets titel, slags, dage og kontrolsum"),
    "DocumentContent": PersonalData(SANCTIONS, "dokumentets indhold, også lægepapirer"),
    "DocumentText": PersonalData(SANCTIONS, "hvilken udgave af en brevtekst brevet er skrevet med"),
    "JournalEntry": PersonalData(SANCTIONS, "notatets tekst, forfatter og slags"),
    "ContactAttempt": PersonalData(SANCTIONS, "kontaktform, tidspunkt, resultat og det, der blev sagt"),
    "AdverseInformation": PersonalData(SANCTIONS, "oplysning til ugunst, som borgeren skal høres om"),
    "WrittenGuidance": PersonalData(SANCTIONS, "hvornår borgeren er vejledt skriftligt"),
    "Assessment": PersonalData(SANCTIONS, "vurdering af rådighed"),
    "GroundAssessment": PersonalData(SANCTIONS, "borgerens grund og afvejningen af den, herunder helbred"),
    "PaymentConsequence": PersonalData(SANCTIONS, "hvad udbetalingen bliver, og hvorfor"),
    "Decision": PersonalData(SANCTIONS, "udfald, begrundelse og svar på det, borgeren har sagt"),
    "DecisionDraft": PersonalData(SANCTIONS, "kladde til afgørelsen; slettes, når afgørelsen er truffet"),
    "CountersignRequest": PersonalData(SANCTIONS, "afgørelsen, som den blev lagt frem til medunderskrift"),
    "Countersignature": PersonalData(SANCTIONS, "hvem der skrev under eller sendte tilbage, og hvorfor"),
    "Complaint": PersonalData(COMPLAINTS, "klagen ordret, dispensation og resultat"),
    "AppealRuling": PersonalData(COMPLAINTS, "Ankestyrelsens afgørelse"),
    "DecisionChange": PersonalData(COMPLAINTS, "den nye afgørelse og dens begrundelse"),
    "WrongPayment": PersonalData(PAYMENTS, "beløb, periode, hvad der blev fundet, og hvem der gjorde hvad"),
    "RegisterDelivery": PersonalData(
        REGISTER, "formål, periode, antal og kontrolsum; filen gemmes ikke", kept=f"{NEVER}; nævner ingen borger"
    ),
    "RegisterDeliveryRow": PersonalData(REGISTER, "hvilken afgørelse der er leveret, med nøglet kontrolsum"),
    "Inquiry": PersonalData(
        INQUIRIES, "den, der spørger: navn, rolle, organisation, e-mail og adresse; emne og frist", kept=NEVER
    ),
    "InquiryQuestion": PersonalData(INQUIRIES, "spørgsmål og svar", kept=NEVER),
    "InquiryDocument": PersonalData(INQUIRIES, "breve ind og ud", kept=NEVER),
    "SubjectAccess": PersonalData(SUBJECT_ACCESS, "hvem der dannede indsigten og hvorfor, hvornår den blev frigivet"),
    "SubjectAccessPiece": PersonalData(
        SUBJECT_ACCESS,
        "filen med alt om borgeren, i stykker",
        kept="Slettes efter `SANKTION_SUBJECT_ACCESS_DAYS` dage",
    ),
    "RetentionHold": PersonalData(RETENTION, "hvorfor en sag holdes tilbage fra sletning"),
    "RetentionDelay": PersonalData(RETENTION, "hvorfor gennemgangen er udsat, og til hvornår"),
    "ArchiveDelivery": PersonalData(RETENTION, "hvornår sagen er afleveret til arkiv"),
    "DisposalCase": PersonalData(RETENTION, "sager, der er valgt til sletning; slettes med sletningen"),
    "ImportBatch": PersonalData(IMPORTS, "filens navn, kontrolsum, kolonner og antal", kept=NEVER),
    "ImportFile": PersonalData(IMPORTS, "filen, som den kom", kept=UNTIL_LOADED),
    "ImportRow": PersonalData(IMPORTS, "rækker, der blev afvist", kept="Slettes, når en medarbejder vælger det"),
    "GuidelineVersion": PersonalData(GUIDELINES, "retningslinjens fil og hvem der lagde den", kept=NEVER),
    "User": PersonalData(
        STAFF_ACCESS, "brugernavn, navn, e-mail, roller, teams og hashet adgangskode", kept="Lukkes, slettes ikke"
    ),
    "AuthenticatorApp": PersonalData(
        STAFF_ACCESS, "den hemmelighed, telefonens koder laves af", kept="Slettes, når den nulstilles"
    ),
    "StaffSession": PersonalData(
        STAFF_ACCESS, "hvem der er logget ind, og til hvornår", kept="Slettes inden for en time, når de er udløbet"
    ),
    "SecurityEvent": PersonalData(
        STAFF_ACCESS, "hvem der loggede ind og ud, blev afvist eller spærret, kun som numre", kept=NEVER
    ),
    "AccessReview": PersonalData(
        LOGGING, "hvad en leder fandt om en kollegas usædvanlige opslag, med notat", kept=NEVER
    ),
    "AccessLog": PersonalData(
        LOGGING, "hvem der har set, søgt, udskrevet eller ændret hvilken borger, kun som numre", kept=IN_LOG
    ),
}
