"""Registering a passkey, signing in with one, renaming and removing them, beginning anew."""

import json
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, update
from sqlalchemy.exc import IntegrityError

from rejoinder.errors import Invalid, N_, NotFound, Refused
from rejoinder.passkeys import ceremonies, queries
from rejoinder.passkeys.model import (
    CHALLENGE_LASTS,
    LONGEST_NAME,
    MOST_PASSKEYS,
    Attempt,
    Ceremony,
    Credential,
    Passkey,
    relying_party,
)
from rejoinder.passkeys.tables import passkey_challenges, passkeys
from rejoinder.readers.actions import end_sessions_of
from rejoinder.readers.tables import sessions
from rejoinder.secret_tokens import new_token
from rejoinder.sites.model import Site, StaffMember
from rejoinder.sites.tables import sites
from rejoinder.storage import (
    COMMAND_LINE,
    AuditEntry,
    AuditKind,
    audit_log,
    lock_until_commit,
    upsert,
)
from rejoinder.text import TooLong, tidy_line


def begin_registration(connection: Connection, attempt: Attempt) -> str:
    """What the browser is asked for a new passkey, as JSON.

    Raises:
        Invalid: the site can have no passkeys, or they have as many as anybody may.
    """
    present = queries.of_member(connection, attempt.member)
    _check_room(present)
    party = relying_party(attempt.site)
    challenge = _challenge(connection, attempt, Ceremony.REGISTRATION)
    return ceremonies.registration_options(party, attempt.member, challenge, present)


def take_challenge(connection: Connection, attempt: Attempt, ceremony: Ceremony) -> str:
    """The challenge that this session was given, which is good once.

    To be committed before the answer is looked at: a wrong answer uses it up too.

    Raises:
        Forbidden: there is none for this ceremony, or no longer.
    """
    row = connection.execute(
        delete(passkey_challenges)
        .where(passkey_challenges.c.session_hash == attempt.session)
        .returning(
            passkey_challenges.c.ceremony,
            passkey_challenges.c.challenge,
            passkey_challenges.c.made_at,
        )
    ).first()
    if row is None or row.ceremony != ceremony or attempt.now - row.made_at > CHALLENGE_LASTS:
        raise ceremonies.refused()
    return str(row.challenge)


def finish_registration(
    connection: Connection, attempt: Attempt, challenge: str, answer: str, name: str
) -> None:
    """Keeps the passkey that the browser made; this browser is at the desk with it.

    Raises:
        Forbidden: the answer proves nothing, or the passkey is registered already.
        Invalid: the name is none, or they have as many as anybody may.
    """
    name = checked_name(name)
    _take_turns(connection, attempt.member)
    _check_room(queries.of_member(connection, attempt.member))
    made = ceremonies.checked_registration(relying_party(attempt.site), challenge, answer)
    _keep(connection, attempt, made, name)
    _confirm_session(connection, attempt)
    _log(connection, AuditKind.PASSKEY_ADDED, attempt, name)


def begin_sign_in(connection: Connection, attempt: Attempt) -> str:
    """What the browser is asked, as JSON, to prove that one of somebody's passkeys is there.

    Raises:
        Invalid: the site can have no passkeys, or they have none.
    """
    present = queries.of_member(connection, attempt.member)
    if not present:
        raise Invalid(N_("You have no passkey yet."), code="no-passkey")
    party = relying_party(attempt.site)
    challenge = _challenge(connection, attempt, Ceremony.SIGN_IN)
    return ceremonies.sign_in_options(party, challenge, present)


def finish_sign_in(connection: Connection, attempt: Attempt, challenge: str, answer: str) -> None:
    """Opens the desk to this browser, until its session ends.

    Raises:
        Forbidden: the answer proves nothing.
    """
    passkey = _meant(queries.of_member(connection, attempt.member), answer)
    party = relying_party(attempt.site)
    count = ceremonies.checked_sign_in(party, challenge, answer, passkey)
    connection.execute(
        update(passkeys)
        .where(passkeys.c.id == passkey.id)
        .values(sign_count=count, used_at=attempt.now)
    )
    _confirm_session(connection, attempt)


def rename(connection: Connection, attempt: Attempt, passkey_id: int, name: str) -> None:
    """Calls one of somebody's own passkeys something else. Raises Invalid, NotFound."""
    _own(connection, attempt, passkey_id)
    connection.execute(
        update(passkeys).where(passkeys.c.id == passkey_id).values(name=checked_name(name))
    )


def remove(connection: Connection, attempt: Attempt, passkey_id: int) -> None:
    """Forgets one of somebody's own passkeys.

    Raises:
        NotFound: they have no such one.
        Refused: it is their last, and the site wants one of everybody.
    """
    _take_turns(connection, attempt.member)
    present = queries.of_member(connection, attempt.member)
    passkey = _own(connection, attempt, passkey_id)
    if len(present) == 1 and attempt.site.passkeys_required:
        raise Refused(
            N_("That is your last one, and this site wants one of everybody: add another first."),
            code="last-passkey",
        )
    connection.execute(delete(passkeys).where(passkeys.c.id == passkey_id))
    _log(connection, AuditKind.PASSKEY_REMOVED, attempt, passkey.name)


def reset(
    connection: Connection, member: StaffMember, *, by: str = COMMAND_LINE, now: datetime
) -> int:
    """Forgets all of somebody's passkeys and signs them out; returns how many there were.

    For whoever lost them all: by the next link they come in as if they never had one.
    """
    number = forget_all(connection, member)
    end_sessions_of(connection, member.site_id, member.email, now=now)
    kind, facts = AuditKind.PASSKEYS_RESET, {"number": number}
    audit_log.put(connection, AuditEntry(member.site_id, kind, member.email, by, now, facts))
    return number


def forget_all(connection: Connection, member: StaffMember) -> int:
    """Throws away the passkeys of somebody who was removed; returns how many there were."""
    return connection.execute(delete(passkeys).where(passkeys.c.staff_id == member.id)).rowcount


def want_passkeys(
    connection: Connection, site: Site, required: bool, *, by: str = COMMAND_LINE, now: datetime
) -> Site:
    """Says whether everybody at a site's desk must have a passkey; returns the site as it is then.

    Raises:
        Invalid: the site can have no passkeys.
    """
    if required:
        relying_party(site)
    if site.passkeys_required == required:
        return site
    connection.execute(
        update(sites).where(sites.c.id == site.id).values(passkeys_required=required)
    )
    facts = {"passkeys_required": required}
    audit_log.put(connection, AuditEntry(site.id, AuditKind.SITE_CHANGED, site.key, by, now, facts))
    return replace(site, passkeys_required=required)


def forget_old_challenges(connection: Connection, *, now: datetime) -> None:
    """Throws away what can no longer be answered."""
    old = passkey_challenges.c.made_at <= now - CHALLENGE_LASTS
    connection.execute(delete(passkey_challenges).where(old))


def checked_name(name: str) -> str:
    """What somebody calls a passkey. Raises Invalid."""
    try:
        tidied = tidy_line(name, LONGEST_NAME)
    except TooLong:
        tidied = ""
    if not tidied:
        raise Invalid(
            N_("Please give it a name of at most %(most)s characters, such as “work laptop”."),
            code="name-missing",
            most=LONGEST_NAME,
        )
    return tidied


def _take_turns(connection: Connection, member: StaffMember) -> None:
    """One after the other for each of the staff: how many they have is looked at first."""
    lock_until_commit(connection, f"passkeys of {member.id}")


def _keep(connection: Connection, attempt: Attempt, made: Credential, name: str) -> None:
    values = {"site_id": attempt.site.id, "staff_id": attempt.member.id, "name": name}
    try:
        connection.execute(
            insert(passkeys).values(
                **values,
                credential_id=made.id,
                public_key=made.public_key,
                sign_count=made.sign_count,
                made_at=attempt.now,
            )
        )
    except IntegrityError:
        # Whosever it is: an honest device makes another one each time (7.1, step 26).
        raise ceremonies.refused() from None


def _confirm_session(connection: Connection, attempt: Attempt) -> None:
    here = sessions.c.token_hash == attempt.session
    connection.execute(update(sessions).where(here).values(passkey_at=attempt.now))


def _challenge(connection: Connection, attempt: Attempt, ceremony: Ceremony) -> str:
    """Takes the place of the one before in a single statement: two tabs may ask at once."""
    challenge = new_token()
    told = {"ceremony": ceremony.value, "challenge": challenge, "made_at": attempt.now}
    connection.execute(
        upsert(connection, passkey_challenges)
        .values(session_hash=attempt.session, **told)
        .on_conflict_do_update(index_elements=[passkey_challenges.c.session_hash], set_=told)
    )
    return challenge


def _meant(present: list[Passkey], answer: str) -> Passkey:
    try:
        named = json.loads(answer)["id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ceremonies.refused() from None
    for passkey in present:
        if passkey.credential_id == named:
            return passkey
    raise ceremonies.refused()


def _own(connection: Connection, attempt: Attempt, passkey_id: int) -> Passkey:
    for passkey in queries.of_member(connection, attempt.member):
        if passkey.id == passkey_id:
            return passkey
    raise NotFound(N_("There is no such passkey."), code="unknown-passkey")


def _check_room(present: list[Passkey]) -> None:
    if len(present) >= MOST_PASSKEYS:
        raise Invalid(
            N_("You have %(number)s passkeys. Please remove one first."),
            code="too-many-passkeys",
            number=len(present),
        )


def _log(connection: Connection, kind: AuditKind, attempt: Attempt, name: str) -> None:
    member = attempt.member
    entry = AuditEntry(
        member.site_id, kind, member.email, member.signature, attempt.now, {"name": name}
    )
    audit_log.put(connection, entry)
