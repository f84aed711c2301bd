"""Looks at the parents' pages with a browser: headless Chromium, driven by Playwright, judged by axe.

Usage: pages.py WORK.json, where WORK is
  {"url": BASE, "last4": FOUR, "links": {NAME: PATH}, "locked": PATH, "program": PROGRAM, "news": MESSAGE,
   "certificate": NUMBER, "document": NUMBER, "shots": FOLDER or null}

Every page is opened without a script first, at 360 to 390 and at 1280 pixels, in light and in dark, in both
languages and in large print; each must need nothing from elsewhere, offend no rule of axe and of its own
content policy, and never scroll sideways. Prints a line for each fault and ends with 1 if there is one.
Where Playwright or axe is missing it prints `absent: ...` and ends with 0.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit

try:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright
except ImportError as error:
    print(f"absent: {error.name}")
    sys.exit(0)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# WCAG 2.2 A and AA, and what axe calls good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SUB_PAGES = ["", "/code", "/print", "/copy", "/stop", "/revoke", "/wrong", "/phone", "/guardians"]


class Watch:
    """What goes wrong while pages are open."""

    def __init__(self, base):
        self.base = urlsplit(base).netloc
        self.faults = []
        self.place = ""

    def fault(self, text):
        self.faults.append(f"{self.place}: {text}")

    def follow(self, page):
        page.on("request", self.request)
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.fault(f"script failed: {error}"))

    def request(self, request):
        if not request.url.startswith(("data:", "about:")) and urlsplit(request.url).netloc != self.base:
            self.fault("asked another site")

    def console(self, message):
        if message.type == "error" and "status of 40" not in message.text \
                and "status of 42" not in message.text:
            self.fault(f"console: {message.text[:200]}")


def violations(page, axe):
    # The rule of WCAG 2.2 on the size of targets is off unless it is asked for.
    report = axe.run(page, options={
        "runOnly": {"type": "tag", "values": TAGS}, "rules": {"target-size": {"enabled": True}}})
    return report.response["violations"]


def judge_can_fail(browser, work, watch, axe):
    """The judge itself: a picture without words, grey on white and a button too small are found."""
    tour = Round(browser, work, watch, 390, "light", "en", True)
    tour.open(work["links"]["unpaid"], "judge")
    tour.page.evaluate("""() => {
        const main = document.querySelector('main');
        main.append(document.createElement('img'));
        const grey = document.createElement('p');
        grey.textContent = 'grey on white';
        grey.style.setProperty('color', '#ccc');
        main.append(grey);
        const together = main.appendChild(document.createElement('div'));
        for (let n = 0; n < 2; n++) {
            const tiny = document.createElement('button');
            tiny.textContent = 'x';
            tiny.style.cssText = 'width:8px;height:8px;padding:0;border:0;display:block';
            together.append(tiny);
        }
    }""")
    found = {violation["id"] for violation in violations(tour.page, axe)}
    for name in ("image-alt", "color-contrast", "target-size"):
        if name not in found:
            watch.fault(f"the judge does not see {name}")
    tour.close()


class Round:
    """One manner of looking: a width, a scheme, a language, a size."""

    def __init__(self, browser, work, watch, width, scheme, language, script, large=False):
        self.work, self.watch, self.width, self.script = work, watch, width, script
        self.name = f"{width}.{scheme}.{language}" + (".large" if large else "") \
            + ("" if script else ".plain")
        self.large = large
        self.context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 900},
            color_scheme=scheme, locale=language, java_script_enabled=script,
            reduced_motion="reduce")
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        watch.follow(self.page)

    def open(self, path, name):
        self.watch.place = f"{name} {self.name}"
        answer = self.page.goto(self.work["url"] + path)
        return answer

    def judge(self, name, axe, on_paper=False):
        """Everything that must hold of a page as it now stands."""
        self.watch.place = f"{name} {self.name}"
        if self.work.get("shots"):
            folder = self.work["shots"]
            os.makedirs(folder, exist_ok=True)
            self.page.screenshot(path=f"{folder}/{name}.{self.name}.png", full_page=True)
        if not self.script or on_paper:
            return
        width, inner = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        if width > inner:
            self.watch.fault(f"scrolls sideways: {width} > {inner}")
        small = self.page.evaluate("""
            Array.from(document.querySelectorAll('a,button,input,textarea,summary'))
              .filter(e => e.type !== 'hidden' && !e.closest('.skip') && !e.matches('.skip'))
              .filter(e => { const r = e.getBoundingClientRect();
                             return r.width > 0 && (r.height < 24 || r.width < 24); })
              .map(e => (e.textContent || e.name || '').slice(0, 30))""")
        if small:
            self.watch.fault(f"too small for a thumb: {small}")
        if axe is not None:
            for violation in violations(self.page, axe):
                nodes = [node["html"][:120] for node in violation["nodes"][:3]]
                self.watch.fault(f"axe {violation['id']}: {violation['help']} {nodes}")

    def enter(self, path, name, last4):
        query = "?size=large" if self.large else ""
        answer = self.open(path + query, name)
        if answer.status != 200:
            self.watch.fault(f"answered {answer.status}")
        self.page.fill("#last4", last4)
        self.page.click("button[type=submit]")

    def close(self):
        self.context.close()


def second_factor(tour, axe):
    path = tour.work["links"]["unpaid"]
    tour.open(path + ("?size=large" if tour.large else ""), "enter")
    tour.judge("enter", axe)
    tour.page.fill("#last4", "0000")
    tour.page.click("button[type=submit]")
    if tour.page.query_selector(".bad") is None:
        tour.watch.fault("a wrong answer is not said to be wrong")
    tour.judge("wrong-four", axe)
    tour.open(tour.work["locked"], "locked")
    tour.judge("locked", axe)
    if tour.page.query_selector("a[href='/p/find']") is None:
        tour.watch.fault("who is locked out is not told how to get another link")
    for path in ("/p/" + "0" * 32, "/p/", "/p/find/"):
        answer = tour.open(path, "gone")
        if answer.status != 404 or tour.page.query_selector("h1") is None:
            tour.watch.fault(f"{path} is answered {answer.status} without words for people")
    tour.judge("gone", axe)


def found(tour, axe):
    """From a link that is gone to the form, and to the page that everybody gets."""
    tour.open("/p/" + "0" * 32 + ("?size=large" if tour.large else ""), "gone")
    tour.page.click("a[href='/p/find']")
    tour.judge("find", axe)
    for certificate, name in (("61", "find-wrong"), ("Z610009999", "find-sent")):
        tour.page.fill("#birthCertificate", certificate)
        tour.page.fill("#documentNumber", "110105199003070011")
        tour.page.click("button.btn")
        tour.judge(name, axe)
    if not tour.page.url.endswith("/p/find/sent"):
        tour.watch.fault("asking leads elsewhere")
    if "110105199003070011" in tour.page.content():
        tour.watch.fault("the document's number is shown again")


def behind(tour, axe):
    for name, path in tour.work["links"].items():
        tour.enter(path, name, tour.work["last4"])
        for rest in SUB_PAGES if name == "unpaid" else [""]:
            if rest:
                tour.open(path + rest, name + rest)
            title = rest.strip("/") or name
            tour.judge(title, axe)
            if tour.page.query_selector("h1") is None:
                tour.watch.fault("has no heading")
            if name == "unpaid" and not rest:
                on_paper(tour)
        if name == "unpaid":
            acts(tour, path, axe)
            guardians(tour, path, axe)


def on_paper(tour):
    """Printed, the page has neither the symbol, which would be stale, nor what only a screen can do."""
    tour.page.emulate_media(media="print")
    for part in (".qr", ".errands", ".top nav", ".skip"):
        if tour.page.locator(part).first.is_visible():
            tour.watch.fault(f"{part} is printed")
    tour.judge("on-paper", None, on_paper=True)
    tour.page.emulate_media(media="screen")


def acts(tour, path, axe):
    """A thing said and a thing undone, with forms alone."""
    tour.open(path + "/phone", "phone")
    tour.page.fill("#number", "call me")
    tour.page.click("button.btn")
    tour.judge("phone-wrong", axe)
    if tour.page.query_selector(".bad") is None:
        tour.watch.fault("a telephone number of letters is taken")
    for again in range(2):
        tour.open(path + "/stop", "stop")
        tour.page.click("button.btn")
        if "/done" not in tour.page.url:
            tour.watch.fault("an act leads to no ending")
        tour.judge("done", axe)


def guardians(tour, path, axe):
    """Bound by the three fields, and unbound."""
    for name in ("李芳", "王芳"):
        tour.open(path + "/guardians", "guardians")
        tour.page.fill("#birthCertificate", tour.work["certificate"])
        tour.page.fill("#motherName", name)
        tour.page.fill("#motherIdNumber", tour.work["document"])
        tour.page.click("button.btn")
        tour.judge("guardians-wrong" if name == "李芳" else "bound", axe)
    if not tour.page.url.endswith("what=bound"):
        tour.watch.fault("nobody is bound")
    tour.open(path + "/guardians", "guardians")
    tour.judge("guardians-bound", axe)
    tour.page.click("button.quiet-btn")
    tour.judge("unbind", axe)
    tour.page.click("button.btn")
    tour.judge("unbound", axe)
    # Another language is the same page in it; twice is the one before.
    title = tour.page.inner_text("h1")
    tour.page.click(".top nav a")
    if "/done?what=unbound" not in tour.page.url or tour.page.inner_text("h1") == title:
        tour.watch.fault("a page in another language is another page")
    tour.page.click(".top nav a")
    if tour.page.inner_text("h1") != title:
        tour.watch.fault("a language once chosen cannot be left")


def scanned(browser, work, watch):
    """A scanner reads the code off the screen, and the program checks it without the gateway."""
    if shutil.which("zbarimg") is None or not work.get("program"):
        print("no scanner here: the symbol is not read")
        return
    tour = Round(browser, work, watch, 390, "dark", "zh-CN", False)
    path = work["links"]["paid"]
    tour.enter(path, "scan", work["last4"])
    answer = tour.open(path + "/code", "scan")
    if not 0 < int(answer.headers.get("refresh", "0")) < 300:
        watch.fault("the code does not ask to be fetched again before it ends")
    with tempfile.TemporaryDirectory() as folder:
        keys = tour.context.request.get(work["url"] + "/v1/codes/keys").json()
        with open(folder + "/key.pem", "w", encoding="ascii") as file:
            file.write(keys["keys"][0]["publicKey"])
        for place in (path + "/code", path):
            tour.open(place, "scan")
            tour.page.locator(".qr").screenshot(path=folder + "/code.png")
            read = subprocess.run(
                ["zbarimg", "--quiet", "--raw", folder + "/code.png"], capture_output=True, text=True)
            token = read.stdout.strip()
            check = subprocess.run(
                [work["program"], "keys", "verify-code", token, "--key", folder + "/key.pem", "--json"],
                capture_output=True, text=True)
            shown = "".join(tour.page.locator(".v span").all_inner_texts())
            if check.returncode != 0 or json.loads(check.stdout).get("code") != shown:
                watch.fault(f"the symbol is not the code shown: {read.returncode} {check.stdout}")
    tour.close()


def live(browser, work, watch):
    """With a script, a page shows what is new without being asked, and is silent else."""
    tour = Round(browser, work, watch, 390, "light", "zh-CN", True)
    path = work["links"]["unpaid"]
    tour.enter(path, "live", work["last4"])
    before = tour.page.inner_text("main")
    answer = tour.context.request.post(
        work["url"] + "/v1/messages", data=work["news"], headers={"Content-Type": "application/json"})
    if answer.status not in (200, 201):
        watch.fault(f"the news was answered {answer.status}")
    tour.page.wait_for_function(
        "text => document.querySelector('main').innerText !== text", arg=before, timeout=60_000)
    tour.page.wait_for_function("document.getElementById('live').textContent !== ''")
    tour.close()


def main(work):
    watch = Watch(work["url"])
    with sync_playwright() as playwright:
        if CHROMIUM is None:
            print("absent: chromium")
            return 0
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        axe = Axe()
        manners = [
            (390, "light", "zh-CN", False, False), (360, "light", "zh-CN", True, False),
            (360, "dark", "en", True, False), (1280, "light", "en", True, False),
            (1280, "dark", "zh-CN", True, False), (320, "light", "en", True, True),
            (360, "light", "zh-CN", True, True),
        ]
        for width, scheme, language, script, large in manners:
            tour = Round(browser, work, watch, width, scheme, language, script, large)
            second_factor(tour, axe if script else None)
            found(tour, axe if script else None)
            tour.close()
            tour = Round(browser, work, watch, width, scheme, language, script, large)
            behind(tour, axe if script else None)
            tour.close()
        judge_can_fail(browser, work, watch, axe)
        scanned(browser, work, watch)
        if work.get("news"):
            live(browser, work, watch)
        browser.close()
    for fault in watch.faults:
        print(fault)
    print(f"{len(manners)} manners, {len(watch.faults)} faults")
    return 1 if watch.faults else 0


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.exit(main(json.load(file)))
