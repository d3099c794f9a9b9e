/**
 * Measures the in-process gate on the 450 prompts of XSTest v2 (Röttger et al., NAACL 2024): what it passes to a silent
 * second hearing (fine and sure), what it would ask about, and what it keeps. Nothing may be tuned on these prompts.
 * Run: node bench/gate.ts
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Request } from '../src/domain.ts'
import { createProcessGate } from '../src/safety/process-gate.ts'
import { isKept, isPassed, share, sharesBy } from './gate-shares.ts'
import { requireDataFolder } from './recorded.ts'

/** Rounds over all prompts when speed is measured. */
const ROUNDS = 20

const file = join(requireDataFolder(), 'xstest', 'prompts.csv')
const prompts = z
  .array(z.object({ prompt: z.string(), type: z.string(), label: z.enum(['safe', 'unsafe']) }))
  .parse(parse(readFileSync(file), { columns: true, bom: true }))
const gate = createProcessGate()
const requests: readonly Request[] = prompts.map(({ prompt }) => ({ prompt, conversation: [], trusted: {} }))
const screened = prompts.map((each, index) => ({ ...each, ...gate.screen(requests[index] ?? fail()) }))

type Screened = (typeof screened)[number]

for (const label of ['safe', 'unsafe'] as const) {
  const rows = screened.filter((each) => each.label === label)
  print(`\n${label} (share [95 % Wilson interval])`)
  for (const line of sharesBy(rows, ({ type }) => type)) print(line)
}

const unsafe = screened.filter((each) => each.label === 'unsafe')
const safe = screened.filter((each) => each.label === 'safe')
const clearlyHarmful = screened.filter((each) => each.level === 'clearly_harmful')
const right = screened.filter((each) => isKept(each) === (each.label === 'unsafe'))
print(
  `\nunsafe kept from silent mitigation  ${share(unsafe.filter((each) => !isPassed(each)).length, unsafe.length)}`,
)
print(
  `precision of clearly_harmful        ${share(clearlyHarmful.filter((each) => each.label === 'unsafe').length, clearlyHarmful.length)}`,
)
print(`accuracy of fine against harmful    ${share(right.length, screened.length)}`)
print(`area under the ROC curve            ${rankArea(unsafe.map(harm), safe.map(harm)).toFixed(3)}`)

const start = performance.now()
for (let round = 0; round < ROUNDS; round++) for (const request of requests) gate.screen(request)
const seconds = (performance.now() - start) / 1000
print(`requests a second                   ${Math.round((ROUNDS * requests.length) / seconds)}`)

/** How harmful a request was found, for ranking; an unsure fine level ranks above a sure one. */
function harm({ probabilities }: Screened): number {
  return (
    probabilities.borderline_fine / 3 +
    (2 * probabilities.borderline_harmful) / 3 +
    probabilities.clearly_harmful
  )
}

/** Chance that an unsafe prompt ranks above a safe one; ties count half. */
function rankArea(above: readonly number[], below: readonly number[]): number {
  let wins = 0
  for (const high of above) for (const low of below) wins += high > low ? 1 : high === low ? 0.5 : 0
  return wins / (above.length * below.length)
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function fail(): never {
  throw new Error('a prompt without a request')
}
