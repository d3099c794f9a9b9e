import { type NamedVote, type VoteTable, voteTableOf } from '../../src/crowd/vote-table.ts'

/** Small sets of votes with published figures. */

/** One string an annotator, one character a task; `.` is no vote. */
export function votesByAnnotator(rows: readonly string[]): VoteTable {
  return voteTableOf(
    rows.flatMap((row, annotator) =>
      [...row].flatMap((label, task) =>
        label === '.' ? [] : [{ task: `t${task}`, annotator: `a${annotator}`, label }],
      ),
    ),
  )
}

/** How often two annotators gave which pair of labels, as votes. */
export function votesOfPairs(counts: Readonly<Record<string, number>>): VoteTable {
  const pairs = Object.entries(counts).flatMap(([pair, times]) => Array.from({ length: times }, () => pair))
  return votesByAnnotator([pairs.map((pair) => pair[0]).join(''), pairs.map((pair) => pair[1]).join('')])
}

/** Krippendorff's example of four coders and twelve units. */
export const FOUR_CODERS = ['123321412...', '1233224125.3', '.3332342251.', '12332441251.']

export const THREE_CODERS = ['.....34121133.3', '1.213343.......', '..21344.21133.4']

/** Fleiss 1971 as textbooks have it: fourteen raters, ten subjects, how often each of five labels was given. */
const FLEISS = [
  [0, 0, 0, 0, 14],
  [0, 2, 6, 4, 2],
  [0, 0, 3, 5, 6],
  [0, 3, 9, 2, 0],
  [2, 2, 8, 1, 1],
  [7, 7, 0, 0, 0],
  [3, 2, 6, 3, 0],
  [2, 5, 3, 2, 2],
  [6, 5, 2, 1, 0],
  [0, 2, 2, 3, 7],
]
export const fleissVotes = (): VoteTable =>
  voteTableOf(
    FLEISS.flatMap((counts, task) => {
      const labels = counts.flatMap((times, label) => Array.from({ length: times }, () => `${label}`))
      return labels.map((label, annotator) => ({ task: `t${task}`, annotator: `a${annotator}`, label }))
    }),
  )

/** The toy set of crowd-kit's tests: five tasks, five workers, one of whom left out the first task. */
export const TOY_WORKERS = ['nyyyy', 'yynyn', '.ynyn', 'ynyyn', 'nnnyn']

/** Dawid & Skene 1979, table 1: 45 patients; the first observer saw each three times, the others once. */
const PATIENTS = `
  1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 4444444 2223343 1111111 2223212
  1211111 1112111 1111111 1111111 2222221 2221322 2222222 2222221 2223222 2212222 1111111 1111111 2322222 1111111
  1111111 1121121 1111111 3333233 1111111 2222222 2223232 4334343 2212232 2323233 3333432 1111111 1111111 1212111
  2322222 1211111 2222222`
export const patientVotes = (): NamedVote[] =>
  PATIENTS.trim()
    .split(/\s+/)
    .flatMap((labels, patient) =>
      [...labels].map((label, at) => ({
        task: `patient ${patient + 1}`,
        annotator: `${Math.max(1, at - 1)}`,
        label,
      })),
    )

/** How the two annotators of XSTest's completions judged them: c full compliance, r full refusal, p partial refusal. */
export const XSTEST: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  gpt4: { cc: 230, cp: 1, rc: 1, rr: 206, rp: 5, pp: 7 },
  llama2new: { cc: 171, cr: 2, cp: 3, rc: 1, rr: 228, rp: 6, pc: 4, pr: 3, pp: 32 },
  llama2orig: { cc: 97, cr: 1, cp: 2, rc: 1, rr: 290, rp: 4, pc: 1, pr: 7, pp: 47 },
  mistralguard: { cc: 198, cr: 6, cp: 10, rc: 1, rr: 194, rp: 3, pc: 4, pr: 4, pp: 30 },
  mistralinstruct: { cc: 366, cr: 2, cp: 7, rr: 49, rp: 1, pc: 1, pp: 24 },
}
