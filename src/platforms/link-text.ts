import { isLineEnd, runLength } from './markdown-lines.ts'
import { type Character, readCharacter } from './pings.ts'

/** Longest label and longest link that are recognised, in UTF-16 units, so that an open bracket cannot hold a stream. */
const MAX_LABEL = 200
const MAX_LINK = 1000

/** A link whose label may stand as text, with its target behind it. */
export interface LabelledLink {
  readonly kind: 'labelled'
  readonly labelAt: number
  readonly labelEnd: number
  readonly target: string
  readonly end: number
  /** Written so that the label is the target, and nothing else. */
  readonly plain: boolean
}

/** `<https://…>`. */
export interface Autolink {
  readonly kind: 'autolink'
  readonly end: number
}

const AUTOLINK_SCHEMES = ['http://', 'https://', 'mailto:']

/** Reads `[label](target "title")` at `at`, where the bracket is; the title is dropped. */
export function readLink(text: string, at: number, whole: boolean): LabelledLink | 'no' | 'more' {
  const more = whole ? 'no' : 'more'
  const labelEnd = findLabelEnd(text, at + 1)
  if (labelEnd === 'more') return more
  if (labelEnd === 'no') return 'no'
  if (labelEnd + 1 >= text.length) return more
  if (text[labelEnd + 1] !== '(') return 'no'
  const limit = at + MAX_LINK
  let next = skipBlanks(text, labelEnd + 2, limit)
  const angled = text[next] === '<'
  if (angled) next += 1
  const targetAt = next
  next = targetEnd(text, targetAt, limit)
  const target = text.slice(targetAt, next)
  if (next >= text.length) return more
  if (next > limit) return 'no'
  if (angled && text[next++] !== '>') return 'no'
  const titleAt = skipBlanks(text, next, limit)
  const end = titleAt > next ? titleEnd(text, titleAt, limit) : titleAt
  if (end === 'no') return 'no'
  const close = skipBlanks(text, end, limit)
  if (close >= text.length) return more
  if (text[close] !== ')' || !isShowable(target)) return 'no'
  const plain = text.slice(at + 1, labelEnd) === target && close === targetAt + target.length
  return {
    kind: 'labelled',
    labelAt: at + 1,
    labelEnd,
    target,
    end: close + 1,
    plain: plain && isVerbatim(target),
  }
}

/** Reads `<https://…>`, `<name@host>` or `<https://…|label>` at `at`, where the angle is. */
export function readAngle(text: string, at: number, whole: boolean): LabelledLink | Autolink | 'no' | 'more' {
  const more = whole ? 'no' : 'more'
  const inner = at + 1
  const end = targetEnd(text, inner, at + MAX_LINK, Number.POSITIVE_INFINITY)
  const target = text.slice(inner, end)
  if (end >= text.length) return couldBeTarget(target) ? more : 'no'
  if (end > at + MAX_LINK || !isAddress(target)) return 'no'
  if (text[end] === '>') return { kind: 'autolink', end: end + 1 }
  if (text[end] !== '|') return 'no'
  let next = end + 1
  while (next < text.length && text[next] !== '>') {
    if (next - end > MAX_LABEL || '<[]`\\\n\r'.includes(text.charAt(next))) return 'no'
    next += 1
  }
  if (next >= text.length) return more
  return { kind: 'labelled', labelAt: end + 1, labelEnd: next, target, end: next + 1, plain: false }
}

/** Index of the bracket that closes a label, with code and brackets in it read as Markdown does. */
function findLabelEnd(text: string, from: number): number | 'no' | 'more' {
  let depth = 1
  let at = from
  while (at < text.length) {
    if (at - from > MAX_LABEL) return 'no'
    const char = text[at]
    if (isLineEnd(char) || char === '<' || char === '|') return 'no'
    if (char === '`') {
      const length = runLength(text, at)
      const close = findRun(text, at + length, length, from + MAX_LABEL, false)
      if (typeof close === 'string') return close
      at = close + length
      continue
    }
    if (char === '\\') at += 1
    else if (char === '[') depth += 1
    else if (char === ']') depth -= 1
    if (depth === 0) return at
    at += 1
  }
  return 'more'
}

/** Index of the next run of exactly this many backticks before `limit`, on the same line. */
export function findRun(
  text: string,
  from: number,
  length: number,
  limit: number,
  whole: boolean,
): number | 'no' | 'more' {
  let at = from
  while (at < text.length) {
    if (isLineEnd(text[at])) return 'no'
    const found = text[at] === '`' ? runLength(text, at) : 0
    // A run at the very end may go on.
    if (found === length && (at + found < text.length || whole)) return at
    if (at + found >= text.length && found <= length && !whole) return 'more'
    at += Math.max(found, 1)
    if (at > limit) return 'no'
  }
  return whole ? 'no' : 'more'
}

/** End of the target at `from`, counting parentheses unless any number of them may stay open. */
function targetEnd(text: string, from: number, limit: number, depthLimit = 0): number {
  let depth = 0
  let at = from
  while (at < text.length && at <= limit) {
    const char = text.charAt(at)
    if (char === '(') depth += 1
    if (char === ')') depth -= 1
    if (depth < -depthLimit || !isTargetPart(char)) return at
    at += 1
  }
  return at
}

function isTargetPart(char: string): boolean {
  return char > ' ' && !'<>[]`|"\\{}^\u007f\u2060'.includes(char)
}

/** A target that may be shown as text: it cannot ping, and is no character reference in disguise. */
function isShowable(target: string): boolean {
  if (target === '' || hasReference(target)) return false
  return /^https?:\/\/[^@]/i.test(target) || /^mailto:/i.test(target) || !target.includes('@')
}

/** A target in which nothing could be read as emphasis, so that it is the same as a label. */
function isVerbatim(target: string): boolean {
  return /^https?:\/\/\w/i.test(target) && !/[*_~&'!()]/.test(target)
}

function hasReference(target: string): boolean {
  for (let at = target.indexOf('&'); at >= 0; at = target.indexOf('&', at + 1)) {
    const read = readCharacter(target, at, true) as Character
    if (read.end > at + 1 || target[at + 1] === '#') return true
  }
  return false
}

function isAddress(target: string): boolean {
  if (hasReference(target)) return false
  return (
    /^(?:https?:\/\/|mailto:)[\p{L}\p{N}]/iu.test(target) ||
    /^[\w.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(target)
  )
}

function couldBeTarget(beginning: string): boolean {
  const lower = beginning.toLowerCase()
  const known = AUTOLINK_SCHEMES.some((scheme) => scheme.startsWith(lower) || lower.startsWith(scheme))
  return known || /^[\w.+-]*(?:@[a-z\d.-]*)?$/i.test(beginning)
}

function skipBlanks(text: string, from: number, limit: number): number {
  let at = from
  while (at <= limit && (text[at] === ' ' || text[at] === '\t')) at += 1
  return at
}

/** End of the title at `from`, or `from` itself where there is none; the end of the text where it goes on. */
function titleEnd(text: string, from: number, limit: number): number | 'no' {
  const opener = text[from]
  const closer = opener === '(' ? ')' : opener
  if (opener !== '"' && opener !== "'" && opener !== '(') return from
  for (let at = from + 1; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === closer) return at + 1
    if (at > limit || '\\`|<\n\r'.includes(char)) return 'no'
  }
  return text.length
}
