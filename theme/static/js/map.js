// A map on a dataset page: moved and zoomed by pointer, fingers and keys; each place says its name and number. The
// wheel zooms with Ctrl alone, and a map that is shown whole takes neither arrow keys nor a finger: the page scrolls.
import { runs } from "./foreign.js";
import { label } from "./says.js";

const MOST = 12;
const STEP = 1.5;
const MARK = ".mark";
const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

for (const map of document.querySelectorAll(".map")) explore(map);

function explore(map) {
  const [zoomIn, zoomOut, whole, keys, travel, km, m] = map.dataset.words.split("|");
  const stage = map.querySelector(".stage");
  const sheet = map.querySelector(".sheet");
  const land = sheet.querySelector(".land");
  const marks = [...land.querySelectorAll(MARK)];
  const [, , wide, high] = sheet.getAttribute("viewBox").split(" ").map(Number);
  const letters = [...land.querySelectorAll("[font-size]")].map((g) => [g, Number(g.getAttribute("font-size"))]);
  const dots = [...land.querySelectorAll("circle")].map((dot) => [dot, Number(dot.getAttribute("r"))]);
  const at = { k: 1, x: 0, y: 0 };

  // --- what the script adds ---
  const pane = document.createElement("div");
  pane.className = "pane";
  pane.tabIndex = 0;
  pane.setAttribute("role", "region");
  pane.setAttribute("aria-label", keys);
  sheet.replaceWith(pane);
  pane.append(sheet);
  const turns = document.createElement("div");
  turns.className = "turns";
  const nearer = turn("+", zoomIn, () => zoom(STEP));
  const farther = turn("−", zoomOut, () => zoom(1 / STEP));
  const all = turn("⤢", whole, () => zoom(0));
  stage.prepend(turns);
  const says = label(stage);
  sheet.setAttribute("role", "group"); // it holds what can be reached now, so it is no picture any more
  land.setAttribute("role", "group");
  land.setAttribute("aria-label", travel);
  for (const [place, mark] of marks.entries()) {
    const title = mark.querySelector("title");
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", title ? title.textContent : "");
    mark.setAttribute("tabindex", place ? "-1" : "0");
    title?.remove();
  }
  show();

  function turn(sign, words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = words;
    button.setAttribute("aria-label", words);
    button.addEventListener("click", () => { glide(); act(); });
    turns.append(button);
    return button;
  }

  // --- where the map is ---
  function glide() {
    sheet.classList.add("glides"); // the style sheet moves it gently, unless the reader wants no motion
  }

  function zoom(by, x = wide / 2, y = high / 2) {
    const k = Math.min(Math.max(at.k * by, 1), MOST);
    at.x = x - (x - at.x) * (k / at.k);
    at.y = y - (y - at.y) * (k / at.k);
    at.k = k;
    show();
  }

  function move(x, y) {
    at.x += x;
    at.y += y;
    show();
  }

  function show() {
    at.x = Math.min(Math.max(at.x, wide * (1 - at.k)), 0);
    at.y = Math.min(Math.max(at.y, high * (1 - at.k)), 0);
    land.style.transform = `translate(${at.x}px, ${at.y}px) scale(${at.k})`;
    for (const [group, size] of letters) group.setAttribute("font-size", size / at.k);
    for (const [dot, radius] of dots) dot.setAttribute("r", radius / at.k ** 0.75);
    sheet.classList.toggle("near", at.k > 1);
    pane.classList.toggle("near", at.k > 1);
    pane.dataset.zoom = at.k.toFixed(2);
    nearer.disabled = at.k >= MOST;
    farther.disabled = all.disabled = at.k <= 1;
    measure();
  }

  function measure() {
    const line = sheet.querySelector(".scale path");
    if (!line || !map.dataset.metres) return;
    const one = Number(map.dataset.metres) / at.k;
    const most = (one * wide) / 4;
    const power = 10 ** Math.floor(Math.log10(most));
    const metres = [5, 2, 1].map((step) => step * power).find((step) => step <= most);
    const length = metres / one;
    line.setAttribute("d", line.getAttribute("d").replace(/h[\d.]+/, `h${length.toFixed(1)}`));
    const said = metres < 1000 ? m.replace("%(number)s", metres) : km.replace("%(number)s", (metres / 1000).toLocaleString(document.documentElement.lang));
    for (const text of sheet.querySelectorAll(".scale text")) {
      text.textContent = said;
      text.setAttribute("x", (length + 10).toFixed(1));
    }
  }

  function units(event) {
    const box = sheet.getBoundingClientRect();
    return [((event.clientX - box.left) * wide) / box.width, ((event.clientY - box.top) * high) / box.height];
  }

  // --- names and numbers ---
  function tell(mark, x, y) {
    land.querySelector(".ring")?.remove();
    const said = mark?.getAttribute("aria-label");
    if (!said) {
      says.hide();
      return;
    }
    const ring = mark.cloneNode(); // on top, where no neighbour covers half of it
    for (const name of ["tabindex", "role", "aria-label"]) ring.removeAttribute(name);
    ring.setAttribute("class", "ring");
    ring.setAttribute("aria-hidden", "true");
    mark.parentNode.append(ring);
    says.show(runs(said), x, y);
  }

  function tellFocused() {
    const mark = document.activeElement?.closest?.(MARK);
    if (!mark || !land.contains(mark)) return;
    const box = mark.getBoundingClientRect();
    tell(mark, (box.left + box.right) / 2, (box.top + box.bottom) / 2);
  }

  function travelTo(mark) {
    for (const one of marks) one.setAttribute("tabindex", one === mark ? "0" : "-1");
    mark.focus({ preventScroll: true });
    const [seen, box] = [sheet.getBoundingClientRect(), mark.getBoundingClientRect()];
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    if (x < seen.left || x > seen.right || y < seen.top || y > seen.bottom) {
      sheet.classList.remove("glides");
      move((((seen.left + seen.right) / 2 - x) * wide) / seen.width, (((seen.top + seen.bottom) / 2 - y) * high) / seen.height);
    }
    tellFocused();
  }

  // --- keys ---
  pane.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const mark = event.target.closest(MARK);
    if (event.key === "Escape" && says.shown) tell(null);
    else if (event.key === "+" || event.key === "=") press(event, () => zoom(STEP));
    else if (event.key === "-" || event.key === "_") press(event, () => zoom(1 / STEP));
    else if (event.key === "0") press(event, () => zoom(0));
    else if (ARROWS[event.key]) {
      const [x, y] = ARROWS[event.key];
      if (mark) press(event, () => travelTo(marks[(marks.indexOf(mark) - (x || y) + marks.length) % marks.length]));
      else if (at.k > 1) press(event, () => move(x * wide * 0.15, y * high * 0.15));
    }
  });
  function press(event, act) {
    event.preventDefault();
    glide();
    act();
  }
  pane.addEventListener("focusin", (event) => { if (event.target.matches(MARK) && event.target.matches(":focus-visible")) tellFocused(); });
  pane.addEventListener("focusout", () => tell(null));

  // --- pointer, fingers, wheel ---
  const held = new Map();
  pane.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    sheet.classList.remove("glides");
    held.set(event.pointerId, units(event));
  });
  pane.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) {
      tell(event.target.closest(MARK), event.clientX, event.clientY);
      return;
    }
    const now = units(event);
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const by = Math.hypot(now[0] - other[0], now[1] - other[1]) / (Math.hypot(before[0] - other[0], before[1] - other[1]) || 1);
      zoom(by, (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
      move((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    } else if (at.k > 1) {
      if (!pane.hasPointerCapture(event.pointerId) && Math.hypot(now[0] - before[0], now[1] - before[1]) < 3) return;
      pane.setPointerCapture(event.pointerId);
      pane.classList.add("held");
      tell(null);
      move(now[0] - before[0], now[1] - before[1]);
    }
    held.set(event.pointerId, now);
  });
  const release = (event) => {
    held.delete(event.pointerId);
    if (!held.size) pane.classList.remove("held");
  };
  pane.addEventListener("pointerup", release);
  pane.addEventListener("pointercancel", release);
  pane.addEventListener("pointerleave", (event) => { tell(null); if (!pane.hasPointerCapture(event.pointerId)) release(event); });
  pane.addEventListener("click", (event) => tell(event.target.closest(MARK), event.clientX, event.clientY));
  pane.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    sheet.classList.remove("glides");
    zoom(Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) / 120), ...units(event));
  }, { passive: false });
}
