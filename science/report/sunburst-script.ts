/** Names in the slices, and zoom: a slice becomes the whole circle, the centre leads one rank up. Runs without the network. */
export const SUNBURST_SCRIPT = `"use strict";
(function () {
  var svg = document.getElementById("sunburst");
  if (!svg) return;
  var NS = "http://www.w3.org/2000/svg", TURN = 2 * Math.PI;
  var centre = document.getElementById("sunburst-centre"), name = document.getElementById("sunburst-name");
  var where = document.getElementById("sunburst-where");
  var slices = Array.prototype.map.call(svg.querySelectorAll("path"), function (path) {
    return { path: path, from: +path.dataset.from, to: +path.dataset.to, depth: +path.dataset.depth, name: path.dataset.name, title: path.textContent };
  });
  var root = { from: 0, to: 1, depth: 0, name: "all", title: where.textContent }, focus = root;
  var labels = document.createElementNS(NS, "g");
  labels.setAttribute("class", "labels");
  svg.appendChild(labels);

  function within(one, other) { return one.from >= other.from - 1e-9 && one.to <= other.to + 1e-9; }
  function parentOf(slice) {
    return slices.find(function (other) { return other.depth === slice.depth - 1 && within(slice, other); }) || root;
  }
  slices.forEach(function (slice) {
    slice.isLeaf = !slices.some(function (other) { return other.depth === slice.depth + 1 && within(other, slice); });
  });
  function point(radius, turn) {
    return (radius * Math.sin(TURN * turn)).toFixed(2) + "," + (-radius * Math.cos(TURN * turn)).toFixed(2);
  }
  function draw() {
    var size = parseFloat(getComputedStyle(labels).fontSize) || 11;
    var below = slices.filter(function (slice) { return slice.depth > focus.depth && within(slice, focus); });
    var rings = below.reduce(function (most, slice) { return Math.max(most, slice.depth - focus.depth); }, 1);
    rings = Math.min(rings, size > 14 ? 3 : 5);
    var thick = 240 / rings, span = focus.to - focus.from;
    labels.textContent = "";
    slices.forEach(function (slice) {
      var ring = slice.depth - focus.depth;
      var shown = ring >= 1 && ring <= rings && within(slice, focus);
      slice.path.style.display = shown ? "" : "none";
      if (!shown) return;
      var a = (slice.from - focus.from) / span, b = Math.min((slice.to - focus.from) / span, a + 0.99999);
      var inner = 50 + (ring - 1) * thick, outer = inner + thick, large = b - a > 0.5 ? 1 : 0;
      slice.path.setAttribute("d", "M" + point(inner, a) + "L" + point(outer, a) + "A" + outer + "," + outer + " 0 " + large + " 1 " + point(outer, b) +
        "L" + point(inner, b) + "A" + inner + "," + inner + " 0 " + large + " 0 " + point(inner, a) + "Z");
      label(slice, (a + b) / 2, b - a, inner, thick, size, slice.isLeaf || ring === rings);
    });
    name.textContent = cut(focus.name, Math.floor(92 / (size * 0.62)));
    where.textContent = focus.title;
  }
  function label(slice, middle, wide, inner, thick, size, isOuter) {
    var radius = inner + thick / 2, along = wide * TURN * (isOuter ? inner : radius), turn = middle * 360;
    var isTangent = wide > 0.28 && !isOuter, isRight = turn < 180;
    if (along < size * 1.1) return;
    var room = isTangent ? Math.min(along * 0.6, 1.4 * radius) : isOuter ? 362 - inner : thick - 6;
    var fits = Math.floor(room / (size * 0.56));
    if (fits < 5) return;
    var text = document.createElementNS(NS, "text");
    text.textContent = cut(slice.name, fits);
    text.setAttribute("text-anchor", !isOuter ? "middle" : isRight ? "start" : "end");
    text.setAttribute("dy", "0.35em");
    if (isOuter) text.setAttribute("class", "out");
    var spin = isTangent ? (turn > 90 && turn < 270 ? 180 : 0) : isRight ? -90 : 90;
    text.setAttribute("transform", "rotate(" + turn + ") translate(0," + -(isOuter ? inner + 5 : radius) + ") rotate(" + spin + ")");
    labels.appendChild(text);
  }
  function cut(text, most) { return text.length > most ? text.slice(0, Math.max(1, most - 1)) + "\\u2026" : text; }
  function open(slice) { focus = slice; draw(); }
  function onKey(act) {
    return function (event) {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); }
    };
  }
  slices.forEach(function (slice) {
    function zoom() { open(slice === focus ? parentOf(slice) : slice); }
    slice.path.addEventListener("click", zoom);
    slice.path.addEventListener("keydown", onKey(zoom));
    slice.path.addEventListener("mouseenter", function () { where.textContent = slice.title; });
    slice.path.addEventListener("focus", function () { where.textContent = slice.title; });
  });
  svg.addEventListener("mouseleave", function () { where.textContent = focus.title; });
  function up() { open(focus === root ? root : parentOf(focus)); }
  centre.addEventListener("click", up);
  centre.addEventListener("keydown", onKey(up));
  svg.classList.add("live");
  window.addEventListener("resize", draw);
  // Of bacteria alone the first ring would say nothing.
  for (var only = [root]; only.length === 1 && !only[0].isLeaf; ) {
    open(only[0]);
    only = slices.filter(function (slice) { return slice.depth === focus.depth + 1 && within(slice, focus); });
    if (only.length === 1 && only[0].to - only[0].from < (focus.to - focus.from) * 0.995) break;
  }
})();
`;
