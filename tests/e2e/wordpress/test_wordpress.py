"""Our plugin in a real WordPress: its posts, its readers, and the comments that it had."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from rejoinder.articles.queries import by_cms_id
from rejoinder.articles.tables import articles
from rejoinder.comments.tables import comments
from rejoinder.errors import Gone
from tests.e2e.wordpress.conftest import Courier, knows
from tests.support.embedded_thread import SAID, write
from tests.support.wordpress import WordPress

STATES = {"1": "published", "0": "held", "trash": "declined"}
TELLS = (
    'global $wpdb; return $wpdb->get_results( "SELECT * FROM {$wpdb->comments}'
    " WHERE comment_type = 'comment' AND comment_approved <> 'spam'\" );"
)


@pytest.fixture(scope="module")
def exported(courier: Courier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What WordPress's own exporter wrote, taken over by our command."""
    path = tmp_path_factory.mktemp("exported") / "courier.xml"
    with courier.pages.signed_in("editor") as browser:
        answer = browser.get("/wp-admin/export.php", params={"download": "true", "content": "all"})
    assert answer.headers["content-disposition"].startswith("attachment")
    path.write_bytes(answer.content)
    command = [sys.executable, "-m", "rejoinder", "import", "wordpress", str(path)]
    subprocess.run(
        [*command, "--site", courier.site.key],
        env={**os.environ, "REJOINDER_DATABASE_URL": courier.store},
        check=True,
    )
    return path


def post_of(pages: WordPress, slug: str) -> tuple[str, str]:
    """A post's number and its address."""
    code = (
        f"$post = get_page_by_path('{slug}', OBJECT, 'post');"
        "return array( (string) $post->ID, get_permalink( $post ) );"
    )
    number, address = pages.run(code)
    return str(number), str(address)


def hand_in(pages: WordPress, address: str) -> None:
    """What the first who opens a page brings about, soon after."""
    httpx.get(address)
    httpx.get(f"{pages.address}/wp-cron.php")


def test_the_comments_that_wordpress_had_come_in(courier: Courier, exported: Path) -> None:
    theirs: list[dict[str, Any]] = courier.pages.run(TELLS)
    with courier.database.reading() as connection:
        query = select(comments, articles.c.cms_id).join(
            articles, articles.c.id == comments.c.article_id
        )
        ours = {row.source.split(" says")[0]: row for row in connection.execute(query)}
    assert len(theirs) == 50
    assert Counter(STATES[each["comment_approved"]] for each in theirs) == Counter(
        row.state for row in ours.values()
    )
    texts = {each["comment_ID"]: each["comment_content"].split(" says")[0] for each in theirs}
    known = {row.id: text for text, row in ours.items()}
    for each in theirs:
        row = ours[texts[each["comment_ID"]]]
        assert row.author_name == each["comment_author"]
        assert row.created_at.strftime("%Y-%m-%d %H:%M:%S") == each["comment_date_gmt"]
        assert row.cms_id == each["comment_post_ID"]
        # What answers spam, which is not exported, stands alone.
        assert known.get(row.parent_id) == texts.get(each["comment_parent"])
        assert "<em>mend</em> it &amp; ring ]]&gt; the bell." in row.html
    assert b"<wp:comment_id>" in exported.read_bytes()


@pytest.mark.usefixtures("exported")
def test_posts_of_before_are_handed_in_when_they_are_shown(courier: Courier) -> None:
    number, address = post_of(courier.pages, "bridge")

    def article() -> Any:
        with courier.database.reading() as connection:
            return by_cms_id(connection, courier.site.id, number)

    hand_in(courier.pages, address)
    assert "closes in March" in article().body_html
    assert article().headline == "Harbour bridge & tunnel to close"
    assert not courier.pages.run(
        f"return wp_next_scheduled( 'rejoinder_comments_again', array( {number} ) );"
    )


@pytest.mark.usefixtures("exported")
def test_a_post_shows_them_and_takes_new_ones(page: Page, courier: Courier) -> None:
    _, address = post_of(courier.pages, "bridge")
    hand_in(courier.pages, address)
    page.goto(address)
    thread = page.locator("rejoinder-thread")
    expect(thread.locator("li.comment").first).to_contain_text("mend")
    expect(page.locator("#commentform")).to_have_count(0)
    write(thread, SAID)
    mine = thread.locator("li.comment", has_text=SAID)
    expect(mine).to_have_attribute("data-state", "published")
    number = mine.get_attribute("data-id")
    page.goto(f"{courier.server.address}/comments/{number}")
    assert page.url == f"{address}#comment-{number}"


@pytest.mark.usefixtures("exported")
def test_whoever_is_signed_in_there_is_so_in_the_thread(page: Page, courier: Courier) -> None:
    _, address = post_of(courier.pages, "trams")
    with courier.pages.signed_in("jonas") as browser:
        page.context.add_cookies(
            [
                {"name": each.name, "value": str(each.value), "url": courier.pages.address}
                for each in browser.cookies.jar
            ]
        )
    page.goto(address)
    thread = page.locator("rejoinder-thread")
    expect(thread.locator("[data-account]")).to_contain_text("Jonas Lind")
    expect(thread.get_by_label("E-mail")).to_have_count(0)
    write(thread, SAID + " By tram.")
    expect(thread.locator("li.comment", has_text="By tram.")).to_contain_text("Jonas Lind")


@pytest.mark.usefixtures("exported")
def test_without_scripts_the_thread_is_read_and_written_in(
    browser: Browser, courier: Courier
) -> None:
    _, address = post_of(courier.pages, "bridge")
    hand_in(courier.pages, address)
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(address)
        thread = page.locator("rejoinder-thread")
        expect(thread.locator("li.comment").first).to_contain_text("mend")
        write(thread, SAID + " On foot.", name="Nils")
        page.wait_for_url(re.compile(re.escape(address) + r"#comment-\d+$"))
        page.reload()
        expect(thread.locator("li.comment", has_text="On foot.")).to_be_visible()
        assert context.cookies() == []
    finally:
        context.close()


def test_posts_are_handed_in_changed_and_taken_away(courier: Courier) -> None:
    new = (
        "return wp_insert_post( array( 'post_title' => 'Ferries &amp; “quays”', 'post_author' => 1,"
        " 'post_status' => 'publish', 'post_excerpt' => 'Four ferries.', 'post_content' =>"
        ' "Ferries <b>sail</b>.\\n\\n[rejoinder]\\n\\nSoon." ) );'
    )
    number = str(courier.pages.run(new))

    def article() -> Any:
        with courier.database.reading() as connection:
            return by_cms_id(connection, courier.site.id, number)

    found = article()
    assert (found.headline, found.standfirst) == ("Ferries & “quays”", "Four ferries.")
    assert (found.byline, found.closed_at) == ("editor", None)
    assert "<p>Ferries <b>sail</b>.</p>" in found.body_html.replace("strong>", "b>")
    assert "rejoinder" not in found.body_html
    courier.pages.run(
        f"return wp_update_post( array( 'ID' => {number}, 'post_title' => 'Quays',"
        " 'comment_status' => 'closed' ) );"
    )
    found = article()
    assert (found.headline, found.closed_at is None) == ("Quays", False)
    for hidden, shown in (
        (f"wp_trash_post( {number} )", f"wp_untrash_post( {number} ) && wp_publish_post"),
        (
            f"wp_update_post( array( 'ID' => {number}, 'post_password' => 'x' ) )",
            f"wp_update_post( array( 'ID' => {number}, 'post_password' => '' ) ) && 'strval'",
        ),
    ):
        courier.pages.run(f"return (bool) {hidden};")
        with pytest.raises(Gone):
            article()
        courier.pages.run(f"return array( {shown}( {number} ) );")
        assert article().headline == "Quays"
    courier.pages.run(f"return (bool) wp_delete_post( {number}, true );")
    with pytest.raises(Gone):
        article()


def test_no_way_of_wordpress_leads_around_the_judge(courier: Courier) -> None:
    number, _ = post_of(courier.pages, "trams")
    with courier.pages.signed_in("jonas") as browser:
        told = {"comment_post_ID": number, "comment": "Around.", "submit": "Post"}
        assert browser.post("/wp-comments-post.php", data=told).status_code == 403
        nonce = browser.get("/wp-admin/admin-ajax.php", params={"action": "rest-nonce"}).text
        answer = browser.post(
            "/wp-json/wp/v2/comments",
            json={"post": int(number), "content": "Around."},
            headers={"x-wp-nonce": nonce},
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "rest_comment_closed")
        call = (
            "<?xml version='1.0'?><methodCall><methodName>wp.newComment</methodName><params>"
            "<param><value><int>1</int></value></param><param><value>jonas</value></param>"
            f"<param><value>jonas</value></param><param><value><int>{number}</int></value></param>"
            "<param><value><struct><member><name>content</name><value>Around.</value></member>"
            "</struct></value></param></params></methodCall>"
        )
        answer = browser.post("/xmlrpc.php", content=call, headers={"content-type": "text/xml"})
        assert "comments are closed" in answer.text
    count = (
        "return get_comments( array( 'search' => 'Around.', 'count' => true, 'status' => 'all' ) );"
    )
    assert courier.pages.run(count) == 0


def test_a_page_stands_without_us_and_tries_later(courier: Courier) -> None:
    number, address = post_of(courier.pages, "trams")
    knows(courier.pages, "http://127.0.0.1:9")
    try:
        text = httpx.get(address).text
        assert f'<rejoinder-thread token="" article-id="{number}" url="{address}">' in text
        waiting = f"wp_next_scheduled( 'rejoinder_comments_again', array( {number}, 2 ) )"
        code = f"wp_update_post( array( 'ID' => {number}, 'post_title' => 'Late trams' ) );"
        assert courier.pages.run(f"{code} return {waiting};")
    finally:
        knows(courier.pages, courier.server.address)
    done = "do_action( 'rejoinder_comments_again', {0}, 2 ); return 1;"
    courier.pages.run(done.format(number))
    with courier.database.reading() as connection:
        assert by_cms_id(connection, courier.site.id, number).headline == "Late trams"


def test_a_locked_post_shows_no_thread_and_no_post_warns(courier: Courier) -> None:
    _, address = post_of(courier.pages, "trams")
    courier.pages.run(
        "return wp_insert_post( array( 'post_title' => 'Locked', 'post_name' => 'locked',"
        " 'post_status' => 'publish', 'post_password' => 'x', 'post_content' => 'Hush.' ) );"
    )
    _, locked = post_of(courier.pages, "locked")
    assert "<rejoinder-thread" not in httpx.get(locked).text
    knows(courier.pages, "")
    try:
        assert "<rejoinder-thread" not in httpx.get(address).text
        assert 'id="commentform"' in httpx.get(address).text
    finally:
        knows(courier.pages, courier.server.address)
    assert courier.pages.warnings() == []
