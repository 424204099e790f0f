"""All the desk's addresses."""

from rejoinder.web.desk import decisions, log, queue, threads

handlers = [
    queue.show_queue,
    queue.show_comment,
    decisions.decide,
    decisions.undo_decision,
    log.show_log,
    threads.close,
    threads.reopen,
]
