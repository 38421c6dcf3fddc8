"""The demo's page in a browser, as somebody uses it: on a desk and on a phone, light and dark, by keys and by touch."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.faces.demo.run import Demo
from bot.faces.demo.workspace import CHANNEL
from tests.faces.demo.browser import CHROMIUM, MISSING, Browser, Page, browser

pytestmark = [
    pytest.mark.page,
    pytest.mark.skipif(not CHROMIUM, reason=MISSING),
    pytest.mark.asyncio(loop_scope="module"),
]
REPLIES, MESSAGES = "document.querySelector('#replies').innerText", "document.querySelector('#messages').innerText"
ITEMS = "[...document.querySelectorAll('[role=menuitem]')].map((item) => item.textContent)"
FITS = "document.documentElement.scrollWidth <= innerWidth"
BOX, REPLY = "main textarea", "#thread textarea"
DESK, PHONE = (1280, 860, "light"), (390, 844, "dark")
on_both = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """One browser for the whole file."""
    async with browser(tmp_path_factory.mktemp("profile")) as made:
        yield made


def example(demo: Demo, name: str) -> str:
    """What an example pastes."""
    return next(one.paste for one in demo.examples if one.id == name)


def button(name: str) -> str:
    """The selector of a button or menu in the open thread."""
    return f'#replies button[data-key$="/{name}"]'


async def said(shown: Page, words: str, where: str = REPLIES) -> None:
    """Wait until the words are shown."""
    await shown.until(f"{where}.includes({json.dumps(words)})")


async def test_a_paste_is_answered_edited_and_deleted(demo: Demo, chromium: Browser) -> None:
    """Typed and sent by keys; the answer follows the edit, and goes with the message; nothing breaks the policy."""
    async with chromium.page(demo.url) as shown:
        await shown.type(BOX, "one line\nand another, 401\n" + example(demo, "scheme"))
        await shown.key("Enter")
        await said(shown, "asks for `Authorization: Bearer")
        await shown.until("document.querySelector('#said').textContent.includes('asks for `Authorization: Bearer')")
        await shown.choose("#replies article:not(.from-app) .tools > button", "Edit message")
        await shown.until("document.activeElement.closest('.editor') !== null")
        await shown.type("#replies .editor textarea", example(demo, "twice"))
        await shown.key("Enter")
        await said(shown, "(edited)")
        await shown.until(
            f"!{REPLIES}.includes('asks for `Authorization: Bearer') && {REPLIES}.includes('two scheme words')"
        )
        await shown.type(REPLY, "thanks")
        await shown.key("Enter")
        await said(shown, "thanks")
        await shown.choose("#replies article:nth-of-type(3) .tools > button", "Delete message")
        await shown.until(f"!{REPLIES}.includes('thanks')")
        await shown.choose("#replies article:not(.from-app) .tools > button", "Delete message")
        await shown.until("document.querySelector('#thread').hidden")
        assert shown.errors == []


async def test_a_file_is_dropped_in(demo: Demo, chromium: Browser) -> None:
    """It is named above the box before it is sent, and below the message afterwards; the answer is about its text."""
    async with chromium.page(demo.url) as shown:
        held = json.dumps(example(demo, "newline"))
        await shown.value(
            f"""(() => {{ const dataTransfer = new DataTransfer(), bubbles = true, cancelable = true;
            dataTransfer.items.add(new File([{held}], "request.txt"));
            document.querySelector("main").dispatchEvent(new DragEvent("drop", {{dataTransfer, bubbles, cancelable}}));
            }})()"""
        )
        await shown.until("document.querySelector('main .chips').textContent.includes('request.txt')")
        await shown.type(BOX, "why 401?")
        await shown.key("Enter")
        await said(shown, "request.txt")
        await said(shown, "line break")
        assert shown.errors == []


async def test_a_command_is_completed_and_answered_privately(demo: Demo, chromium: Browser) -> None:
    """Chosen by the arrow keys; what it answers only whoever typed it sees."""
    async with chromium.page(demo.url) as shown:
        await shown.type(BOX, "/auth401 s")
        options = "[...document.querySelectorAll('main [role=option] b')].map((one) => one.textContent)"
        await shown.until(f"{options}.length === 1")
        await shown.type(BOX, "/auth401 mo")
        assert await shown.value(options) == [f"/auth401 mode {one}" for one in ("auto", "mention", "off")]
        await shown.key("ArrowDown")
        await shown.key("ArrowUp")
        await shown.key("Enter")
        assert await shown.value(f"document.querySelector('{BOX}').value") == "/auth401 mode auto"
        await shown.type(BOX, "/auth401 mode")
        await shown.key("Escape")
        await shown.key("Enter")
        await said(shown, "Now it is auto", MESSAGES)
        private = "document.querySelectorAll('#messages .private').length"
        assert await shown.value(private) == 1
        await shown.value("be('U0ROBIN')")
        await shown.until(f"{private} === 0")
        assert shown.errors == []


async def test_the_buttons_of_an_answer_and_who_may_press(demo: Demo, chromium: Browser) -> None:
    """Another person is refused privately what sends the credential; causes are struck and confirmed; it escalates."""
    async with chromium.page(f"{demo.url}?example=scheme") as shown:
        await shown.until(f"!!document.querySelector('{button('check_again')}')")
        await shown.value("be('U0ROBIN')")
        await shown.press(button("check_again"))
        await shown.until("!!document.querySelector('#replies .private')")
        await shown.value("be('U0YOU')")
        await shown.until("!document.querySelector('#replies .private')")
        await shown.press(button("check_again"))
        await said(shown, "changed")
        await shown.choose(button("more"), "Escalate")
        await said(shown, "Escalated to @sam by @sam")
        await shown.press(button("not_it"))
        await shown.until("!!document.querySelector('#replies s')")
        await shown.value("go('D0AUTH401')")
        await said(shown, "asks for help with a 401", MESSAGES)
        await shown.value("history.back()")
        await said(shown, "Escalated")
        await shown.press('[data-example="expired"]')
        box = '#replies [data-key$="give_example/0"]'
        await shown.until(f"!!document.querySelector('{box}')")
        assert not await shown.value(f"document.querySelector('{box}').checked")
        await shown.press(box)
        await shown.press(button("this_was_it"))
        await said(shown, "This was it, says @sam")
        await said(shown, "The masked paste is kept")
        assert not await shown.value(f"!!document.querySelector('{button('not_it')}')")
        assert shown.errors == []


@on_both
async def test_a_menu_and_a_window_by_the_keyboard(demo: Demo, chromium: Browser, size: tuple[int, int, str]) -> None:
    """They open, are inside of the page, and give the focus back where it was."""
    more = f"document.querySelector('{button('more')}')"
    async with chromium.page(f"{demo.url}?example=scheme", *size) as shown:
        await shown.until(f"!!{more}")
        await shown.value(f"{more}.focus()")
        await shown.key("Enter")
        await shown.until("document.activeElement.role === 'menuitem'")
        assert await shown.value(ITEMS) == ["All steps", "Escalate"]
        box = "document.querySelector('.menu:popover-open').getBoundingClientRect()"
        assert await shown.value(f"{box}.left >= 0 && {box}.right <= innerWidth && {box}.top >= 0")
        assert await shown.complaints() == []
        await shown.key("Escape")
        await shown.until(f"!{ITEMS}.length && document.activeElement === {more}")
        await shown.key("Enter")
        await shown.until("document.activeElement.textContent === 'All steps'")
        await shown.key("Enter")
        await shown.until("document.querySelector('#view').open")
        assert "Use the scheme" in await shown.value("document.querySelector('#view ol').textContent")
        assert await shown.value("document.querySelector('#view').contains(document.activeElement)")
        wide = await shown.value("document.querySelector('#view').getBoundingClientRect().width")
        assert wide == size[0] if size is PHONE else 400 < wide < size[0]
        assert await shown.complaints() == []
        await shown.key("Escape")
        await shown.until(f"!document.querySelector('#view').open && document.activeElement === {more}")
        await shown.until("state.view === null")
        assert await shown.value(FITS)
        assert shown.errors == []


@on_both
async def test_a_request_is_handed_in(demo: Demo, chromium: Browser, size: tuple[int, int, str]) -> None:
    """Empty, the window stays open and says why; filled, it goes, and the answer is a direct message beside Home."""
    asked = "document.querySelector('#view').open && document.querySelector('#view textarea')"
    async with chromium.page(demo.url, *size) as shown:
        await shown.press("#ask")
        await shown.until(f"!!({asked})")
        await shown.press("#submit")
        await shown.until("document.querySelector('#view .complaint[data-of=request]').textContent.length > 10")
        assert await shown.value(FITS)
        assert await shown.complaints() == []
        await shown.type("#view textarea", example(demo, "scheme"))
        await shown.press("#submit")
        await shown.until("!document.querySelector('#view').open")
        await shown.value("go('D0AUTH401')")
        await said(shown, "asks for `Authorization: Bearer", MESSAGES)
        await shown.press("#tabs [data-tab=home]")
        await shown.until(f"{MESSAGES}.includes('only you') && {MESSAGES}.includes('█')")
        assert await shown.value(FITS)
        assert await shown.complaints() == []
        await shown.press(".home .actions button")
        await shown.until(f"!!({asked})")
        await shown.key("Escape")
        await shown.until("state.view === null")
        assert shown.errors == []


@on_both
async def test_the_page_is_for_everybody(demo: Demo, chromium: Browser, size: tuple[int, int, str]) -> None:
    """axe-core finds nothing serious; on a phone the side bar is folded, a thread fills the screen, Back leads out."""
    async with chromium.page(demo.url, *size) as shown:
        assert await shown.complaints() == []
        if size is PHONE:
            assert await shown.value("getComputedStyle(document.querySelector('#side')).visibility") == "hidden"
            await shown.press("#fold")
            await shown.until("document.activeElement === document.querySelector('#side .close')")
            assert await shown.complaints() == []
        await shown.press('[data-example="expired"]')
        await said(shown, "expired")
        assert await shown.complaints() == []
        assert await shown.value(FITS)
        place = "document.querySelector('#thread .composer').getBoundingClientRect()"
        assert await shown.value(f"{place}.bottom <= innerHeight && {place}.top > 0")
        paper = await shown.value("getComputedStyle(document.body).backgroundColor")
        assert (paper == "rgb(255, 255, 255)") is (size is DESK)
        if size is PHONE:
            assert await shown.value("getComputedStyle(document.querySelector('main')).display") == "none"
            wide = await shown.value("document.querySelector('#thread').getBoundingClientRect().width")
            assert wide == 390
            await shown.press("#thread .back")
            await shown.until("document.querySelector('#thread').hidden")
            place = "document.querySelector('main .composer').getBoundingClientRect()"
            assert await shown.value(f"{place}.bottom <= innerHeight && {place}.top > 0")
            await shown.value("history.back()")
            await shown.until("!document.querySelector('#thread').hidden")
        assert shown.errors == []


@on_both
async def test_how_it_knows_and_a_draft(demo: Demo, chromium: Browser, size: tuple[int, int, str]) -> None:
    """The pane shows the comparison and the requests; a draft is linted, tried, saved, and in the next answer."""
    draft = "document.querySelector('#draft')"
    headline = f"{draft}.value.replace(/^headline:[^]*?(?=^\\w)/m, \"headline: ['Shout before the token']\\n\")"
    edited = f"""(() => {{ {draft}.value = {headline}; {draft}.dispatchEvent(new Event("input")); }})()"""
    async with chromium.page(f"{demo.url}?example=scheme", *size) as shown:
        await said(shown, "asks for `Authorization: Bearer")
        await shown.press("#how-toggle")
        await shown.until("document.querySelectorAll('#found .asked').length === 3")
        cells = "[...document.querySelectorAll('.compared :is(th, td)')].map((cell) => cell.textContent).join()"
        assert await shown.value(cells) == "nothing,yours,corrected,401,401,200"
        await shown.until("document.querySelector('#faults').textContent.includes('Nothing is wrong')")
        assert await shown.complaints() == []
        assert await shown.value(FITS)
        await shown.value(edited.replace("'Shout", "'Shout {nothing}"))
        await shown.until("document.querySelector('#faults').textContent.includes('nothing')")
        await shown.value(edited)
        await shown.until("document.querySelector('#faults').textContent.includes('Nothing is wrong')")
        await shown.press("#try")
        await said(shown, "Shout before the token", "document.querySelector('#preview').innerText")
        await shown.press("#save")
        await said(shown, "Saved", "document.querySelector('#preview').innerText")
        if size is PHONE:
            await shown.press("#how .back")
        await shown.press(button("check_again"))
        await said(shown, "Shout before the token")
        await shown.value("move({beside: 'how'})")
        await shown.press("#revert")
        await shown.until("document.querySelector('#revert').hidden")
        assert shown.errors == []


async def test_every_example_is_one_click(demo: Demo, chromium: Browser) -> None:
    """Each button posts its paste and opens the thread, in which the answer appears; nothing is complained of."""
    async with chromium.page(demo.url) as shown:
        for one in demo.examples:
            await shown.press(f'[data-example="{one.id}"]')
            answered = "document.querySelector('#replies .from-app h3') !== null"
            await shown.until(f"{answered} && state.typed[here.open] === {json.dumps(one.paste)}")
        assert await shown.value(FITS)
        assert shown.errors == []


async def test_progress_is_seen(demo: Demo, chromium: Browser) -> None:
    """What the app says it is doing stands below the thread as long as it does it."""
    async with chromium.page(f"{demo.url}?example=missing") as shown:
        await shown.until(f"state.typed[here.open] === {json.dumps(example(demo, 'missing'))}")
        where = (CHANNEL, str(await shown.value("here.open")))
        for status in ("is checking none-probe", ""):
            demo.workspace.status[where] = status
            demo.workspace.changed()
            wanted = f"auth401 {status}" if status else ""
            await shown.until(f"document.querySelector('#status').textContent === {json.dumps(wanted)}")
        assert shown.errors == []
