class Refused(Exception):
    """The file isn't taken in; the one argument is a Danish sentence for the sender."""


BROKEN = "Filen kan ikke læses; den er beskadiget eller ikke hel."
TOO_HEAVY = "Filen er for tung at åbne. Del den op, eller gem den på ny som en mindre PDF."
LOCKED = "Filen er låst med en adgangskode. Bed om den uden, eller gem den på ny uden adgangskode."
UNKNOWN = "Filtypen tages ikke imod. Brug PDF, JPEG, PNG, TIFF, ren tekst, DOCX eller ODT."
NOT_SURE = "PDF-filen kan ikke renses med sikkerhed. Åbn den, udskriv den til en ny PDF-fil, og brug den."
EMPTY = "Filen er tom."
MACROS = "Dokumentet indeholder makroer. Bed om det uden, eller gem det som PDF."
INSERTS = "Dokumentet indeholder indlejrede filer eller henter indhold udefra. Gem det som PDF."


def too_many_pages(limit: int) -> str:
    return f"Filen har mere end {limit} sider. Del den op."


def too_many_pixels(limit: int) -> str:
    return f"Et billede er på mere end {limit // 1_000_000} megapixel. Gem det i en mindre opløsning."
