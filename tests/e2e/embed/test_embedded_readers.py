"""Who reads a thread in another origin's page: signed in or not, with a mouse or without."""

import re

from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.test_accessibility import findings
from tests.support.embedded_thread import SAID, element_of, show, write
from tests.support.embedding import Embedding, host_policy
from tests.support.newspaper import DECLINED


def test_a_reader_of_the_page_is_signed_in_by_its_token(page: Page, embedded: Embedding) -> None:
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if sent.method == "POST" else None)
    article = embedded.article()
    for times in (1, 2):  # the second time the session is known, though the token is another
        element = (
            f'<rejoinder-thread article-id="{article.slug}" token="{embedded.token(times)}">'
            "</rejoinder-thread>"
        )
        page.goto(embedded.page("/token", element))
        thread = page.locator("rejoinder-thread")
        expect(thread.locator("[data-account]")).to_contain_text("Jonas Lind")
        expect(thread.get_by_label("E-mail")).to_have_count(0)
    assert len(asked) == 1
    write(thread, SAID)
    expect(thread.locator("li.comment", has_text=SAID)).to_contain_text("Jonas Lind")
    thread.get_by_role("button", name="Sign out").click()
    expect(thread.get_by_label("E-mail")).to_be_visible()
    expect(thread.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_page_where_nobody_is_signed_in_lets_guests_be(page: Page, embedded: Embedding) -> None:
    article = embedded.article()
    named = f'<rejoinder-thread article-id="{article.slug}" token="'
    page.goto(embedded.page("/nobody", f'{named}"></rejoinder-thread>'))
    thread = page.locator("rejoinder-thread")
    write(thread, SAID)
    mine = thread.locator("li.comment", has_text=SAID)
    expect(mine.get_by_text("Edit or withdraw")).to_be_visible()
    page.reload()
    expect(mine.get_by_text("Edit or withdraw")).to_be_visible()
    # Who was signed in by the page's own token is not, once it says that nobody is.
    signed_in = f'{named}{embedded.token(9)}"></rejoinder-thread>'
    page.goto(embedded.page("/somebody", signed_in))
    expect(thread.locator("[data-account]")).to_contain_text("Jonas Lind")
    page.goto(embedded.page("/nobody", f'{named}"></rejoinder-thread>'))
    expect(thread.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_page_may_sign_its_readers_in_by_itself(page: Page, embedded: Embedding) -> None:
    thread = show(page, embedded, "/login")
    thread.evaluate("each => each.addEventListener('rejoinder-login', (e) => e.preventDefault())")
    thread.get_by_role("button", name="Sign in").click()
    thread.evaluate("(each, token) => each.login(token)", embedded.token(3))
    expect(thread.locator("[data-account]")).to_contain_text("Jonas Lind")
    thread.evaluate("each => each.login('')")
    expect(thread.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_reader_signs_in_in_a_window_of_ours(page: Page, embedded: Embedding) -> None:
    thread = show(page, embedded, "/pop-up")
    with page.expect_popup() as opened:
        thread.get_by_role("button", name="Sign in").click()
    window = opened.value
    window.get_by_label("E-mail").fill("popova@example.org")
    window.locator("main form button[type=submit]").click()
    expect(window.locator("[data-wait]")).to_be_visible()
    letter = page.context.new_page()
    letter.goto(embedded.newest_link("popova@example.org"))
    with window.expect_event("close"):
        letter.locator("[data-form=open-link] button").click()
    expect(thread.get_by_role("button", name="Sign out")).to_be_visible()
    expect(thread.get_by_label("E-mail")).to_have_count(0)
    thread.get_by_label("Choose a name").fill("Popova")
    thread.get_by_label("Your comment").fill(SAID)
    thread.get_by_role("button", name="Post comment").click()
    expect(thread.locator("li.comment", has_text=SAID)).to_contain_text("Popova")
    page.context.clear_cookies()  # of our own window, where it is no third party's


def test_a_forged_token_signs_nobody_in(page: Page, embedded: Embedding) -> None:
    thread = show(page, embedded, "/forged")
    said = thread.evaluate("each => each.login('e30.e30.e30').catch((wrong) => wrong.message)")
    assert said.startswith("rejoinder: ")
    expect(thread.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_message_of_anybody_else_signs_nobody_in(page: Page, embedded: Embedding) -> None:
    thread = show(page, embedded, "/message")
    with page.expect_popup():
        thread.get_by_role("button", name="Sign in").click()
    page.evaluate("postMessage({ type: 'rejoinder-session', session: 'rjs_forged' }, '*')")
    page.evaluate("new Promise(requestAnimationFrame)")
    assert page.evaluate("localStorage.length") == 0


def test_a_thread_in_a_page_is_accessible(browser: Browser, embedded: Embedding) -> None:
    embedded.host.styles = (
        "html { color-scheme: light dark; background: light-dark(#fff, #121212); }"
    )
    # Axe itself is put into the page, which the page's policy would refuse.
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    try:
        page = context.new_page()
        thread = show(page, embedded, "/axe")
        assert findings(page) == []
        with page.expect_popup() as opened:
            thread.get_by_role("button", name="Sign in").click()
        assert findings(opened.value) == []
        opened.value.close()
        thread.evaluate("(each, token) => each.login(token)", embedded.token(4))
        expect(thread.locator("[data-account]")).to_contain_text("Jonas Lind")
        thread.locator("[data-reply]").first.click()
        expect(thread.locator("[data-chip]")).to_be_visible()
        assert findings(page) == []
        write(thread, DECLINED)
        expect(thread.locator("[data-notice]")).to_be_visible()
        assert findings(page) == []
        write(thread, SAID + " Before the frost.")
        expect(thread.locator("li.comment", has_text="Before the frost.")).to_be_visible()
        thread.locator("[data-report]").first.click()
        expect(thread.locator(".opened")).to_be_visible()
        assert findings(page) == []
        thread.locator("[data-own]").click()
        expect(thread.locator(".opened").get_by_label("Your comment")).to_be_visible()
        assert findings(page) == []
    finally:
        context.close()


def focused(page: Page) -> str:
    """What has the focus within the thread, in its own words."""
    told: str = page.evaluate(
        """() => {
          const { activeElement } = document.querySelector("rejoinder-thread").shadowRoot;
          const label = activeElement?.labels?.[0] ?? activeElement;
          return activeElement?.getAttribute("aria-label") ?? label?.textContent.trim() ?? "";
        }"""
    )
    return told


def tab_to(page: Page, words: str) -> None:
    """Goes on by the Tab key until something has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if focused(page).startswith(words):
            return
    raise AssertionError(f"the Tab key never comes to {words}")


def test_all_is_done_by_keyboard_alone(page: Page, embedded: Embedding) -> None:
    thread = show(page, embedded, "/keys")
    tab_to(page, "Reply to ")
    page.keyboard.press("Enter")
    expect(thread.locator("[data-chip]")).to_be_visible()
    expect(thread.get_by_label("Your comment")).to_be_focused()
    page.keyboard.type(SAID)
    page.keyboard.press("Escape")
    expect(thread.locator("[data-chip]")).to_be_hidden()
    assert focused(page).startswith("Reply to ")
    page.keyboard.press("Enter")
    for text in ("", "Keya", "keya@example.org"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    expect(thread.get_by_role("button", name="Post comment")).to_be_focused()
    page.keyboard.press("Enter")
    expect(thread.locator("li.comment", has_text=SAID)).to_have_attribute("data-depth", "1")
    tab_to(page, "Report")
    page.keyboard.press("Enter")
    expect(thread.locator(".opened")).to_be_focused()
    page.keyboard.press("Escape")
    expect(thread.locator(".opened")).to_have_count(0)
    tab_to(page, "Report")
    page.keyboard.press("Enter")
    expect(thread.locator(".opened")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, "Send the report")
    page.keyboard.press("Enter")
    expect(thread.locator(".opened")).to_contain_text("A moderator will read")


def test_who_signs_in_by_keyboard_goes_on_where_they_were(page: Page, embedded: Embedding) -> None:
    thread = show(page, embedded, "/keys-in")
    tab_to(page, "Your comment")
    page.keyboard.type(SAID)
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "Sign in"
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    window = opened.value
    expect(window.get_by_label("E-mail")).to_be_visible()
    window.get_by_label("E-mail").focus()
    window.keyboard.type("keya@example.org")
    window.keyboard.press("Enter")
    expect(window.locator("[data-wait]")).to_be_visible()
    letter = page.context.new_page()
    letter.goto(embedded.newest_link("keya@example.org"))
    with window.expect_event("close"):
        letter.get_by_role("button", name="Sign in to").press("Enter")
    letter.close()
    expect(thread.get_by_role("button", name="Sign out")).to_be_focused()
    expect(thread.get_by_label("Your comment")).to_have_value(SAID)
    page.context.clear_cookies()


def test_what_was_typed_before_the_scripts_came_is_there_after_signing_in(
    page: Page, embedded: Embedding
) -> None:
    late: list[Route] = []

    def keep_back(script: Route) -> None:
        late.append(script)

    page.route("**/embedded-thread.js*", keep_back)
    thread = show(page, embedded, "/typed-early")
    with page.expect_request("**/embedded-thread.js*"):
        thread.get_by_label("Your comment").fill(SAID)
    thread.get_by_label("Name").fill("Ingrid")
    thread.evaluate("each => each.load()")
    expect(thread.get_by_label("Name")).to_be_focused()
    expect(thread.get_by_label("Name")).to_have_value("Ingrid")
    expect(thread.get_by_label("Your comment")).to_have_value(SAID)
    late[0].continue_()
    thread.evaluate("(each, token) => each.login(token)", embedded.token(11))
    expect(thread.locator("[data-account]")).to_contain_text("Jonas Lind")
    expect(thread.get_by_label("Your comment")).to_have_value(SAID)


def test_a_thread_of_a_language_from_right_to_left_stands_so_in_any_page(
    page: Page, embedded: Embedding
) -> None:
    arabic = embedded.in_language("ar", "arabic")
    article = arabic.article(comments=6)
    strict, embedded.host.policy = embedded.host.policy, host_policy(arabic.comments)
    page.set_viewport_size({"width": 390, "height": 844})
    try:
        page.goto(arabic.page("/rtl", element_of(article.slug)))
        thread = page.locator("rejoinder-thread")
        expect(thread.locator("li.comment")).to_have_count(6)
        expect(thread.locator("section")).to_have_css("direction", "rtl")
        expect(page.locator("main")).to_have_css("direction", "ltr")
        parent = thread.locator(".indent-0 .comment-inner").last.bounding_box()
        reply = thread.locator(".indent-1 .comment-inner").first.bounding_box()
        assert parent
        assert reply
        assert parent["x"] == reply["x"]  # the reply stands in from the right
        assert parent["x"] + parent["width"] > reply["x"] + reply["width"]
        write(thread, "الجسر قديم ويجب إصلاحه قبل الشتاء.")
        mine = thread.locator("li.comment", has_text="الجسر")
        expect(mine).to_have_attribute("data-state", re.compile("published|held"))
        expect(mine.locator(".comment-body").first).to_have_css("direction", "rtl")
        # What comes later, made in time or written, has its rules on that side, too.
        sides = "each => each.map((one) => getComputedStyle(one).backgroundPositionX)"
        assert thread.locator("li.comment").evaluate_all(sides) == ["100%"] * 7
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    finally:
        embedded.host.policy = strict
