"""All the desk's addresses."""

from rejoinder.web.desk import decisions, log, notice_list, queue, staff, standings, threads

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
    threads.close,
    threads.reopen,
]
