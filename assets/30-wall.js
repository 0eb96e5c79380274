/* The wall without the server's help: clock, ages, rotation, night, burn-in, the underline of what changed. */
(function () {
  "use strict";
  const DESIGN_HEIGHT = 1080, UNDERLINE_MS = 10000, OLD_MS = 3600000, RELOAD_HOUR = 4, FADE_MS = 300, LEAD_S = 4;
  const SHAPES = { fresh: "●", late: "◐" };
  const room = window.room, query = new URLSearchParams(location.search), started = Date.now();
  let scene = null, since = Date.now(), shift = 0, firstHeap = 0, lastTick = "";
  const changed = new Map();

  const frame = () => document.getElementById("wall");
  const scenes = () => Array.from(document.querySelectorAll(".scene"));
  const clock = (options) => new Intl.DateTimeFormat(frame().dataset.language,
    Object.assign({ timeZone: frame().dataset.zone }, options));

  function age(ms) {
    const words = frame().dataset, s = Math.max(0, Math.floor(ms / 1000));
    const [unit, n] = s >= 86400 ? ["D", s / 86400] : s >= 3600 ? ["H", s / 3600] : s >= 60 ? ["Min", s / 60] : ["S", s];
    return words["age" + unit].replace("{n}", Math.floor(n));
  }
  function text(selector, value) {
    document.querySelectorAll(selector).forEach((el) => { if (el.textContent !== value) { el.textContent = value; } });
  }
  function tick() {
    if (!frame()) { return; }
    const now = new Date(room.now());
    const time = clock({ hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(now);
    if (time === lastTick) { return; }
    lastTick = time;
    text(".clock-time", time);
    text(".night-clock", time.slice(0, 5));
    text(".clock-date", clock({ weekday: "long", day: "numeric", month: "long" }).format(now));
    text(".build", room.build || "");
    ages();
    lost(now);
    rotate();
  }
  function ages() { /* without the server nobody knows how a source is */
    const lost = gone();
    for (const [key, [seen, known]] of Object.entries(room.sources)) {
      const state = lost ? "unknown" : known;
      document.querySelectorAll('[data-source="' + CSS.escape(key) + '"]').forEach((el) => {
        el.dataset.state = state;
        el.querySelector(".shape").textContent = SHAPES[state] || "◌";
        el.querySelector(".age").textContent = seen ? age(room.now() - Date.parse(seen)) : frame().dataset.never;
      });
    }
    document.querySelectorAll("[data-observed]").forEach((el) => {
      const old = room.now() - Date.parse(el.dataset.observed);
      const said = old > OLD_MS ? frame().dataset.ago.replace("{age}", age(old)) : "";
      if ((el.dataset.old || "") !== said) { el.dataset.old = said; }
    });
  }
  const gone = () => room.lostSince !== null && Date.now() - room.lostSince > 3000;
  function lost() {
    const minute = (ms) => clock({ hour: "2-digit", minute: "2-digit" }).format(new Date(ms));
    frame().classList.toggle("offline", gone());
    text(".lost", !gone() ? "" : frame().dataset.lost.replace("{at}", minute(room.lostSince + room.offset))
      .replace("{seen}", room.seenAt ? minute(Date.parse(room.seenAt)) : "—"));
  }
  const hours = () => (query.get("night") || frame().dataset.night).split("-").map(Number);
  function morning() { /* how long the night was that ended within this minute, ms; else 0 */
    const [from, to] = hours();
    const [hour, minute] = clock({ hour: "2-digit", minute: "2-digit", hour12: false })
      .format(new Date(room.now())).split(":").map(Number);
    return hour % 24 === to && minute === 0 ? ((to - from + 24) % 24) * OLD_MS : 0;
  }
  function night() {
    const [from, to] = hours();
    if (query.has("scene") || Number.isNaN(from) || Number.isNaN(to)) { return false; }
    const hour = Number(clock({ hour: "2-digit", hour12: false }).format(new Date(room.now()))) % 24;
    return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
  }
  function pace() {
    if (document.querySelector(".slot-nothing:not(:empty)")) { return 0; }
    if (query.has("pace")) { return Math.max(0, Number(query.get("pace")) || 0); }
    return query.has("scene") ? 0 : Number(frame().dataset.pace);
  }
  function show(key, spent) { /* returns what it takes to go on with the scene before */
    const left = [scene, Date.now() - since];
    if (key === scene) { return left; }
    const first = scene === null;
    scene = room.scene = key;
    since = Date.now() - (spent || 0);
    room.prepare(key);
    scenes().forEach((el) => el.classList.remove("shown"));
    setTimeout(() => scenes().forEach((el) => el.classList.toggle("shown", el.dataset.scene === scene)), first ? 0 : FADE_MS / 2);
    const next = scenes().find((el) => el.dataset.scene === key);
    text(".scene-name", next ? next.dataset.title : "");
    frame().classList.toggle("at-night", key === "night");
    return left;
  }
  function rotate() {
    const chosen = (query.get("scenes") || "").split(",").filter(Boolean);
    const all = scenes().map((el) => el.dataset.scene).filter((key) => key !== "night" && key !== "alarm");
    const some = all.filter((key) => chosen.includes(key));
    const keys = some.length ? some : all;
    if (!keys.length) { return; }
    const awake = scene !== null && scene !== "night" && !night() && query.get("alarm") !== "off";
    if (window.alarm.holds(awake && pace() > 0 && !gone())) { return; }
    if (night()) { show("night"); return; }
    const wanted = query.get("scene");
    if (scene === null || scene === "night") { show(wanted === "night" || keys.includes(wanted) ? wanted : keys[0]); return; }
    const seconds = pace(), spent = (Date.now() - since) / 1000;
    const bar = document.querySelector(".rotation");
    if (bar) { bar.style.width = (seconds ? Math.min(100, 100 * spent / seconds) : 0) + "%"; }
    const following = keys[(keys.indexOf(scene) + 1) % keys.length];
    if (seconds && seconds - spent < LEAD_S) { room.prepare(following); }
    if (seconds && spent >= seconds) { show(following); }
  }
  function underline(mutations) {
    if (!room.watching) { return; }
    for (const mutation of mutations) {
      const node = mutation.target.nodeType === Node.TEXT_NODE ? mutation.target.parentElement : mutation.target;
      const value = node && node.closest && node.closest(".value");
      if (!value) { continue; }
      value.classList.add("changed");
      clearTimeout(changed.get(value));
      changed.set(value, setTimeout(() => { value.classList.remove("changed"); changed.delete(value); }, UNDERLINE_MS));
    }
  }
  function minute() { /* burn-in, and the slow leak of the libraries */
    if (!frame()) { return; }
    shift = (shift + 1) % 8;
    const angle = shift * Math.PI / 4, far = frame().classList.contains("at-night") ? 12 : 2;
    frame().style.setProperty("--shift-x", Math.round(far * Math.cos(angle)) + "px");
    frame().style.setProperty("--shift-y", Math.round(far * Math.sin(angle)) + "px");
    const heap = performance.memory ? performance.memory.usedJSHeapSize : 0;
    if (!firstHeap && Date.now() - started > 120000) { firstHeap = heap; }
    const hour = Number(clock({ hour: "2-digit", hour12: false }).format(new Date(room.now())));
    const nightly = hour === RELOAD_HOUR && Date.now() - started > 2 * OLD_MS;
    if (room.lostSince === null && (nightly || (firstHeap && heap > 2 * firstHeap))) { room.reload(); }
  }
  function scaled(figure) { /* sizes are px of a screen 1080 high */
    const k = window.innerHeight / DESIGN_HEIGHT, map = figure.layout.map;
    if (Math.abs(k - 1) < 0.01 || !map) { return figure; }
    map.zoom += Math.log2(k);
    map.style += "&k=" + k.toFixed(2);
    figure.data.forEach((trace) => { trace.marker.size = trace.marker.size.map((size) => size * k); });
    return figure;
  }
  window.wall = { scaled: scaled, show: show, morning: morning };
  let resizing = null;
  window.addEventListener("resize", () => { clearTimeout(resizing); resizing = setTimeout(() => frame() && room.redraw(), 500); });
  new MutationObserver(underline).observe(document, { subtree: true, characterData: true });
  document.addEventListener("room:drawn", () => setTimeout(() => { room.watching = true; ages(); }, 1500));
  room.listeners.push(() => { if (frame()) { tick(); } });
  setInterval(tick, 200);
  setInterval(minute, 60000);
})();
