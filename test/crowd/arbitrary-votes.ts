import fc from 'fast-check'
import type { NamedVote } from '../../src/crowd/vote-table.ts'

/** Votes on a few tasks; labels are whole numbers, so that every level can read them. */
export const someVotes = (options: { minLength?: number } = {}): fc.Arbitrary<NamedVote[]> =>
  fc.uniqueArray(
    fc.record({
      task: fc.integer({ min: 0, max: 7 }).map((id) => `t${id}`),
      annotator: fc.integer({ min: 0, max: 4 }).map((id) => `a${id}`),
      label: fc.integer({ min: 0, max: 4 }).map(String),
    }),
    { selector: ({ task, annotator }) => `${task} ${annotator}`, maxLength: 40, ...options },
  )

/** As many votes on each task. */
export const evenVotes: fc.Arbitrary<NamedVote[]> = fc
  .integer({ min: 2, max: 5 })
  .chain((each) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: each, maxLength: each }), {
      minLength: 1,
      maxLength: 8,
    }),
  )
  .map((rows) =>
    rows.flatMap((row, task) =>
      row.map((label, annotator) => ({ task: `t${task}`, annotator: `a${annotator}`, label: `${label}` })),
    ),
  )

/** The same votes with tasks, annotators and labels renamed and in another order. */
export const renamed = (votes: readonly NamedVote[]): fc.Arbitrary<NamedVote[]> =>
  fc.shuffledSubarray([...votes], { minLength: votes.length }).map((shuffled) =>
    shuffled.map(({ task, annotator, label }) => ({
      task: `other ${task}`,
      annotator: `other ${annotator}`,
      label: `${(Number(label) * 3 + 1) % 5}`,
    })),
  )
