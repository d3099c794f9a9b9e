const BEGIN = '<!-- figures: written by npm run bench:refusal -- --card -->'
const END = '<!-- end of figures -->'

/** The card with its figures replaced; what stands around them was written by hand. */
export function cardOf(before: string, figures: readonly string[]): string {
  const from = before.indexOf(BEGIN)
  const to = before.indexOf(END)
  if (from < 0 || to < from) throw new Error('The card has lost the marks around its figures.')
  const date = new Date().toISOString().slice(0, 10)
  return `${before.slice(0, from)}${BEGIN}\n\nMeasured ${date}.\n\n${figures.join('\n')}\n\n${before.slice(to)}`
}
