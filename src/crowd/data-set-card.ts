import type { Codebook } from './codebook.ts'
import type { DataSetCounts } from './data-set-counts.ts'

export interface CardOptions {
  readonly codebook: Codebook
  /** The commands that write the data set this card is of. */
  readonly commands: readonly string[]
  /** Milliseconds since 1970. */
  readonly at: number
}

/** The card of a data set, in Markdown: what is in it, how it was made, and what to beware of. */
export function dataSetCard(counts: DataSetCounts, { codebook, commands, at }: CardOptions): string {
  const { items, votes, judged, period } = counts
  return `${[
    '# Labels of answers and refusals of language models',
    '',
    `Written by Recourse on ${day(at)}.`,
    '',
    '## What is in it',
    '',
    `- Items: ${items}. An item is one call of a model: a request, and what the model did with it.`,
    `- Votes that stand: ${votes}, by ${people(counts.annotators)}, on ${judged} of the items.`,
    `- Items with a label of the crowd: ${counts.withCrowdLabel}; tied: ${counts.tied}; nobody sure: ${judged - counts.withCrowdLabel - counts.tied}; without a vote: ${items - judged}.`,
    `- Requests made: ${period ? `${day(period.first)} to ${day(period.last)}` : 'none'} (UTC).`,
    `- Models: ${listed(counts.models)}.`,
    `- Strategies: ${listed(counts.strategies)}.`,
    `- Platforms: ${listed(counts.platforms)}.`,
    '',
    '## Labels and agreement',
    '',
    '| label | votes | share |',
    '|---|---|---|',
    ...sorted(counts.labels).map(
      ([label, many]) => `| ${plain(label)} | ${many} | ${percent(many, votes)} |`,
    ),
    '',
    agreementLine(counts),
    '',
    '## Codebook',
    '',
    `Votes were given under version ${listed(counts.codebooks)}. Every vote carries its version. Version ${plain(codebook.version)}, which is in force now:`,
    '',
    '| emoji | label | meaning | example |',
    '|---|---|---|---|',
    ...codebook.entries.map(
      ({ emoji, label, meaning, example }) =>
        `| ${[emoji, label, meaning, example].map(plain).join(' | ')} |`,
    ),
    '',
    '## How the labels were made',
    '',
    `- Votes are reactions, buttons and commands in the channels where the answers were given: ${listed(counts.sources)}. Of several by one person on one item the latest that still stands counts.`,
    `- ${counts.sawOtherVotes} votes (${percent(counts.sawOtherVotes, votes)}) were given when others' votes on the item could be seen, which inflates agreement; \`saw_other_votes\` tells them apart. ${counts.byAsker} votes are by the person who had asked (\`by_asker\`).`,
    '- `crowd_label` is the label of most who are sure: `not_sure` counts for neither, and a tie is not broken. `machine_label` is what detector and safety gate said. `gold_label` was known beforehand. `label` is the best of these: gold, else crowd, else machine, as `label_source` says. A machine label is a guess, not a measurement of one.',
    '- Annotators are members of the channels, not trained raters, and chose themselves what to vote on.',
    '',
    '## What is left out',
    '',
    '- Who people are: annotators are keyed pseudonyms, the same for one person throughout, and of no use elsewhere.',
    `- What people wrote. Requests (\`prompt\`) and reasons (\`why\`) are only there for channels whose admin has opted in; here ${rows(counts.withText)}. Earlier turns of a conversation never are, and of direct messages that are not shared not even the model's answers.`,
    `- Text past its time. Where the operator keeps text for so many days only, older items have lost theirs (\`scrubbed\`), here ${counts.scrubbed} of ${items}; their labels, votes, verdicts and levels stay.`,
    '- Whatever was deleted, rewritten or forgotten (`/forget`) before this was written. Who passes the data on has to see to later erasures.',
    '- Skipped items: to skip is no vote. Nor items of our own, whose label is known and with which `/label` tests people.',
    '- In CSV an apostrophe stands before text that a spreadsheet would run as a formula; JSON Lines keep every text as it was.',
    '',
    '## Licence',
    '',
    'No licence comes with these data by themselves. What models wrote is under the terms of their providers, some of which forbid training other models on it; what people wrote is theirs. Slack’s API terms and Discord’s developer policy limit what may be done with what was said there. Name a licence here before you publish anything.',
    '',
    '## Cite',
    '',
    'The strategies follow R. Ray and R. Bhalani, “Mitigating Exaggerated Safety in Large Language Models”, arXiv:2405.05418, 2024, https://arxiv.org/abs/2405.05418. Cite that paper for the method, and this data set by its name and date.',
    '',
    '## Make it again',
    '',
    '```sh',
    ...commands,
    '```',
  ].join('\n')}\n`
}

function agreementLine({ alpha, annotators }: DataSetCounts): string {
  if (alpha.value === null) return `Krippendorff's alpha (nominal) is undefined: ${alpha.reason}`
  const { interval } = alpha
  const bounds =
    'low' in interval
      ? `95 % interval over items ${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`
      : `no interval: ${interval.reason}`
  return `Krippendorff's alpha (nominal, \`not_sure\` as a label of its own) is ${alpha.value.toFixed(3)} (${bounds}), of ${people(annotators)}.`
}

function people(many: number): string {
  return `${many} annotator${many === 1 ? '' : 's'}`
}

function rows(many: number): string {
  return many === 1 ? '1 row holds such text' : `${many} rows hold such text`
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`
}

function day(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10)
}

function sorted(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].toSorted(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
}

function listed(counts: ReadonlyMap<string, number>): string {
  return counts.size === 0
    ? 'none'
    : sorted(counts)
        .map(([name, many]) => `${plain(name)} (${many})`)
        .join(', ')
}

/** Text of which nothing is read as Markdown, nor ends its line or its cell. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*[\]<>#|~]/g, '\\$&')
}
