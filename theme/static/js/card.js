// A dataset or page in a list, as theme/templates/parts/say.html prints it, with the words that were typed marked.
import { tag } from "./foreign.js";
import { normal, queryWords } from "./words.js";

export function element(name, text, lang) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (lang) made.lang = lang;
  return made;
}

const LETTER = /[\p{L}\p{N}]/u;

// Each letter of a text with whether it belongs to one of the words; a word of letters is met where a word begins.
function places(text, words) {
  const letters = [...text];
  let read = "";
  const origin = []; // of each unit of `read`: which letter it came from
  letters.forEach((letter, i) => {
    const said = /\s/.test(letter) ? " " : normal(letter);
    read += said;
    for (let n = 0; n < said.length; n++) origin.push(i);
  });
  const hit = new Set();
  const within = (at) => at > 0 && read[at] < "\u2e80" && read[at - 1] < "\u2e80" && LETTER.test(read[at - 1]);
  for (const word of words)
    for (let at = read.indexOf(word); at >= 0; at = read.indexOf(word, at + 1))
      for (let n = at; !within(at) && n < at + word.length; n++) hit.add(origin[n]);
  return letters.map((letter, i) => [letter, hit.has(i)]);
}

export function marked(made, words) {
  const text = made.textContent;
  if (!words.length || !text) return made;
  const pieces = [];
  for (const [letter, hit] of places(text, words)) {
    const last = pieces[pieces.length - 1];
    if (last && last[1] === hit) last[0] += letter;
    else pieces.push([letter, hit]);
  }
  made.replaceChildren(...pieces.map(([piece, hit]) => (hit ? element("mark", piece) : document.createTextNode(piece))));
  return made;
}

export const wordsOf = (text) => [...new Set(queryWords(text))];

// `row` is what publish/site/search.py calls Shown; `home` is the home page's path in this language.
export function card(row, home, { words = [], heading = "h3", fields = "" } = {}) {
  const [path, title, titleLang, summary, summaryLang, provider, providerLang, day, on, note, forms, state, named] = row;
  const made = element("article");
  made.className = "card";
  const head = element(heading);
  const link = marked(element("a", title, titleLang), words);
  link.href = home.replace(/\/$/, "") + path;
  head.append(link);
  if (state) {
    const seal = element("span", state);
    seal.className = path.startsWith("/dataset/") ? "seal" : "sort-of"; // a state is official, a kind is not
    head.append(" ", seal);
  }
  made.append(head);
  if (summary) made.append(marked(element("p", summary, summaryLang), words));
  const facts = element("ul");
  facts.className = "dots";
  const time = element("time", day);
  if (on) time.dateTime = on;
  const said = [[element("span", provider, providerLang), provider], [time, day], [element("span", note), note], [element("span", forms), forms]];
  for (const [part, text] of said) {
    if (!text) continue;
    const item = element("li");
    item.append(part);
    facts.append(item);
  }
  if (facts.children.length) made.append(facts);
  const met = fields && words.length && !made.querySelector("mark") ? matching(named, words) : [];
  if (met.length) {
    const line = element("p", fields);
    line.className = "met";
    met.forEach((name, i) => line.append(...(i ? [" · "] : []), marked(element("span", name, tag(name)), words)));
    made.append(line);
  }
  return made;
}

// The titles of fields in which a word was met.
function matching(named, words) {
  const titles = named.split(/[,、]\s*/).filter((title) => places(title, words).some(([, hit]) => hit));
  return titles.slice(0, 4);
}
