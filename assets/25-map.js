/* The map's library names its parts in English and takes no words of ours: the page says what a map is called. */
(function () {
  "use strict";
  function named() {
    document.querySelectorAll(".maplibregl-canvas:not([data-named])").forEach((canvas) => {
      const page = canvas.closest("[data-map]");
      if (!page) { return; }
      canvas.dataset.named = "";
      canvas.setAttribute("aria-label", page.dataset.map);
    });
    document.querySelectorAll(".maplibregl-ctrl-attrib").forEach((control) => control.remove());
  }
  new MutationObserver(named).observe(document, { subtree: true, childList: true });
})();
