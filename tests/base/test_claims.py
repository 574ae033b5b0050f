"""One mapping from what a provider says to our names; what it doesn't know counts for nothing."""

import base64

import pytest

from sanktion.base.claims import mapped, privileges, values

CVR = "64942212"
DIGST = "http://digst.dk/oiosaml/basic_privilege_profile"
ITST = "http://itst.dk/oiosaml/basic_privilege_profile"
ROLE = "urn:dk:kommune:usersystemrole:caseworker:1"


def bpp(body: str, *, namespace: str = DIGST, before: str = "") -> dict:
    text = f'{before}<bpp:PrivilegeList xmlns:bpp="{namespace}">{body}</bpp:PrivilegeList>'
    return {"privileges": base64.b64encode(text.encode()).decode()}


def group(*inside: str, cvr: str = CVR) -> str:
    return f'<PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:{cvr}">{"".join(inside)}</PrivilegeGroup>'


@pytest.mark.parametrize(
    ("claims", "path", "expected"),
    [
        ({"groups": ["a", "b"]}, "groups", ["a", "b"]),
        ({"groups": "a"}, "groups", ["a"]),
        ({"realm": {"roles": ["a"]}}, "realm.roles", ["a"]),
        ({"https://a.b/c": ["x"]}, "https://a.b/c", ["x"]),
        ({"groups": ["a", 1, None, {"b": 1}]}, "groups", ["a"]),
        ({"groups": {"a": 1}}, "groups", []),
        ({"groups": None}, "groups", []),
        ({}, "groups", []),
        ({"realm": "a"}, "realm.roles", []),
    ],
)
def test_the_texts_of_a_claim(claims, path, expected):
    assert values(claims, path) == expected


def test_only_what_the_mapping_knows_counts():
    assert mapped(["a", "b", "a", "ukendt"], {"a": "leder", "b": "leder", "c": "administrator"}) == {"leder"}


@pytest.mark.parametrize("namespace", [DIGST, ITST])
def test_privileges_and_constraints_of_the_municipality(namespace):
    inside = [f"<Privilege>{ROLE}</Privilege>", '<Constraint Name="urn:dk:kombit:orgUnit"> org-1 </Constraint>']
    claims = bpp(group(*inside), namespace=namespace)
    assert privileges(claims, "privileges", CVR) == [ROLE, "org-1"]


def test_another_municipalitys_privileges_are_not_ours():
    assert privileges(bpp(group(f"<Privilege>{ROLE}</Privilege>", cvr="12345678")), "privileges", CVR) == []


@pytest.mark.parametrize(
    "claims",
    [
        {"privileges": "ikke base64 !"},
        {"privileges": base64.b64encode(b"ikke xml").decode()},
        {"privileges": base64.b64encode(b"").decode()},
        bpp(group(f"<Privilege>{ROLE}</Privilege>"), namespace="http://ond.invalid"),
        bpp(group(f"<Privilege>{ROLE}</Privilege>"), before="<!DOCTYPE x>"),
        bpp(group("<Privilege>&x;</Privilege>"), before=f'<!DOCTYPE x [<!ENTITY x "{ROLE}">]>'),
        bpp(group("<Privilege>&x;</Privilege>"), before='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
        bpp("x" * 70_000),
    ],
    ids=["base64", "xml", "empty", "namespace", "doctype", "entity", "file", "long"],
)
def test_what_is_broken_or_hostile_gives_nothing(claims):
    assert privileges(claims, "privileges", CVR) == []
