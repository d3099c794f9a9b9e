/**
 * The fault suite at full scale: `npm run faults -- [--runs 10] [--seed 1] [--mode sqlite|postgres]`. Real processes of
 * the bot are killed, stopped and held still while databases restart and Slack, Discord and the provider fail; then
 * every message must have one outcome and every vote must be stored once. A seed that failed can be run again. With
 * `--calm` nothing is broken, and it is told what messages and votes cost.
 */
import { parseArgs } from 'node:util'
import { type RunResult, runOnce } from './one-run.ts'
import type { Mode } from './plan.ts'
import { serverPrograms } from './private-servers.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    mode: { type: 'string' },
    messages: { type: 'string', default: '2000' },
    votes: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '60' },
    calm: { type: 'boolean', default: false },
  },
})
const modes: readonly Mode[] =
  values.mode === undefined ? ['sqlite', 'postgres'] : [values.mode === 'sqlite' ? 'sqlite' : 'postgres']
if (modes.includes('postgres') && !serverPrograms()) {
  process.stderr.write('PostgreSQL or Redis is not installed here: add --mode sqlite, or install both.\n')
  process.exit(1)
}
let failed = 0
for (let run = 0; run < Number(values.runs); run += 1) {
  const seed = Number(values.seed) + run
  for (const mode of modes) {
    const name = `${mode}, seed ${seed}`
    const result = await runOnce({
      seed,
      mode,
      messages: Number(values.messages),
      votes: Number(values.votes),
      duration: Number(values.seconds) * 1_000,
      calm: values.calm,
      say: (line) => process.stderr.write(`${name}: ${line}\n`),
    })
    const { messages, votes, problems, outcomes, starts, crashes, stops, settling, folder } = result
    const slowest = Math.max(0, ...stops.map(({ milliseconds }) => milliseconds))
    const told = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`)
    process.stdout.write(
      `${name}: ${messages} messages, ${votes} votes, ${problems.length} problems; ${told.join(', ')}; ${starts} starts, slowest stop ${(slowest / 1_000).toFixed(1)} s, settled in ${(settling / 1_000).toFixed(0)} s\n`,
    )
    if (result.spent) process.stdout.write(`  ${costOf(result.spent, messages, votes)}\n`)
    for (const crash of crashes) process.stdout.write(`  unasked end: ${crash}\n`)
    const kinds = Map.groupBy(problems, ({ kind }) => kind)
    for (const [kind, ones] of kinds) {
      process.stdout.write(`  ${ones.length} × ${kind}\n`)
      for (const { what } of ones.slice(0, 8)) process.stdout.write(`    ${what}\n`)
    }
    if (problems.length > 0 || slowest > 10_500) {
      failed += 1
      process.stdout.write(`  logs in ${folder}; again: npm run -s faults -- --mode ${mode} --seed ${seed}\n`)
    }
  }
}
/** What a calm run has cost. */
function costOf({ before, after }: NonNullable<RunResult['spent']>, messages: number, votes: number): string {
  const cpu = after.processes.map((one, index) => one.cpu - (before.processes[index]?.cpu ?? 0))
  const all = cpu.reduce((sum, one) => sum + one, 0)
  const memory = after.processes.map((one) => one.memory.toFixed(0)).join(', ')
  const transactions = (after.database?.transactions ?? 0) - (before.database?.transactions ?? 0)
  return [
    `processor time ${all.toFixed(1)} s for ${messages} messages and ${votes} votes`,
    `(${cpu.map((one) => one.toFixed(1)).join(', ')}); memory at most ${memory} MB`,
    ...(after.database
      ? [`; ${transactions} transactions, ${after.database.connections} connections to PostgreSQL`]
      : []),
  ].join(' ')
}

process.exitCode = failed === 0 ? 0 : 1
process.stdout.write(failed === 0 ? 'Nothing lost, nothing twice.\n' : `${failed} runs failed.\n`)
process.exit()
