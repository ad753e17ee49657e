// What a picture says of the mark a reader points at: a small label that stays within it. Maps and charts share it.

// Over `stage`, which holds the picture: `show(content, x, y)` beside that point of the window, `hide()`.
export function label(stage) {
  const says = document.createElement("div");
  says.className = "says";
  says.hidden = true;
  stage.append(says);
  return {
    get shown() { return !says.hidden; },
    hide() { says.hidden = true; },
    show(content, x, y) {
      says.hidden = false;
      says.replaceChildren(...content);
      const box = stage.getBoundingClientRect();
      const left = x - box.left + 12;
      const beyond = left + says.offsetWidth > box.width;
      says.style.left = `${Math.max(0, beyond ? left - says.offsetWidth - 24 : left)}px`;
      says.style.top = `${Math.max(0, Math.min(y - box.top, box.height) - says.offsetHeight - 12)}px`;
    },
  };
}
