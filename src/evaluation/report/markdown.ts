import { type Block, type Document, type Figure, reasonsIn, type Table } from './document.ts'

/** A document as Markdown. Charts are left out, since a table says the same; examples are for the page. */
export function markdownOf({ title, notice, sections }: Document): string {
  const parts = [
    `# ${escaped(title)}`,
    ...(notice === undefined ? [] : [`> **${escaped(notice)}**`]),
    ...sections.flatMap(({ title: heading, blocks }) => [
      `## ${escaped(heading)}`,
      ...blocks.flatMap(blockOf),
    ]),
  ]
  return `${parts.join('\n\n')}\n`
}

function blockOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'text':
      return [escaped(block.text)]
    case 'list':
      return [block.items.map((item) => `- ${escaped(item)}`).join('\n')]
    case 'table':
      return [`**${escaped(block.caption)}**`, tableOf(block), ...notesOf(block)]
    case 'examples':
      return ['The page beside this file, report.html, shows them.']
    default:
      return []
  }
}

function tableOf(table: Table): string {
  const { columns, rows } = table
  const reasons = reasonsIn(table)
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(columns.map(({ title }) => escaped(title))),
    line(columns.map(({ numeric }) => (numeric ? '---:' : '---'))),
    ...rows.map((row) => line(row.map((cell) => cellOf(cell, reasons)))),
  ].join('\n')
}

function cellOf(cell: string | Figure, reasons: readonly string[]): string {
  if (typeof cell === 'string') return escaped(cell)
  const { main, detail, reason } = cell
  const mark = reason === undefined ? '' : ` [${reasons.indexOf(reason) + 1}]`
  return escaped(`${main}${detail === undefined ? '' : ` (${detail})`}${mark}`)
}

function notesOf(table: Table): readonly string[] {
  const notes = reasonsIn(table).map((reason, at) => escaped(`[${at + 1}] ${reason}`))
  return notes.length === 0 ? [] : [notes.join('\\\n')]
}

/** Text as text: nothing in it is markup, a link, or the end of a cell. */
function escaped(words: string): string {
  return words
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/[\\`*_[\]<>|~]/g, (character) => `\\${character}`)
    .replaceAll('&', '&amp;')
}
