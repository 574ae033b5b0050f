"""B021: a border is read strictly, and what is wrong with it is said in plain words."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koerelister.places.borders import BorderRefused, read_border
from koerelister.places.geometry import contains

SQUARE = [[12.0, 55.0], [12.5, 55.0], [12.5, 55.5], [12.0, 55.5], [12.0, 55.0]]


def polygon(*rings) -> dict:
    return {"type": "Polygon", "coordinates": list(rings)}


def sent(geometry) -> str:
    return json.dumps(geometry)


@pytest.mark.parametrize(
    "wrapped",
    [
        polygon(SQUARE),
        {"type": "Feature", "properties": {}, "geometry": polygon(SQUARE)},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": polygon(SQUARE)}]},
        polygon([[*point, 3.5] for point in SQUARE]),
        polygon(SQUARE) | {"crs": "x", "bbox": [1]},
    ],
)
def test_a_polygon_is_taken_out_of_its_wrapping_and_kept_as_pairs(wrapped):
    assert read_border(sent(wrapped)) == polygon(SQUARE)


def test_a_multipolygon_with_a_hole():
    hole = [[12.1, 55.1], [12.2, 55.1], [12.2, 55.2], [12.1, 55.1]]
    border = {"type": "MultiPolygon", "coordinates": [[SQUARE, hole]]}
    assert contains(read_border(sent(border)), 55.4, 12.4)
    assert not contains(read_border(sent(border)), 55.12, 12.18)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "ikke GeoJSON"),
        ("Nørrebro", "ikke GeoJSON"),
        ("[" * 100_000, "ikke GeoJSON"),
        ("7", "skal være et Polygon"),
        ("null", "skal være et Polygon"),
        (sent({"type": "Point", "coordinates": [12, 55]}), "skal være et Polygon"),
        (sent({"type": "GeometryCollection", "geometries": [polygon(SQUARE)]}), "skal være et Polygon"),
        (sent({"type": "FeatureCollection", "features": []}), "ikke netop ét område"),
        (sent({"type": "Polygon"}), "ingen punkter"),
        (sent(polygon()), "ingen punkter"),
        (sent({"type": "MultiPolygon", "coordinates": []}), "ingen punkter"),
        (sent(polygon(SQUARE[:3])), "mindst fire punkter"),
        (sent(polygon(SQUARE[:-1])), "ikke lukket"),
        (sent(polygon([[12.0, 55.0], [12.2, 55.2], [12.4, 55.4], [12.0, 55.0]])), "omslutter ikke noget"),
        (sent(polygon([["12", "55"]] * 5)), "ikke to tal"),
        (sent(polygon([[True, 55.0]] * 5)), "ikke to tal"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 55], [12, 55], [12, 56], [NaN, 55]]]}', "ikke to tal"),
        ('{"type": "Polygon", "coordinates": [[[1e999, 55], [12, 55], [12, 56], [1e999, 55]]]}', "ikke to tal"),
        (sent(polygon([[y, x] for x, y in SQUARE])), "byttet om"),
        (sent(polygon([[x * 50_000, y * 110_000] for x, y in SQUARE])), "ikke i grader"),
        (sent(polygon([[x - 20, y] for x, y in SQUARE])), "uden for Danmark"),
        (sent(polygon(SQUARE, [[2.3, 48.8], [2.4, 48.8], [2.4, 48.9], [2.3, 48.8]])), "uden for Danmark"),
        (" " * 2_000_001, "fylder for meget"),
        (sent(polygon([[12.0, 55.0], *[[12.5, 55.5]] * 20_000, [12.5, 55.0], [12.0, 55.0]])), "for mange punkter"),
    ],
)
def test_what_is_wrong_is_said(text, said):
    with pytest.raises(BorderRefused, match=said):
        read_border(text)


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.sampled_from(["Polygon", "Feature"]),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "geometry", "features"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=50)
@given(anything)
def test_whatever_is_sent_is_read_or_refused(found):
    assert read_or_refused(json.dumps(found)) in ("Polygon", "MultiPolygon", "refused")


def read_or_refused(text: str) -> str:
    try:
        return read_border(text)["type"]
    except BorderRefused:
        return "refused"
