"""V006, V076: who supervises, in versions, and the certificate that is encrypted to."""

from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tilsyn.certificate import CertificateRefused, check_certificate, read_certificate
from tilsyn.models import Directorate

from ..factories import UserFactory

TODAY = date(2026, 3, 10)


def certificate(*, key=None, first=date(2026, 1, 1), last=date(2027, 1, 1)) -> str:
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Direktoratet")])
    start, end = (datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in (first, last))
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(0xABC).not_valid_before(start).not_valid_after(end).sign(key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM).decode()


@pytest.fixture(scope="module")
def pem():
    return certificate()


def test_a_certificate_tells_whose_it_is_and_until_when(pem):
    found = check_certificate(pem, on=TODAY)
    assert (found.subject, found.serial, found.valid_to) == ("CN=Direktoratet", "ABC", date(2027, 1, 1))


@pytest.mark.parametrize(("day", "told"), [(date(2027, 1, 2), "udløb"), (date(2025, 12, 31), "gælder først")])
def test_a_certificate_that_does_not_hold_that_day_is_refused(pem, day, told):
    with pytest.raises(CertificateRefused, match=told):
        check_certificate(pem, on=day)
    assert not read_certificate(pem).is_valid_on(day)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "ikke et certifikat"),
        ("-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----", "ikke et certifikat"),
        ("-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----", "privat nøgle"),
    ],
)
def test_what_is_no_certificate_is_refused(text, told):
    with pytest.raises(CertificateRefused, match=told):
        read_certificate(text)


def test_two_certificates_are_refused(pem):
    with pytest.raises(CertificateRefused, match="2 certifikater"):
        read_certificate(pem + pem)


def test_a_short_key_is_refused():
    weak = certificate(key=rsa.generate_private_key(public_exponent=65537, key_size=1024))  # noqa: S505
    with pytest.raises(CertificateRefused, match="1024 bit"):
        check_certificate(weak, on=TODAY)


@pytest.fixture
def adam(client, db):
    adam = UserFactory(role="administrator")
    client.force_login(adam)
    return adam


def fields(**changes) -> dict:
    return {
        "name": "Styrelsen",
        "address": "Gaden 1, 1000 Byen",
        "email": "sikker@styrelsen.invalid",
        "website": "https://styrelsen.invalid/",
        "legal_ground": "Bekendtgørelse nr. 1",
        "megabytes": "25",
        "source": "Brev fra styrelsen",
        "valid_from": f"{timezone.localdate():%d-%m-%Y}",
        **changes,
    }


def test_a_new_version_takes_over_from_its_day(client, adam):
    today = timezone.localdate()
    before = Directorate.objects.on(today).first()
    pem = certificate(first=today - timedelta(days=9), last=today + timedelta(days=9))
    assert client.post(reverse("directorate_new"), fields(certificate=pem)).status_code == 302
    now = Directorate.objects.on(today).first()
    assert (now.name, now.message_limit) == ("Styrelsen", 25 * 1024 * 1024)
    assert Directorate.objects.on(today - timedelta(days=1)).first() == before
    shown = client.get(reverse("directorates")).content.decode()
    assert "CN=Direktoratet" in shown
    assert "Kan bruges" in shown


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"valid_from": "01-01-2020"}, "tidligst fra i dag"),
        ({"certificate": "nej"}, "ikke et certifikat"),
        ({"megabytes": "0"}, "større end eller lig 1"),
        ({"source": ""}, "Udfyld feltet."),
    ],
)
def test_what_is_wrong_is_said_on_the_page(client, adam, changes, told):
    response = client.post(reverse("directorate_new"), fields(**changes))
    assert (response.status_code, told in response.content.decode()) == (422, True)
    assert Directorate.objects.count() == 2


def test_two_versions_of_one_day_are_refused(client, adam):
    client.post(reverse("directorate_new"), fields())
    assert "allerede en udgave" in client.post(reverse("directorate_new"), fields()).content.decode()


@pytest.mark.parametrize("days", [0, 1])
def test_a_version_is_put_right_until_the_day_it_has_held(client, adam, days):
    day = f"{timezone.localdate() + timedelta(days=days):%d-%m-%Y}"
    client.post(reverse("directorate_new"), fields(valid_from=day))
    recent, begun = Directorate.objects.first(), Directorate.objects.last()
    given = fields(valid_from=day, name="Direktoratet")
    assert client.post(reverse("directorate_edit", args=[recent.pk]), given).status_code == 302
    assert [row.name for row in recent.history.all()] == ["Direktoratet", "Styrelsen"]
    assert client.get(reverse("directorate_edit", args=[begun.pk])).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [("tilsynsansvarlig", 200), ("administrator", 200), ("sagsbehandler", 403)]
)
def test_who_sees_it(client, db, role, status):
    client.force_login(UserFactory(role=role))
    assert client.get(reverse("directorates")).status_code == status


def test_who_answers_supervisions_does_not_write_who_supervises(client, db):
    client.force_login(UserFactory(role="tilsynsansvarlig"))
    assert client.get(reverse("directorate_new")).status_code == 403


@pytest.mark.thorough
def test_what_has_begun_stands_in_the_database_too(db):
    current = Directorate.objects.on(timezone.localdate()).first()
    yesterday = timezone.localdate() - timedelta(days=1)
    for act, told in (
        (lambda: Directorate.objects.filter(pk=current.pk).update(name="Andre"), "taget i brug"),
        (lambda: Directorate.objects.filter(pk=current.pk).delete(), "taget i brug"),
        (lambda: Directorate.objects.create(name="X", address="", legal_ground="Y", valid_from=yesterday), "tilbage"),
    ):
        with pytest.raises(IntegrityError, match=told), transaction.atomic():
            act()
