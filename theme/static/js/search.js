// Search without a server: a few files of the index are read, never all of it. The page's address holds the question
// and what it is narrowed down by.
import { card, element, wordsOf } from "./card.js";
import { panel } from "./choices.js";
import { chosen, fitting, params } from "./facets.js";
import { runs } from "./foreign.js";
import { address, facets, lang, rows, search } from "./index.js";

const box = document.getElementById("found");
const status = box.querySelector(".status");
const list = box.querySelector(".results");
const input = document.getElementById("q");
const said = box.dataset;
const PAGE = 10;
let asked = 0;
let known = null;
let choices = null;

const typed = () => (new URLSearchParams(location.search).get("q") || "").trim();

function written(text, picked) {
  const made = new URLSearchParams(text ? { q: text } : {});
  if (known) for (const [key, value] of params(picked, known)) made.append(key, value);
  return location.pathname + (made.size ? `?${made}` : "");
}

async function ready() {
  known ??= await facets();
  choices ??= panel(box, known, {
    changed: (picked) => {
      history.pushState(null, "", written(typed(), picked));
      answer();
    },
  });
}

async function show(numbers, text, from) {
  const [shown, home] = await Promise.all([rows(numbers.slice(from, from + PAGE)), address("/")]);
  list.querySelector(".more")?.remove();
  const cards = shown.map((row) => {
    const item = element("li");
    item.append(card(row, home, { words: wordsOf(text), heading: "h2", fields: said.fields }));
    return item;
  });
  list.append(...cards);
  if (from) cards[0]?.querySelector("a").focus();
  if (numbers.length <= from + PAGE) return;
  const more = element("li");
  more.className = "more";
  const button = element("button", said.more);
  button.type = "button";
  button.addEventListener("click", () => show(numbers, text, from + PAGE));
  more.append(button);
  list.append(more);
}

async function answer() {
  const mine = ++asked;
  const text = typed();
  document.querySelectorAll(".tongues a").forEach((link) => { link.search = location.search; });
  box.hidden = !text;
  if (!text) return;
  status.textContent = said.wait;
  try {
    const [numbers] = await Promise.all([search(text), ready()]);
    if (mine !== asked) return;
    const picked = chosen(new URLSearchParams(location.search), known);
    choices(numbers, picked);
    const narrowing = box.querySelector(".narrowing");
    narrowing.hidden = numbers.length < 2 || !narrowing.querySelector("fieldset:not([hidden])");
    const left = fitting(numbers, known, picked);
    const line = left.length === 0 ? (numbers.length ? JSON.parse(said.words).none : said.none) : numbers.near ? said.near : left.length === 1 ? said.one : said.many;
    status.replaceChildren(...runs(line.replace("{words}", text).replace("{count}", left.length.toLocaleString(lang))));
    list.replaceChildren();
    await show(left, text, 0);
  } catch (error) {
    if (mine === asked) status.textContent = said.broken;
    console.error(error);
  }
}

function ask() {
  input.value = typed();
  answer();
}

let waiting;
input.addEventListener("input", (event) => {
  if (event.isComposing) return; // the letters of an input method are not the words yet
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    history.replaceState(null, "", written(input.value.trim(), new Map()));
    answer();
  }, 200);
});
input.addEventListener("compositionend", () => input.dispatchEvent(new Event("input")));
addEventListener("popstate", ask);
ask();
