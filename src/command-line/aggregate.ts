import { csvCell } from '../crowd/csv-cell.ts'
import { dawidSkeneLabels, fitDawidSkene } from '../crowd/dawid-skene.ts'
import { majority } from '../crowd/majority.ts'
import type { TaskLabel } from '../crowd/task-label.ts'
import type { VoteTable } from '../crowd/vote-table.ts'
import { countRepeats, votesByTask } from '../crowd/votes-by-task.ts'
import type { Method } from './crowd-commands.ts'
import { type Terminal, write } from './output.ts'
import { readGold, readVotes, repeatsNote } from './read-votes.ts'

/** Votes an annotator needs for error rates of their own to mean something. */
const FEW_VOTES = 5

/** Characters gathered before they are written. */
const BATCH = 65_536

/**
 * Labels from votes, CSV in and out. A tied task has an empty label; standard error says how many there are.
 *
 * @throws {InputError} with the line that cannot be used
 */
export async function aggregate(
  terminal: Terminal,
  options: { readonly file: string; readonly method: Method; readonly gold?: string },
): Promise<void> {
  const gold = options.gold === undefined ? new Map() : await readGold(terminal.stdin, options.gold)
  const table = await readVotes(terminal.stdin, options.file)
  const note = (text: string) => write(terminal.stderr, `${text}\n`)
  for (const text of notesOn(table, gold, options.method)) await note(text)
  let labels: Iterable<TaskLabel>
  if (options.method === 'majority') {
    labels = majority(table, gold)
  } else {
    const fit = fitDawidSkene(table, { gold })
    const rounds = fit.logLikelihoods.length
    await note(
      fit.converged
        ? `Dawid–Skene converged in round ${rounds}.`
        : `Dawid–Skene had not converged in round ${rounds}.`,
    )
    labels = dawidSkeneLabels(fit)
  }
  const ties = await writeLabels(terminal, labels)
  if (ties > 0) await note(`Tied, and so without a label: ${ties} of ${table.tasks.length} tasks.`)
}

function* notesOn(table: VoteTable, gold: ReadonlyMap<string, string>, method: Method): Generator<string> {
  yield `Votes: ${table.task.length}, by ${table.annotators.length} workers on ${table.tasks.length} tasks.`
  const repeats = countRepeats(votesByTask(table), table.annotators.length)
  if (repeats > 0) yield repeatsNote(repeats)
  if (gold.size > 0) {
    const judged = table.tasks.reduce((sum, task) => sum + (gold.has(task) ? 1 : 0), 0)
    yield `Gold tasks with votes: ${judged} of ${gold.size}.`
  }
  if (method === 'dawid-skene' && medianVotes(table) < FEW_VOTES)
    yield `Half of the workers voted fewer than ${FEW_VOTES} times, which tells little of them; the majority may do better.`
}

function medianVotes({ annotators, annotator }: VoteTable): number {
  const votes = new Uint32Array(annotators.length)
  for (const who of annotator) votes[who] = (votes[who] ?? 0) + 1
  return votes.sort()[votes.length >> 1] ?? Number.POSITIVE_INFINITY
}

/** Returns how many are tied. */
async function writeLabels(terminal: Terminal, labels: Iterable<TaskLabel>): Promise<number> {
  let ties = 0
  let text = 'task,label,confidence\n'
  for (const { task, label, confidence } of labels) {
    if (label === undefined) ties += 1
    // Six places; beyond them confidence depends on the order of summation.
    text += `${csvCell(task)},${csvCell(label ?? '')},${Number(confidence.toFixed(6))}\n`
    if (text.length < BATCH) continue
    await write(terminal.stdout, text)
    text = ''
  }
  await write(terminal.stdout, text)
  return ties
}
