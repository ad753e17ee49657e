// A dataset page: copying, the day it was read, and whether the next edition is late by the reader's own clock.
const today = new Date().toLocaleDateString("sv"); // 2026-11-22
for (const day of document.querySelectorAll("[data-today]")) day.textContent = today;

const article = document.querySelector("[data-copy-words]");
const [copy, copied] = (article?.dataset.copyWords || "").split("|");

for (const part of article && navigator.clipboard ? article.querySelectorAll("[data-copy]") : []) {
  const text = part.textContent;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = copied;
    setTimeout(() => { button.textContent = copy; }, 2000);
  });
  const around = document.createElement("div");
  around.className = "copied";
  if (part.tagName === "PRE") {
    part.before(around);
    around.append(part, button);
  } else {
    part.append(" ", button);
    button.classList.add("inline");
  }
}

for (const due of document.querySelectorAll("time[data-last]")) {
  const seal = due.parentElement.querySelector(".late");
  if (seal && due.dataset.last < today) seal.hidden = false;
}
