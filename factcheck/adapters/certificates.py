"""What is wrong with a site's certificate, in words, and the day on which it ended.

Whether a certificate is good is OpenSSL's judgement; this only reads what was refused already.
"""

import re
import socket
import ssl

_FAULTS = {10: "expired", 18: "self-signed", 19: "self-signed", 62: "for another name"}
_FAULTS[64] = _FAULTS[62]
# notBefore and notAfter stand together in a certificate, as UTCTime or GeneralizedTime.
_ENDS = re.compile(
    rb"(?:\x17\x0d\d{12}Z|\x18\x0f\d{14}Z)(?:\x17\x0d(\d{6})\d{6}Z|\x18\x0f(\d{8})\d{6}Z)"
)


def fault_of(
    error: ssl.SSLCertVerificationError, place: tuple[str, int], host: str, seconds: float
) -> str:
    """`self-signed`, `for another name`, `expired 2026-01-01`, or that its issuer is not known.

    OpenSSL does not hand over a certificate it refused; the day is read on a second connection, over which nothing
    is asked, in `seconds` at most.
    """
    fault = _FAULTS.get(error.verify_code, "its issuer is not known")
    return f"expired {_end(place, host, seconds)}".rstrip() if fault == "expired" else fault


def _end(place: tuple[str, int], host: str, seconds: float) -> str:
    unjudged = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    unjudged.check_hostname = False
    unjudged.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection(place, timeout=seconds) as plain,
            unjudged.wrap_socket(plain, server_hostname=host) as encrypted,
        ):
            shown = encrypted.getpeercert(binary_form=True) or b""
    except OSError:
        return ""
    found = _ENDS.search(shown)
    return _day(found) if found else ""


def _day(found: re.Match[bytes]) -> str:
    """A year of two digits is of this century up to 49 (RFC 5280)."""
    short = (found[1] or b"").decode()
    day = (found[2] or b"").decode() or ("19" if short >= "50" else "20") + short
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"
