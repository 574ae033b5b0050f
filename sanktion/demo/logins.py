"""The demo's staff. They are made by ``manage.py demo`` alone, which refuses to run outside the demo settings."""

PASSWORD = "sanktion-demo-2026"  # noqa: S105 - printed on the demo's first page

# (name, postcodes whose citizens are the team's)
TEAMS = [("Team Centrum", ["5000"]), ("Team Opland", ["5200", "5240", "5491"])]

# One login a role is shown on the login page; the rest are colleagues.
LOGINS = [
    {"username": "kirsten", "first_name": "Kirsten", "last_name": "Holm", "role": "sagsbehandler"},
    {"username": "anders", "first_name": "Anders", "last_name": "Lund", "role": "udkørende"},
    {"username": "lene", "first_name": "Lene", "last_name": "Bach", "role": "leder"},
    # The one who delivers the unit's decisions must be able to see them all.
    {
        "username": "tove",
        "first_name": "Tove",
        "last_name": "Friis",
        "role": "tilsynsansvarlig",
        "teams": [name for name, _postcodes in TEAMS],
    },
    {"username": "adam", "first_name": "Adam", "last_name": "Juul", "role": "administrator"},
]
COLLEAGUES = [
    {
        "username": "mikkel",
        "first_name": "Mikkel",
        "last_name": "Dam",
        "role": "sagsbehandler",
        "also": ["medunderskriver"],
    },
    {
        "username": "jonas",
        "first_name": "Jonas",
        "last_name": "Vang",
        "role": "sagsbehandler",
        "teams": ["Team Opland"],
    },
    {"username": "sara", "first_name": "Sara", "last_name": "Krogh", "role": "udkørende"},
    {"username": "bo", "first_name": "Bo", "last_name": "Winther", "role": "udkørende", "teams": ["Team Opland"]},
    {"username": "rikke", "first_name": "Rikke", "last_name": "Toft", "role": "udkørende", "teams": ["Team Opland"]},
    # What weakens the citizen's legal protection takes two administrators.
    {"username": "birgit", "first_name": "Birgit", "last_name": "Lind", "role": "administrator"},
    # Of the directorate: reads nothing before a reading room is opened to her.
    {"username": "dorte", "first_name": "Dorte", "last_name": "Eksempel", "role": "direktoratet", "teams": []},
]


def logins_table() -> str:
    rows = [f"  {login['username']:<10} {PASSWORD}   {login['role']}" for login in LOGINS]
    return "\n".join([f"  {'bruger':<10} {'adgangskode':<{len(PASSWORD)}}   rolle", *rows])
