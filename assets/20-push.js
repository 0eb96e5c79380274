/* The bell, the parcels and the second leg. One page, one socket; it comes back for ever by itself. */
(function () {
  "use strict";
  const SILENCE_MS = 25000, FIRST_WAIT_MS = 1000, LONGEST_WAIT_MS = 15000;
  const BELLS = { wall: "board-version", "alerts-queue": "alerts-bell" }; /* what is on the page → its store of the version */
  const room = window.room = {
    offset: 0,            /* server's clock − ours, ms */
    sources: {},          /* key → [observed_at, state] */
    heard: 0,             /* when the server last spoke, our clock */
    lostSince: null,
    scene: null,          /* what the wall shows */
    bell: false,          /* whether the socket speaks; the slow poll is the second leg */
    version: null, build: null, drawn: null, seenAt: null, updates: 0,
    now: () => Date.now() + room.offset,
    listeners: [],
  };
  const digests = new Map();
  const waiting = new Map(); /* slots of scenes that nobody sees: mounting all five holds the page for two seconds */
  let socket = null, wait = FIRST_WAIT_MS, timer = null, busy = false, again = false;

  function told(message) {
    room.heard = Date.now();
    room.lostSince = null;
    room.offset = Date.parse(message.now) - Date.now();
    room.sources = message.sources;
    if (room.build && room.build !== message.build) { reload(); return; }
    room.build = message.build;
    if (room.version !== message.version) {
      room.version = message.version;
      publish(message.version);
    }
    room.listeners.forEach((listener) => listener());
  }
  function publish(version) {
    const place = Object.keys(BELLS).find((id) => document.getElementById(id));
    if (place && window.dash_clientside && window.dash_clientside.set_props) {
      window.dash_clientside.set_props(BELLS[place], { data: version });
    }
    document.dispatchEvent(new CustomEvent("room:version", { detail: version }));
  }
  function connect() {
    clearTimeout(timer);
    const scheme = location.protocol === "https:" ? "wss://" : "ws://";
    const mine = socket = new WebSocket(scheme + location.host + "/live");
    mine.onmessage = (event) => { wait = FIRST_WAIT_MS; room.bell = true; told(JSON.parse(event.data)); };
    mine.onclose = () => { if (mine === socket) { silent(); } };
  }
  function silent() { /* the bell is gone; only when the second leg fails too is the server lost */
    room.bell = false;
    ask();
    timer = setTimeout(connect, later());
  }
  function later() {
    const now = wait * (0.5 + Math.random());
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    return now;
  }
  function lost() {
    if (room.lostSince === null) { room.lostSince = Date.now(); }
    room.listeners.forEach((listener) => listener());
  }
  function guard() { /* a socket that is silent is dead, whatever it says of itself */
    if (socket && socket.readyState === WebSocket.OPEN && Date.now() - room.heard > SILENCE_MS) {
      const dead = socket;
      socket = null;
      dead.close();
      silent();
    }
  }
  async function fetched(address) { /* null when the server is gone: only that counts as lost */
    try {
      const answer = await fetch(address);
      if (answer.status === 401 || answer.status === 403) { shut(); return null; }
      return answer.ok ? await answer.json() : null;
    } catch (gone) { lost(); return null; }
  }
  function shut() { /* the session or the screen's link has ended: nothing that was shown may stay */
    const wall = document.getElementById("wall");
    if (!wall) { if (!room.ended) { room.ended = true; reload(); } return; }
    if (!room.ended) {
      room.ended = true;
      const said = document.createElement("p");
      said.textContent = wall.dataset.shut;
      said.className = "shut";
      document.body.replaceChildren(said);
      setInterval(() => fetch("/live").then((answer) => { if (answer.ok) { location.reload(); } }, () => 0), 15000);
    }
  }
  function poll() {
    if (!room.bell || Date.now() - room.heard > SILENCE_MS / 2) { ask(); }
  }
  async function ask() {
    const message = await fetched("/live");
    if (message) { told(message); }
  }
  async function draw() { /* never two at once: the newest version is fetched after the present one */
    if (busy) { again = true; return; }
    busy = true;
    try {
      do {
        again = false;
        const parcel = await fetched("/board/" + encodeURIComponent(room.version));
        if (parcel) { apply(parcel); }
      } while (again);
    } finally { busy = false; }
  }
  function apply(parcel) {
    room.drawn = parcel.version;
    room.seenAt = parcel.at;
    room.updates += 1;
    for (const slot of parcel.slots) {
      const key = slot.id.type + "/" + slot.id.key;
      if (digests.get(key) === slot.digest) { continue; }
      digests.set(key, slot.digest);
      waiting.set(key, slot);
    }
    prepare(room.scene);
    document.dispatchEvent(new CustomEvent("room:drawn", { detail: parcel.version }));
  }
  function prepare(scene) { /* draw what waits for a scene that is shown, or soon will be */
    for (const [key, slot] of waiting) {
      const place = document.getElementById(JSON.stringify({ key: slot.id.key, type: slot.id.type }));
      const home = place && place.closest(".scene");
      if (home && home.dataset.scene !== scene) { continue; }
      waiting.delete(key);
      const props = slot.props.figure ? { figure: window.wall.scaled(slot.props.figure) } : slot.props;
      window.dash_clientside.set_props(slot.id, props);
    }
  }
  function reload() { /* behind a dark fade, never a white flash */
    if (document.documentElement.classList.contains("leaving")) { return; }
    document.documentElement.classList.add("leaving");
    setTimeout(() => location.reload(), 350);
  }
  room.reload = reload;
  room.prepare = prepare;
  room.redraw = () => { digests.clear(); draw(); };
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.wall = {
    fetched: function (version) {
      if (version) { draw(); return version; }
      if (room.version) { setTimeout(publish, 0, room.version); }
      return window.dash_clientside.no_update;
    },
    polled: function () { poll(); return window.dash_clientside.no_update; },
  };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { poll(); } });
  setInterval(guard, 1000);
  connect();
})();
