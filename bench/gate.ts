/**
 * Measures the in-process gate on the 450 prompts of XSTest v2 (Röttger et al., NAACL 2024): what it passes to a silent
 * second hearing (fine and sure), what it would ask about, and what it keeps; beside it logistic regression on words
 * and their neighbours, fitted on the same sets. Nothing may be fitted or tuned on these prompts.
 * Run: node bench/gate.ts
 */
import type { Request } from '../src/domain.ts'
import { createProcessGate } from '../src/safety/process-gate.ts'
import { readPrompts } from './gate-data.ts'
import { gateTables, gateTotals } from './gate-table.ts'
import { requireDataFolder } from './recorded.ts'
import { fitWordBaseline } from './word-baseline.ts'
import { readXstestPrompts } from './xstest-prompts.ts'

/** Rounds over all prompts when speed is measured, after as many to warm up. */
const ROUNDS = 20

const folder = requireDataFolder()
const prompts = readXstestPrompts(folder)
const gate = createProcessGate()
const asRequest = (prompt: string): Request => ({ prompt, conversation: [], trusted: {} })
for (const line of gateTables(prompts.map((each) => ({ ...each, ...gate.screen(asRequest(each.prompt)) }))))
  print(line)

const requests = prompts.map(({ prompt }) => asRequest(prompt))
const screenAll = (): void => {
  for (let round = 0; round < ROUNDS; round++) for (const request of requests) gate.screen(request)
}
screenAll()
const before = process.cpuUsage()
screenAll()
const { user, system } = process.cpuUsage(before)
const seconds = (user + system) / 1e6
print(
  `${'requests a second of one core’s time'.padEnd(46)}${Math.round((ROUNDS * requests.length) / seconds)}`,
)

print('\nbaseline: logistic regression on words and their neighbours, fitted on the same sets')
const baseline = fitWordBaseline(readPrompts(folder))
for (const line of gateTotals(prompts.map((each) => ({ ...each, ...baseline(each.prompt) })))) print(line)

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
