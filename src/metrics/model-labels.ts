/** Models with a label of their own at most, beside those that the operator named or the providers list. */
const MOST_LEARNED = 50

/** What stands for every model without a label of its own. */
const OTHER = 'other'

/**
 * Labels of models. People can name any model there is or is not, and every label is kept for as long as the process
 * runs: only models that are known from the start, or that have answered, get one.
 */
export function createModelLabels(most = MOST_LEARNED) {
  const named = new Set<string>()
  let full = most
  return {
    /** These are known, and take no place of those that are learned. */
    know(ids: readonly string[]): void {
      for (const id of ids) {
        if (named.has(id)) continue
        named.add(id)
        full += 1
      }
    },
    /** This model has answered. */
    learn(id: string): void {
      if (named.size < full) named.add(id)
    },
    of: (id: string): string => (named.has(id) ? id : OTHER),
  }
}
