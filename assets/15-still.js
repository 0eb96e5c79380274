/* Draws a part of a page that only shows and leads on; see layouts/still.py. */
(function () {
  "use strict";
  function go(event) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    event.preventDefault();
    window.history.pushState({}, "", event.currentTarget.getAttribute("href"));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }
  function drawn(part) {
    if (!Array.isArray(part)) { return part; }
    const [tag, properties, ...inside] = part, way = tag === "way";
    return window.React.createElement(way ? "a" : tag, way ? { ...properties, onClick: go } : properties, ...inside.map(drawn));
  }
  window.still = { Still: (props) => window.React.createElement(window.React.Fragment, null, ...props.tree.map(drawn)) };
})();
