/** How alike two prompts are, 0 to 1: the larger of two measures, each blind to what the other sees. */
export function similarity(a: string, b: string): number {
  return Math.max(jaccard(wordGrams(a), wordGrams(b)), cosine(letterGrams(a), letterGrams(b)))
}

/** Shared single words and word pairs out of all of them: sees a copied phrase. */
function jaccard(a: Set<string>, b: Set<string>): number {
  const shared = [...a].filter((gram) => b.has(gram)).length
  return shared === 0 ? 0 : shared / (a.size + b.size - shared)
}

/** Angle between the counts of three-letter runs: sees a copy with other endings, order or spelling. */
function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let product = 0
  for (const [gram, count] of a) product += count * (b.get(gram) ?? 0)
  return product === 0 ? 0 : product / (length(a) * length(b))
}

function length(counts: ReadonlyMap<string, number>): number {
  return Math.sqrt([...counts.values()].reduce((sum, count) => sum + count * count, 0))
}

function words(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

function wordGrams(text: string): Set<string> {
  const list = words(text)
  return new Set([...list, ...list.slice(1).map((word, index) => `${list[index]} ${word}`)])
}

function letterGrams(text: string): ReadonlyMap<string, number> {
  const letters = ` ${words(text).join(' ')} `
  const counts = new Map<string, number>()
  for (let at = 0; at + 3 <= letters.length; at++) {
    const gram = letters.slice(at, at + 3)
    counts.set(gram, (counts.get(gram) ?? 0) + 1)
  }
  return counts
}
