// The texts with Chinese characters that stand in no element whose nearest language is Chinese; code is in none.
() => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const around = texts.currentNode.parentElement;
    if (!/[\u3400-\u9fff]/.test(texts.currentNode.data) || around.closest("code, pre, script, title, desc")) continue;
    if (!around.closest("[lang]").getAttribute("lang").startsWith("zh")) found.push(texts.currentNode.data.trim().slice(0, 80));
  }
  return found;
}
