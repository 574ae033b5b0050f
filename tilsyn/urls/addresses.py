"""What addresses of this app begin with."""

from django.urls import register_converter


class SupervisionNumber:
    regex = r"[0-9]{4}-[0-9]{1,4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SupervisionNumber, "supervision")

SUPERVISION = "tilsyn/<supervision:supervision>/"
# Of a case in a supervision, by the case's own number.
SELECTED = f"{SUPERVISION}sager/<str:number>/"
