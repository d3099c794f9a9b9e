import { existsSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { InputError } from '../errors.ts'
import { journalLine } from './cell-schema.ts'
import { differences, type Manifest, manifest } from './manifest.ts'
import { readPeopleVerdicts } from './people-verdicts.ts'
import { readLines } from './read-lines.ts'
import type { Cell, Item } from './types.ts'

/** What a run keeps in its folder. */
export function filesIn(folder: string) {
  return {
    /** What makes the run again; once it is there, the plan is whole. */
    manifest: join(folder, 'manifest.json'),
    /** The items that were drawn, in the order they are run. */
    items: join(folder, 'items.jsonl'),
    /** Every model call that was finished, in case its cell was not. */
    calls: join(folder, 'calls.jsonl'),
    /** The journal: a line for every finished cell. */
    cells: join(folder, 'cells.jsonl'),
    /** What people said of its answers, where they did. */
    people: join(folder, 'people.jsonl'),
    /** Every attempt, for spreadsheets. */
    table: join(folder, 'cells.csv'),
    /** What a run says, for people. */
    markdown: join(folder, 'report.md'),
    page: join(folder, 'report.html'),
    /** Locked while the run is filled; empty. */
    lock: join(folder, 'lock.sqlite'),
  }
}

const item: z.ZodType<Item> = z.object({
  id: z.string(),
  prompt: z.string(),
  safe: z.boolean(),
  type: z.string(),
  pair: z.string().exactOptional(),
  conversation: z
    .array(z.object({ role: z.enum(['user', 'assistant']), content: z.string() }))
    .exactOptional(),
})

/**
 * Makes the folder of a run, or takes up the run that is in it. Resolves to whether there was one.
 *
 * @throws {InputError} when the folder holds another run
 */
export async function prepareFolder(
  folder: string,
  wanted: Manifest,
  items: readonly Item[],
): Promise<boolean> {
  const files = filesIn(folder)
  const found = await readManifest(folder)
  if (found) {
    if (found.digest === wanted.digest) return true
    const parts = differences(found.configuration, wanted.configuration)
    throw new InputError(
      `${folder} holds a run with other settings (${parts.join(', ')}): repeat its command to go on with it, or give another folder with --out.`,
    )
  }
  if (existsSync(files.cells) || existsSync(files.calls)) {
    throw new InputError(
      `${folder} holds results without their manifest.json; give another folder with --out.`,
    )
  }
  await writeFile(files.items, items.map((each) => `${JSON.stringify(each)}\n`).join(''))
  await writeFile(`${files.manifest}.new`, `${JSON.stringify(wanted, undefined, 2)}\n`, { flush: true })
  await rename(`${files.manifest}.new`, files.manifest)
  return false
}

/**
 * The manifest of a run that must be there.
 *
 * @throws {InputError} where there is none
 */
export async function requireManifest(folder: string): Promise<Manifest> {
  const found = await readManifest(folder)
  if (found) return found
  throw new InputError(
    `${folder} holds no run; give the folder that \`recourse evaluate\` was given by --out.`,
  )
}

/** The manifest of the run in a folder; `undefined` where there is none. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const file = filesIn(folder).manifest
  if (!existsSync(file)) return undefined
  try {
    return manifest.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    throw new InputError(`${file} is not of this version of Recourse; give another folder with --out.`, {
      cause: error,
    })
  }
}

/**
 * The items of a run, in the order they were run.
 *
 * @throws {InputError} where they are gone
 */
export async function readItems(folder: string): Promise<readonly Item[]> {
  const { items: file } = filesIn(folder)
  const items = await Array.fromAsync(readLines(file, item), ({ value }) => value)
  if (items.length > 0) return items
  throw new InputError(`${file} is gone: the command that began the run makes it again with another --out.`)
}

/** Where each cell stands in the journal: ids and line numbers. A cell that was run again stands where it stood last. */
export async function indexCells(
  folder: string,
): Promise<ReadonlyMap<string, { readonly line: number; readonly failed: boolean }>> {
  const index = new Map<string, { line: number; failed: boolean }>()
  for await (const { number, value } of readLines(filesIn(folder).cells, journalLine))
    index.set(value.id, { line: number, failed: value.cell.outcome === 'failed' })
  return index
}

/** The finished cells of a run, one at a time, each once, with what people said of them. */
export async function* readCells(
  folder: string,
): AsyncGenerator<{ readonly id: string; readonly cell: Cell }> {
  const index = await indexCells(folder)
  const people = await readPeopleVerdicts(filesIn(folder).people)
  for await (const { number, value } of readLines(filesIn(folder).cells, journalLine)) {
    if (index.get(value.id)?.line !== number) continue
    const said = people.get(value.id)
    yield said
      ? { id: value.id, cell: { ...value.cell, judged: { ...value.cell.judged, people: said } } }
      : value
  }
}
