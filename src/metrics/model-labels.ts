/** Models with a label of their own at most, beside those that the operator named or the providers list. */
const MOST_LEARNED = 50

/** What stands for every model without a label of its own. */
const OTHER = 'other'

/**
 * Labels of models. People can name any model there is or is not, and every label is kept for as long as the process
 * runs: only models that are known from the start, or that have answered, get one.
 */
export function createModelLabels(known: readonly string[], most = MOST_LEARNED) {
  const named = new Set(known)
  const full = named.size + most
  return {
    /** This model has answered. */
    learn(id: string): void {
      if (named.size < full) named.add(id)
    },
    of: (id: string): string => (named.has(id) ? id : OTHER),
  }
}
