import { type Level, labelNumber } from '../crowd/scale.ts'
import { createVoteTable, type VoteTable } from '../crowd/vote-table.ts'
import { InputError } from '../errors.ts'
import { readCsv } from '../read-csv.ts'

/**
 * Reads votes from CSV with the columns task, worker and label, each name kept once.
 *
 * @throws {InputError} with the line that cannot be used
 */
export async function readVotes(
  stdin: NodeJS.ReadableStream,
  file: string,
  readLabel: (label: string) => string = (label) => label,
): Promise<VoteTable> {
  const votes = createVoteTable(refuseBrokenText)
  await readCsv(stdin, file, ['task', 'worker', 'label'], ([task = '', worker = '', label = '']) => {
    votes.add(task, worker, readLabel(label))
  })
  return votes.finish()
}

/**
 * Reads the labels of gold tasks from CSV with the columns task and label.
 *
 * @throws {InputError} with the line that cannot be used
 */
export async function readGold(stdin: NodeJS.ReadableStream, file: string): Promise<Map<string, string>> {
  const gold = new Map<string, string>()
  await readCsv(stdin, file, ['task', 'label'], ([task = '', label = '']) => {
    const before = gold.get(task)
    if (before !== undefined && before !== label)
      throw new InputError(`the task "${task}" was "${before}" before, and is "${label}" here`)
    refuseBrokenText(task)
    refuseBrokenText(label)
    gold.set(task, label)
  })
  return gold
}

/** Reads labels of a level: numbers are told by their value, however they are written. */
export function labelReader(level: Level, order?: readonly string[]): (label: string) => string {
  if (level === 'nominal') return (label) => label
  const known = new Map<string, string>(order?.map((label) => [label, label]))
  return (label) => {
    const read = known.get(label)
    if (read !== undefined) return read
    if (order) throw new InputError(`the label "${label}" is not in the order given by --order`)
    const number = labelNumber(label)
    if (number === undefined) {
      const remedy = level === 'ordinal' ? '; give the order of the labels by --order' : ''
      throw new InputError(`the label "${label}" is not a number, as ${level} labels are${remedy}`)
    }
    if (level === 'ratio' && number < 0)
      throw new InputError(`the label "${label}" is below zero, as no ratio label is`)
    // Zero is zero, though it be written as −0.
    const name = String(number + 0)
    known.set(label, name)
    return name
  }
}

/** What a person should know of votes that may be there by mistake. */
export function repeatsNote(repeats: number): string {
  return `Votes that repeat a worker's vote on the same task, each of which counts: ${repeats}.`
}

/** The character that stands for bytes that are not UTF-8; two names must not become one by it. */
function refuseBrokenText(name: string): void {
  if (name.includes('\uFFFD')) throw new InputError('the row is not UTF-8 text; save the file as "CSV UTF-8"')
}
