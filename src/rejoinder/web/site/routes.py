"""All the site's addresses."""

from rejoinder.web.site import (
    article,
    comment_form,
    faq,
    front,
    reads,
    report,
    sign_in,
    your_comment,
    your_name,
)

handlers = [
    front.front_page,
    front.section_page,
    front.most_read_page,
    front.most_read_feed,
    faq.comments_faq,
    front.healthz,
    article.show_article,
    comment_form.post_comment,
    article.permalink,
    reads.article_was_read,
    your_comment.status_page,
    your_comment.revise,
    your_comment.take_back,
    your_comment.ask_again,
    your_name.name_form,
    your_name.change_name,
    report.report_form,
    report.send_report,
    sign_in.sign_in_form,
    sign_in.send_link,
    sign_in.open_link,
    sign_in.use_link,
    sign_in.sign_out,
]
