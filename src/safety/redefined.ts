import { maySpeakOfPeople, nounClass } from './noun-classes.ts'
import { singularForms, type Token, tokenize } from './tokens.ts'

const EQUATING = new Set(
  'means mean meant meaning called call calls calling named name names nicknamed nickname stands stand refers refer equals equal denotes denote represents represent codename code alias dubbed becomes replace replaces'.split(
    ' ',
  ),
)
/** These equate only what stands right beside them: "a cockroach is our word for …". */
const COPULAS = new Set(['is', 'are', 'was', 'were'])
const BESIDE = 3
const PRONOUNS = new Set('he she him her they them'.split(' '))
/** Words on either side of a target's word that are looked at. */
const AROUND = 9
/** Words of a target looked for; a bound on time. */
const TARGETS = 16

/**
 * Whether a text equates or names one of the given nouns with somebody: "by X I mean my neighbour", "X is our word
 * for my aunt", "let X stand for her". A noun so redefined is no thing. Pure; linear in the length of the texts.
 */
export function redefinesAsSomebody(texts: readonly string[], nouns: readonly string[]): boolean {
  const wanted = new Set(nouns.slice(0, TARGETS).flatMap((noun) => singularForms(noun)))
  return wanted.size > 0 && texts.some((text) => equates(tokenize(text), wanted))
}

function equates(tokens: readonly Token[], wanted: ReadonlySet<string>): boolean {
  for (const [index, token] of tokens.entries()) {
    const reach = EQUATING.has(token.word) ? AROUND : COPULAS.has(token.word) ? BESIDE : 0
    if (reach === 0) continue
    const around = tokens.slice(Math.max(0, index - AROUND), index + AROUND)
    const near = tokens.slice(Math.max(0, index - reach), index + reach + 1)
    if (
      near.some((each) => singularForms(each.word).some((form) => wanted.has(form))) &&
      around.some((each) => isSomebody(each, wanted))
    )
      return true
  }
  return false
}

function isSomebody(token: Token, wanted: ReadonlySet<string>): boolean {
  if (singularForms(token.word).some((form) => wanted.has(form))) return false
  if (PRONOUNS.has(token.word) || maySpeakOfPeople(token.word)) return true
  return token.named && nounClass(token.word) === undefined
}
