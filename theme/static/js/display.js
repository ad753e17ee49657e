// How the reader wants the page: light or dark, larger text. Runs before the first paint; kept in this browser only.
(() => {
  const root = document.documentElement;
  const read = () => { try { return localStorage.getItem("display") || ""; } catch { return ""; } };
  const apply = (value) => { if (value) root.dataset.display = value; else delete root.dataset.display; };
  apply(read());
  if (location.search) root.dataset.asked = ""; // a list keeps its cards back until it is narrowed down
  addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector("[data-display][hidden]");
    if (!box) return;
    const [title, light, dark, device, large] = box.dataset.words.split("|");
    const has = (word) => read().split(" ").includes(word);
    const keep = (words) => {
      const value = [...words].filter(Boolean).join(" ");
      try { localStorage.setItem("display", value); } catch { /* a browser that keeps nothing */ }
      apply(value);
      draw();
    };
    const choices = [["", device], ["light", light], ["dark", dark]];
    const draw = () => {
      const tone = ["light", "dark"].find(has) || "";
      for (const button of box.querySelectorAll("button[data-tone]"))
        button.setAttribute("aria-pressed", button.dataset.tone === tone);
      box.querySelector("button[data-large]").setAttribute("aria-pressed", has("large"));
    };
    const button = (words, key, value, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = words;
      made.dataset[key] = value;
      made.addEventListener("click", act);
      box.append(made);
    };
    const said = document.createElement("span");
    said.textContent = title;
    box.append(said);
    for (const [tone, words] of choices) button(words, "tone", tone, () => keep([tone, has("large") && "large"]));
    button(large, "large", "1", () => keep([["light", "dark"].find(has), !has("large") && "large"]));
    box.removeAttribute("data-display");
    box.hidden = false;
    draw();
  });
})();
