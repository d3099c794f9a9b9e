import type { NamedVote } from '../src/crowd/vote-table.ts'

/** Dawid–Skene and alpha as one writes them down from a textbook: maps and small arrays, by name. */

/** EM from shares of votes, in logarithms, until a round gains less than 1e-8 a vote. */
export function textbookDawidSkene(votes: readonly NamedVote[]): { rounds: number; logLikelihood: number } {
  const labels = [...new Set(votes.map(({ label }) => label))]
  const byTask = Map.groupBy(votes, ({ task }) => task)
  const annotators = new Set(votes.map(({ annotator }) => annotator))
  const posteriors = new Map(
    [...byTask].map(([task, on]) => [
      task,
      labels.map((label) => on.filter((vote) => vote.label === label).length / on.length),
    ]),
  )
  let before = Number.NEGATIVE_INFINITY
  for (let rounds = 1; ; rounds += 1) {
    const priors = labels.map((_, j) => [...posteriors.values()].reduce((sum, row) => sum + (row[j] ?? 0), 0))
    const rates = new Map(
      [...annotators].map((annotator) => [
        annotator,
        labels.map(() => new Map(labels.map((said) => [said, 0]))),
      ]),
    )
    for (const { task, annotator, label } of votes) {
      for (const [j, row] of rates.get(annotator)?.entries() ?? [])
        row.set(label, (row.get(label) ?? 0) + (posteriors.get(task)?.[j] ?? 0))
    }
    for (const rows of rates.values()) {
      for (const row of rows) {
        const sum = [...row.values()].reduce((all, each) => all + each, 0)
        for (const [said, many] of row) row.set(said, sum === 0 ? 0 : many / sum)
      }
    }
    let logLikelihood = 0
    for (const [task, on] of byTask) {
      const logs = labels.map((_, j) =>
        on.reduce(
          (sum, { annotator, label }) => sum + Math.log(rates.get(annotator)?.[j]?.get(label) ?? 0),
          Math.log((priors[j] ?? 0) / byTask.size),
        ),
      )
      const largest = Math.max(...logs)
      const weights = logs.map((log) => Math.exp(log - largest))
      const sum = weights.reduce((all, each) => all + each, 0)
      posteriors.set(
        task,
        weights.map((weight) => weight / sum),
      )
      logLikelihood += largest + Math.log(sum)
    }
    if (logLikelihood - before < 1e-8 * votes.length) return { rounds, logLikelihood }
    before = logLikelihood
  }
}

/** Nominal alpha from the matrix of coincidences, pair by pair. */
export function textbookAlpha(votes: readonly NamedVote[]): number {
  const coincidences = new Map<string, Map<string, number>>()
  for (const on of Map.groupBy(votes, ({ task }) => task).values()) {
    if (on.length < 2) continue
    for (const [at, one] of on.entries()) {
      const row = coincidences.get(one.label) ?? new Map<string, number>()
      coincidences.set(one.label, row)
      for (const [other, { label }] of on.entries())
        if (other !== at) row.set(label, (row.get(label) ?? 0) + 1 / (on.length - 1))
    }
  }
  const uses = new Map(
    [...coincidences].map(([label, row]) => [label, [...row.values()].reduce((sum, each) => sum + each, 0)]),
  )
  const total = [...uses.values()].reduce((sum, each) => sum + each, 0)
  let observed = 0
  let expected = 0
  for (const [one, row] of coincidences) {
    for (const [other, many] of row) if (other !== one) observed += many
    for (const [other, many] of uses)
      if (other !== one) expected += ((uses.get(one) ?? 0) * many) / (total - 1)
  }
  return 1 - observed / expected
}
