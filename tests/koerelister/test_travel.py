"""B022: driving times. Coordinates go to the municipality's own host only, and nothing else goes there."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from koerelister.planning.travel import BLOCK, GreatCircle, TableService, travel_matrix

TOWN = [(55.6814, 12.5757), (55.6761, 12.5683), (55.70, 12.60)]


class Handler(BaseHTTPRequestHandler):
    """Answers as OSRM does, each time 10 times the difference of the numbers that were asked for."""

    def do_GET(self):
        self.server.asked.append(self.path)
        status, headers, body = self.server.answer(self.path)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        pass


@contextmanager
def service(answer):
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.answer, server.asked = answer, []
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server, f"http://127.0.0.1:{server.server_port}/table/v1/bike"
        finally:
            server.shutdown()
            thread.join()


def osrm(path):
    places = path.split("?")[0].rsplit("/", 1)[1].split(";")
    query = dict(part.split("=") for part in path.split("?")[1].split("&"))
    numbers = [float(place.split(",")[0]) for place in places]
    origins, targets = ([int(n) for n in query[name].split(";")] for name in ("sources", "destinations"))
    durations = [[abs(numbers[a] - numbers[b]) * 1000 + 1 for b in targets] for a in origins]
    return 200, {}, json.dumps({"code": "Ok", "durations": durations}).encode()


def says(body, status=200, **headers):
    return lambda _path: (status, headers, body)


def test_the_great_circle_with_the_detour_of_streets_at_18_km_an_hour():
    # A degree of latitude is 111.2 km: 150 km of streets, at 5 metres a second.
    assert GreatCircle().seconds([(55.0, 10.0), (56.0, 10.0)])[0][1] == pytest.approx(30_023, abs=5)


def test_to_drive_back_takes_as_long_and_to_stay_takes_nothing():
    matrix = GreatCircle().seconds(TOWN)
    assert matrix == [list(column) for column in zip(*matrix, strict=True)]
    assert [matrix[n][n] for n in range(3)] == [0, 0, 0]


def test_twice_the_speed_is_half_the_time():
    slow, fast = GreatCircle(10).seconds(TOWN)[0][2], GreatCircle(20).seconds(TOWN)[0][2]
    assert fast == pytest.approx(slow / 2, abs=1)


def test_the_route_service_is_asked_for_coordinates_and_nothing_else():
    with service(osrm) as (server, url):
        matrix = TableService(url)
        seconds = matrix.seconds(TOWN)
    assert seconds[0][1] == round((12.5757 - 12.5683) * 1000 + 1)
    assert [seconds[n][n] for n in range(3)] == [0, 0, 0]
    assert matrix.source == "vejnet"
    assert server.asked == [
        "/table/v1/bike/12.575700,55.681400;12.568300,55.676100;12.600000,55.700000;"
        "12.575700,55.681400;12.568300,55.676100;12.600000,55.700000"
        "?annotations=duration&sources=0;1;2&destinations=3;4;5"
    ]


def test_many_places_are_asked_for_in_blocks():
    places = [(55.0, 10 + n / 1000) for n in range(BLOCK + 1)]
    with service(osrm) as (server, url):
        seconds = TableService(url).seconds(places)
    assert len(server.asked) == 4
    assert seconds[BLOCK][0] == BLOCK + 1
    assert all(len(row) == len(places) for row in seconds)


@pytest.mark.parametrize(
    "answer",
    [
        says(b"", status=500),
        says(b"not json"),
        says(b"[]"),
        says(b'{"durations": [[0]]}'),
        says(b'{"durations": [[0, null, 1], [1, 0, 1], [1, 1, 0]]}'),
        says(b'{"durations": [[0, -1, 1], [1, 0, 1], [1, 1, 0]]}'),
    ],
    ids=["error", "no json", "no table", "too small", "no way there", "negative"],
)
def test_a_service_that_fails_is_replaced_by_the_great_circle_and_the_plan_says_so(answer):
    with service(answer) as (_, url):
        matrix = TableService(url)
        assert matrix.seconds(TOWN) == GreatCircle().seconds(TOWN)
    assert matrix.source == "luftlinje × 1,35 ved 18 km/t (rutetjenesten svarede ikke)"


def test_nobody_listening_is_a_failure_too():
    with service(osrm) as (_, url):
        pass
    assert TableService(url).seconds(TOWN) == GreatCircle().seconds(TOWN)


def test_it_goes_to_no_other_host_whatever_the_service_or_the_environment_says(monkeypatch):
    with service(osrm) as (elsewhere, other), service(says(b"", status=302, Location=other)) as (server, url):
        monkeypatch.setenv("http_proxy", other)
        assert TableService(url).seconds(TOWN) == GreatCircle().seconds(TOWN)
    assert (len(server.asked), elsewhere.asked) == (1, [])


@pytest.mark.parametrize(
    "url", ["http://router.example.com/table/v1/bike", "http://8.8.8.8/table", "ftp://osrm/table", "osrm/table", ""]
)
def test_it_must_be_https_outside_the_house(url):
    with pytest.raises(ValueError, match=r"https|route service"):
        TableService(url)


@pytest.mark.parametrize(
    "url", ["https://vej.kommune.dk/table/v1/bike", "http://osrm:5000/table", "http://10.0.0.4/table"]
)
def test_the_settings_choose(url):
    assert isinstance(travel_matrix(url, 18), TableService)
    assert isinstance(travel_matrix("", 18), GreatCircle)


def test_a_speed_must_be_above_zero():
    with pytest.raises(ValueError, match="above 0"):
        travel_matrix("", 0)
