"""A certificate authority of the simulator's own, so that TLS is real and verified."""

from pathlib import Path
import ssl
from typing import Self

import trustme

CERTIFICATE = "jingl-simulator-ca.pem"
KEY = "jingl-simulator-ca.key"


class Authority:
    """Issues the server's certificates; whoever trusts `pem` trusts the server."""

    def __init__(self, ca: trustme.CA) -> None:
        self._ca = ca

    @classmethod
    def create(cls) -> Self:
        """Return an authority that is forgotten with the program."""
        return cls(trustme.CA())

    @classmethod
    def load_or_create(cls, folder: Path) -> Self:
        """Return the authority kept in a folder, so that a restart is still trusted."""
        certificate, key = folder / CERTIFICATE, folder / KEY
        if certificate.exists() and key.exists():
            return cls(trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes()))
        ca = trustme.CA()
        folder.mkdir(parents=True, exist_ok=True)
        # The key is nobody else's to read, not even for the moment before a chmod.
        key.touch(mode=0o600)
        key.write_bytes(ca.private_key_pem.bytes())
        certificate.write_bytes(ca.cert_pem.bytes())
        return cls(ca)

    @property
    def pem(self) -> bytes:
        """Return the authority's certificate, to be trusted by clients."""
        return self._ca.cert_pem.bytes()

    def server_context(self, *hosts: str) -> ssl.SSLContext:
        """Return a server's TLS context for host names and IP addresses."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(*(hosts or ("127.0.0.1", "localhost"))).configure_cert(context)
        return context
