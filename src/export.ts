import type { ExportedFile } from './bot-types.ts'
import type { Codebook } from './crowd/codebook.ts'
import {
  EVENT_COLUMNS,
  ITEM_COLUMNS,
  itemRow,
  type LabelOfCrowd,
  majorityOf,
  taskOf,
  VOTE_COLUMNS,
  voteRow,
} from './crowd/data-set.ts'
import { dataSetCard } from './crowd/data-set-card.ts'
import { createDataSetCounts } from './crowd/data-set-counts.ts'
import { dawidSkeneLabels, fitDawidSkene } from './crowd/dawid-skene.ts'
import { SKIPPED } from './crowd/label-queue.ts'
import { type ExportFormat, rowWriter } from './crowd/row-text.ts'
import { seededRandom } from './crowd/seeded-random.ts'
import { createVoteTable } from './crowd/vote-table.ts'
import type { ExportScope, Store } from './store/store.ts'

/** The labelled data set as text, in pieces that are read from the store as they are taken. */

type Records = Pick<Store, 'exportItems' | 'exportVotes'>

/** Items are drawn alike each time for the interval of alpha, as `recourse agreement` draws them. */
const SEED = 1

const NO_GOLD: ReadonlyMap<string, string> = new Map()

/** One row a vote that stands; or with `events` one a vote given or taken back, in the order in which they came. */
export async function* exportedVotes(
  store: Records,
  scope: ExportScope,
  { format, events = false }: { readonly format: ExportFormat; readonly events?: boolean },
): AsyncGenerator<string> {
  const writer = rowWriter(format, events ? EVENT_COLUMNS : VOTE_COLUMNS)
  if (writer.header !== '') yield writer.header
  for await (const page of store.exportVotes(scope, events ? 'events' : 'standing')) {
    let text = ''
    for (const vote of page) if (vote.label !== SKIPPED) text += writer.line(voteRow(vote))
    if (text !== '') yield text
  }
}

export interface ItemsOptions {
  readonly format: ExportFormat
  readonly method?: 'majority' | 'dawid-skene'
  /** Labels known beforehand, by task. */
  readonly gold?: ReadonlyMap<string, string>
}

/** One row an item. By Dawid and Skene's method all votes have to be in memory first, some 12 bytes each. */
export async function* exportedItems(
  store: Records,
  scope: ExportScope,
  { format, method = 'majority', gold = NO_GOLD }: ItemsOptions,
): AsyncGenerator<string> {
  const fitted = method === 'dawid-skene' ? await fittedLabels(store, scope, gold) : undefined
  const nobody: LabelOfCrowd = { confidence: 0, tie: false }
  const writer = rowWriter(format, ITEM_COLUMNS)
  if (writer.header !== '') yield writer.header
  for await (const page of store.exportItems(scope)) {
    let text = ''
    for (const item of page) {
      const task = taskOf(item)
      const crowd = fitted ? (fitted.get(task) ?? nobody) : majorityOf(item.tally)
      text += writer.line(itemRow(item, crowd, gold.get(task)))
    }
    if (text !== '') yield text
  }
}

/** The card of a scope's data set. `at` is now, in milliseconds since 1970. */
export async function exportedCard(
  store: Records,
  scope: ExportScope,
  codebook: Codebook,
  at: number,
): Promise<string> {
  const counts = createDataSetCounts()
  for await (const page of store.exportItems(scope)) for (const item of page) counts.addItem(item)
  for await (const page of store.exportVotes(scope, 'standing')) for (const vote of page) counts.addVote(vote)
  return dataSetCard(counts.finish(seededRandom(SEED)), { codebook, commands: commandsFor(scope), at })
}

/** One file of a scope's data set. */
export async function* exportedFile(
  store: Records,
  scope: ExportScope,
  what: ExportedFile,
  codebook: () => Promise<Codebook>,
  at: number,
): AsyncGenerator<string> {
  if (what.rows === 'votes') yield* exportedVotes(store, scope, what)
  else if (what.rows === 'items') yield* exportedItems(store, scope, what)
  else yield await exportedCard(store, scope, await codebook(), at)
}

/** What to type for the files that the card is of. */
function commandsFor({ workspace, since }: ExportScope): readonly string[] {
  const narrowed = [
    ...(workspace === undefined ? [] : [`--workspace '${workspace.replaceAll("'", `'\\''`)}'`]),
    ...(since === undefined ? [] : [`--since ${new Date(since).toISOString()}`]),
  ]
  const command = (rows: string) =>
    ['recourse export', '--rows', rows, ...narrowed, '>', `${rows}.csv`].join(' ')
  return [command('votes'), command('items'), 'recourse agreement votes.csv']
}

/** The labels of items by Dawid and Skene's method, from the votes of those who are sure. */
async function fittedLabels(
  store: Records,
  scope: ExportScope,
  gold: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, LabelOfCrowd>> {
  const table = createVoteTable()
  for await (const page of store.exportVotes(scope, 'standing')) {
    for (const vote of page) {
      if (vote.label !== SKIPPED && vote.label !== 'not_sure')
        table.add(taskOf(vote), vote.annotator, vote.label)
    }
  }
  const fit = fitDawidSkene(table.finish(), { gold })
  const labels = new Map<string, LabelOfCrowd>()
  for (const { task, label, confidence, tied, gold: known } of dawidSkeneLabels(fit)) {
    // What was known beforehand is not what the crowd says.
    if (known) continue
    labels.set(task, { ...(label !== undefined && { label }), confidence, tie: tied.length > 0 })
  }
  return labels
}
