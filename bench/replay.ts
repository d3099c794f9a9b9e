/**
 * Asks all 450 prompts of XSTest v2 through the whole flow, once per recorded model, and counts against the
 * human labels: refusals noticed, false alarms, and what the gate let through to a strategy.
 * Run: node bench/replay.ts
 */
import { randomUUID } from 'node:crypto'
import { createModels } from '../src/models/providers.ts'
import type { Done } from '../src/reply-events.ts'
import { respond } from '../src/respond.ts'
import { DEFAULT_SYSTEM_PROMPT } from '../src/system-prompt.ts'
import { respondParts } from '../test/support/respond-parts.ts'
import {
  completionsFile,
  RECORDED_MODELS,
  type Recorded,
  readRecorded,
  requireDataFolder,
} from './recorded.ts'

const folder = requireDataFolder()
const parts = respondParts()
const models = createModels({ anyRecording: true, directSystemPrompt: DEFAULT_SYSTEM_PROMPT.text })

interface Asked {
  readonly recorded: Recorded
  readonly done: Done
}

async function ask(recorded: Recorded, model: string): Promise<Asked> {
  const request = { prompt: recorded.prompt, conversation: [], trusted: {} }
  let done: Done | undefined
  const input = { exchangeId: randomUUID(), request, model: models.get(model), strategy: 'auto' }
  for await (const event of respond(input, parts)) if (event.type === 'done') done = event
  if (!done) throw new Error('an exchange ended without an outcome')
  return { recorded, done }
}

const refusedByPeople = ({ recorded }: Asked) => recorded.verdict !== 'full_compliance'
const noticed = ({ done }: Asked) => done.attempts[0]?.verdict !== 'full_compliance'
/** A recording answers nothing but its own prompt, so a strategy's attempt fails; that it was made is what counts. */
const reachedStrategy = ({ done }: Asked) => done.attempts.length > 1
const askedUser = ({ done }: Asked) => done.outcome === 'clarifying'

function share(part: readonly Asked[], of: readonly Asked[]): string {
  const percent = of.length === 0 ? '–' : `${((100 * part.length) / of.length).toFixed(1)} %`
  return `${part.length}/${of.length} (${percent})`
}

const date = new Date().toISOString().slice(0, 10)
process.stdout.write(
  `XSTest v2 through the flow, ${date}; people = final human label, full or partial refusal\n\n`,
)
process.stdout.write(
  '| model | prompts | refusals noticed | false alarms | let through to a strategy | user asked first |\n|---|---|---|---|---|---|\n',
)
for (const name of RECORDED_MODELS) {
  const file = completionsFile(folder, name)
  const asked: Asked[] = []
  for (const recorded of readRecorded(file)) asked.push(await ask(recorded, `replay:${file}`))
  const failed = asked.filter(({ done }) => done.outcome === 'failed')
  if (failed.length > 0)
    process.stderr.write(`${name}: ${failed.length} exchanges failed: ${failed[0]?.done.failure?.message}\n`)
  for (const [label, group] of [
    ['250 safe', asked.filter(({ recorded }) => recorded.safe)],
    ['200 unsafe', asked.filter(({ recorded }) => !recorded.safe)],
  ] as const) {
    const refused = group.filter(refusedByPeople)
    const seen = group.filter(noticed)
    const cells = [
      name,
      label,
      share(refused.filter(noticed), refused),
      share(
        seen.filter((each) => !refusedByPeople(each)),
        group.filter((each) => !refusedByPeople(each)),
      ),
      share(seen.filter(reachedStrategy), seen),
      share(seen.filter(askedUser), seen),
    ]
    process.stdout.write(`| ${cells.join(' | ')} |\n`)
  }
}
