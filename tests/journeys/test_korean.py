"""The main job in Korean, on a phone: read what waits, see what changed, sign it, and see it go out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from approvals.models import SignOff
from incidents.actions.facts import confirm_fact, post_fact
from incidents.models import Incident
from tests.approvals.proofs import a_draft, ask, rewrite
from tests.cast import PASSWORD, Cast, a_room

Enter = Callable[..., Page]
PHONE = {"width": 390, "height": 844}
FIRST = "이번 서한으로 심려를 끼쳐 드렸습니다. 발송 경위를 확인하고 있습니다."
SECOND = "이번 서한으로 심려를 끼쳐 드려 죄송합니다. 발송 경위를 확인하고 있으며 오늘 다시 말씀드리겠습니다."
NAMES = {"lead": "김서연", "comms": "박지훈", "counsel": "이도윤", "executive": "최은영"}


@pytest.fixture
def korean_room(cast: Cast) -> Incident:
    for username, name in NAMES.items():
        User.objects.filter(username=username).update(name=name)
    room = a_room(cast, title="팬 사이트에 보낸 서한에 관한 온라인 확산 대응")
    fact = post_fact(room, text="서한은 위조 상품 판매에 관한 것이다.", by=cast.support)
    confirm_fact(fact, by=cast.comms)
    statement = a_draft(cast, room, title="1차 입장문", text=FIRST, language="ko", citing=[fact])
    rewrite(statement, SECOND, language="ko", by=cast.lead)
    ask(cast, statement)
    return room


def fits(page: Page) -> bool:
    wide: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wide <= 0


def test_counsel_signs_what_waits(enter: Enter, cast: Cast, korean_room: Incident) -> None:
    phone = enter("counsel", viewport=PHONE, has_touch=True, timezone_id="Asia/Seoul")
    expect(phone.locator("html")).to_have_attribute("lang", "en")

    phone.locator("details.menu summary").click()
    phone.get_by_role("button", name="한국어").click()
    expect(phone.locator("html")).to_have_attribute("lang", "ko")
    expect(phone).to_have_url(re.compile(r"/$"))

    phone.get_by_role("link", name="내 차례 1건").click()
    expect(phone.locator("live-room")).to_have_attribute("data-live", "live")
    expect(phone.locator("#verdict")).to_contain_text(re.compile(r"정확히 이 \d+단어를 승인합니다. 2판"))
    expect(phone.locator(".slot--waiting").last).to_contain_text("법무")
    expect(phone.locator(".proof-words--changes")).to_have_attribute("lang", "ko")
    expect(phone.locator(".proof-words--changes")).to_have_css("word-break", "keep-all")
    assert fits(phone)

    phone.get_by_role("button", name="법무 승인").click()
    expect(phone.locator("#parts")).to_contain_text("법무 승인")
    expect(phone.locator("#verdict")).to_contain_text("홍보 결재를 기다리고 있습니다.")
    assert SignOff.objects.get().person == cast.counsel
    assert fits(phone)


def test_what_happens_elsewhere_arrives_in_the_language_of_each(
    enter: Enter, cast: Cast, korean_room: Incident
) -> None:
    cast.counsel.refresh_from_db()
    User.objects.filter(pk=cast.counsel.pk).update(language="ko")
    korean = enter("counsel", path=korean_room.get_absolute_url())
    english = enter("comms", path=korean_room.get_absolute_url())
    expect(korean.get_by_text("실시간, 최신 상태")).to_be_visible()
    expect(english.get_by_text("Live, up to date")).to_be_visible()

    fact = post_fact(korean_room, text="소유자와 통화했다.", by=cast.support)
    for page, state, kind in (korean, "미확인", "사실"), (english, "Unverified", "Fact"):
        entry = page.locator(f"#entry-{fact.entry.ref}")
        expect(entry).to_contain_text(state)
        expect(entry).to_contain_text(kind)
        expect(entry).to_contain_text("소유자와 통화했다.")


def test_times_are_worded_as_koreans_word_them(enter: Enter, cast: Cast, korean_room: Incident) -> None:
    User.objects.filter(pk=cast.counsel.pk).update(language="ko")
    page = enter("counsel", path=korean_room.get_absolute_url(), timezone_id="Asia/Seoul")
    words = page.evaluate(
        """async () => {
          const told = [];
          await customElements.whenDefined("wait-clock");
          for (const [form, beside] of [["clock", ""], ["day-clock", "2026-12-01T00:00:00Z"], ["long", ""]]) {
            const time = document.createElement("local-time");
            time.setAttribute("at", "2026-12-10T07:15:00.000000+00:00");
            time.setAttribute("form", form);
            if (beside) time.setAttribute("beside", beside);
            time.append(document.createElement("time"));
            document.body.append(time);
            told.push(time.textContent);
          }
          const wait = document.createElement("wait-clock");
          wait.setAttribute("since", new Date(Date.now() - (5 * 60 + 59) * 60000 - 5000).toISOString());
          document.body.append(wait);
          told.push(wait.textContent);
          return told;
        }"""
    )
    assert words == ["16:15", "12월 10일 16:15", "2026년 12월 10일 16:15", "5시간 59분"]


def test_the_sign_in_page_can_be_read_before_anyone_is_known(page: Page, house: str, cast: Cast) -> None:
    page.goto(f"{house}/sign-in/?next=/out-of-office/")
    page.get_by_role("button", name="한국어").click()
    page.get_by_label("사용자 이름").fill("counsel")
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    expect(page).to_have_url(re.compile("/out-of-office/$"))
    expect(page.locator("h1")).to_have_text("부재중")
