// Suggestions under a search box: the datasets, topics and pages that answer what is typed so far. Nothing is read
// before somebody types. A combobox: the arrows go through the list, Enter opens, Escape closes.
const MOST = 6;

function attach(form, number) {
  const input = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  list.id = `suggested-${number}`;
  list.className = "suggested";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggestions);
  form.append(list);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  let active = -1;
  let asked = 0;

  const close = () => {
    asked += 1;
    list.hidden = true;
    list.replaceChildren();
    mark(-1);
    input.setAttribute("aria-expanded", "false");
  };

  function mark(place) {
    active = place;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", i === place));
    if (place < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    }
  }

  async function suggest() {
    const mine = ++asked;
    const text = input.value.trim();
    if (!text) return close();
    const [{ address, rows, search }, { element, marked, wordsOf }] = await Promise.all([import("./index.js"), import("./card.js")]);
    const numbers = (await search(text)).slice(0, MOST);
    const [shown, home] = await Promise.all([rows(numbers), address("/")]);
    if (mine !== asked || document.activeElement !== input) return;
    if (!shown.length) return close();
    list.replaceChildren(...shown.map(([path, title, titleLang, , , provider, providerLang, , , note, , state], i) => {
      const option = element("li");
      option.id = `${list.id}-${i}`;
      option.setAttribute("role", "option");
      option.dataset.href = home.replace(/\/$/, "") + path;
      option.append(marked(element("span", title, titleLang), wordsOf(text)));
      const beside = provider || [state, note].filter(Boolean).join(" ");
      if (beside) option.append(" ", Object.assign(element("small", beside, provider ? providerLang : "")));
      option.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
      option.addEventListener("click", () => location.assign(option.dataset.href));
      return option;
    }));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(-1);
  }

  let waiting;
  const later = (event) => {
    if (event.isComposing) return; // the letters of an input method are not the words yet
    clearTimeout(waiting);
    waiting = setTimeout(() => suggest().catch((error) => { close(); console.error(error); }), 120);
  };
  input.addEventListener("input", later);
  input.addEventListener("compositionend", later);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.isComposing || !count) return;
    if (event.key === "ArrowDown") mark(active + 1 < count ? active + 1 : -1);
    else if (event.key === "ArrowUp") mark(active < 0 ? count - 1 : active - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) location.assign(list.children[active].dataset.href);
    else return;
    event.preventDefault();
  });
}

document.querySelectorAll("form.seek[data-suggestions]").forEach(attach);
