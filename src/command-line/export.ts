import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { createCodebooks } from '../codebooks.ts'
import { CODEBOOK, type Codebook } from '../crowd/codebook.ts'
import type { ExportFormat } from '../crowd/row-text.ts'
import { InputError } from '../errors.ts'
import { exportedCard, exportedItems, exportedVotes } from '../export.ts'
import { makePrivate, PRIVATE_FILE } from '../private-file.ts'
import type { ExportScope, Store, WorkspaceName } from '../store/store.ts'
import type { Method } from './crowd-commands.ts'
import { type Terminal, write } from './output.ts'
import { readGold } from './read-votes.ts'

export interface ExportOptions {
  readonly format: ExportFormat
  readonly rows: 'votes' | 'items'
  /** A path, or `-` for standard output. */
  readonly out: string
  readonly workspace?: string
  readonly since?: number
  /** Where to write the card, in the same way but not to the same place; without it there is none. */
  readonly card?: string
  readonly events?: true
  readonly method?: Method
  readonly gold?: string
}

/**
 * Writes the labelled data set as it is read, in memory that does not grow with it.
 *
 * @throws {InputError} when a file cannot be read or written
 */
export async function exportDataSet(terminal: Terminal, store: Store, options: ExportOptions): Promise<void> {
  const { format, rows, out, workspace, since, card, method, gold } = options
  const scope: ExportScope = {
    ...(workspace !== undefined && { workspace }),
    ...(since !== undefined && { since }),
  }
  const workspaces = (await store.workspaces()).filter(
    (one) => one.workspace === (workspace ?? one.workspace),
  )
  if (workspace !== undefined && workspaces.length === 0)
    await write(terminal.stderr, `Nothing is stored of a workspace "${workspace}".\n`)
  // First of all, as it may be of no use.
  const known = gold === undefined ? undefined : await readGold(terminal.stdin, gold)
  const text =
    rows === 'votes'
      ? exportedVotes(store, scope, { format, events: options.events === true })
      : exportedItems(store, scope, { format, ...(method && { method }), ...(known && { gold: known }) })
  if (out === '-') await writeAll(terminal.stdout, text)
  else await writeToFile(out, text)
  if (card === undefined) return
  const markdown = await exportedCard(store, scope, await codebookOf(store, workspaces), Date.now())
  if (card === '-') return write(terminal.stdout, markdown)
  // A file that was there keeps its rights when it is written to, so it loses those of others first.
  makePrivate(card)
  await writeFile(card, markdown, { mode: PRIVATE_FILE }).catch((error: unknown) => {
    throw new InputError(`The card cannot be written to "${card}".`, { cause: error })
  })
}

/** A workspace's own; what all begin with where there are several. */
async function codebookOf(store: Store, [first, ...others]: readonly WorkspaceName[]): Promise<Codebook> {
  if (!first || others.length > 0) return CODEBOOK
  return createCodebooks({ store, codebook: CODEBOOK, now: Date.now }).offered.codebookAt(first)
}

async function writeToFile(file: string, text: AsyncIterable<string>): Promise<void> {
  makePrivate(file)
  const stream = createWriteStream(file, { mode: PRIVATE_FILE })
  // Whoever writes hears of it; without a listener it would end the process.
  stream.on('error', () => undefined)
  try {
    await writeAll(stream, text)
    stream.end()
    await finished(stream)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    throw new InputError(
      `"${file}" cannot be written: name a file in a folder with room, that you may write.`,
      {
        cause: error,
      },
    )
  }
}

async function writeAll(stream: NodeJS.WritableStream, text: AsyncIterable<string>): Promise<void> {
  for await (const piece of text) await write(stream, piece)
}
