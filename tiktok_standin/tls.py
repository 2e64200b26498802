"""A certificate authority for one run of the stand-in, trusted by whoever is given its file."""

from __future__ import annotations

import ipaddress
import re
import ssl
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from pathlib import Path

VALID_BEFORE = timedelta(days=1)
VALID_AFTER = timedelta(days=7)
MAX_LEAVES = 512
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.:-]{0,251}[a-z0-9])?")


class Authority:
    """Signs a leaf certificate for each host name that is asked for; installs nothing in the system.

    Writes to ``directory``: ``ca.pem`` (the certificate to trust), ``ca.key`` and one ``leaf-*.pem`` a host
    (key and chain), all but ``ca.pem`` readable by the owner alone.
    """

    def __init__(self, directory: Path, *, now: datetime | None = None) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._now = now or datetime.now(UTC)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._leaf_key = ec.generate_private_key(ec.SECP256R1())
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._certificate = self._sign_own()
        self.ca_path = directory / "ca.pem"
        self.ca_path.write_bytes(_pem(self._certificate))
        _write_private(directory / "ca.key", _pem_key(self._key))

    def context(self, host: str) -> ssl.SSLContext:
        """Return the server-side context for ``host``; a name that a client sends by SNI goes before it.

        Raises ``ValueError`` for what is no host name, or when ``MAX_LEAVES`` hosts have been signed.
        """
        name = host.lower()
        if name not in self._contexts:
            self._contexts[name] = self._new_context(name)
        return self._contexts[name]

    def _new_context(self, host: str) -> ssl.SSLContext:
        if not _HOST.fullmatch(host):
            raise ValueError(f"not a host name: {host!r}")
        if len(self._contexts) >= MAX_LEAVES:
            raise ValueError(f"more than {MAX_LEAVES} host names were asked for")
        path = self._directory / f"leaf-{host.replace(':', '_')}.pem"
        chain = _pem(self._sign_leaf(host)) + _pem(self._certificate)
        _write_private(path, _pem_key(self._leaf_key) + chain)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(path)
        context.set_alpn_protocols(["http/1.1"])
        context.sni_callback = partial(self._choose, default=host)
        return context

    def _choose(
        self, connection: ssl.SSLObject | ssl.SSLSocket, name: str | None, _: ssl.SSLContext, *, default: str
    ) -> int | None:
        if name is None or name == default:
            return None
        try:
            connection.context = self.context(name)
        except ValueError:
            return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
        return None

    def _sign_own(self) -> x509.Certificate:
        name = _name("Local stand-in authority")
        usage = _usage(signs_certificates=True)
        key_id = x509.SubjectKeyIdentifier.from_public_key(self._key.public_key())
        return (
            self._builder(name, name, self._key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(key_id, critical=False)
            .sign(self._key, hashes.SHA256())
        )

    def _sign_leaf(self, host: str) -> x509.Certificate:
        issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        key_id = x509.SubjectKeyIdentifier.from_public_key(self._leaf_key.public_key())
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        return (
            self._builder(_name(host[:64]), self._certificate.subject, self._leaf_key)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(purpose, critical=False)
            .add_extension(x509.SubjectAlternativeName([_alternative_name(host)]), critical=False)
            .add_extension(key_id, critical=False)
            .add_extension(issuer_id, critical=False)
            .sign(self._key, hashes.SHA256())
        )

    def _builder(
        self, subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - VALID_BEFORE)
            .not_valid_after(self._now + VALID_AFTER)
        )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _alternative_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _pem_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write_private(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(data)
