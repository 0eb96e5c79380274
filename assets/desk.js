/* The desk's hands: keys, clicks on marks, the address bar, and whether the server still answers. */
(function () {
  "use strict";
  const ASK_MS = 10000;
  const field = (target) => target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
  const byId = (id) => document.getElementById(id);

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.desk = {
    // The moment joins the address without a new step of «back»: the bare address would settle anew for ever.
    settle: function (search) {
      if (search && window.location.search !== search) {
        window.history.replaceState(window.history.state, "", window.location.pathname + search);
        window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
      }
      return undefined;
    },
    // A mark carries the address of its rows; the chosen comparison goes along.
    narrow: function (clicks) {
      const nothing = window.dash_clientside.no_update;
      const rung = (window.dash_clientside.callback_context.triggered || [])[0];
      const point = rung && rung.value && rung.value.points && rung.value.points[0];
      if (!point || !point.customdata) { return nothing; }
      const compare = new URLSearchParams(window.location.search).get("compare");
      return point.customdata + (compare ? "&compare=" + encodeURIComponent(compare) : "");
    },
    // Whether anything differs from what the difference was shown of: then it may not be kept.
    unseen: function (seen, ...now) {
      return !seen || JSON.stringify(seen) !== JSON.stringify(now.map((value) => value === undefined ? null : value));
    },
    purge: function (search, grid) {
      if (search && window.dash_ag_grid && byId(grid)) {
        window.dash_ag_grid.getApiAsync(grid).then((api) => {
          api.ensureIndexVisible && api.getDisplayedRowCount() && api.ensureIndexVisible(0);
          api.purgeInfiniteCache();
        });
      }
      return undefined;
    },
  };

  const functions = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  functions.CaseLink = function (props) {
    return window.React.createElement("a", { href: (props.data || {}).href }, props.value);
  };

  function closeAll() {
    const keys = byId("desk-keys");
    if (keys) { keys.hidden = true; }
    const close = byId("note-close");
    const drawer = byId("note-drawer");
    if (close && drawer && !drawer.hidden) { close.click(); }
    if (byId("alerts-close") && !field(document.activeElement)) { byId("alerts-close").click(); }
    if (document.activeElement === byId("desk-search")) { document.activeElement.blur(); }
  }
  // Along the queue of alerts, row by row.
  function along(step) {
    const rows = [...document.querySelectorAll("#alerts-queue .alerts-open")];
    const at = rows.indexOf(document.activeElement);
    const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
    return rows.length > 0;
  }
  document.addEventListener("keydown", function (event) {
    if (!document.querySelector(".desk") || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "Escape") { closeAll(); return; }
    if (field(event.target)) { return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && along(step)) { event.preventDefault(); }
    if (event.key === "Backspace" && byId("desk-wider")) { event.preventDefault(); byId("desk-wider").click(); }
    if (event.key === "/" && byId("desk-search")) { event.preventDefault(); byId("desk-search").focus(); }
    if (event.key === "?" && byId("desk-keys")) { byId("desk-keys").hidden = !byId("desk-keys").hidden; }
  });
  document.addEventListener("click", function (event) {
    const keys = byId("desk-keys");
    if (keys && !keys.hidden && !keys.contains(event.target)) { keys.hidden = true; }
    document.querySelectorAll("details.desk-menu[open]").forEach((menu) => {
      if (!menu.contains(event.target) || event.target.closest("a")) { menu.open = false; }
    });
  });

  document.addEventListener("click", function (event) {
    if (!event.target.closest("#desk-logout")) { return; }
    const token = (document.cookie.match(/(?:^|; )_csrf_token=([^;]*)/) || [])[1] || "";
    window.fetch("/logout", { method: "POST", headers: { "X-CSRFToken": token } })
      .then((answer) => (answer.headers.get("Refresh") || "").split("url=").slice(1).join("url="))
      .catch(() => "").then((farewell) => { location.href = farewell || "/login"; });
  });

  // Dash leaves a file that is too large out without a word.
  ["change", "drop"].forEach((kind) => document.addEventListener(kind, function (event) {
    const refused = byId("sources-too-large");
    if (!refused || !event.target.closest || !event.target.closest("#sources-upload")) { return; }
    const files = [...((event.dataTransfer || event.target).files || [])];
    refused.hidden = !files.some((file) => file.size > Number(refused.dataset.most));
  }, true));

  window.setInterval(function () {
    const gone = byId("desk-gone");
    if (!gone) { return; }
    window.fetch("/healthz", { cache: "no-store" })
      .then((answer) => { gone.hidden = answer.ok; }, () => { gone.hidden = false; });
  }, ASK_MS);
})();
