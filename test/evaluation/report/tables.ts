/** The table of a Markdown report under this caption: its rows by the titles of its columns. */
export function tableIn(markdown: string, caption: string): readonly Readonly<Record<string, string>>[] {
  const from = markdown.indexOf(`**${caption}`)
  if (from < 0) throw new Error(`There is no table "${caption}".`)
  const lines = markdown.slice(from).split('\n').slice(2)
  const end = lines.findIndex((line) => !line.startsWith('|'))
  const [header = [], , ...rows] = lines.slice(0, end).map((line) => line.slice(2, -2).split(' | '))
  return rows.map((row) => Object.fromEntries(header.map((title, at) => [title, row[at] ?? ''])))
}
