/// The one script of the pages. A page is complete without it: it only shows what is new without
/// being asked, and keeps the screen awake while a code is being scanned.
extension ParentPage {
  /// Served as a file, since the content policy lets nothing inline run.
  package static let script = """
    (function () {
      "use strict";
      var page = document, body = page.body, live = page.getElementById("live");
      var events = body.getAttribute("data-events");
      function say(name) { if (live) { live.textContent = live.getAttribute(name) || ""; } }
      // What somebody reads or types into is not taken from under their hands.
      function isBusy(main) {
        return main.contains(page.activeElement) || main.querySelector("details[open]");
      }
      function show(text) {
        var fresh = new DOMParser().parseFromString(text, "text/html");
        if (!fresh.body.hasAttribute("data-events")) { location.reload(); return; }
        var main = page.getElementById("main"), next = fresh.getElementById("main");
        if (!main || !next) { return; }
        if (isBusy(main)) { say("data-waiting"); return; }
        main.replaceChildren.apply(main, Array.prototype.slice.call(next.childNodes));
        page.title = fresh.title;
        say("data-updated");
      }
      if (events && window.EventSource && window.fetch) {
        var source = new EventSource(events);
        source.addEventListener("changed", function () {
          fetch(location.href, { credentials: "same-origin" })
            .then(function (answer) { return answer.text(); }).then(show, function () {});
        });
        source.addEventListener("full", function () { source.close(); });
        source.addEventListener("end", function () { source.close(); say("data-ended"); });
      }
      function keepAwake() {
        if (navigator.wakeLock && page.visibilityState === "visible") {
          navigator.wakeLock.request("screen").catch(function () {});
        }
      }
      if (body.hasAttribute("data-wake")) {
        keepAwake();
        page.addEventListener("visibilitychange", keepAwake);
      }
    })();

    """
}
