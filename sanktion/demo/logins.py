"""The test logins of the demo. They are made by ``manage.py demo`` alone, which production settings refuse to run."""

PASSWORD = "sanktion-demo-2026"  # noqa: S105

LOGINS = [
    {"username": "kirsten", "first_name": "Kirsten", "last_name": "Holm", "role": "sagsbehandler"},
    {"username": "anders", "first_name": "Anders", "last_name": "Lund", "role": "udkørende"},
    {"username": "lene", "first_name": "Lene", "last_name": "Bach", "role": "leder"},
    {"username": "tove", "first_name": "Tove", "last_name": "Friis", "role": "tilsynsansvarlig"},
    {"username": "adam", "first_name": "Adam", "last_name": "Juul", "role": "administrator"},
]
