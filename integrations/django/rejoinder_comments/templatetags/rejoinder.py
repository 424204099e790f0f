"""`{% comments article.pk article.get_absolute_url %}`: the thread below an article."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

THREAD = """<script type="module" src="{server}/embed.js"></script>
<rejoinder-thread article-id="{article_id}" url="{url}"{token}>
  <a href="{server}/">Comments</a>
</rejoinder-thread>"""


@register.simple_tag(takes_context=True)
def comments(
    context: dict[str, Any], article_id: object, url: str, token: str | None = None
) -> SafeString:
    """The thread of the article that your site calls `article_id` and shows at `url`.

    A path becomes a whole address where the template knows its request. `token` says who reads
    (docs/sign-on.md), and is empty where nobody is signed in. In Wagtail:
    `{% comments page.pk page.full_url %}`.
    """
    request = context.get("request")
    whole = url if request is None else request.build_absolute_uri(url)
    server = settings.COMMENTS_URL.rstrip("/")
    said = "" if token is None else format_html(' token="{}"', token)
    return format_html(THREAD, server=server, article_id=article_id, url=whole, token=said)
