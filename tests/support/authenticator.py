"""A security key made of software, which can also do what none should (WebAuthn, 6.3 and 7)."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

# Authenticator data, 6.1: somebody was there; credential data follows.
USER_PRESENT, WITH_CREDENTIAL = 0x01, 0x40


@dataclass(slots=True)
class Authenticator:
    """A device with one key, at a browser that says which origin it shows."""

    origin: str
    rp_id: str
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def create(self, options: str) -> str:
        """What `navigator.credentials.create` would answer to these options, as JSON."""
        credential = (
            bytes(16)
            + len(self.credential_id).to_bytes(2, "big")
            + self.credential_id
            + cbor2.dumps(self._public_key())
        )
        data = self._data(USER_PRESENT | WITH_CREDENTIAL) + credential
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client_data("webauthn.create", options)
        return self._answer(clientDataJSON=client, attestationObject=attestation)

    def get(self, options: str) -> str:
        """What `navigator.credentials.get` would answer, signed by the key."""
        data, client = self._data(USER_PRESENT), self._client_data("webauthn.get", options)
        signed = data + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _data(self, flags: int) -> bytes:
        party = hashlib.sha256(self.rp_id.encode()).digest()
        return party + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client_data(self, kind: str, options: str) -> bytes:
        challenge = json.loads(options)["challenge"]
        told: dict[str, Any] = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps({**told, "crossOrigin": False}).encode()

    def _answer(self, **response: bytes) -> str:
        number = bytes_to_base64url(self.credential_id)
        told = {name: bytes_to_base64url(value) for name, value in response.items()}
        answer = {"id": number, "rawId": number, "type": "public-key", "response": told}
        return json.dumps({**answer, "clientExtensionResults": {}})

    def _public_key(self) -> dict[int, Any]:
        numbers = self.key.public_key().public_numbers()
        x, y = (each.to_bytes(32, "big") for each in (numbers.x, numbers.y))
        return {1: 2, 3: -7, -1: 1, -2: x, -3: y}  # EC2, ES256, P-256 (RFC 9053, 7.1.1)
