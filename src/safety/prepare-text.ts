import { foldText } from './fold-text.ts'
import { findCores, namesFrame } from './frames.ts'
import { innerActs } from './inner-acts.ts'
import type { Sentence } from './judge-sentence.ts'
import { readSenses } from './read-word-senses.ts'
import { type Token, tokenize } from './tokens.ts'

/** What is odd about the form of a text, apart from what it says. */
export interface TextSigns {
  /** Something was encoded: base64, hexadecimal, rot13, spaced or reversed letters. */
  readonly encoded: boolean
  /** Imitates chat turns, system notes or verdicts. */
  readonly injected: boolean
  /** Tries to switch rules off or to play a model without rules. */
  readonly overriding: boolean
  /** Puts a story, a role, a study, a claim or a supposition around what is asked. */
  readonly framed: boolean
  /** Too long for the rules to be trusted. */
  readonly long: boolean
  /** Not in a language the rules read. */
  readonly foreign: boolean
}

export interface PreparedText {
  readonly tokens: readonly Token[]
  readonly sentences: readonly Sentence[]
  readonly signs: TextSigns
  /** What sentences ask once what stands before the asking is left out; few, and none for most texts. */
  readonly cores: readonly Sentence[]
  /** Deeds inside the sentences, each asked for outright. */
  readonly acts: readonly string[]
  /** What encoded parts say. */
  readonly decoded: readonly string[]
}

/** Texts beyond this many UTF-16 units are never sure. */
const LONG = 2_500
/** No more than this is read of one text, in UTF-16 units; a longer one is never sure. */
const READ_AT_MOST = 120_000

/** Splits and decodes a text. Linear time; never throws, whatever the text holds. */
export function prepareText(original: string): PreparedText {
  const text = original.length > READ_AT_MOST ? original.slice(0, READ_AT_MOST) : original
  const tokens = tokenize(text)
  const decoded = decodeParts(text, tokens)
  const folded = foldText(text).text
  const sentences = splitSentences(text, tokens)
  return {
    tokens,
    sentences,
    cores: findCores(sentences),
    acts: innerActs(text, sentences),
    decoded,
    signs: {
      encoded: decoded.length > 0 || ENCODING_NAMED.test(folded),
      injected: INJECTED.test(folded),
      overriding: OVERRIDING.test(folded),
      framed: namesFrame(folded),
      long: original.length > LONG,
      foreign: isForeign(tokens),
    },
  }
}

/** Up to a sentence's end; a full stop or colon inside a word, as in "node.js", ends nothing. */
const SENTENCE = /[^.!?;:\n"“”]+(?:[.:]+(?=[^\s.:!?;"“”])[^.!?;:\n"“”]+)*[.!?;:\n"“”]*/gu

function splitSentences(text: string, tokens: readonly Token[]): readonly Sentence[] {
  const senses = readSenses(tokens, text)
  const sentences: Sentence[] = []
  let token = 0
  let sense = 0
  for (const match of text.matchAll(SENTENCE)) {
    const end = match.index + match[0].length
    const firstToken = token
    while (token < tokens.length && (tokens[token]?.start ?? 0) < end) token++
    const firstSense = sense
    while (sense < senses.length && (senses[sense]?.start ?? 0) < end) sense++
    if (token === firstToken) continue
    sentences.push({
      folded: foldText(match[0]).text.replaceAll(/\s+/g, ' ').trim(),
      tokens: tokens.slice(firstToken, token),
      firstToken,
      isForeign: isForeign(tokens.slice(firstToken, token)),
      senses: senses.slice(firstSense, sense),
    })
  }
  return sentences
}

const ENCODING_NAMED =
  /\b(?:base ?64|rot ?13|caesar cipher|morse code|hex(?:adecimal)? (?:string|code)|decode (?:this|the following)|in reverse|backwards? (?:text|spell\w*)|pig latin|leet ?speak|cipher ?text)\b/
const INJECTED =
  /(?:^|\n)[ \t]*(?:#+ ?)?(?:user|human|assistant|ai|system|bot|developer|instruction|response)\s*:|<\|?\/?(?:im_start|im_end|system|user|assistant|s|inst|sys)\|?>|\[\/?(?:inst|sys|system|user|assistant)\]|<<\/?sys>>|\bassistant:\s*sure\b|\b(?:verdict|safety level|classification|rating)\s*[:=]\s*"?(?:safe|clearly_?fine|fine|harmless)/
const OVERRIDING =
  /\b(?:ignore|disregard|forget|override|bypass) (?:all |any |your |the |previous |prior |above |earlier |my )*(?:instructions?|rules|guidelines|restrictions|polic(?:y|ies)|training|filters?|prompts?)\b|\b(?:you are now|act as|pretend (?:to be|you are)|roleplay as|role-play as) (?:dan|an? (?:unrestricted|unfiltered|uncensored|evil|amoral|jailbroken)\b)|\bdo anything now\b|\bjailbr(?:eak|oken)\b|\bdeveloper mode\b|\b(?:without|no) (?:any )?(?:restrictions|filters?|limitations|censorship|ethical|moral|warnings|disclaimers?)\b|\bstart (?:your (?:answer|response|reply) )?with "?(?:sure|absolutely|of course)|\bdo not (?:refuse|apologi[sz]e|warn)\b/

const COMMON = new Set(
  'the a an of to in is are was were and or for on with my your i you it how what why who when where do does did can could should would this that be have has me at from by as not if about which there get make'.split(
    ' ',
  ),
)

/** Fewer than one common English word in twelve, in a text of some length, or letters of another script. */
function isForeign(tokens: readonly Token[]): boolean {
  if (tokens.length === 0) return false
  const words = tokens.slice(0, 400)
  const strange = words.filter((token) => /[^\p{Script=Latin}\p{N}'.&+#]/u.test(token.word)).length
  if (strange > words.length * 0.3) return true
  const common = words.filter((token) => COMMON.has(token.word)).length
  return words.length >= 5 && common * 12 < words.length
}

const BASE64 = /[A-Za-z0-9+/]{16,}={0,2}/g
const HEX = /(?<![0-9a-zA-Z])(?:0x)?(?:[0-9a-fA-F]{2}[\s:]?){10,}/g
const READABLE = /^[^\p{Cc}\p{Co}\p{Cn}\uFFFD]{8,}$/u
/** A mark between two letters that stand alone: "k.i.l.l". */
const BETWEEN_LETTERS = /(?<=(?<![\p{L}\p{N}])\p{L})[.*_|-](?=\p{L}(?![\p{L}\p{N}]))/gu
/** So many of them are no abbreviation. */
const DOTS = 5
/** Encoded parts beyond these bounds are not looked at. */
const PARTS = 8
const PART_LENGTH = 8_000

function decodeParts(text: string, tokens: readonly Token[]): readonly string[] {
  const decoded: string[] = []
  const keep = (candidate: string): void => {
    if (decoded.length < PARTS && READABLE.test(candidate) && / /.test(candidate)) decoded.push(candidate)
  }
  for (const match of [...text.matchAll(BASE64)].slice(0, PARTS))
    keep(Buffer.from(match[0].slice(0, PART_LENGTH), 'base64').toString('utf8'))
  for (const match of [...text.matchAll(HEX)].slice(0, PARTS))
    keep(
      Buffer.from(match[0].slice(0, PART_LENGTH).replaceAll(/^0x|[^0-9a-fA-F]/g, ''), 'hex').toString('utf8'),
    )
  for (const line of text.slice(0, PART_LENGTH).split(/[\n:"“”]/)) {
    if (line.trim().length < 8) continue
    const plain = commonShare(line)
    // No word is common both ways, so a line that reads well has no room for more when turned.
    if (plain > 0.4) continue
    for (const turned of [rot13(line), [...line].reverse().join('')])
      if (commonShare(turned) > plain + 0.2 && decoded.length < PARTS) decoded.push(turned)
  }
  const dotted = text.slice(0, PART_LENGTH).replaceAll(BETWEEN_LETTERS, '')
  if (text.slice(0, PART_LENGTH).length - dotted.length >= DOTS && decoded.length < PARTS)
    decoded.push(dotted)
  const spaced = joinSpacedLetters(tokens)
  if (spaced !== undefined) decoded.push(spaced)
  return decoded
}

function commonShare(text: string): number {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? []
  return words.length < 3 ? 0 : words.filter((word) => COMMON.has(word)).length / words.length
}

function rot13(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base)
  })
}

/** `k i l l` → `kill`, with the words around it; undefined where no four letters stand alone in a row. */
function joinSpacedLetters(tokens: readonly Token[]): string | undefined {
  const words: string[] = []
  let run = ''
  let longest = 0
  for (const token of tokens) {
    if (token.word.length === 1) {
      run += token.word
      longest = Math.max(longest, run.length)
      continue
    }
    if (run !== '') words.push(run)
    run = ''
    words.push(token.word)
  }
  if (run !== '') words.push(run)
  return longest >= 4 ? words.join(' ') : undefined
}
