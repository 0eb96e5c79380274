/* A broken term interrupts the rotation once: it comes and goes by the cross-fade of scenes and holds for 20 s, then the
   scene before it goes on where it was. All that broke meanwhile is one interruption, the gravest in words.
   Not at night: nobody is before the wall, and who must know is called otherwise; what broke in the night interrupts once
   in the first minute of the morning. Not over a scene that is pinned:
   somebody has chosen to look at that one. */
(function () {
  "use strict";
  const HOLD_MS = 20000, FRESH_MS = 600000, APART_MS = 60000, KEPT_MS = 86400000, MEMORY = "room.alarms";
  let shown = remembered(), group = [], since = -APART_MS, left = null;

  function remembered() { /* of this screen, over its reloads */
    try { return JSON.parse(sessionStorage.getItem(MEMORY)) || {}; } catch (broken) { return {}; }
  }
  function remember(keys) {
    const now = Date.now(), kept = Object.entries(shown).filter((entry) => now - entry[1] < KEPT_MS);
    shown = Object.fromEntries(kept.concat(keys.map((key) => [key, now])));
    try { sessionStorage.setItem(MEMORY, JSON.stringify(shown)); } catch (full) { /* it is known until the reload */ }
  }
  const standing = () => Array.from(document.querySelectorAll(".slot-alarm [data-alert]"));
  function fresh() {
    const slept = window.wall.morning(), news = slept ? slept + APART_MS : FRESH_MS;
    return standing().filter((el) =>
      window.room.now() - Date.parse(el.dataset.raised) < news && !(el.dataset.alert in shown));
  }

  function enter(found) {
    group = found.map((el) => el.dataset.alert);
    since = performance.now();
    document.querySelector(".stage").replaceChildren(found[0].cloneNode(true));
    remember(group);
    left = window.wall.show("alarm");
  }
  function leave() {
    window.wall.show(...left);
    left = null;
  }
  function stay() { /* what is answered meanwhile leaves */
    const still = standing().map((el) => el.dataset.alert).filter((key) => group.includes(key));
    if (!still.includes(group[0])) { leave(); return; }
    const more = still.length - 1, said = document.getElementById("wall").dataset.rest.replace("{n}", more);
    document.querySelector(".stage .rest").textContent = more ? said : "";
  }
  function holds(may) { /* whether the stage is taken; called every second */
    const spent = performance.now() - since;
    if (left) {
      if (may && spent < HOLD_MS) { stay(); } else { leave(); }
      return true;
    }
    const found = may && spent >= APART_MS ? fresh() : [];
    if (found.length) { enter(found); stay(); }
    return found.length > 0;
  }
  window.alarm = { holds: holds };
})();
