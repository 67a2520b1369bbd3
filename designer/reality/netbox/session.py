"""Talk over HTTP with a server that may be slow, busy, or gone."""

from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

TIMEOUT_S: Final = (10.0, 180.0)
"""Seconds to wait for a connection, and for an answer: a large NetBox takes its time over a thousand objects."""
_MOST_TRIES: Final = 3
_BUSY: Final = (502, 503, 504)
"""What a server in between says of one that is just not there; who is told to wait (429) is told how long."""


class _Patient(HTTPAdapter):
    """Waits for an answer, but not for ever."""

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Send REQUEST, with a limit of time where none is told."""
        options["timeout"] = options.get("timeout") or TIMEOUT_S
        return super().send(request, *args, **options)


def patient_session() -> requests.Session:
    """Return a session that asks once more what changes nothing; what makes objects could make them twice."""
    session = requests.Session()
    waits = Retry(
        total=_MOST_TRIES,
        connect=1,
        read=1,
        backoff_factor=0.5,
        status_forcelist=_BUSY,
        allowed_methods=("GET", "HEAD"),
        respect_retry_after_header=True,
        raise_on_status=False,
    )
    session.mount("http://", _Patient(max_retries=waits))
    session.mount("https://", _Patient(max_retries=waits))
    return session
