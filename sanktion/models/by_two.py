from typing import ClassVar

from django.db import models


class ByTwo(models.Model):
    """A row that one administrator may not add alone where it weakens the citizen's legal protection.

    ``added_by`` names the field of who added it: of what was proposed, who approved.
    """

    added_by: ClassVar[str]

    proposal = models.OneToOneField("sanktion.Proposal", models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        abstract = True

    @property
    def persons(self) -> str:
        """Both names, where there are two; empty of what was delivered with the system."""
        person = getattr(self, self.added_by)
        return f"{self.proposal.proposed_by} foreslog, {person} godkendte" if self.proposal else str(person or "")
