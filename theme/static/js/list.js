// A list of datasets: narrowed down, sorted and paged without leaving the page. The address holds all of it; the pages
// printed beforehand stay what they are for those without a script.
import { card, element } from "./card.js";
import { panel } from "./choices.js";
import { chosen, fitting, pages, params, sorted } from "./facets.js";
import { address, facets, lang, rows } from "./index.js";

const box = document.querySelector("[data-list]");
const { base, size, key = "", value = "" } = box.dataset;
const words = JSON.parse(box.dataset.words);
const [status, found, heading] = [".tally [role=status]", ".found", ".cards > h2"].map((part) => box.querySelector(part));
const ORDERS = ["newest", "title", "rows"];
let asked = 0;

function read(known) {
  const said = new URLSearchParams(location.search);
  const printed = Number(/\/page\/(\d+)\/$/.exec(location.pathname)?.[1] || 1);
  return {
    picked: chosen(said, known),
    order: ORDERS.includes(said.get("sort")) ? said.get("sort") : "newest",
    page: Math.max(1, Number.parseInt(said.get("page"), 10) || (location.search ? 1 : printed)),
  };
}

function written({ picked, order, page }, known) {
  const said = params(picked, known);
  if (order !== "newest") said.set("sort", order);
  const plain = !said.size;
  if (page > 1 && !plain) said.set("page", page);
  return (plain && page > 1 ? `${base}page/${page}/` : base) + (said.size ? `?${said}` : "");
}

function ordering(change) {
  const label = element("label", words.sort);
  const select = element("select");
  for (const order of ORDERS) select.append(new Option(words[order], order));
  select.addEventListener("change", () => change(select.value));
  label.append(" ", select);
  label.className = "sort";
  box.querySelector(".tally").append(label);
  return select;
}

function paging(state, count, known, go) {
  const nav = element("nav");
  nav.className = "paging";
  nav.setAttribute("aria-label", words.pages);
  const list = element("ul");
  const add = (text, number, rel) => {
    const item = element("li");
    const link = element("a", text);
    link.href = written({ ...state, page: number }, known);
    if (rel) link.rel = rel;
    else if (number === state.page) link.setAttribute("aria-current", "page");
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
      event.preventDefault();
      go({ ...state, page: number });
      heading.focus();
      box.scrollIntoView();
    });
    item.append(link);
    list.append(item);
  };
  if (state.page > 1) add(words.previous, state.page - 1, "prev");
  for (const number of pages(state.page, count)) {
    if (number) add(String(number), number);
    else list.append(Object.assign(element("li", "…"), { ariaHidden: "true" }));
  }
  if (state.page < count) add(words.next, state.page + 1, "next");
  nav.append(list);
  return nav;
}

async function draw(state, numbers, known, go) {
  const mine = ++asked;
  const count = Math.max(1, Math.ceil(numbers.length / size));
  const page = Math.min(state.page, count);
  const [shown, home] = await Promise.all([rows(numbers.slice((page - 1) * size, page * size)), address("/")]);
  if (mine !== asked) return;
  const total = numbers.length === 1 ? words.one : words.many.replace("{count}", numbers.length.toLocaleString(lang));
  const where = words.page.replace("{number}", page).replace("{count}", count);
  status.textContent = numbers.length ? total + (page > 1 ? ` · ${where}` : "") : words.none;
  found.replaceChildren(...shown.map((row) => card(row, home)));
  delete document.documentElement.dataset.asked;
  if (count > 1) found.append(paging({ ...state, page }, count, known, go));
}

async function start() {
  const known = await facets();
  const all = Array.from({ length: known.datasets }, (_, number) => number);
  const fixed = new Map(key ? [[key, new Set([value])]] : []);
  const mine = fitting(all, known, fixed);
  const orders = { newest: null, title: known.title, rows: known.rows };

  const go = (state) => {
    history.pushState(null, "", written(state, known));
    show(state).catch(fail);
  };
  const choices = panel(box, known, { without: ["kind", key], changed: (picked) => go({ ...read(known), picked, page: 1 }) });
  const select = ordering((order) => go({ ...read(known), order, page: 1 }));

  const show = (state, draws = true) => {
    choices(mine, state.picked);
    select.value = state.order;
    for (const link of document.querySelectorAll(".tongues a")) {
      link.pathname = link.pathname.replace(/page\/\d+\/$/, "");
      link.search = location.search;
    }
    return draws ? draw(state, sorted(fitting(mine, known, state.picked), orders[state.order]), known, go) : Promise.resolve();
  };
  addEventListener("popstate", () => show(read(known)).catch(fail));
  await show(read(known), location.search !== "");
}

function fail(error) {
  delete document.documentElement.dataset.asked;
  status.textContent = words.broken;
  console.error(error);
}

// Without what it needs the list stays as it was printed: only who came with a choice is told.
start().catch((error) => (location.search ? fail(error) : console.error(error)));
