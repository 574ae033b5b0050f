"""What each setting means, in Danish, for docs/configuration.md. A setting without a line here fails the tests.

``GROUPS`` is the order of the document: the group's heading, then each variable and what it is for. Name, kind, default
and where the value comes from are read from the settings themselves (docs/making/configuration.py).
"""

GROUPS: dict[str, dict[str, str]] = {
    "Database, kø og nøgler": {
        "DATABASE_URL": "databasen, som programmets rolle: `postgresql://bruger:kode@vært:port/navn`; til `migrate` og "
        "andre kommandoer, der siger det, som ejeren",
        "DATABASE_APP_ROLE": "navnet på programmets rolle; `migrate` giver den dens rettigheder",
        "REDIS_URL": "køen og fremdriftsbjælkerne: `redis://:kode@vært:port/0`",
        "SECRET_KEY": "Djangos nøgle til sessioner og formularer; `openssl rand -hex 64`",
        "SANKTION_TEXT_KEYS": "nøgler til det krypterede, `version:base64`, nyeste først; se [keys.md](keys.md)",
        "SANKTION_LOOKUP_KEYS": "nøgler, som CPR-numre slås op på, samme form",
    },
    "Web og filer": {
        "ALLOWED_HOSTS": "navne, siden svarer på, med komma imellem",
        "CSRF_TRUSTED_ORIGINS": "adresser med `https://`, som formularer må komme fra",
        "WEB_CONCURRENCY": "webprocesser",
        "WEB_THREADS": "tråde i hver webproces",
        "SANKTION_VAR": "mappe til data på disken",
        "STATIC_ROOT": "hvor `collectstatic` samler stylesheets, skrifter og billeder",
        "LOG_LEVEL": "loggens niveau",
    },
    "Afsenderen i breve": {
        "SANKTION_MUNICIPALITY": "kommunens navn",
        "SANKTION_ADMINISTRATION": "forvaltningen",
        "SANKTION_UNIT": "enheden",
        "SANKTION_ADDRESS": "adressen",
        "SANKTION_PHONE": "telefon",
        "SANKTION_EMAIL": "e-mail",
        "SANKTION_WEB": "hjemmeside",
        "SANKTION_SIGNATORY": "hvem der skriver under på afgørelser; tom: sagsbehandleren",
        "SANKTION_SIGNATORY_TITLE": "underskriverens titel",
        "SANKTION_ACCESSIBILITY_URL": "kommunens egen tilgængelighedserklæring; tom: systemets egen side",
    },
    "Frister og mål": {
        "SANKTION_HEARING_DAYS": "svarfrist ved partshøring i dage; loven giver intet tal",
        "SANKTION_DELIVERY_DAYS_DIGITAL": "dage, før Digital Post regnes for fremme",
        "SANKTION_DELIVERY_DAYS_LETTER": "dage, før et brev regnes for fremme",
        "SANKTION_CLOSING_DAYS": "lukkedage, `dd-mm` eller `dd-mm-åååå`; de forlænger kun borgerens svarfrist",
        "SANKTION_REMINDER_DAYS": "så mange dage før svarfristen er en påmindelse fremme; 0: ingen påmindelser",
        "SANKTION_GOAL_DAYS_REGISTERED": "enhedens mål i dage: fra registreret til næste skridt",
        "SANKTION_GOAL_DAYS_SEEKING_CONTACT": "enhedens mål i dage: mens der søges kontakt",
        "SANKTION_GOAL_DAYS_ANSWERED": "enhedens mål i dage: efter borgerens svar",
        "SANKTION_GOAL_DAYS_READY": "enhedens mål i dage: klar til afgørelse",
        "SANKTION_INQUIRY_DAYS_ACCESS": "arbejdsdage til at svare på aktindsigt (skal bekræftes af jurist)",
        "SANKTION_INQUIRY_DAYS_COUNCIL": "dage til at svare kommunalbestyrelsen",
        "SANKTION_INQUIRY_DAYS_PRESS": "dage til at svare pressen",
        "SANKTION_INQUIRY_DAYS_OTHER": "dage til at svare andre",
        "SANKTION_SUBJECT_ACCESS_DAYS": "dage, filen med en borgers indsigt gemmes",
        "SANKTION_SUBJECT_ACCESS_NAMES_STAFF": "om loggen i borgerens indsigt nævner medarbejderes navne",
    },
    "Breve og kvitteringer": {
        "SANKTION_CVR": "afsenderens CVR-nummer i Digital Post",
        "SANKTION_DELIVERY_BACKEND_DIGITAL": "hvordan Digital Post sendes",
        "SANKTION_DELIVERY_BACKEND_LETTER": "hvordan breve sendes; `parthoering.delivery.paper.RemotePrint` lægger dem "
        "til fjernprint",
        "SANKTION_OUTBOX": "mappe til det, kommunens forbindelser henter",
        "SANKTION_INBOX": "mappe til kvitteringer",
        "SANKTION_EXEMPTION_BACKEND": "hvem der spørges om fritagelse for Digital Post; "
        "`parthoering.delivery.exemption.ExemptList` bruger en fil",
        "SANKTION_EXEMPT_LIST": "filen med fritagne CPR-numre",
        "SANKTION_KLE_SUBJECT": "KLE-emne i Digital Post; tom: udelades",
        "SANKTION_KLE_FACET": "KLE-facet",
        "SANKTION_KLE_VERSION": "KLE-version",
        "SANKTION_PRINT_TYPE": "forsendelsestype, som aftalt med trykkeriet",
        "SANKTION_PRINT_ENVELOPE": "kuvert",
        "SANKTION_PRINT_CATEGORY": "postkategori",
        "SANKTION_MAX_LETTERS": "højst så mange partshøringer i én handling",
    },
    "Filer udefra": {
        "SANKTION_UPLOAD_MAX_MB": "største fil til en sag, i MB",
        "SANKTION_UPLOAD_MAX_PAGES": "flest sider i en fil til en sag",
        "SANKTION_SCANNER": "virusscanner, fx `sanktion.base.scanning.clamd`; tom: ingen",
        "SANKTION_CLAMD": "hvor ClamAV svarer, `vært:port`",
    },
    "Kørelister og statistik": {
        "SANKTION_MAX_STOPS": "forslag til flest stop på en liste",
        "SANKTION_VISIT_URGENT_DAYS": "dage, før et ventende besøg haster",
        "SANKTION_PLAN_SECONDS": "søgning pr. område, i sekunder på en almindelig processor",
        "SANKTION_TRAVEL_URL": "tabellen hos kommunens egen rutetjeneste (OSRM); uden for eget net kun over https; "
        "tom: luftlinje × 1,35",
        "SANKTION_TRAVEL_SPEED_KMH": "gennemsnitsfart, når luftlinjen bruges",
        "SANKTION_OFFLINE": "dagens køreliste på telefonen uden netværk",
        "SANKTION_SMALL_CELL": "mindste besøgstal, der udleveres; mindst 3; gemmes med måneden",
        "SANKTION_DESTROY_DAYS": "dage efter listens dag, før den natlige kontrol er rød",
        "SANKTION_ERASE_HOURS": "højeste alder i timer på den fysiske sletning",
        "SANKTION_LEDGER": "mappe til destruktionernes logfil; skal have en kopi et andet sted end databasen",
    },
    "Tilsyn": {
        "SANKTION_MAIL": "sikker e-mail til tilsynsmyndigheden: `smtp` eller `file` (en mappe); tom: kun post",
        "SANKTION_MAIL_HOST": "mailserveren",
        "SANKTION_MAIL_PORT": "mailserverens port",
        "SANKTION_MAIL_CA": "mailserverens udsteder, som PEM-fil; tom: maskinens egne",
        "SANKTION_MAIL_USER": "bruger på mailserveren",
        "SANKTION_MAIL_PASSWORD": "adgangskode på mailserveren; bedst som fil (`_FILE`)",
        "SANKTION_MAIL_FROM": "afsenderadressen; tom: `SANKTION_EMAIL`",
        "SANKTION_MAIL_CERT": "kommunens certifikat, PEM-fil",
        "SANKTION_MAIL_KEY": "certifikatets nøgle, PEM-fil",
        "SANKTION_MAIL_SPOOL": "mappen ved `file`",
        "SANKTION_MAIL_CIPHER": "`aes-256-gcm`, kun når modtageren har sagt, at det kan læses",
        "SANKTION_SEAL_DIR": "forseglede e-mails i de sekunder, de er undervejs; helst i hukommelsen",
        "SANKTION_RECEIPT_DAYS": "dage, før en manglende kvittering vises",
        "SANKTION_MOCK_CASES": "afgjorte sager pr. team og måned til egen kontrol",
    },
    "Demo og udvikling": {
        "PORT": "porten, `make run` svarer på",
        "SANKTION_DEMO_BARE": "demo uden borgere: kun medarbejdere, områder og hold",
    },
}

# What has a value for the demo's sake that no municipality can use: production is told to set it.
MUST_BE_SET = {
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "SANKTION_MUNICIPALITY",
    "SANKTION_ADMINISTRATION",
    "SANKTION_UNIT",
    "SANKTION_ADDRESS",
    "SANKTION_PHONE",
    "SANKTION_EMAIL",
    "SANKTION_WEB",
    "SANKTION_CVR",
}
