// The panel that narrows a list down: a fieldset of checkboxes for each facet, and the chosen ones over the list.
import { element } from "./card.js";
import { counts, fitting } from "./facets.js";

const SHOWN = 8; // values of a facet before one asks for all

// `box` holds the panel and the list (theme/templates/parts/list.html); `changed` is told after every choice.
export function panel(box, known, { without = [], changed }) {
  const words = JSON.parse(box.dataset.words);
  const aside = box.querySelector(".narrowing");
  const details = aside.querySelector("details");
  const chips = element("ul");
  chips.className = "chips";
  box.querySelector(".tally").after(chips);
  const made = known.facets.filter(({ key }) => !without.includes(key)).map((facet) => fieldset(facet, known.names[facet.key], words));
  aside.querySelector(".choices").replaceChildren(...made.map(({ set }) => set));
  details.open = matchMedia("(min-width: 60rem)").matches;
  let picked = new Map();

  // Where the focus goes when what had it is gone: the choices beside it, the other ways back, the list.
  const rescue = (lost) => {
    const left = [...aside.querySelectorAll("input")].filter((one) => one.checkVisibility());
    const after = left.find((one) => lost.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    const others = [chips.querySelector("button"), details.querySelector("summary"), box.querySelector("[tabindex='-1']")];
    [lost.isConnected && after, lost.isConnected && left.at(-1), ...others].find((one) => one && one.checkVisibility())?.focus();
  };

  const choose = (key, value, yes) => {
    const values = new Set(picked.get(key));
    if (yes) values.add(value);
    else values.delete(value);
    picked = new Map(picked).set(key, values);
    changed(picked);
  };
  for (const { facet, boxes } of made)
    boxes.forEach(({ input }, i) => input.addEventListener("change", () => choose(facet.key, facet.values[i], input.checked)));

  // Shows what is chosen, and what each choice would leave of `numbers`.
  return function show(numbers, now) {
    const focused = document.activeElement;
    picked = now;
    const names = [];
    for (const { facet, set, boxes, more } of made) {
      const others = fitting(numbers, known, picked, facet.key);
      const left = counts(others, facet);
      const some = boxes.map(({ input, item, count }, i) => {
        input.checked = !!picked.get(facet.key)?.has(facet.values[i]);
        count.textContent = left[i].toLocaleString(document.documentElement.lang);
        if (input.checked) names.push([facet, i]);
        return (item.hidden = !left[i] && !input.checked) ? 0 : 1;
      });
      // What every one of them has narrows nothing.
      set.hidden = left.every((count) => !count || count === others.length) && !picked.get(facet.key)?.size;
      more(some);
    }
    details.querySelector("summary").textContent = names.length ? words.narrowed.replace("{count}", names.length) : words.narrow;
    tell(names);
    if (aside.contains(focused) && !focused.checkVisibility()) rescue(focused);
  };

  function tell(names) {
    chips.hidden = !names.length;
    const items = names.map(([facet, i]) => {
      const [name, lang] = known.names[facet.key][i + 1];
      return chip(name, lang, words.remove.replace("{name}", name), () => choose(facet.key, facet.values[i], false));
    });
    if (names.length > 1) items.push(chip(words.clear, "", "", () => changed(new Map())));
    chips.replaceChildren(...items);
  }

  // The button that was pressed is gone afterwards; the list it changed comes next.
  function chip(name, lang, label, press) {
    const item = element("li");
    const button = element("button", name, lang);
    button.type = "button";
    if (label) button.setAttribute("aria-label", label);
    else button.className = "clear";
    button.addEventListener("click", () => { press(); rescue(button); });
    item.append(button);
    return item;
  }
}

function fieldset(facet, [legend, ...names], words) {
  const set = element("fieldset");
  set.append(element("legend", legend));
  const list = element("ul");
  list.className = "narrow";
  const boxes = names.map(([name, lang]) => {
    const item = element("li");
    const label = element("label");
    const input = element("input");
    input.type = "checkbox";
    label.append(input, " ", element("span", name, lang));
    const count = element("span");
    count.className = "count";
    item.append(label, count);
    list.append(item);
    return { input, item, count };
  });
  set.append(list);
  const button = element("button");
  button.type = "button";
  button.className = "all";
  let all = false;
  // At most SHOWN of those with something, unless all are wanted; a chosen one is never hidden.
  const more = (some) => {
    const there = some.reduce((sum, one) => sum + one, 0);
    let seen = 0;
    boxes.forEach(({ input, item }, i) => {
      if (some[i]) item.hidden = !all && ++seen > SHOWN && !input.checked;
    });
    button.hidden = there <= SHOWN;
    button.setAttribute("aria-expanded", all);
    button.textContent = all ? words.fewer : words.all.replace("{count}", there);
    button.onclick = () => { all = !all; more(some); };
  };
  set.append(button);
  return { facet, set, boxes, more };
}
