"""`hotelmate demo` as people start it: it finds what `hotelmate run` left for it."""

import subprocess
from pathlib import Path

import httpx
import pytest

from app.cli.local.demo_credentials import keep_credentials
from tests.demo.conftest import SECRET, Server
from tests.relay.command import start_hotelmate


@pytest.mark.proof
def test_it_signs_with_the_secret_of_the_data_folder_so_the_card_story_is_told(
    server: Server, tmp_path: Path
) -> None:
    keep_credentials(tmp_path, server.credentials)
    (tmp_path / "webhook-secret").write_text(f"{SECRET}\n", encoding="ascii")
    environment = {
        "HOTELMATE_DATA_DIR": str(tmp_path),
        "HOTELMATE_PORT": str(httpx.URL(server.base_url).port),
        "STRIPE_SECRET_KEY": "",
        "STRIPE_WEBHOOK_SECRET": "",
    }
    process = start_hotelmate(
        "demo", server.database, environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    printed, errors = process.communicate(timeout=120)

    assert (process.returncode, errors) == (0, ""), printed
    assert "Left out." not in printed
    assert printed.splitlines()[-1] == "HTTP: 15 of 15 refused, SQL: 15 of 15 refused"
