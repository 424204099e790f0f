"""A reader on an article's page, with scripts."""

import re
from datetime import timedelta
from email.utils import format_datetime

from playwright.sync_api import Page, Route, expect

from rejoinder.clock import now
from tests.support.people import ARTICLE, CIVIL, INSULT, comment, sign_in, write


def test_a_reader_reads_an_article_and_its_thread(page: Page, newspaper: str) -> None:
    page.goto(newspaper)
    page.get_by_role("link", name=re.compile("Harbour Tram to run until")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Harbour Tram")
    expect(page.locator("li.comment").first).to_be_visible()
    expect(page.get_by_text("Most read", exact=True).first).to_be_visible()


def test_what_search_engines_are_told_stands_under_the_pages_own_policy(
    page: Page, newspaper: str
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(newspaper + ARTICLE)
    data = page.locator('script[type="application/ld+json"]').evaluate(
        "each => JSON.parse(each.text)"
    )
    assert data["@type"] == "NewsArticle"
    assert data["comment"]
    assert [each for each in said if "Content Security Policy" in each] == []


def test_a_comment_appears_without_a_reload(page: Page, newspaper: str) -> None:
    page.goto(newspaper + ARTICLE)
    page.evaluate("window.stillHere = true")
    write(page, CIVIL)
    expect(comment(page, CIVIL)).to_have_attribute("data-state", "published")
    expect(page.locator("[data-notice]")).to_contain_text("posted")
    assert page.evaluate("window.stillHere") is True
    expect(page.get_by_label("Your comment")).to_have_value("")


def test_reply_names_whom_it_answers_and_can_be_cancelled(page: Page, newspaper: str) -> None:
    page.goto(newspaper + ARTICLE)
    first = page.locator("li.comment[data-state=published]").first
    author = first.get_attribute("data-author")
    first.locator("[data-reply]").click()
    chip = page.locator("[data-chip]")
    expect(chip).to_be_visible()
    expect(chip).to_contain_text(f"Replying to {author}")
    expect(page.get_by_label("Your comment")).to_be_focused()
    page.locator("[data-cancel]").click()
    expect(chip).to_be_hidden()
    expect(first.locator("[data-reply]")).to_be_focused()


def test_a_reply_stands_under_its_parent(page: Page, newspaper: str) -> None:
    page.goto(newspaper + ARTICLE)
    parent = page.locator("li.comment[data-depth='0'][data-state=published]").nth(1)
    number = parent.get_attribute("data-id")
    parent.locator("[data-reply]").click()
    said = "Exactly: the last tram home from the harbour is what the night service is about."
    write(page, said, name="Ulla", email="ulla@example.org")
    reply = comment(page, said)
    expect(reply).to_have_attribute("data-parent", str(number))
    expect(page.locator("[data-chip]")).to_be_hidden()
    page.reload()
    expect(comment(page, said)).to_have_attribute("data-depth", "1")


def test_an_insult_is_not_shown_to_others_and_its_author_is_told_why(
    page: Page, newspaper: str
) -> None:
    page.goto(newspaper + ARTICLE)
    write(page, INSULT, name="Rolf", email="rolf@example.org")
    notice = page.locator("[data-notice]")
    expect(notice).to_have_attribute("data-state", re.compile("held|declined"))
    expect(notice.locator("[data-rule^=abuse]").first).to_be_visible()
    stranger = page.context.browser
    assert stranger is not None
    other = stranger.new_page()
    other.goto(newspaper + ARTICLE)
    expect(other.locator("body")).not_to_contain_text(INSULT)
    other.close()


def test_what_is_wrong_with_the_form_is_said_and_the_text_stays(page: Page, newspaper: str) -> None:
    page.goto(newspaper + ARTICLE)
    write(page, CIVIL + " Twice.", name="", email="nobody")
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value(CIVIL + " Twice.")


def test_nothing_is_lost_when_the_newspaper_cannot_be_reached(page: Page, newspaper: str) -> None:
    page.goto(newspaper + ARTICLE)
    page.context.set_offline(True)
    write(page, CIVIL + " Offline.")
    expect(page.locator(".problem")).to_contain_text("could not reach")
    expect(page.get_by_label("Your comment")).to_have_value(CIVIL + " Offline.")
    page.context.set_offline(False)


def test_the_order_changes_and_more_is_shown_without_a_reload(page: Page, newspaper: str) -> None:
    page.goto(f"{newspaper}/articles/the-long-road-to-brenik")
    page.evaluate("window.stillHere = true")
    shown = page.locator("li.comment").count()
    page.get_by_role("link", name="Show more").click()
    expect(page.locator("li.comment").nth(shown)).to_be_visible()
    first = page.locator("li.comment").first.get_attribute("data-id")
    page.get_by_role("link", name="Oldest").click()
    expect(page.locator("li.comment").first).not_to_have_attribute("data-id", str(first))
    assert page.evaluate("window.stillHere") is True


def test_an_article_counts_as_read_after_some_seconds_on_screen(page: Page, newspaper: str) -> None:
    told: list[str] = []
    page.on("request", lambda asked: told.append(asked.url) if asked.method == "POST" else None)
    page.clock.install()
    page.goto(newspaper + ARTICLE)
    page.clock.run_for(2_000)
    assert told == []
    page.clock.run_for(20_000)
    page.wait_for_timeout(200)
    assert told == [f"{newspaper}{ARTICLE}/reads"]


def test_ages_go_by_the_servers_clock_whoever_kept_its_answer(page: Page, newspaper: str) -> None:
    def keep_for_days(route: Route) -> None:
        answer = route.fetch()
        made = format_datetime(now() - timedelta(days=3), usegmt=True)
        age = {"date": made, "age": str(3 * 24 * 3600)}
        route.fulfill(response=answer, headers={**answer.headers, **age})

    def ages() -> list[str]:
        page.goto(f"{newspaper}{ARTICLE}?sort=oldest")
        times = page.locator("li.comment time")
        expect(times.first).to_have_text(re.compile("ago|yesterday|now"))
        return times.all_inner_texts()[:3]

    asked_now = ages()
    page.clock.set_fixed_time(now() + timedelta(hours=26))
    assert ages() == asked_now
    write(page, f"{CIVIL} At night, above all.", name="Tilda", email="tilda@example.org")
    expect(comment(page, "At night, above all.").locator("time").first).to_have_text("now")
    page.route("**/page-times.js", keep_for_days)
    assert ages() == asked_now


def test_a_phone_shows_everything_in_its_width(page: Page, newspaper: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/", ARTICLE, "/comments-faq", "/most-read", "/sign-in"):
        page.goto(newspaper + path)
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, path


def test_a_printed_comment_says_when_and_is_smaller_than_the_article(
    page: Page, newspaper: str
) -> None:
    page.goto(newspaper + ARTICLE)
    time = page.locator("li.comment time").first
    expect(time).to_have_attribute("title", re.compile(r"\d\d:\d\d"))
    page.emulate_media(media="print")
    printed = time.evaluate("it => getComputedStyle(it, '::after').content")
    assert printed.strip('"') == time.get_attribute("title")
    size = "it => parseFloat(getComputedStyle(it).fontSize)"
    words = page.locator(".comment-body").first.evaluate(size)
    assert words < page.locator(".prose").evaluate(size)


def test_on_wide_paper_the_thread_stands_below_the_article(page: Page, newspaper: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(newspaper + ARTICLE)
    page.emulate_media(media="print")
    article, thread = page.locator(".prose").bounding_box(), page.locator(".thread").bounding_box()
    assert article is not None
    assert thread is not None
    assert thread["y"] >= article["y"] + article["height"]
    assert thread["width"] > 600


def test_a_long_name_and_a_long_word_stay_on_the_smallest_phone(page: Page, newspaper: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(newspaper + ARTICLE)
    said = f"The trams should run until three on Saturdays as well. {'Straßenbahn' * 14}"
    write(page, said, name="W" * 40, email="wide@example.org")
    notice = page.locator("[data-notice]").first
    expect(notice).to_be_visible()
    for path in ("", "", "/nothing-here"):
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, page.url
        own = page.locator("a[href^='/your-comment/']").first
        if path:
            page.goto(newspaper + path)
        elif own.count():
            own.click()
            page.wait_for_load_state()


def test_a_readers_first_name_is_asked_for_once(page: Page, newspaper: str) -> None:
    page.goto(f"{newspaper}/sign-in?next={ARTICLE}")
    page.locator("form[data-form=sign-in]").get_by_label("E-mail").fill("edda@example.org")
    page.get_by_role("button", name="Send me a link").click()
    page.locator("[data-demo-link]").click()
    page.get_by_role("button", name="Sign in to").click()
    page.wait_for_url(f"{newspaper}{ARTICLE}")
    expect(page.locator("[data-nameless]")).to_have_text("Choose a name")
    page.get_by_label("Your comment").fill(CIVIL + " Edda says so.")
    page.get_by_label("Choose a name").fill("Edda of the Ropewalk")
    page.get_by_role("button", name="Post comment").click()
    expect(comment(page, "Edda says so.")).to_be_visible()
    expect(page.get_by_label("Choose a name")).to_have_count(0)
    expect(page.locator(".account-name")).to_have_text("Edda of the Ropewalk")
    page.get_by_label("Your comment").fill(CIVIL + " And once more, since it matters.")
    page.get_by_role("button", name="Post comment").click()
    again = comment(page, "since it matters.")
    expect(again).to_have_attribute("data-author", "Edda of the Ropewalk")


def test_a_long_name_at_the_top_ends_in_an_ellipsis(page: Page, newspaper: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, newspaper, "agnes@example.org")
    page.goto(newspaper)
    name = page.locator(".account-name")
    name.evaluate("name => { name.textContent = 'Bartholomew Featherstonehaugh-Cholmonde' }")
    assert name.evaluate("name => name.scrollWidth > name.clientWidth")
    style = name.evaluate(
        "name => [getComputedStyle(name).display, getComputedStyle(name).textOverflow]"
    )
    assert style == ["block", "ellipsis"]
