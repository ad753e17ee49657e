// Reads the files of the index (publish/site/search.py and narrowing.py say what they hold): a few of them, once each.
import { learn, query } from "./words.js";

const root = new URL("../../", import.meta.url); // where the portal lies
export const lang = document.documentElement.lang;
const files = new Map();

function read(path) {
  if (!files.has(path)) {
    const answer = fetch(new URL(path, root)).then((r) => (r.ok ? r.json() : Promise.reject(new Error(`${r.status} ${path}`))));
    answer.catch(() => files.delete(path));
    files.set(path, answer);
  }
  return files.get(path);
}

export async function about() {
  const found = await read("search/index.json");
  learn(found.folding);
  return found;
}

const part = async (path) => read(`search/${(await about()).folder}/${path}`);

// A page of the portal in the language of this page.
export async function address(path) {
  const { languages } = await about();
  return root.pathname + (lang === languages[0] ? "" : `${lang.toLowerCase()}/`) + path.slice(1);
}

// The sets of a facet that depends on the day: the first value up to the last day given, then the second.
function today(until) {
  const now = new Date().toLocaleDateString("sv"); // 2026-11-22
  return until.map((day) => (day ? [day < now ? 1 : 0] : []));
}

// What documents can be narrowed down by, and what that is called.
export async function facets() {
  const [known, said] = await Promise.all([part("facets.json"), part(`${lang.toLowerCase()}/facets.json`)]);
  return { ...known, ...said, facets: known.facets.map((facet) => (facet.until ? { ...facet, sets: today(facet.until) } : facet)) };
}

// What is shown of some documents, in their order.
export async function rows(numbers) {
  const { part: size } = await about();
  return Promise.all(numbers.map(async (n) => (await part(`${lang.toLowerCase()}/${Math.floor(n / size)}.json`))[n % size]));
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

// One letter too many, too few, another, or two that changed places.
function near(one, other) {
  const short = Math.min(one.length, other.length);
  let head = 0;
  while (head < short && one[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < short - head && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  const [a, b] = [one, other].map((word) => word.slice(head, word.length - tail));
  return (a.length <= 1 && b.length <= 1) || (a.length === 2 && b === a[1] + a[0]);
}

// document -> weight, for one word; what only begins with it counts half. A long word of letters that nothing has is
// taken for one that is spelt much like it; those that begin alike lie in the same file.
async function matches({ word, prefix }, count) {
  const words = await part(`words/${shard(word, count)}.json`);
  const found = new Map();
  if (Object.hasOwn(words, word)) unpack(words[word], found, 1);
  if (prefix && [...word].length > 1)
    for (const other of Object.keys(words)) if (other !== word && other.startsWith(word)) unpack(words[other], found, 0.5);
  if (!found.size && word.length > 4 && word < "\u2e80")
    for (const other of Object.keys(words)) if (near(word, other)) unpack(words[other], found, 0.5), (found.near = true);
  return found;
}

// The numbers of the documents that answer, best first; `near` when a word is not quite what was typed.
export async function search(text) {
  const { documents, shards } = await about();
  const parts = query(text);
  if (!parts.length) return [];
  const found = await Promise.all(parts.map((one) => matches(one, shards)));
  const rare = found.map((one) => Math.log(1 + documents / (1 + one.size)));
  const [first, ...rest] = found;
  const numbers = [...first.keys()]
    .filter((number) => rest.every((one) => one.has(number)))
    .map((number) => [number, found.reduce((sum, one, i) => sum + one.get(number) * rare[i], 0)])
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(([number]) => number);
  return Object.assign(numbers, { near: found.some((one) => one.near) });
}
