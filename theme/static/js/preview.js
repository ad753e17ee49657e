// The rows of a dataset page, sorted, filtered and turned through the query service. What a reader sees stands in the
// address, so that a link restores it. When the service does not answer, the rows of before stay, and a note says so.
import { tag } from "./foreign.js";

const PATIENCE = 8000; // milliseconds
const FOLDS = { "~": "contains", "=": "exact", ">": "gte", "<": "lte" };

/** A number of JSON that is too large to be exact stays as it was written. */
const exact = (key, value, context) =>
  Number.isInteger(value) && !Number.isSafeInteger(value) && context?.source ? context.source : value;

class Preview {
  constructor(box, name) {
    Object.assign(this, { box, name, data: box.dataset, before: [], token: "", from: 0 });
    this.facts = JSON.parse(this.data.facts);
    this.key = JSON.parse(this.data.key);
    this.number = new Intl.NumberFormat(this.data.lang, { maximumFractionDigits: 20 });
    this.body = box.querySelector("tbody");
    this.part = box.querySelector(".part-of");
    this.told = box.querySelector(".told");
    this.form = box.querySelector(".sift");
    this.turn = box.querySelector(".turn");
    this.heads = [...box.querySelectorAll(".head")].map((head, place) => this.sortable(head, place));
    this.form?.addEventListener("submit", (event) => { event.preventDefault(); this.show(0); });
    this.form?.querySelector(".clear").addEventListener("click", () => {
      this.form.elements._filter_value.value = "";
      this.show(0);
      this.form.elements._filter_value.focus();
    });
    const [previous, next] = this.turn.querySelectorAll("button");
    Object.assign(this, { previous, next });
    previous.addEventListener("click", () => this.show(-1));
    next.addEventListener("click", () => this.show(1));
    this.size = Number(this.data.size) || 20;
    this.full = Number(this.data.total) <= this.size;
    this.turned(!this.full);
  }

  /** A head that sorts: up, down, as the data stand. */
  sortable(head, place) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "head";
    button.append(...head.childNodes);
    head.replaceWith(button);
    const column = this.facts[place][0];
    button.addEventListener("click", () => {
      this.sort = this.sort === column ? `-${column}` : this.sort === `-${column}` ? "" : column;
      this.show(0);
    });
    return button.parentElement;
  }

  /** Show other rows: 0 the first that fit, 1 the next, -1 those before. */
  async show(way, quiet = false) {
    if (way > 0 && this.after === undefined && !(await this.begin())) return;
    const kept = { sort: this.sorted, token: this.token, from: this.from, before: [...this.before] };
    if (way > 0) {
      this.before.push([this.token, this.from]);
      [this.token, this.from] = [this.after, this.from + this.body.rows.length];
    } else [this.token, this.from] = (way < 0 && this.before.pop()) || ["", 0];
    if (!way) this.before = [];
    const answer = await this.ask();
    if (answer === null) Object.assign(this, kept);
    if (!answer) return;
    this.draw(answer);
    if (!quiet) this.remember();
  }

  /** The rows of the page stand as in the file, those of the service by key. True when both begin alike, so that one
      may go on; else the first by key are shown. */
  async begin() {
    const answer = await this.ask();
    if (!answer) return false;
    const text = (rows) => rows.map((row) => row.textContent.trim()).join("\n");
    const alike = text(answer.rows.map((row) => this.row(row))) === text([...this.body.rows]);
    this.after = answer.next;
    if (!alike) this.draw(answer);
    return alike && !!this.after;
  }

  /** The answer of the service; null when it does not come, undefined when it is no longer wanted. */
  async ask() {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const timer = setTimeout(() => asking.abort(), PATIENCE);
    this.box.setAttribute("aria-busy", "true");
    let answer = null;
    try {
      const given = await fetch(this.address(), { signal: asking.signal });
      const read = given.ok ? JSON.parse(await given.text(), exact) : null;
      answer = Array.isArray(read?.rows) ? read : null;
    } catch { /* cut off, or not what was asked for */ }
    clearTimeout(timer);
    if (asking !== this.asking) return undefined;
    this.box.removeAttribute("aria-busy");
    this.told.classList.toggle("unseen", !!answer);
    if (!answer) this.told.textContent = this.data.down;
    return answer;
  }

  address() {
    const address = new URL(this.data.asked, location.href);
    const ask = (name, value) => address.searchParams.append(name, value);
    for (const [name, value] of [["_shape", "objects"], ["_size", this.size], ["_nofacet", 1], ["_nosuggest", 1]]) ask(name, value);
    if (this.sort) ask(this.sort.startsWith("-") ? "_sort_desc" : "_sort", this.sort.replace(/^-/, ""));
    const filter = this.filter();
    if (filter) this.narrow(ask, ...filter);
    if (this.token) ask("_next", this.token);
    return address;
  }

  /** A word that is a label asks for the codes that bear it. */
  narrow(ask, column, fold, value) {
    const [, kind, labels] = this.facts.find(([name]) => name === column) || [];
    const low = value.toLocaleLowerCase();
    const fits = (said) => (FOLDS[fold] === "exact" ? said.toLocaleLowerCase() === low : said.toLocaleLowerCase().includes(low));
    const words = kind === "yes" ? { 1: this.data.yes, 0: this.data.no } : labels;
    if (words && "~=".includes(fold)) {
      const codes = Object.keys(words).filter((code) => fits([words[code]].flat()[0]) || (labels && fits(code)));
      ask(`${column}__in`, JSON.stringify(codes));
    } else ask(`${column}__${FOLDS[fold]}`, kind === "number" ? value.replace(/[,，\s]/g, "") : value);
  }

  /** What the form asks for: column, ``~`` ``=`` ``>`` ``<``, value; nothing when it asks nothing. */
  filter() {
    const fields = this.form?.elements;
    const value = fields?._filter_value.value.trim();
    const fold = Object.keys(FOLDS).find((one) => FOLDS[one] === fields?._filter_op.value);
    return value ? [fields._filter_column.value, fold, value] : null;
  }

  draw(answer) {
    this.box.querySelector(".scroll").style.minHeight = `${this.body.parentElement.offsetHeight}px`;
    this.body.replaceChildren(...answer.rows.map((row) => this.row(row)));
    this.after = answer.next;
    this.sorted = this.sort;
    this.heads.forEach((head, place) => {
      const column = this.facts[place][0];
      const way = { [column]: "ascending", [`-${column}`]: "descending" }[this.sort];
      if (way) head.setAttribute("aria-sort", way); else head.removeAttribute("aria-sort");
    });
    const clear = this.form?.querySelector(".clear");
    if (clear) clear.hidden = !this.filter();
    const count = answer.rows.length;
    const all = answer.filtered_table_rows_count ?? "…";
    const numbers = { from: this.from + 1, to: this.from + count, all };
    const part = this.data.part.replace(/\{(\w+)\}/g, (_, name) => (typeof numbers[name] === "number" ? this.number.format(numbers[name]) : numbers[name]));
    this.part.textContent = this.told.textContent = count ? part : this.data.none;
    this.turned(this.from > 0 || !!this.after);
  }

  turned(needed) {
    this.turn.hidden = !needed && this.full;
    this.previous.disabled = !this.token;
    this.next.disabled = this.after === undefined ? this.full : !this.after;
  }

  row(values) {
    const line = document.createElement("tr");
    this.facts.forEach(([name, kind, labels], place) => {
      const cell = line.insertCell();
      const value = values[name];
      if (!labels && this.heads[place].classList.contains("n") && value !== null) cell.className = "n";
      this.fill(cell, value, kind, labels);
    });
    if (this.data.report) {
      const pen = document.createElement("a");
      const named = this.key.map((name) => `${name}=${values[name]}`).join(", ") || this.data.row.replace("{number}", values.rowid);
      pen.href = this.data.report.replace("{row}", encodeURIComponent(named));
      pen.setAttribute("aria-label", this.data.wrong.replace("{row}", named));
      const cell = line.insertCell();
      cell.className = "pen";
      cell.append(pen);
    }
    return line;
  }

  /** One value as the page shows it: a label for a code, a number by the language, a long text cut. */
  fill(cell, value, kind, labels) {
    if (value === null || value === undefined) return;
    const said = labels?.[value];
    if (said) {
      const code = document.createElement("data");
      code.value = value;
      [code.textContent, cell.lang] = Array.isArray(said) ? said : [said, ""];
      if (!cell.lang) cell.removeAttribute("lang");
      cell.append(code);
    } else if (kind === "yes") cell.textContent = Number(value) ? this.data.yes : this.data.no;
    else if (kind === "number" && !labels) cell.textContent = typeof value === "number" ? this.number.format(value) : value;
    else {
      cell.textContent = String(value).length > 120 ? `${String(value).slice(0, 119)}…` : value;
      if (tag(cell.textContent)) cell.lang = tag(cell.textContent);
    }
  }

  /** What is shown, in the address: ?sort=-area&where=kind~x&next=…&from=20, after a dot the table where there are several. */
  remember() {
    const address = new URL(location.href);
    const filter = this.filter();
    const state = { sort: this.sort, where: filter && filter[0] + filter[1] + filter[2], next: this.token, from: this.from };
    for (const [name, value] of Object.entries(state)) {
      if (value) address.searchParams.set(name + this.name, value); else address.searchParams.delete(name + this.name);
    }
    history.replaceState(null, "", address);
    others(address.search);
  }

  restore() {
    const asked = new URLSearchParams(location.search);
    const read = (name) => asked.get(name + this.name) || "";
    const known = (column) => this.facts.some(([name]) => name === column);
    const [, column, fold, value] = read("where").match(/^(.+?)([~=<>])(.*)$/s) || [];
    const sort = read("sort");
    if (known(sort.replace(/^-/, ""))) this.sort = sort;
    if (this.form && known(column)) {
      const fields = this.form.elements;
      [fields._filter_column.value, fields._filter_op.value, fields._filter_value.value] = [column, FOLDS[fold], value];
    }
    const [token, from] = [read("next"), Number(read("from")) || 0];
    if (!this.sort && !this.filter() && !token) return;
    if (token) [this.after, this.from] = [token, from - this.body.rows.length];
    this.show(token ? 1 : 0, true).then(() => { if (token) this.before = []; });
  }
}

/** The same view in the other languages. */
function others(search) {
  for (const link of document.querySelectorAll(".tongues a")) link.search = search;
}

const boxes = [...document.querySelectorAll(".preview")];
for (const box of boxes) new Preview(box, boxes.length > 1 ? `.${box.dataset.id.replace(/^rows-/, "")}` : "").restore();
others(location.search);
