"""The simulator's own certificate authority, so that TLS is real and verified."""

from pathlib import Path
import ssl
from typing import Self

import trustme

CERTIFICATE = "jingl-simulator-ca.pem"
KEY = "jingl-simulator-ca.key"


class Authority:
    """Issue the server's certificates; a client that trusts `pem` trusts the server."""

    def __init__(self, ca: trustme.CA) -> None:
        self._ca = ca

    @classmethod
    def create(cls) -> Self:
        """Return an authority that lasts only as long as the program."""
        return cls(trustme.CA())

    @classmethod
    def load_or_create(cls, folder: Path) -> Self:
        """Return the authority kept in a folder, so that clients still trust it after a restart."""
        certificate, key = folder / CERTIFICATE, folder / KEY
        if certificate.exists() and key.exists():
            return cls(trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes()))
        ca = trustme.CA()
        folder.mkdir(parents=True, exist_ok=True)
        # Nobody else may read the key, not even in the moment before a chmod.
        key.touch(mode=0o600)
        key.write_bytes(ca.private_key_pem.bytes())
        certificate.write_bytes(ca.cert_pem.bytes())
        return cls(ca)

    @property
    def pem(self) -> bytes:
        """Return the authority's certificate, for clients to trust."""
        return self._ca.cert_pem.bytes()

    def server_context(self, *hosts: str) -> ssl.SSLContext:
        """Return a server's TLS context for host names and IP addresses."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(*(hosts or ("127.0.0.1", "localhost"))).configure_cert(context)
        return context
