"""B016, V004: the first texts of the hearing's letters, as they were before they could be changed."""

from datetime import date

from django.db import migrations

FROM = date(2006, 12, 13)
TEXTS = {
    "hearing_intro": "Vi har fået besked om, at {hvad} den {hændelsesdato}. Når du får hjælp, har du pligt til at stå til"
    " rådighed for arbejde. Har du ikke haft en rimelig grund, kan det få betydning for din hjælp: Vi kan nedsætte den"
    " eller stoppe den for en tid.",
    "hearing_right": "Vi har ikke taget stilling endnu. Du har ret til at udtale dig først. Det hedder partshøring og"
    " står i forvaltningslovens § 19.",
    "hearing_what_to_do": "Skriv eller ring til os **senest den {svarfrist}**, og fortæl:\n\n"
    "1. {hvorfor},\n"
    "2. om du havde givet besked, og i givet fald hvornår og til hvem,\n"
    "3. om der er andre forhold, vi skal kende, fx sygdom. Vedlæg gerne dokumentation.\n\n"
    "Har du brug for længere tid, så sig det til os, inden fristen er gået.",
    "hearing_no_answer": "Så prøver vi at få kontakt med dig på andre måder. Vi kan også forsøge at kontakte dig på din"
    " bopæl. Får vi ikke kontakt, afgør vi sagen på det grundlag, vi har.",
    "hearing_party_rights": "Er noget af det forkert, så fortæl os det. Du har ret til at se sagens dokumenter og til at"
    " få en anden til at hjælpe dig.",
    "hearing_reply_digital": "Svar på dette brev i Digital Post, eller ring på {telefon}. Oplys sagsnr. {sagsnr}. Skriv"
    " ikke personlige oplysninger i en almindelig e-mail.",
    "hearing_reply_paper": "Skriv til {enhed}, {adresse}, eller ring på {telefon}. Oplys sagsnr. {sagsnr}. Skriv ikke"
    " personlige oplysninger i en almindelig e-mail.",
    "extension_why": "Vi skrev til dig den {brevdato}, fordi vi gerne vil høre din forklaring, før vi træffer afgørelse i"
    " din sag. Du skulle svare senest den {gammel_frist}.\n\nFristen er nu udsat, fordi {grund}.",
    "extension_what_to_do": "Skriv eller ring til os **senest den {ny_frist}**.",
    "extension_more": "Alt andet i det første brev gælder stadig. Har du brug for endnu længere tid, så sig det til os,"
    " inden fristen er gået. Reglen om at få længere tid står i forvaltningslovens § 21.\n\n"
    "Ring på {telefon}, hvis du har spørgsmål. Oplys sagsnr. {sagsnr}.",
    "reminder_why": "Vi skrev til dig den {brevdato} for at høre din forklaring, før vi træffer afgørelse i din sag. Vi"
    " har ikke fået dit svar endnu.",
    "reminder_what_to_do": "Skriv eller ring til os på {telefon} **senest den {svarfrist}**. Oplys sagsnr. {sagsnr}.",
    "reminder_more": "Har du lige svaret, skal du ikke gøre mere. Har du brug for længere tid, så sig det til os, inden"
    " fristen er gået.",
}


def load(apps, schema_editor):
    LetterText = apps.get_model("sanktion", "LetterText")
    for kind, body in TEXTS.items():
        LetterText.objects.get_or_create(kind=kind, valid_from=FROM, defaults={"body": body})


class Migration(migrations.Migration):
    replaces = [("parthoering", "0009_letter_texts")]

    dependencies = [("parthoering", "0004_decision_gates")]

    operations = [
        # What has been in use is never removed, so undoing leaves the texts where they are.
        migrations.RunPython(load, migrations.RunPython.noop)
    ]
