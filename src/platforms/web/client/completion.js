/**
 * What could come next in a command line, given what is typed up to the caret.
 *
 * @param {string} typed text from the start up to the caret
 * @param {readonly { name: string, description: string, options: readonly { name: string, description: string,
 *   rest: boolean, list?: boolean, values: readonly string[] }[] }[]} commands
 * @returns {{ from: number, items: { insert: string, label: string, detail: string }[] }} the choices, and where the
 *   text they replace begins
 */
export function complete(typed, commands) {
  const none = { from: typed.length, items: [] }
  if (!typed.startsWith('/') || typed.includes('\n')) return none
  const space = typed.search(/\s/)
  if (space < 0) {
    const items = commands
      .filter(({ name }) => `/${name}`.startsWith(typed.toLowerCase()))
      .map(({ name, description }) => ({ insert: `/${name} `, label: `/${name}`, detail: description }))
    return { from: 0, items }
  }
  const command = commands.find(({ name }) => `/${name}` === typed.slice(0, space).toLowerCase())
  if (!command) return none
  const from = typed.search(/\S*$/)
  const word = typed.slice(from)
  const earlier = typed.slice(space, from)
  const [, name, start] = /^([a-z]+):(.*)$/.exec(word) ?? []
  const option = command.options.find((candidate) => candidate.name === name && !candidate.rest)
  if (option) {
    // Of several names the one that is being typed is completed.
    const begins = option.list ? start.lastIndexOf(',') + 1 : 0
    return { from: from + name.length + 1 + begins, items: values(option, start.slice(begins)) }
  }
  const words = earlier.trim().split(/\s+/)
  const textBegun = words.some((part) => part !== '' && !/^[a-z]+:\S/.test(part))
  if (textBegun) return none
  const rest = command.options.find((candidate) => candidate.rest)
  const named = command.options
    .filter((candidate) => !candidate.rest && candidate.name.startsWith(word))
    .filter((candidate) => !words.some((part) => part.startsWith(`${candidate.name}:`)))
    .map(({ name, description }) => ({ insert: `${name}:`, label: `${name}:`, detail: description }))
  return { from, items: [...(rest ? values(rest, word) : []), ...named] }
}

function values(option, start) {
  return option.values
    .filter((value) => value.toLowerCase().includes(start.toLowerCase()))
    .map((value) => ({ insert: `${value} `, label: value, detail: '' }))
}
