/** Most letters a misspelt name may differ by. */
const MOST_EDITS = 2

/** The known name that a misspelt one most likely stands for, if any is near enough. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const wanted = given.toLowerCase()
  let best: string | undefined
  // A short name must keep more than half of its letters.
  let fewest = Math.min(MOST_EDITS + 1, Math.ceil(wanted.length / 2))
  for (const name of known) {
    const edits = editDistance(wanted, name.toLowerCase())
    if (edits < fewest) {
      best = name
      fewest = edits
    }
  }
  return best
}

/** Levenshtein's distance: letters to add, remove or change. Quadratic, for short names. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const change = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(change, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    above = current
  }
  return above[b.length] ?? 0
}
