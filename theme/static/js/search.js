// Search without a server: a few files of the index are read, never all of it. The page's address holds the question.
import { query } from "./words.js";

const box = document.getElementById("found");
const status = box.querySelector(".status");
const list = box.querySelector(".results");
const input = document.getElementById("q");
const said = box.dataset;
const files = new Map();
const PAGE = 10;
let asked = 0;

function read(path) {
  if (!files.has(path)) {
    const answer = fetch(said.index + path).then((r) => (r.ok ? r.json() : Promise.reject(new Error(`${r.status} ${path}`))));
    answer.catch(() => files.delete(path));
    files.set(path, answer);
  }
  return files.get(path);
}

// The shard of a word among `count`: publish/site/search.py computes the same.
export function shard(word, count) {
  const letters = [...word];
  const key = letters[0].codePointAt(0) >= 0x2e80 ? letters : letters.slice(0, 2);
  let code = 0;
  for (const letter of key) code = (Math.imul(code, 31) + letter.codePointAt(0)) >>> 0;
  return ((code ^ (code >>> 15)) >>> 0) % count;
}

function unpack(postings, into, share) {
  let number = 0;
  for (let i = 0; i < postings.length; i += 2) {
    number += postings[i];
    into.set(number, Math.max(into.get(number) || 0, postings[i + 1] * share));
  }
}

// document -> weight, for one word; what only begins with it counts half.
async function matches({ word, prefix }, count) {
  const words = await read(`words/${shard(word, count)}.json`);
  const found = new Map();
  if (Object.hasOwn(words, word)) unpack(words[word], found, 1);
  if (prefix && [...word].length > 1)
    for (const other of Object.keys(words)) if (other !== word && other.startsWith(word)) unpack(words[other], found, 0.5);
  return found;
}

async function search(text) {
  const about = await read("index.json");
  const parts = query(text);
  if (!parts.length) return [];
  const found = await Promise.all(parts.map((part) => matches(part, about.shards)));
  const rare = found.map((one) => Math.log(1 + about.documents / (1 + one.size)));
  const [first, ...rest] = found;
  return [...first.keys()]
    .filter((number) => rest.every((one) => one.has(number)))
    .map((number) => [number, found.reduce((sum, one, i) => sum + one.get(number) * rare[i], 0)])
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(([number]) => number);
}

async function shown(number) {
  const { part } = await read("index.json");
  const rows = await read(`${said.lang}/${Math.floor(number / part)}.json`);
  return rows[number % part];
}

function element(name, text, lang) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (lang) made.lang = lang;
  return made;
}

// The words that were typed, marked where they stand as they were typed.
function marked(made, words) {
  const text = made.textContent;
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).sort((a, b) => b.length - a.length);
  if (!escaped.length) return made;
  const pieces = text.split(new RegExp(`(${escaped.join("|")})`, "giu"));
  made.replaceChildren(...pieces.map((piece, i) => (i % 2 ? element("mark", piece) : document.createTextNode(piece))));
  return made;
}

function card([path, title, titleLang, summary, summaryLang, office, day, state], words) {
  const item = element("li");
  item.className = "card";
  const head = element("h2");
  const link = marked(element("a", title, titleLang), words);
  link.href = said.home.replace(/\/$/, "") + path;
  head.append(link);
  if (state) {
    const seal = element("span", state);
    seal.className = "seal";
    head.append(" ", seal);
  }
  item.append(head);
  if (summary) item.append(marked(element("p", summary, summaryLang), words));
  const facts = element("ul");
  facts.className = "dots";
  for (const fact of [office, day]) if (fact) facts.append(element("li", fact));
  if (facts.children.length) item.append(facts);
  return item;
}

async function show(numbers, words, from) {
  const rows = await Promise.all(numbers.slice(from, from + PAGE).map(shown));
  list.querySelector(".more")?.remove();
  const cards = rows.map((row) => card(row, words));
  list.append(...cards);
  if (from) cards[0]?.querySelector("a").focus();
  if (numbers.length <= from + PAGE) return;
  const more = element("li");
  more.className = "more";
  const button = element("button", said.more);
  button.type = "button";
  button.addEventListener("click", () => show(numbers, words, from + PAGE));
  more.append(button);
  list.append(more);
}

async function answer(text) {
  const mine = ++asked;
  list.replaceChildren();
  status.textContent = text ? said.wait : "";
  if (!text) return;
  try {
    const numbers = await search(text);
    if (mine !== asked) return;
    const line = numbers.length === 0 ? said.none : numbers.length === 1 ? said.one : said.many;
    status.textContent = line.replace("{words}", text).replace("{count}", numbers.length.toLocaleString(document.documentElement.lang));
    await show(numbers, text.split(/\s+/).filter(Boolean), 0);
  } catch (error) {
    if (mine === asked) status.textContent = said.broken;
    console.error(error);
  }
}

function ask() {
  const text = (new URLSearchParams(location.search).get("q") || "").trim();
  input.value = text;
  document.querySelectorAll(".tongues a").forEach((a) => { a.search = text ? `?q=${encodeURIComponent(text)}` : ""; });
  answer(text);
}

let waiting;
input.addEventListener("input", (event) => {
  if (event.isComposing) return; // the letters of an input method are not the words yet
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const text = input.value.trim();
    history.replaceState(null, "", text ? `?q=${encodeURIComponent(text)}` : location.pathname);
    document.querySelectorAll(".tongues a").forEach((a) => { a.search = location.search; });
    answer(text);
  }, 200);
});
input.addEventListener("compositionend", () => input.dispatchEvent(new Event("input")));
addEventListener("popstate", ask);
ask();
