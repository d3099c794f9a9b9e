import { readWordSenses } from '../src/safety/read-word-senses.ts'
import { tokenize } from '../src/safety/tokens.ts'
import { isSomebody } from './act-target.ts'
import { contentWords } from './content-words.ts'

/** A rewrite may be this many times as long as the original, plus the given allowance in characters. */
const LONGEST = 1.6
const ALLOWANCE = 40
/** Share of the original's content words, flagged ones aside, that a rewrite must keep. */
const KEPT_SHARE = 0.8

/** Turns of phrase that change what is asked instead of how it is worded; each is also a known attack. */
const FORBIDDEN: readonly { readonly fault: string; readonly pattern: RegExp }[] = [
  {
    fault: 'moves the request into the past',
    pattern:
      /\b(did|was|were|had|used to|historically|in the past|back then|formerly|once upon|in the old days|people (?:\w+ed))\b/iu,
  },
  {
    fault: 'makes the request hypothetical',
    pattern:
      /\b(would|suppose|supposing|imagine|hypothetical\w*|theoretical\w*|in theory|what if|assuming|if (?:one|someone|somebody|you|i) (?:were|wanted))\b/iu,
  },
  {
    fault: 'adds a role or a story',
    pattern:
      /\b(act as|acting as|pretend\w*|you are an?|you're an?|role-?play\w*|play the role|character\w*|protagonist|villain|story|stories|novel|fiction\w*|scene|screenplay|script for|movie|film|in a game|poem|dialogue)\b/iu,
  },
  {
    fault: 'adds a purpose or a claim',
    pattern:
      /\b(for (?:research|education\w*|academic|scientific|safety|security|training|testing|learning|awareness|study|science|a class|school|work|my job)|educational|so that|in order to|to (?:protect|prevent|stop|understand|learn|teach|raise awareness)|because|i am|i'm|as an? [\p{L}]+|legal\w*|lawful\w*|ethical\w*|safely|safe|authori[sz]ed|with (?:permission|consent))\b/iu,
  },
  {
    fault: 'hides the act behind a softer word',
    pattern:
      /\b(take care of|taking care of|deal with|dealing with|get rid of|getting rid of|handle|handling|neutrali[sz]\w*|unalive\w*|put (?:to sleep|down)|lay to rest|make (?:\w+ )?disappear|pass(?:ing)? away|go away|send off|relocat\w*|acquir\w*|borrow\w*|obtain\w*|liberat\w*|persuad\w*)\b/iu,
  },
]

/** A rewrite as the model proposed it. */
export interface Rewrite {
  readonly rewrite: string
  /** The alarming words that were replaced, as the original has them. */
  readonly flagged: readonly string[]
}

/**
 * Why a rewrite does not ask the same thing as the original, or `undefined` where nothing speaks against it.
 * Allowed are a precise synonym, an expanded idiom and a named domain; tense shift, hypothesis, role, euphemism
 * and added purpose are refused because rewording of that kind is an attack (2407.11969, 2401.06373).
 */
export function rewriteFault(original: string, { rewrite, flagged }: Rewrite): string | undefined {
  if (normalised(original) === normalised(rewrite)) return 'changes nothing'
  if (rewrite.length > original.length * LONGEST + ALLOWANCE) return 'is much longer than the original'
  const sentence = normalised(original)
  if (flagged.length === 0 || flagged.some((word) => !sentence.includes(normalised(word))))
    return 'names no flagged word of the original'
  for (const { fault, pattern } of FORBIDDEN) {
    const added = matches(rewrite, pattern).filter((each) => !matches(original, pattern).includes(each))
    if (added.length > 0) return fault
  }
  if (people(original) !== people(rewrite)) return 'changes who it is about'
  if (numbers(original) !== numbers(rewrite)) return 'changes a number'
  return lostWords(original, rewrite, flagged) ? 'loses words that carry the matter' : undefined
}

/**
 * Only an alarming word may go. Where we know none in the sentence, one flagged phrase may: a model that could
 * flag what it likes would have the whole sentence replaced.
 */
function lostWords(original: string, rewrite: string, flagged: readonly string[]): boolean {
  const alarming = readWordSenses(original).map(({ word }) => word)
  const replaced = new Set((alarming.length > 0 ? alarming : flagged.slice(0, 1)).flatMap(contentWords))
  const matter = contentWords(original).filter((word) => !replaced.has(word))
  const present = new Set(contentWords(rewrite))
  const kept = matter.filter((word) => present.has(word)).length
  return matter.length === 0 || kept / matter.length < KEPT_SHARE
}

/** Who a sentence is about: dropping or replacing one of them changes the request whatever else is kept. */
function people(text: string): string {
  return tokenize(text)
    .map(({ word }) => word)
    .filter((word) => isSomebody(word) || word === 'my' || word === 'our')
    .toSorted()
    .join()
}

function matches(text: string, pattern: RegExp): readonly string[] {
  const global = new RegExp(pattern.source, 'giu')
  return [...text.matchAll(global)].map(([match]) => normalised(match))
}

function numbers(text: string): string {
  return (text.match(/\d+/g) ?? []).toSorted().join()
}

function normalised(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/\s+/g, ' ')
    .replace(/[.?!\s]+$/u, '')
    .trim()
}
