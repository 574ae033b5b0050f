"""ClamAV's protocol, spoken to a small daemon of our own on this machine."""

import socketserver
import struct
import threading
from contextlib import contextmanager

import pytest

from sanktion.base.scanning import clamd, scan
from sanktion.base.uploads import UploadRefused

VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class Daemon(socketserver.StreamRequestHandler):
    """clamd(8): «zINSTREAM», then chunks with their length in front, ended by a length of 0."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
        self.server.seen.append(data)
        self.wfile.write(self.server.answer or (b"stream: Test FOUND\0" if VIRUS in data else b"stream: OK\0"))


@contextmanager
def serving(server):
    server.seen, server.answer = [], None
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def daemon(settings):
    with serving(socketserver.TCPServer(("127.0.0.1", 0), Daemon)) as server:
        settings.SANKTION_SCANNER = "sanktion.base.scanning.clamd"
        settings.SANKTION_CLAMD = f"127.0.0.1:{server.server_address[1]}"
        yield server


def test_the_whole_file_is_sent_and_a_clean_one_passes(daemon):
    data = bytes(range(256)) * 1000
    scan(data)
    assert daemon.seen == [data]


def test_what_the_scanner_finds_is_refused(daemon):
    with pytest.raises(UploadRefused, match="skadelig kode"):
        scan(b"x" * 100_000 + VIRUS)


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"\0"])
def test_no_verdict_is_a_refusal(daemon, answer):
    daemon.answer = answer
    with pytest.raises(UploadRefused, match="svarer ikke"):
        scan(b"data")


def test_a_scanner_that_is_away_is_a_refusal(daemon, settings):
    settings.SANKTION_CLAMD = "127.0.0.1:1"
    with pytest.raises(UploadRefused, match="svarer ikke"):
        scan(b"data")


def test_the_daemon_may_also_be_a_socket_in_the_file_system(settings, tmp_path):
    settings.SANKTION_CLAMD = str(tmp_path / "clamd")
    with serving(socketserver.UnixStreamServer(settings.SANKTION_CLAMD, Daemon)) as server:
        clamd(b"data")
        assert server.seen == [b"data"]


def test_without_the_setting_nobody_is_asked(settings):
    settings.SANKTION_SCANNER, settings.SANKTION_CLAMD = "", "127.0.0.1:1"
    assert scan(VIRUS) is None
