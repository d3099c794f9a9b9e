import { open, rename, writeFile } from 'node:fs/promises'
import { csvHeader, csvRows } from './cells-csv.ts'
import { ExampleBook } from './report/examples.ts'
import { markdownOf } from './report/markdown.ts'
import { pageOf } from './report/page.ts'
import { type Report, reportOf } from './report/report.ts'
import { reportDocument } from './report/report-document.ts'
import { filesIn, readCells, readItems, requireManifest } from './run-folder.ts'
import type { Cell, Item } from './types.ts'

/** Characters gathered before they are written. */
const BATCH = 65_536

/**
 * Writes what comes of a run, finished or not, into its folder: every attempt for spreadsheets, and the report as
 * Markdown and as a page.
 *
 * @throws {InputError} when the folder holds no run
 */
export async function finishRun(folder: string): Promise<Report> {
  const manifest = await requireManifest(folder)
  const items = await readItems(folder)
  const book = new ExampleBook(items)
  const cells = await readWhileWriting(folder, items, book)
  const report = reportOf(manifest, cells, items, { examples: book.examples(), found: book.found })
  const document = reportDocument(report)
  const { markdown, page } = filesIn(folder)
  await replaceFile(markdown, markdownOf(document))
  await replaceFile(page, pageOf(document))
  return report
}

/** The cells of a run, without the texts of their attempts: those are written out as they come, and not kept. */
async function readWhileWriting(
  folder: string,
  items: readonly Item[],
  book: ExampleBook,
): Promise<readonly Cell[]> {
  const byId = new Map(items.map((item) => [item.id, item]))
  const cells: Cell[] = []
  const { table } = filesIn(folder)
  const file = await open(`${table}.new`, 'w')
  try {
    let text = csvHeader
    for await (const { id, cell } of readCells(folder)) {
      const item = byId.get(cell.item)
      if (!item) continue
      cells.push({ ...cell, attempts: [] })
      book.add(cell, item)
      text += csvRows(id, cell, item)
      if (text.length < BATCH) continue
      await file.appendFile(text)
      text = ''
    }
    await file.appendFile(text)
  } finally {
    await file.close()
  }
  await rename(`${table}.new`, table)
  return cells
}

async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}
