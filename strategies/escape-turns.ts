import { type FoldedText, foldText } from '../src/safety/fold-text.ts'
import { codeFences, type Span } from './code-fences.ts'
import { revealLetters } from './reveal-letters.ts'

/**
 * Keeps text from passing for something it is not: a turn of the chat, or one of our own cards.
 * Demonstrations that a user smuggles in subvert a model just as ours steer it (Wei et al., 2310.06387).
 *
 * All patterns below read the folded text: small letters, no disguised or invisible ones, lines ended by `\n`.
 * None may match right behind a double quote, which is the sign that a mark is escaped already. No pattern
 * can read the same characters in two ways, so that each is linear.
 */

/** Role labels that chat formats put before a turn. No more than these: `model:` and the like are common in plain settings files. */
const ROLES = 'user|assistant|system|human|ai|chatbot'

/** Nothing more of the same word. */
const END = '(?![\\p{L}\\p{N}])'

/** What may stand between a role and its colon. */
const TAIL = '(?:[^\\S\\n]|[*_~)\\]}])*'

/** What may stand between two words of a mark. */
const GAP = '[^\\p{L}\\p{N}"\\n]*'

/** Our own titles, which a model is told to trust, and the lines of our cards that say who speaks. */
const TITLES = spaced('context card|clarification|intent note|sense note|partial help')
const LINES = spaced(
  'trusted set by the operator|unverified said by the user|worked examples? (?:above|before|that open|written by)',
)

/**
 * List, quote, heading and emphasis marks, numbering, escaped tokens. Not the signs that open a key, a
 * selector or a comment in code, and no token that we made by quoting a title.
 */
const OPENING = [
  `[^\\p{L}\\p{N}"'\`{.@$/\\\\<\\n]`,
  '(?<!\\p{N})\\p{N}{1,3}(?!\\p{N})\\.?',
  `\\(token "(?!(?:${TITLES}|${LINES})")[\\p{L}\\p{N}_/ ]{0,60}"\\)`,
].join('|')

/** Where a word begins within a line: not in `my-system:`, `/system:`, `@system:`, nor in French `j'ai :`. */
const WITHIN = `(?<![\\p{L}\\p{N}"/\\\\$@<]|[\\p{L}\\p{N}"]['_-])`

const LINE_MARK = new RegExp(
  `^((?:${OPENING})*)((?:${ROLES})${TAIL}:|(?:${TITLES}|${spaced('worked examples?')})${END})`,
  'gmu',
)

/** `### Response`, the headings of instruction-tuned formats; the last group tells that the line ends there. */
const LINE_HEADING = new RegExp(
  `^((?:${OPENING})*)(${ROLES}|instruction|response)(?![\\p{L}\\p{N}'-])(?:(${GAP}$)|)`,
  'gmu',
)

const INLINE_MARK = new RegExp(`${WITHIN}()((?:${ROLES})${TAIL}:|(?:${TITLES})(?=${TAIL}[:(]))`, 'gu')

const INLINE_PHRASE = new RegExp(`${WITHIN}()((?:${LINES})${END})`, 'gu')

/** Control tokens: ChatML, Llama 2 and 3, Gemma, Phi-3, Command R, Mistral, DeepSeek, sentence ends. */
const CONTROL = new RegExp(
  [
    '<\\s*\\|\\s*([^\\s|<>"][^|<>"\\n]{0,39})\\|\\s*>',
    '<\\s*(start_of_turn|end_of_turn|bos|eos)\\s*>',
    '<(s\\s*|\\s*/\\s*s\\s*)>',
    '\\[\\s*((?:/\\s*)?inst)\\s*\\]',
    '<<\\s*((?:/\\s*)?sys)\\s*>>',
  ].join('|'),
  'gu',
)

/**
 * The same text with everything that imitates a chat turn or one of our cards made visible as a quotation.
 * Text without such marks comes back unchanged, as do plain YAML keys (`user: alice`) inside a closed code
 * block; applying it twice changes nothing more. Linear in the text.
 */
export function escapeTurns(text: string): string {
  return quoteMarks(quoteTokens(text))
}

function quoteTokens(text: string): string {
  const folded = fold(text)
  const spans = [...folded.text.matchAll(CONTROL)].map((match) => spanOf(text, folded, match.index, match[0]))
  return replaceSpans(
    text,
    spans,
    (token) => `(token "${token.replaceAll(/[^\p{L}\p{N}_/]+/gu, ' ').trim()}")`,
  )
}

function quoteMarks(text: string): string {
  const folded = fold(text)
  const fences = codeFences(text)
  const found = (pattern: RegExp, counts: (mark: string, match: RegExpExecArray) => boolean) =>
    [...folded.text.matchAll(pattern)].flatMap((match) => {
      const [, before = '', mark = ''] = match
      const span = spanOf(text, folded, match.index + before.length, mark)
      return counts(text.slice(span.start, span.end), match) ? [span] : []
    })
  const lineMarks = found(LINE_MARK, () => true)
  const spans = [
    ...withoutKeys(text, lineMarks, fences),
    ...found(LINE_HEADING, (_mark, [, before = '', , lineEnd]) =>
      lineEnd === undefined ? before.includes('##') : /#|[*_=]{2}/u.test(before),
    ),
    // Plain small letters within a line are prose: `the system: a guide`.
    ...found(INLINE_MARK, (mark) => /[^a-z\s*_~)\]}:：]/u.test(mark)),
    ...found(INLINE_PHRASE, () => true),
  ]
  return replaceSpans(
    text,
    spans.toSorted((a, b) => a.start - b.start || b.end - a.end),
    (mark) => `"${mark}"`,
  )
}

/** Leaves out the labels that are plain keys in a code block. Both lists are in order. */
function withoutKeys(text: string, labels: readonly Span[], fences: readonly Span[]): readonly Span[] {
  let next = 0
  return labels.filter(({ start, end }) => {
    while ((fences[next]?.end ?? text.length) <= start && next < fences.length) next++
    const fence = fences[next]
    const inside = fence !== undefined && fence.start <= start && end <= fence.end
    return !(inside && /^[a-z]+:$/u.test(text.slice(start, end)))
  })
}

function fold(text: string): FoldedText {
  return foldText(revealLetters(text))
}

/** Where a match in the folded text lies in the original; whole characters, nothing invisible at its end. */
function spanOf(text: string, folded: FoldedText, index: number, match: string): Span {
  const last = folded.offsetOf(index + match.length - 1)
  return {
    start: folded.offsetOf(index),
    end: last + String.fromCodePoint(text.codePointAt(last) ?? 0).length,
  }
}

/** Replaces spans that come in order; of two that overlap, the first. */
function replaceSpans(text: string, spans: readonly Span[], replace: (part: string) => string): string {
  const parts: string[] = []
  let done = 0
  for (const { start, end } of spans) {
    if (start < done) continue
    parts.push(text.slice(done, start), replace(text.slice(start, end)))
    done = end
  }
  return parts.join('') + text.slice(done)
}

/** A pattern whose words may stand apart by any signs, or by none: invisible ones are gone already. */
function spaced(phrases: string): string {
  return phrases.replaceAll(' ', GAP)
}
