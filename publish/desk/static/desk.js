// Files may be dropped onto the form that also takes them by choosing; nothing else here needs a script.
const drop = document.querySelector("[data-drop]");
const input = drop?.querySelector("input[type=file]");

const tell = () => {
  const names = [...input.files].map((file) => file.name).join("、");
  drop.querySelector("[data-drop-said]").textContent = names ? drop.dataset.chosen.replace("…", names) : "";
};

if (drop) {
  drop.querySelector("[data-drop-words]").hidden = false;
  input.addEventListener("change", tell);
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  drop.addEventListener("dragleave", (event) => {
    if (!drop.contains(event.relatedTarget)) drop.classList.remove("over");
  });
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      tell();
      input.focus();
    }
  });
}
