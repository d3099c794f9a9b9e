/** What some models write before or around the answer itself: marks of chat templates, the frame of a JSON object. */
const LEAKED_PREFIX =
  /^(?:\s|<\/?s>|\[\/?(?:out|inst|assistant|s)[\]>]|(?:assistant|response|answer|a|ai|bot):\s|(?:```(?:json)?\s{0,4})?\{\s{0,8}"[\w -]{1,30}"\s{0,4}:\s{0,4}")+/i
/** How much of the beginning is looked at for it. In characters. */
const PREFIX = 80

/** Marks between which reasoning models think aloud, where the provider does not keep it apart. */
const THOUGHT = /^<(think|thinking|thoughts?|reasoning|scratchpad)>/i
/** What may still become one of them. */
const BEGUN_MARK = /^<[a-z]{0,10}$/i
/** Stands alone where the chat's template, and so not the model, opened the thought. */
const END_OF_THOUGHT = '</think>'

/** Where the answer itself begins; undefined where the text is nothing but thought that has not ended. */
export function answerStart(text: string): number | undefined {
  const thought = thoughtEnd(text)
  if (thought === undefined) return undefined
  return thought + (LEAKED_PREFIX.exec(text.slice(thought, thought + PREFIX))?.[0].length ?? 0)
}

function thoughtEnd(text: string): number | undefined {
  const blanks = text.search(/\S/)
  const mark = text[blanks] === '<' ? THOUGHT.exec(text.slice(blanks, blanks + PREFIX)) : null
  if (mark === null) {
    const end = text.indexOf(END_OF_THOUGHT)
    // Beside an opening mark it is something the answer tells of.
    return end < 0 || text.lastIndexOf('<think', end) >= 0 ? 0 : end + END_OF_THOUGHT.length
  }
  const closing = `</${mark[1]}>`
  const end = text.indexOf(closing, blanks)
  return end < 0 ? undefined : end + closing.length
}

/**
 * Follows a stream to the answer in it. Takes the pieces one by one and gives back what of each belongs to the
 * answer: nothing while the model thinks aloud or has only sent blanks. Linear, however long it thinks.
 */
export function createThoughtSkipper(): (piece: string) => string {
  /** What may be the beginning of a mark. */
  let held = ''
  let closing: string | undefined
  let closed = false
  let begun = false
  return (piece) => {
    if (begun) return piece
    held += piece
    if (!closed && closing === undefined) {
      held = held.trimStart()
      if (held === '' || BEGUN_MARK.test(held)) return ''
      const mark = THOUGHT.exec(held)
      closed = mark === null
      if (mark !== null) closing = `</${mark[1]}>`
    }
    if (!closed && closing !== undefined) {
      const end = held.indexOf(closing)
      if (end < 0) {
        held = held.slice(1 - closing.length)
        return ''
      }
      closed = true
      held = held.slice(end + closing.length)
    }
    held = held.trimStart()
    begun = held !== ''
    return held
  }
}
