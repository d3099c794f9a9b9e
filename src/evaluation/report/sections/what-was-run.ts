import { wholeNumber } from '../../format.ts'
import { type Section, table, text } from '../document.ts'
import { JUDGE_NAMES } from '../names.ts'
import type { Report } from '../report.ts'

const KINDS = { live: 'live', scripted: 'scripted stand-in', recorded: 'recorded completions' } as const

/** What it takes to know what the figures are of. */
export function whatWasRun({ manifest, cells, judged }: Report): Section {
  const { configuration, started, node } = manifest
  const { data, sample, models, arms, strategies, gate, verdicts, users, systemPrompt } = configuration
  const whole = sample.items === data.items ? 'all of them' : `drawn with seed ${sample.seed}`
  const rows: [string, string][] = [
    ['Recourse', `${configuration.recourse}, on Node ${node.replace(/^v/, '')}`],
    ['Started', started],
    ['Prompts', `${data.name}: ${wholeNumber(data.items)} prompts, digest ${short(data.digest)}`],
    [
      'Measured',
      `${wholeNumber(sample.items)}, ${whole}: ${wholeNumber(sample.safe)} safe and ${wholeNumber(sample.unsafe)} unsafe, digest ${short(sample.digest)}`,
    ],
    ['Seed', `${sample.seed}, of the sample and of the intervals that are drawn`],
    ...models.map(({ id, family, kind, digest }): [string, string] => [
      'Model',
      `${id}, ${KINDS[kind]}, family ${family}${digest === undefined ? '' : `, digest ${short(digest)}`}`,
    ]),
    ['Arms', arms.join(', ')],
    ['Strategies', strategies.map(({ name, version }) => `${name} ${version}`).join(', ')],
    ['Policy', policyWords(configuration.policy)],
    ['System prompt', `${systemPrompt.version}, digest ${short(systemPrompt.digest)}`],
    ['Safety gate', `rules; guard ${gate.guard}; judge ${gate.judge}`],
    ['Verdicts', judged.map(({ judge }) => JUDGE_NAMES[judge]).join(', ')],
    ['Judge of verdicts', verdicts.judge === 'none' ? 'none' : `${verdicts.judge}, ${verdicts.rubric}`],
    ['Simulated user', `${users.safe} (safe requests), ${users.unsafe} (unsafe requests)`],
    ['Tokens an answer may have', wholeNumber(configuration.maxTokens)],
    ['Settings', `digest ${short(manifest.digest)}`],
  ]
  const missing = manifest.cells - cells.length
  return {
    id: 'run',
    title: 'What was run',
    blocks: [
      text(
        missing > 0
          ? `This run is not finished: ${wholeNumber(cells.length)} of ${wholeNumber(manifest.cells)} cells are filled. The command that began it goes on with it.`
          : `All ${wholeNumber(cells.length)} cells are filled: every prompt, with every model, in every arm.`,
      ),
      { ...table('Settings of the run', ['setting', 'value'], [], rows), heads: 1 },
      text('manifest.json has all of it, with whole digests; cells.csv has every attempt.'),
    ],
  }
}

function policyWords({ version, digest }: Report['manifest']['configuration']['policy']): string {
  return `${version === undefined ? '' : `${version}, `}digest ${short(digest)}`
}

function short(digest: string): string {
  return digest.slice(0, 12)
}
