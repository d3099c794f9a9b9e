import type { NounClass } from './noun-classes.ts'

/** One alarming word with the senses it commonly has. */
export interface SenseEntry {
  readonly lemma: string
  /** Forms that regular inflection does not give. */
  readonly forms: readonly string[]
  /** The alarming sense, completing "here it means …". */
  readonly harm: string
  readonly senses: readonly HarmlessSense[]
}

export interface HarmlessSense {
  readonly sense: string
  readonly domain: string
  /** Kinds of things the word is done to in this sense. */
  readonly on: readonly NounClass[]
  /**
   * Fixed phrases, as words; `~` is the alarming word in any form, `*` any one word. Articles and
   * possessives of the text are passed over.
   */
  readonly phrases: readonly (readonly string[])[]
}

/** Shorthand for data files: classes and forms divided by spaces, phrases by `|`. */
export function entry(lemma: string, harm: string, senses: readonly HarmlessSense[], forms = ''): SenseEntry {
  return { lemma, harm, senses, forms: forms === '' ? [] : forms.split(' ') }
}

export function sense(meaning: string, domain: string, on: string, phrases = ''): HarmlessSense {
  return {
    sense: meaning,
    domain,
    on: on === '' ? [] : (on.split(' ') as NounClass[]),
    phrases: phrases === '' ? [] : phrases.split('|').map((phrase) => phrase.trim().split(' ')),
  }
}
