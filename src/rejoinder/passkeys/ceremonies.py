"""The two ceremonies of Web Authentication (W3C, level 3, chapter 7), by py_webauthn. Pure.

What a browser sends is JSON with CBOR and signatures in it, taken apart by that library; whatever
it finds wrong, and whatever it stumbles on, is one refusal.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from rejoinder.errors import Forbidden, N_
from rejoinder.passkeys.model import Credential, Passkey, RelyingParty
from rejoinder.sites.model import StaffMember

Verified = TypeVar("Verified")


def registration_options(
    party: RelyingParty, member: StaffMember, challenge: str, present: Iterable[Passkey]
) -> str:
    """What `navigator.credentials.create` is given, as JSON; a device registers once."""
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=f"staff-{member.id}".encode(),
        user_name=member.email,
        user_display_name=member.name,
        challenge=base64url_to_bytes(challenge),
        exclude_credentials=_described(present),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return options_to_json(options)


def sign_in_options(party: RelyingParty, challenge: str, present: Iterable[Passkey]) -> str:
    """What `navigator.credentials.get` is given, as JSON: one of these is wanted."""
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=base64url_to_bytes(challenge),
        allow_credentials=_described(present),
    )
    return options_to_json(options)


def checked_registration(party: RelyingParty, challenge: str, answer: str) -> Credential:
    """The passkey that an answer to this challenge proves. Raises Forbidden."""
    proved = _or_refused(
        lambda: verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
        )
    )
    return Credential(
        bytes_to_base64url(proved.credential_id),
        bytes_to_base64url(proved.credential_public_key),
        proved.sign_count,
    )


def checked_sign_in(party: RelyingParty, challenge: str, answer: str, passkey: Passkey) -> int:
    """How often the passkey was used, this answer to the challenge included.

    A device that counts counts up: a count that stands still or goes back is a copy's (6.1.1).

    Raises:
        Forbidden: it is no answer to this challenge, by this passkey, at this origin.
    """
    proved = _or_refused(
        lambda: verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
        )
    )
    return proved.new_sign_count


def refused() -> Forbidden:
    """That nothing was proved; whoever tries to deceive us learns no more."""
    return Forbidden(
        N_("That passkey was not recognised. Please try again."), code="passkey-refused"
    )


def _or_refused(verify: Callable[[], Verified]) -> Verified:
    try:
        return verify()
    except Exception:  # noqa: BLE001 - each reader of CBOR and keys in there fails in its own way
        raise refused() from None


def _described(present: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential_id)) for each in present
    ]
