/**
 * Dawid–Skene, Krippendorff's alpha and its interval on a million votes, each beside a textbook implementation
 * written here: the package registry holds no kept one in JavaScript. Both run as long as the same convergence
 * rule says, and have to come to the same figures. Peak memory is of the whole process.
 * Run: node bench/crowd.ts [tasks]
 */
import { agreement } from '../src/crowd/agreement.ts'
import { dawidSkeneLabels, fitDawidSkene } from '../src/crowd/dawid-skene.ts'
import { krippendorffAlpha } from '../src/crowd/krippendorff.ts'
import { majority } from '../src/crowd/majority.ts'
import { seededRandom } from '../src/crowd/seeded-random.ts'
import type { TaskLabel } from '../src/crowd/task-label.ts'
import { votePatterns } from '../src/crowd/vote-patterns.ts'
import { createVoteTable, type NamedVote, type VoteTable } from '../src/crowd/vote-table.ts'
import { textbookAlpha, textbookDawidSkene } from './textbook-crowd.ts'

const SEED = 11
const ANNOTATORS = 1_000
const LABELS = 5
const VOTES_A_TASK = 10
const tasks = Number(process.argv[2] ?? 100_000)

const { votes, truth } = crowd(seededRandom(SEED))
const table = timed('taking in the votes', () => tableOf(votes))

const fit = timed('Dawid–Skene', () => fitDawidSkene(table))
const peak = process.resourceUsage().maxRSS / 1024
const rounds = fit.logLikelihoods.length
say(
  `  ${fit.converged ? 'converged' : 'not converged'} in round ${rounds}, peak memory ${peak.toFixed(0)} MB`,
)
const alpha = timed("Krippendorff's alpha", () =>
  krippendorffAlpha(votePatterns(table), { level: 'nominal' }),
)
say(`  ${alpha.value?.toFixed(6)}`)
timed('all of `agreement`, with 1,000 resamples', () =>
  agreement(table, { level: 'nominal' }, { random: seededRandom(SEED) }),
)
say(`right labels: Dawid–Skene ${right(dawidSkeneLabels(fit))}, majority ${right(majority(table))}`)

const rival = timed('textbook Dawid–Skene', () => textbookDawidSkene(votes))
say(`  round ${rival.rounds}, log-likelihood ${rival.logLikelihood} against ${fit.logLikelihoods.at(-1)}`)
const definition = timed('textbook alpha', () => textbookAlpha(votes))
say(`  ${definition.toFixed(6)}`)
say(`peak memory at the end, rivals included: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`)

/** Annotators are right with a skill of 0.3 to 0.9, and else say any other label. */
function crowd(random: () => number): { votes: NamedVote[]; truth: Map<string, string> } {
  const skills = Array.from({ length: ANNOTATORS }, () => 0.3 + 0.6 * random())
  const truth = new Map<string, string>()
  const votes: NamedVote[] = []
  for (let id = 0; id < tasks; id += 1) {
    const task = `task ${id}`
    // The first labels are the more frequent.
    const label = Math.floor(LABELS * random() ** 1.5)
    truth.set(task, `label ${label}`)
    for (let vote = 0; vote < VOTES_A_TASK; vote += 1) {
      const who = Math.floor(random() * ANNOTATORS)
      const slip = random() < (skills[who] ?? 0) ? 0 : 1 + Math.floor(random() * (LABELS - 1))
      votes.push({ task, annotator: `annotator ${who}`, label: `label ${(label + slip) % LABELS}` })
    }
  }
  return { votes, truth }
}

function tableOf(all: readonly NamedVote[]): VoteTable {
  const builder = createVoteTable()
  for (const { task, annotator, label } of all) builder.add(task, annotator, label)
  return builder.finish()
}

function right(labels: Iterable<TaskLabel>): string {
  let many = 0
  for (const { task, label } of labels) if (label === truth.get(task)) many += 1
  return `${((100 * many) / tasks).toFixed(2)} %`
}

function timed<Result>(what: string, run: () => Result): Result {
  const start = performance.now()
  const result = run()
  say(`${what}: ${((performance.now() - start) / 1000).toFixed(2)} s`)
  return result
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
