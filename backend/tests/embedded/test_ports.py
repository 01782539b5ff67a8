"""Ports are kept for who is about to listen, by whichever program looks for one meanwhile."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from embedded.ports import HOST, PortTakenError, any_free, claim, claim_or_another

BACKEND = Path(__file__).resolve().parents[2]
CLAIM = """
import sys
from embedded.ports import claim
with claim(int(sys.argv[1])):
    print("claimed", flush=True)
    sys.stdin.read()
"""
# One worker for all of it: the tests hold ports and processes.
pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("embedded")]


def test_a_claimed_port_is_another_programs_until_it_dies() -> None:
    port = any_free()
    command = (sys.executable, "-c", CLAIM, str(port))
    with subprocess.Popen(command, cwd=BACKEND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as claimant:
        assert claimant.stdout is not None
        assert claimant.stdout.readline() == b"claimed\n"

        with (
            pytest.raises(PortTakenError, match=rf"Port {port} is taken by python.* \(process {claimant.pid}\)"),
            claim(port),
        ):
            pytest.fail("claimed")
        with claim_or_another(port) as other:
            assert other != port
        claimant.kill()
        claimant.wait()

    with claim(port) as again:
        assert again == port


def test_a_port_where_somebody_listens_cannot_be_claimed() -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        with (
            pytest.raises(PortTakenError, match=rf"Port {port} is taken by .* \(process {os.getpid()}\)"),
            claim(port),
        ):
            pytest.fail("claimed")

    with claim_or_another(port) as free:
        assert free == port
