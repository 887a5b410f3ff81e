"""The machine's own certificate, for a room without internet.

No browser knows who signed it, so it warns once; or one installs ``authority.crt`` on the machines that are
to trust this one. Whoever installs it trusts it with little: the authority may sign for this room's own names
and addresses and no others (RFC 5280, name constraints), it may make no authority below it, and it ends with
the course. With other names, or when its days are over, there is a new one.
"""

import contextlib
import datetime
import json
from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from facilitation.hub.settings import write_private

FOLDER = "hub/certificate"
KEY, CERTIFICATE, AUTHORITY = f"{FOLDER}/hub.key", f"{FOLDER}/hub.crt", "authority.crt"
NAMES = "names.json"
# a course, and half a year to come back to it
DAYS = 180
LEFT = 30  # days that a certificate must still hold when the room opens


def ensure(folder: Path, *addresses: Any) -> None:
    """Make a key and a certificate for ``addresses`` unless they are there and hold for a while yet.

    An address is a name, a name with ``*.`` before it, or an IP address. With a new certificate comes a new
    authority: the key of the old one was thrown away when it had signed.
    """
    place = folder / FOLDER
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = list(dict.fromkeys(addresses))
    if _read(place / NAMES) == names and _holds(folder / CERTIFICATE):
        return
    authority, certificate, key = make(names)
    write_private(folder / KEY, key)
    write_private(folder / CERTIFICATE, certificate)
    (folder / AUTHORITY).write_bytes(authority.encode())
    (folder / AUTHORITY).chmod(0o644)
    write_private(place / NAMES, json.dumps(names))


def make(addresses: Sequence[str], now: datetime.datetime | None = None) -> tuple[str, ...]:
    """``(authority, certificate, key)`` as PEM texts; the authority's own key is in none of them."""
    now = now or datetime.datetime.now(datetime.UTC)
    names = [_name(one) for one in addresses]
    above, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    signer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Netværk: {addresses[0]}"[:64])])
    # no address: some would read it as one more name
    holder = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Netværk: hub")])
    first, last = now - datetime.timedelta(hours=1), now + datetime.timedelta(days=DAYS)
    server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])

    def begin(subject, public):
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(signer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(first)
            .not_valid_after(last)
            .add_extension(server, critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), False)
        )

    authority = (
        begin(signer, above.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True), critical=True)
        .add_extension(_only(addresses), critical=True)
        .sign(above, hashes.SHA256())
    )
    certificate = (
        begin(holder, own.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(above, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    key = own.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return tuple(one.decode() for one in (authority.public_bytes(pem), certificate.public_bytes(pem), key))


def _only(addresses):
    """What an authority for ``addresses`` may sign for. Of a kind that none of them is: nothing."""
    hosts, networks = [], []
    for one in addresses:
        try:
            networks.append(x509.IPAddress(ip_network(ip_address(one))))
        except ValueError:
            # a name stands for those below it, too
            hosts.append(x509.DNSName(one.removeprefix("*.")))
    everywhere = [x509.IPAddress(ip_network(all_of)) for all_of in ("0.0.0.0/0", "::/0")]
    return x509.NameConstraints(
        permitted_subtrees=[*dict.fromkeys(hosts), *networks],
        excluded_subtrees=([] if hosts else [x509.DNSName("")]) + ([] if networks else everywhere) or None,
    )


def _usage(**only):
    every = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
        *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{one: only.get(one, False) for one in every})


def _name(address):
    try:
        return x509.IPAddress(ip_address(address))
    except ValueError:
        return x509.DNSName(address)


def _holds(path):
    with contextlib.suppress(OSError, ValueError):
        ends = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
        return ends > datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=LEFT)
    return False


def _read(path):
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return None
