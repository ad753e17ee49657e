// Narrowing down, without a page: what was chosen and how an address says it, what fits, and what each choice would
// leave. Within a facet any of the chosen values will do; every facet with a choice must fit.

// key -> chosen values, of those there are.
export function chosen(params, { facets }) {
  const picked = new Map();
  for (const { key, values } of facets) {
    const wanted = params.getAll(key).filter((value) => values.includes(value));
    if (wanted.length) picked.set(key, new Set(wanted));
  }
  return picked;
}

export function params(picked, { facets }) {
  const made = new URLSearchParams();
  for (const { key, values } of facets) for (const value of values) if (picked.get(key)?.has(value)) made.append(key, value);
  return made;
}

// The documents that fit; the choices in the facet `but` do not count.
export function fitting(numbers, { facets }, picked, but = "") {
  let left = numbers;
  for (const { key, values, sets, of } of facets) {
    if (key === but || !picked.get(key)?.size) continue;
    const fits = sets.map((set) => set.some((place) => picked.get(key).has(values[place])));
    left = left.filter((number) => fits[of[number]]);
  }
  return left;
}

// How many of the documents have each value of a facet.
export function counts(numbers, { values, sets, of }) {
  const found = values.map(() => 0);
  for (const number of numbers) for (const place of sets[of[number]] ?? []) found[place] += 1;
  return found;
}

// In the order that was asked for; what stands in no order keeps its place at the end.
export function sorted(numbers, order) {
  if (!order) return numbers;
  const place = new Map(order.map((number, i) => [number, i]));
  return [...numbers].sort((a, b) => (place.get(a) ?? Infinity) - (place.get(b) ?? Infinity) || a - b);
}

// The numbers of pages to link: the first, the last and those around; 0 stands for a gap.
export function pages(number, count) {
  const near = [1, number - 2, number - 1, number, number + 1, number + 2, count];
  const kept = [...new Set(near)].filter((n) => n >= 1 && n <= count).sort((a, b) => a - b);
  return kept.flatMap((n, i) => (i && n - kept[i - 1] > 1 ? [0, n] : [n]));
}
