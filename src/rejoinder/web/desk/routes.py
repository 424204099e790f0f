"""All the desk's addresses."""

from rejoinder.web.desk import (
    decisions,
    log,
    notice_list,
    passkeys,
    queue,
    staff,
    standings,
    threads,
)

handlers = [
    queue.show_queue,
    queue.show_comment,
    decisions.decide,
    decisions.undo_decision,
    log.show_log,
    standings.give_standing,
    standings.show_bans,
    standings.lift_standing,
    staff.show_staff,
    staff.invite_staff,
    staff.remove,
    notice_list.show_notices,
    staff.begin_anew,
    passkeys.show_door,
    passkeys.sign_in_options,
    passkeys.sign_in,
    passkeys.show_passkeys,
    passkeys.registration_options,
    passkeys.register,
    passkeys.rename,
    passkeys.remove,
    passkeys.want_passkeys,
    threads.close,
    threads.reopen,
]
