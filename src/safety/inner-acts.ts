import type { Sentence } from './judge-sentence.ts'
import { baseForms } from './tokens.ts'

/** Stands before a deed that somebody does, did, may do or is told how to do. */
const BEFORE_DEED = new Set(
  'to might may can could would should will shall did does do i we you one they people someone somebody too'.split(
    ' ',
  ),
)
/** After these a deed comes in its form with -ing, or somebody who does it. */
const BEFORE_DOING = new Set('of for on about by in with into when while from at'.split(' '))
/** No deed by themselves. */
const NO_DEED = new Set(
  `a an the my your his her its our their this that these those to of in on at for from by with and or but so not be been being is are was were am
  do does did have has had can could may might would should will shall must go goes going get gets use used about it them him me us you we they i he she one too
  also only just really ever please how what which who whom where when why as if then than there here all any some no`.split(
    /\s+/,
  ),
)
/** Acts looked at in one text, and the words of each; bounds on time. */
const ACTS = 6
const WORDS = 40

/**
 * The deeds a text speaks of inside its sentences, each asked for outright: "who managed to X" as "How do I X?". What is
 * put around a deed then cannot make it look better than the bare request. Linear.
 * @param text what the sentences were cut from
 */
export function innerActs(text: string, sentences: readonly Sentence[]): readonly string[] {
  const acts: string[] = []
  for (const { tokens } of sentences) {
    for (let at = 1; at < tokens.length && acts.length < ACTS; at++) {
      const [before, token] = [tokens[at - 1], tokens[at]]
      if (before === undefined || token === undefined || token.afterBreak || NO_DEED.has(token.word)) continue
      const isDoing = token.word.endsWith('ing') && BEFORE_DOING.has(before.word)
      if (!isDoing && !BEFORE_DEED.has(before.word)) continue
      const last = tokens[Math.min(tokens.length, at + WORDS) - 1] ?? token
      const deed = isDoing ? plainForm(token.word) : text.slice(token.start, token.end)
      acts.push(`How do I ${deed}${text.slice(token.end, last.end)}?`)
    }
    if (acts.length === ACTS) break
  }
  return acts
}

/** "stalking" → "stalk"; of what it may come from, the form that needs no letter more. */
function plainForm(word: string): string {
  const forms = baseForms(word).filter((form) => form !== word)
  return forms.find((form) => form.length === word.length - 3) ?? forms[0] ?? word
}
