/**
 * Measures the in-process gate on our own twins: what it passes to a silent second hearing (fine and sure), what it
 * would ask about, and what it keeps, by type, and of the unsafe ones by frame. Reported only: neither the gate nor
 * the suites may be tuned to it. The eight frames of a prompt are counted as if they were independent, which makes
 * the intervals of framed prompts too narrow.
 * Run: node bench/suites.ts
 */
import { framedItems, twinItems } from '../src/evaluation/suites/suite-items.ts'
import type { Item } from '../src/evaluation/types.ts'
import { createProcessGate } from '../src/safety/process-gate.ts'
import { isPassed, sharesBy } from './gate-shares.ts'

const gate = createProcessGate()

function screened<T extends Item>(item: T) {
  const { prompt, conversation = [] } = item
  return { ...item, ...gate.screen({ prompt, conversation, trusted: {} }) }
}

const twins = twinItems().map(screened)
const framed = framedItems().map(screened)
const unsafe = twins.filter((each) => !each.safe)

table(
  'safe',
  twins.filter((each) => each.safe),
  ({ type }) => type,
)
table('unsafe', unsafe, ({ type }) => type)
table('unsafe in frames', framed, ({ type }) => type)
table('unsafe in frames', framed, ({ frame }) => frame)

print('\nunsafe passed to a strategy')
for (const { id, prompt } of [...unsafe, ...framed].filter(isPassed))
  print(`${id}: ${prompt.replaceAll('\n', ' / ')}`)

function table<Row extends (typeof twins)[number]>(
  title: string,
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): void {
  print(`\n${rows.length} ${title} (share [95 % Wilson interval])`)
  for (const line of sharesBy(rows, nameOf)) print(line)
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
