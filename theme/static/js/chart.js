// Bars, lines and spreads on a dataset page say their numbers: of the mark that is pointed at or touched, or that arrow
// keys reach. What is said is the table beneath the picture, or, of a line, what the drawing carries with it.
import { label } from "./says.js";

const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 };
const share = (element, name) => Number.parseFloat(element.getAttribute(name)) / 100;

for (const figure of document.querySelectorAll(".finding[data-keys]")) explore(figure, figure.querySelector(".chart"));

function explore(figure, chart) {
  const down = chart.classList.contains("bars"); // do the marks follow each other downwards?
  const marks = chart.dataset.points ? moments(figure, chart) : down ? bars(figure, chart) : columns(figure, chart);
  let place = -1;

  // --- what the script adds ---
  const stage = document.createElement("div");
  stage.className = "readable";
  chart.replaceWith(stage);
  const keys = document.createElement("div"); // beside the picture, which stays one with its description
  keys.className = "keys";
  keys.tabIndex = 0;
  keys.setAttribute("role", "application");
  keys.setAttribute("aria-label", figure.dataset.keys);
  const spoken = document.createElement("div");
  spoken.className = "unseen";
  spoken.setAttribute("role", "status");
  stage.append(chart, keys, spoken);
  const says = label(stage);
  const reading = drawn("g", { class: "reading", "aria-hidden": "true" });
  chart.append(reading);

  // --- one mark ---
  function tell(next, x, y) {
    place = next;
    const mark = marks[place];
    reading.replaceChildren(...(mark ? mark.drawn() : []));
    if (!mark) {
      says.hide();
      return;
    }
    const box = chart.getBoundingClientRect();
    says.show(mark.said(), x ?? box.left + mark.x * box.width, y ?? box.top + mark.y * box.height);
  }

  function nearest(event) {
    const box = chart.getBoundingClientRect();
    const at = down ? (event.clientY - box.top) / box.height : (event.clientX - box.left) / box.width;
    const far = marks.map((mark) => Math.abs(mark.at - at));
    return far.indexOf(Math.min(...far));
  }

  // --- keys ---
  keys.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = marks.length - 1;
    const step = down || !/Up|Down/.test(event.key) ? STEPS[event.key] : 0;
    const next = event.key === "Home" ? 0 : event.key === "End" ? last : step ? (place < 0 && step < 0 ? last : place + step) : -1;
    if (next < 0 || next > last) return; // beyond the ends the page scrolls
    event.preventDefault();
    tell(next);
    spoken.replaceChildren(...marks[next].said());
  });
  keys.addEventListener("focus", () => {
    const box = chart.getBoundingClientRect();
    if (keys.matches(":focus-visible")) says.show([figure.dataset.keys], box.left, box.top);
  });
  keys.addEventListener("blur", () => tell(-1));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && says.shown) tell(-1); });

  // --- pointer and fingers ---
  const point = (event) => tell(nearest(event), event.clientX, event.clientY);
  stage.addEventListener("pointermove", point);
  stage.addEventListener("pointerdown", point);
  stage.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") tell(-1); });
  document.addEventListener("pointerdown", (event) => { if (says.shown && !stage.contains(event.target)) tell(-1); });
}

function drawn(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// --- what there is to say ---
// A line of the label; `parts` are texts, or elements whose content is copied with its language.
function line(name, ...parts) {
  const made = document.createElement(name);
  parts.forEach((part, i) => made.append(...(i ? [" "] : []), ...(part.childNodes ? [...part.childNodes].map((node) => node.cloneNode(true)) : [part])));
  return made;
}

function rows(figure) {
  const heads = [...figure.querySelectorAll("thead th")];
  const body = [...figure.querySelectorAll("tbody tr")];
  return body.map(({ cells }) => () => [line("div", cells[0]), ...[...cells].slice(1).map((cell, i) => line("div", heads[i + 1], cell))]);
}

// A mark is at a share of the way, its label beside a point of the picture in shares; `around` shows which one it is.
function bars(figure, chart) {
  const found = [...chart.querySelectorAll(".bar, .none")];
  return rows(figure).slice(0, found.length).map((said, i) => {
    const at = (i + 0.5) / found.length;
    const bar = found[i].matches(".bar");
    const around = { x: 0, y: `${(100 * i) / found.length}%`, width: "100%", height: `${100 / found.length}%` };
    return { at, x: bar ? share(found[i], "x") + share(found[i], "width") : 0.3, y: i / found.length, said, drawn: () => outlined(bar && found[i], around) };
  });
}

function columns(figure, chart) {
  const found = [...chart.querySelectorAll(".column")];
  const high = Number(chart.getAttribute("height"));
  return rows(figure).slice(0, found.length).map((said, i) => {
    const [x, width] = [share(found[i], "x"), share(found[i], "width")];
    const around = { x: `${100 * x}%`, y: 0, width: `${100 * width}%`, height: "100%" };
    return { at: x + width / 2, x: x + width, y: Number(found[i].getAttribute("y")) / high, said, drawn: () => outlined(found[i], around) };
  });
}

function outlined(mark, around) {
  const ring = mark && mark.cloneNode();
  ring && ring.setAttribute("class", "ring");
  return [drawn("rect", { class: "band", ...around }), ...(ring ? [ring] : [])];
}

// `data-points` (publish/site/charts/draw/points.py): moments parted by "|"; of each, parted by ";", where it lies
// across in thousandths, what it is called, and for each line how high it stands ("-" without a number) and its number.
function moments(figure, chart) {
  const heads = [...figure.querySelectorAll("thead th")].slice(1);
  const plot = chart.querySelector("svg");
  const [top, high, all] = [plot.getAttribute("y"), plot.getAttribute("height"), chart.getAttribute("height")].map(Number);
  return chart.dataset.points.split("|").map((one) => {
    const [across, when, ...numbers] = one.split(";");
    const at = across / 1000;
    const found = numbers.map((said, i) => ({ head: heads[i], up: Number.parseInt(said, 10), number: said.slice(said.indexOf(" ") + 1) }));
    found.sort((a, b) => (b.up || 0) - (a.up || 0)); // as they lie over each other
    const down = (up) => top + high * (1 - up / 1000);
    const dots = found.filter(({ up }) => up >= 0);
    return {
      at,
      x: at,
      y: down(dots[0]?.up ?? 500) / all,
      said: () => [line("div", when), ...found.map(({ head, number }) => line("div", head, number))],
      drawn: () => [
        drawn("line", { class: "plumb", x1: `${100 * at}%`, x2: `${100 * at}%`, y1: top, y2: top + high }),
        ...dots.map(({ up }) => drawn("circle", { class: "ring", cx: `${100 * at}%`, cy: down(up), r: 4.5 })),
      ],
    };
  });
}
