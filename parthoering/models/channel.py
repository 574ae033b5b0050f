from django.db import models

# A hearing and its sending are the citizen's proof of having been heard: they move on, they are never deleted.
NEVER_DELETED = "SELECT, INSERT, UPDATE"


class Channel(models.TextChoices):
    """B016: how the letter goes out."""

    DIGITAL_POST = "digital_post", "Digital Post"
    LETTER = "letter", "Brev"
