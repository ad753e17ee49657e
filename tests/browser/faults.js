// What a reader could not read on this page as it is laid out now: text cut off, lying over other text, or beyond the
// edge of the screen. A part that scrolls by itself may hold what does not fit; what is for listeners alone is passed
// over, and so is what stays in its place while the page moves below it.
() => {
  const faults = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) faults.push(`${wide} px wide on a screen of ${innerWidth}`);

  const styles = new Map();
  const style = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };
  const around = function* (element) {
    for (let one = element; one && one !== document.documentElement; one = one.parentElement) yield one;
  };
  const apart = (element) => [...around(element)].some((one) => {
    const { position, clipPath, visibility, opacity } = style(one);
    return position === "fixed" || position === "sticky" || visibility === "hidden" || opacity === "0"
      || clipPath === "inset(50%)" || (one.clientWidth <= 1 && one.clientHeight <= 1 && style(one).overflow === "hidden");
  });
  const scrolls = (element) => [...around(element)].some((one) => /auto|scroll/.test(style(one).overflowX));
  const cut = (element, box) => [...around(element)].some((one) => {
    if (!/hidden|clip/.test(style(one).overflowX + style(one).overflowY) || one.namespaceURI.endsWith("svg")) return false;
    const edge = one.getBoundingClientRect();
    return box.right > edge.right + 1.5 || box.left < edge.left - 1.5 || box.bottom > edge.bottom + 4;
  });

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const said = node.textContent.trim();
    if (!said || !element.checkVisibility({ visibilityProperty: true }) || apart(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const free = scrolls(element);
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1) continue;
      if (!free && (box.right > innerWidth + 1 || box.left < -1)) faults.push(`beyond the edge: ${said.slice(0, 40)}`);
      if (!free && cut(element, box)) faults.push(`cut off: ${said.slice(0, 40)}`);
      texts.push({ box, said, element });
    }
  }

  // From the top down, each with those that begin before it ends.
  texts.sort((one, other) => one.box.top - other.box.top);
  for (let i = 0; i < texts.length; i++) {
    const { box, said, element } = texts[i];
    for (let j = i + 1; j < texts.length && texts[j].box.top < box.bottom - 3; j++) {
      const other = texts[j];
      const high = Math.min(box.bottom, other.box.bottom) - other.box.top;
      const broad = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const least = Math.min(box.height, other.box.height);
      if (broad > 2 && high > least * 0.4 && scrolls(element) === scrolls(other.element))
        faults.push(`one over the other: ${said.slice(0, 30)} / ${other.said.slice(0, 30)}`);
    }
  }
  return [...new Set(faults)].slice(0, 8);
}
