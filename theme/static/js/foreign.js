// Runs of Chinese inside a text of another language, marked: publish/foreign.py says why and does the same.
const HAN = "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const RUN = new RegExp(`([《（“‘]*[${HAN}](?:[\\u3001-\\u301f\\uff01-\\uff5e·“”‘’—…0-9]*[${HAN}])*[》）”’。]*)`, "u");
const NONE = /^(zh|ja|ko|yue)\b/.test(document.documentElement.lang);

export const tag = (text) => (!NONE && RUN.test(text) && !/[\u3040-\u30ff\uac00-\ud7af]/.test(text) ? "zh-Hans" : "");

// The text as nodes.
export function runs(text) {
  const lang = tag(text);
  if (!lang) return [text];
  return text.split(RUN).map((part, i) => (i % 2 ? Object.assign(document.createElement("span"), { textContent: part, lang }) : part));
}
