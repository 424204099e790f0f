"""A thread in a publisher's page on another origin, under a strict policy, without cookies."""

import re

import httpx
from playwright.sync_api import Browser, Page, expect

from rejoinder.articles.queries import by_id
from rejoinder.comments.queries import thread_page
from tests.support.embedded_thread import SAID, element_of, show, write
from tests.support.embedding import Embedding, host_policy
from tests.support.host_pages import POLICY_OF_INCLUDE as INCLUDED
from tests.support.newspaper import DECLINED, HELD

# The page's streams are kept for the test to look at; of these states the last is 2.
CLOSED = 2
STREAMS = """
const streams = [];
globalThis.streams = streams;
globalThis.EventSource = class extends EventSource {
  constructor(...told) { super(...told); streams.push(this); }
};
"""

OWN = "While the harbour bridge is closed we need four ferries, and not the one that they plan."


def test_a_thread_is_read_in_another_origins_page(page: Page, embedded: Embedding) -> None:
    # Ages are told in the thread's own words: the browser's take a telephone as long as the rest.
    page.add_init_script("Intl.RelativeTimeFormat = undefined;")
    thread = show(page, embedded, "/read")
    expect(thread.locator("li.comment")).to_have_count(3)
    expect(thread.locator("h2")).to_contain_text("3")
    expect(thread.locator("time").first).to_have_text(re.compile("now|ago"))


def test_a_guest_posts_and_replies_in_place(page: Page, embedded: Embedding) -> None:
    thread = show(page, embedded, "/post")
    address = page.url
    write(thread, SAID)
    mine = thread.locator("li.comment", has_text=SAID)
    expect(mine).to_have_attribute("data-state", "published")
    mine.locator("[data-reply]").click()
    write(thread, SAID + " Soon.")
    expect(thread.locator("li.comment", has_text="Soon.")).to_have_attribute("data-depth", "1")
    page.reload()
    expect(mine.first.get_by_text("Edit or withdraw")).to_be_visible()
    assert page.url == address


def test_what_is_held_or_declined_is_told_at_the_comment(page: Page, embedded: Embedding) -> None:
    thread = show(page, embedded, "/told")
    write(thread, HELD)
    expect(thread.locator("[data-notice]")).to_have_attribute("data-state", "held")
    expect(thread.locator("[data-notice] [data-rule]")).to_be_visible()
    write(thread, DECLINED)
    expect(thread.locator("[data-notice]")).to_have_attribute("data-state", "declined")
    expect(thread.get_by_label("Your comment")).to_have_value(DECLINED)


def test_an_author_changes_and_withdraws_without_leaving(page: Page, embedded: Embedding) -> None:
    thread = show(page, embedded, "/own")
    address = page.url
    write(thread, OWN, name="Vera")
    mine = thread.locator("li.comment", has_text="four ferries")
    mine.get_by_text("Edit or withdraw").click()
    mine.locator(".opened").get_by_label("Your comment").fill(OWN + " At once.")
    mine.get_by_role("button", name="Save the change").click()
    changed = thread.locator("article > .comment-body", has_text="At once.")
    expect(changed.first).to_be_visible()
    mine.get_by_role("link", name="Withdraw this comment").click()
    mine.get_by_role("button", name="Withdraw it").click()
    expect(mine.locator(".opened [data-notice]")).to_have_attribute("data-state", "withdrawn")
    assert page.url == address


def test_a_comment_is_reported_without_leaving(page: Page, embedded: Embedding) -> None:
    thread = show(page, embedded, "/report")
    address = page.url
    comment = thread.locator("li.comment").first
    comment.locator("[data-report]").click()
    comment.get_by_label(re.compile("abusive|insult", re.IGNORECASE)).first.check()
    comment.get_by_role("button", name="Send the report").click()
    expect(comment.locator(".opened")).to_contain_text("A moderator will read")
    assert page.url == address


def test_another_order_is_shown_without_leaving(page: Page, embedded: Embedding) -> None:
    thread = show(page, embedded, "/orders", comments=3)
    address = page.url
    thread.get_by_role("link", name="Oldest").click()
    expect(thread.locator("[data-sort=oldest]")).to_have_attribute("aria-current", "true")
    expect(thread.locator("li.comment").first).to_contain_text("Comment 0 says")
    assert page.url == address


def test_more_comments_come_below_the_first_ones(page: Page, embedded: Embedding) -> None:
    thread = show(page, embedded, "/more", comments=60)
    shown = thread.locator("li.comment").count()
    thread.get_by_role("link", name="Show more comments").click()
    expect(thread.locator("li.comment")).to_have_count(60)
    assert shown < 60


def test_a_thread_is_asked_for_when_its_reader_comes_near(page: Page, embedded: Embedding) -> None:
    article = embedded.article()
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "/embed/thread" in sent.url else None)
    embedded.host.styles = ".long { height: 4000px; }"
    body = f'<p class="long">Read on.</p>{element_of(article.slug)}'
    page.goto(embedded.page("/far", body))
    page.wait_for_function("!!customElements.get('rejoinder-thread')")
    page.wait_for_load_state("networkidle")
    assert asked == []
    page.locator("footer").scroll_into_view_if_needed()
    expect(page.locator("rejoinder-thread li.comment").first).to_be_visible()
    assert len(asked) == 1


def test_several_threads_stand_on_a_page_and_do_not_meet(page: Page, embedded: Embedding) -> None:
    both = [embedded.article(), embedded.article(comments=1)]
    page.goto(embedded.page("/several", "".join(element_of(each.slug) for each in both)))
    first, second = page.locator("rejoinder-thread").all()
    expect(first.locator("li.comment")).to_have_count(3)
    write(second, SAID)
    expect(second.locator("li.comment")).to_have_count(2)
    expect(first.locator("li.comment")).to_have_count(3)


def test_a_page_that_goes_on_by_itself_shows_the_other_article(
    page: Page, embedded: Embedding
) -> None:
    thread = show(page, embedded, "/goes-on")
    other = embedded.article(comments=1)
    thread.evaluate("(each, slug) => each.setAttribute('article-id', slug)", other.slug)
    expect(thread.locator("li.comment")).to_have_count(1)
    thread.evaluate("each => { const { parentElement } = each; parentElement.append(each); }")
    write(thread, SAID)
    expect(thread.locator("li.comment")).to_have_count(2)


def test_an_element_that_names_no_article_follows_the_pages_address(
    page: Page, embedded: Embedding
) -> None:
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "/embed/thread" in sent.url else None)
    page.goto(embedded.page("/goes/first", "<rejoinder-thread></rejoinder-thread>"))
    thread = page.locator("rejoinder-thread")
    expect(thread.get_by_label("Your comment")).to_be_visible()
    write(thread, SAID + " The first.")
    expect(thread.locator("li.comment")).to_have_count(1)
    embedded.page("/goes/second", "")
    page.evaluate("history.pushState(null, '', '/goes/second')")
    expect(thread.locator("[data-empty]")).to_be_visible()
    page.evaluate("history.replaceState({ scrolled: 3 }, '')")
    page.go_back()
    expect(thread.locator("li.comment", has_text="The first.")).to_be_visible()
    assert len(asked) == 3
    page.evaluate("document.querySelector('rejoinder-thread').remove()")
    page.evaluate("history.pushState(null, '', '/goes/second')")
    page.wait_for_function("location.pathname === '/goes/second'")
    assert len(asked) == 3


def test_an_element_with_another_address_shows_the_other_article(
    page: Page, embedded: Embedding
) -> None:
    embedded.page("/at/first", ""), embedded.page("/at/second", "")
    page.goto(embedded.page("/at", '<rejoinder-thread url="/at/first"></rejoinder-thread>'))
    thread = page.locator("rejoinder-thread")
    write(thread, SAID + " At the first.")
    expect(thread.locator("li.comment")).to_have_count(1)
    thread.evaluate("each => each.setAttribute('url', '/at/second')")
    expect(thread.locator("[data-empty]")).to_be_visible()
    thread.evaluate("""each => {
      const other = document.createElement("rejoinder-thread");
      other.setAttribute("url", "/at/first");
      each.replaceWith(other);
    }""")
    expect(thread.locator("li.comment", has_text="At the first.")).to_be_visible()


def test_an_address_that_names_a_comment_leads_to_it(page: Page, embedded: Embedding) -> None:
    article = embedded.article(comments=60)
    with embedded.database.reading() as connection:
        version = by_id(connection, embedded.site.id, article.id).thread_version
        shown = thread_page(connection, article.id, version=version, size=60).comments
    last = shown[-1].id
    page.goto(embedded.page("/named", element_of(article.slug)) + f"#comment-{last}")
    named = page.locator(f"rejoinder-thread #comment-{last}")
    expect(named).to_have_attribute("data-named", "")
    expect(named).to_be_in_viewport()
    page.evaluate("number => { location.hash = `comment-${number}`; }", shown[0].id)
    expect(page.locator(f"rejoinder-thread #comment-{shown[0].id}")).to_be_in_viewport()
    expect(page.locator("rejoinder-thread [data-named]")).to_have_count(1)


def test_what_the_page_says_itself_stands_where_no_thread_can_be_had(
    page: Page, embedded: Embedding
) -> None:
    words = "Comments are at comments.paper.example."
    page.goto(
        embedded.page("/none", f'<rejoinder-thread article-id="unknown">{words}</rejoinder-thread>')
    )
    expect(page.locator("rejoinder-thread").get_by_text(words)).to_be_visible()


def test_without_scripts_the_thread_is_read_and_posted_to(
    browser: Browser, embedded: Embedding
) -> None:
    article = embedded.article()
    there = embedded.host.origin + "/included"
    query = {"article-id": article.slug, "url": there}
    piece = httpx.get(f"{embedded.comments}/embed/thread", params=query).text
    strict, embedded.host.policy = embedded.host.policy, host_policy(embedded.comments, INCLUDED)
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(embedded.page("/included", piece))
        thread = page.locator("rejoinder-thread")
        expect(thread.locator("li.comment")).to_have_count(3)
        expect(thread.locator("h2")).to_have_css("font-weight", "600")
        write(thread, SAID, name="Nils")
        page.wait_for_url(re.compile(r"/included#comment-\d+$"))
        again = httpx.get(f"{embedded.comments}/embed/thread", params=query).text
        assert SAID in again
        assert context.cookies() == []
    finally:
        embedded.host.policy = strict
        context.close()


def test_what_the_pages_server_put_there_is_used_as_it_is(page: Page, embedded: Embedding) -> None:
    article = embedded.article()
    there = embedded.host.origin + "/sent"
    query = {"article-id": article.slug, "url": there}
    piece = httpx.get(f"{embedded.comments}/embed/thread", params=query).text
    strict, embedded.host.policy = embedded.host.policy, host_policy(embedded.comments, INCLUDED)
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "/embed/thread" in sent.url else None)
    try:
        page.goto(embedded.page("/sent", piece))
        thread = page.locator("rejoinder-thread")
        expect(thread.locator("time").first).to_have_text(re.compile("now|ago"))
        assert asked == []
        write(thread, SAID)
        expect(thread.locator("li.comment", has_text=SAID)).to_be_visible()
    finally:
        embedded.host.policy = strict


def test_a_comment_from_another_browser_is_told_while_somebody_reads(
    page: Page, browser: Browser, embedded: Embedding
) -> None:
    address = embedded.page("/live", element_of(embedded.article().slug))
    page.add_init_script(STREAMS)
    page.goto(address)
    thread = page.locator("rejoinder-thread")
    with page.expect_response(re.compile("/stream")):
        thread.locator("li.comment").first.hover()
    elsewhere = browser.new_context(reduced_motion="reduce")
    other = elsewhere.new_page()
    other.goto(address)
    write(other.locator("rejoinder-thread"), SAID + " Before winter.")
    expect(thread.locator("[data-news]")).to_have_text("1 new reply")
    expect(thread.locator("h2")).to_contain_text("4")
    thread.locator("[data-news]").click()
    expect(thread.locator("li.comment", has_text="Before winter.")).to_be_focused()
    elsewhere.close()
    page.evaluate("document.querySelector('rejoinder-thread').remove()")
    assert page.evaluate("streams.map((each) => each.readyState)") == [CLOSED]
