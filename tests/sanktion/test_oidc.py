"""Log ind med kommunens login, against a provider that is a process of its own."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from sanktion.models import Role, SecurityEvent, SecurityKind, StaffSession, User
from tests.factories import TeamFactory, UserFactory
from tests.factories.provider import running_provider

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

CASEWORKER, MANAGER = "sanktion-sagsbehandler", "sanktion-leder"


@pytest.fixture
def answering_for():
    """``answering_for(sub, groups)`` is the address of a server that says it of whoever asks; without, a list."""
    servers = []

    def serve(*said):
        answer = dict(zip(("sub", "groups"), said, strict=True)) if said else []

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *args):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def teams(db):
    return {name: TeamFactory(name=name) for name in ("Centrum", "Opland")}


def tell(provider, sub, *groups, **claims):
    person = {
        "preferred_username": f"{sub}-navn",
        "given_name": "Eva",
        "family_name": "Sø",
        "email": f"{sub}@k.invalid",
    }
    provider.tell(sub, groups=list(groups), **person | claims)


def known(sub: str) -> User:
    return User.objects.get(subject=sub)


def roles(sub: str) -> set[str]:
    return set(known(sub).groups.values_list("name", flat=True))


def is_in(client) -> bool:
    return client.get(reverse("own_login")).status_code == 200


def test_the_button_is_there_when_there_is_a_provider(client, provider, settings):
    assert "Log ind med kommunens login" in client.get("/log-ind/").content.decode()
    settings.SANKTION_OIDC = False
    assert "kommunens login" not in client.get("/log-ind/").content.decode()
    assert client.get(reverse("oidc_authentication_init")).status_code == 404
    assert client.get(reverse("oidc_authentication_callback")).status_code == 404


def test_the_first_login_makes_a_user_without_a_password_and_with_roles_and_teams(client, provider, teams):
    tell(provider, "eva", CASEWORKER, "org-centrum", "noget-andet")
    answer = provider.sign_in(client, "eva", next="/dit-login/")
    assert answer.url == "/dit-login/"
    made = known("eva")
    assert (made.username, made.first_name, made.last_name, made.email) == ("eva-navn", "Eva", "Sø", "eva@k.invalid")
    assert not made.has_usable_password()
    assert (made.is_superuser, made.is_staff) == (False, False)
    assert roles("eva") == {Role.CASEWORKER}
    assert list(made.teams.all()) == [teams["Centrum"]]
    assert client.get(reverse("queue")).status_code == 200
    assert SecurityEvent.objects.filter(kind=SecurityKind.LOGIN, user=made).count() == 1


def test_roles_and_teams_change_and_go_at_the_next_login(client, provider, teams):
    tell(provider, "bo", CASEWORKER, "org-centrum")
    provider.sign_in(client, "bo")
    tell(provider, "bo", MANAGER, "org-opland")
    other = type(client)()
    provider.sign_in(other, "bo")
    assert roles("bo") == {Role.MANAGER}
    assert list(known("bo").teams.all()) == [teams["Opland"]]
    # In the session that was open already too: the next page is another role's.
    assert client.get(reverse("queue")).status_code == 403
    tell(provider, "bo")
    refused = provider.sign_in(type(client)(), "bo")
    assert refused.status_code == 403
    assert "Du har ikke adgang til Sanktion" in refused.content.decode()
    assert roles("bo") == set()
    assert not known("bo").teams.exists()
    assert not is_in(client)
    assert not is_in(other)


def test_without_a_role_of_ours_nobody_comes_in_and_nobody_is_made(client, provider):
    tell(provider, "ida", "kantinen", "superuser", "forkert")
    refused = provider.sign_in(client, "ida")
    assert refused.status_code == 403
    assert not User.objects.filter(subject="ida").exists()
    assert not is_in(client)
    assert SecurityEvent.objects.filter(kind=SecurityKind.REFUSED, user=None).count() == 1


def test_no_claim_makes_a_superuser(client, provider):
    tell(provider, "ulla", CASEWORKER, "forkert", is_superuser=True, is_staff=True, superuser=True, permissions=["*"])
    provider.sign_in(client, "ulla")
    made = known("ulla")
    assert (made.is_superuser, made.is_staff) == (False, False)
    assert not made.user_permissions.exists()
    assert roles("ulla") == {Role.CASEWORKER}


def test_who_is_closed_here_stays_out(client, provider):
    tell(provider, "per", CASEWORKER)
    provider.sign_in(client, "per")
    User.objects.filter(subject="per").update(is_active=False)
    refused = provider.sign_in(type(client)(), "per")
    assert refused.status_code == 403
    assert "Din bruger er lukket" in refused.content.decode()
    assert known("per").is_active is False
    assert not is_in(client)


def test_a_name_that_is_taken_gives_nobody_another_ones_user(client, provider):
    local = UserFactory(username="Gro-Navn", role=Role.ADMINISTRATOR)
    tell(provider, "gro", CASEWORKER)
    refused = provider.sign_in(client, "gro")
    assert refused.status_code == 403
    assert "Brugernavnet er optaget" in refused.content.decode()
    local.refresh_from_db()
    assert local.subject is None
    assert not is_in(client)


def test_the_directorates_readers_and_colleagues_are_never_the_same_user(client, provider, teams):
    tell(provider, "dan", CASEWORKER)
    provider.sign_in(client, "dan")
    tell(provider, "dan", "sanktion-direktorat")
    refused = provider.sign_in(type(client)(), "dan")
    assert refused.status_code == 403
    assert roles("dan") == {Role.CASEWORKER}
    assert not is_in(client)
    tell(provider, "dea", "sanktion-direktorat", CASEWORKER)
    assert provider.sign_in(type(client)(), "dea").status_code == 403
    assert not User.objects.filter(subject="dea").exists()


def test_the_request_has_state_nonce_and_pkce(client, provider):
    url = client.get(reverse("oidc_authentication_init")).url
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert len(asked["state"]) >= 32
    assert len(asked["nonce"]) >= 32
    assert asked["code_challenge_method"] == "S256"
    assert asked["code_challenge"]
    assert asked["redirect_uri"] == "http://testserver/log-ind/kommunen/svar/"


@pytest.mark.each_case
@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "en-anden"},
        {"aud": ["en-anden"]},
        {"aud": ["sanktion", "en-anden"]},
        {"aud": ["sanktion", "en-anden"], "azp": "en-anden"},
        {"iss": "https://en-anden.invalid"},
        {"exp": 1_700_000_000},
        {"iat": 4_000_000_000},
    ],
    ids=str,
)
def test_a_token_that_is_wrong_is_refused(client, provider, wrong):
    tell(provider, "fx", CASEWORKER, **wrong)
    refused = provider.sign_in(client, "fx")
    assert refused.status_code == 400
    assert "Svaret fra kommunens login kunne ikke godkendes" in refused.content.decode()
    assert not User.objects.filter(subject="fx").exists()
    assert not is_in(client)


def test_a_token_signed_by_somebody_else_is_refused(client, provider, settings):
    tell(provider, "mia", CASEWORKER)
    with running_provider() as stranger:
        settings.OIDC_OP_JWKS_ENDPOINT = f"{stranger.url}/jwks"
        assert provider.sign_in(client, "mia").status_code == 400
    assert not User.objects.filter(subject="mia").exists()


def test_another_algorithm_is_refused(client, provider, settings):
    tell(provider, "kim", CASEWORKER)
    settings.OIDC_RP_SIGN_ALGO = "HS256"
    assert provider.sign_in(client, "kim").status_code == 400
    assert not User.objects.filter(subject="kim").exists()


def test_the_two_answers_must_be_about_the_same_person(client, provider, settings, answering_for):
    """The token says one person, the user's own page at the provider another."""
    tell(provider, "ove", CASEWORKER)
    path = provider.answer(client.get(reverse("oidc_authentication_init")).url, "ove")
    # A second process answers for the person: it knows nobody of that token.
    settings.OIDC_OP_USER_ENDPOINT = f"{answering_for('en-anden', [CASEWORKER])}/userinfo"
    assert client.get(path).status_code == 400
    assert not User.objects.filter(subject__in=["ove", "en-anden"]).exists()


def test_a_state_is_ours_and_answered_once(client, provider):
    tell(provider, "lis", CASEWORKER)
    begun = client.get(reverse("oidc_authentication_init"))
    path = provider.answer(begun.url, "lis")
    stranger = type(client)()
    assert stranger.get(path).status_code == 400
    assert client.get(path.replace("state=", "state=x")).status_code == 400
    assert not is_in(client)
    assert client.get(path).status_code == 302
    assert is_in(client)
    assert client.get(path).status_code == 400


def test_the_session_key_is_another_after_the_login(client, provider):
    tell(provider, "jan", CASEWORKER)
    client.get(reverse("oidc_authentication_init"))
    before = client.session.session_key
    provider.sign_in(client, "jan")
    assert client.session.session_key != before
    assert not StaffSession.objects.filter(session_key=before).exists()


def test_neither_token_nor_claims_are_kept(client, provider, caplog):
    caplog.set_level("DEBUG")
    tell(provider, "eje", CASEWORKER, family_name="Kanariefugl")
    provider.sign_in(client, "eje")
    kept = str(dict(client.session.items()))
    assert "eyJ" not in kept + caplog.text
    assert "Kanariefugl" not in kept + caplog.text


def test_an_unsafe_next_leads_home(client, provider):
    tell(provider, "una", CASEWORKER)
    assert provider.sign_in(client, "una", next="https://ond.invalid/").url == reverse("home")


def test_cancel_says_so(client, provider):
    begun = client.get(reverse("oidc_authentication_init"))
    answer = client.get(provider.answer(begun.url, None))
    assert answer.status_code == 400
    assert "Log ind igen for at fortsætte" in answer.content.decode()


def test_a_provider_that_is_away_gives_a_page_that_says_so(client, provider, settings):
    tell(provider, "nis", CASEWORKER)
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:9/token"
    answer = provider.sign_in(client, "nis")
    assert answer.status_code == 502
    assert "Kommunens login svarer ikke" in answer.content.decode()


def test_a_list_of_privileges_is_mapped_by_the_same_tables(client, provider, teams, settings):
    """OIO-BPP, as KOMBIT's Context Handler gives it (domain, «Login and roles»)."""
    settings.SANKTION_OIDC_PRIVILEGES_CLAIM = "https://data.gov.dk/model/core/eid/privilegesIntermediate"
    settings.SANKTION_OIDC_ROLE_MAP = {
        "urn:dk:eksempel:leder": "leder",
        "urn:dk:eksempel:administrator": "administrator",
    }
    group = (
        '<PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:{}"><Privilege>urn:dk:eksempel:{}</Privilege>'
        '<Constraint Name="urn:dk:kombit:orgUnit">org-opland</Constraint></PrivilegeGroup>'
    )
    text = (
        '<b:PrivilegeList xmlns:b="http://digst.dk/oiosaml/basic_privilege_profile">'
        f"{group.format(settings.SANKTION_CVR, 'leder')}{group.format('12345678', 'administrator')}</b:PrivilegeList>"
    )
    tell(provider, "kaj", **{settings.SANKTION_OIDC_PRIVILEGES_CLAIM: base64.b64encode(text.encode()).decode()})
    assert provider.sign_in(client, "kaj").status_code == 302
    assert roles("kaj") == {Role.MANAGER}
    assert list(known("kaj").teams.all()) == [teams["Opland"]]


def test_a_provider_that_answers_otherwise_than_it_should_is_told_on_a_page(client, provider, settings, answering_for):
    tell(provider, "fx", CASEWORKER)
    settings.OIDC_OP_USER_ENDPOINT = answering_for()
    refused = provider.sign_in(client, "fx")
    assert refused.status_code == 400
    assert "Svaret fra kommunens login kunne ikke godkendes" in refused.content.decode()
    assert not is_in(client)
