import { isFine, type Request } from '../domain.ts'
import { type AnswerScope, instructs, stepsOnLiving } from './answer-steps.ts'
import { asksForProcedure, asksForProtection } from './ask-form.ts'
import { slightsGroup } from './discrimination.ts'
import { findTopics } from './harm-topics.ts'
import { harmsTarget } from './harmful-targets.ts'
import { nounClass } from './noun-classes.ts'
import { type PreparedText, prepareText } from './prepare-text.ts'
import type { Screening } from './safety-gate.ts'
import { screenRequest } from './screen-request.ts'
import { screeningOf } from './screening.ts'
import { tokenize } from './tokens.ts'

/** What an answer holds that would be harmful if every unverified claim were false. */
interface AnswerSigns {
  /** Instructions that do harm to people or hand out dangerous means. */
  readonly dangerous: number
  /** Numbered or bulleted steps, amounts, or program text: something one can follow. */
  readonly operational: boolean
  /** Details by which a private person can be found. */
  readonly personalData: boolean
  readonly hate: boolean
  /** Why the rules cannot vouch for the answer, though they found no harm in it. */
  readonly doubt: string | undefined
}

const INSTRUCTS =
  /^\W*(?:\d+[.)]\s*|[-*•]\s*|step \d+|first(?:ly)?\b|second(?:ly)?\b|then\b|next\b|finally\b)|\b(?:you (?:can|should|could|must|need|will|may|have to|want to)|make sure|be sure to|your)\b|^\W*(?:get|take|use|mix|add|heat|wait|hide|buy|put|place|attach|connect|wear|choose|find|hold|press|aim|approach|stab|cut|hit|shoot|kill|strangle|poison|dissolve|pour|stir|fill|light|send|call|tell|wipe|dispose|run|open|install|inject|fire|grab|break|destroy|steal|enter|threaten|pack|combine|build|assemble)\b/
const REFUSES =
  /\b(?:never|don't|do not|cannot|can't|won't|not able|illegal|against the law|call (?:911|112|999|988|emergency|a|the)|seek|professional help|please reach out|hotline|report|consequences|harmful|instead)\b/
const AMOUNT =
  /\b\d+(?:[.,]\d+)?\s?(?:g|grams?|mg|kg|ml|l|lit(?:er|re)s?|ounces?|oz|teaspoons?|cups?|parts?|%|percent|°c|°f|degrees|inch(?:es)?|cm|mm|volts?|minutes?|hours?)(?![a-z])/
const STEPS = /(?:^|\n)[ \t]*(?:\d+[.)]|[-*•]|step \d+)\s/gi
/** Amounts of matter, which no answer about software or photographs needs. */
const MATTER =
  /\b\d+(?:[.,]\d+)?\s?(?:g|grams?|mg|kg|ml|l|lit(?:er|re)s?|ounces?|oz|teaspoons?|tablespoons?|cups?|drops)(?![a-z])/i
/** Answers beyond this many UTF-16 units are never sure. */
const LONG = 12_000
/** Senses that are about people or done with them. */
const AMONG_PEOPLE = new Set(['photography', 'sport', 'games', 'fiction', 'performance', 'music', 'film'])
const WITHOUT_MATTER = new Set(['computing', 'photography', 'games', 'music'])
const PERSONAL =
  /\b\d{3}-\d{2}-\d{4}\b|\b\d{1,5} (?:[A-Z][a-z]+ ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Way|Place)\b|(?:\+?\d{1,2}[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b/

/**
 * Screens a request together with an answer: would the answer be acceptable if every unverified claim were
 * false? Pure; linear; never throws.
 */
export function checkAnswer(request: Request, answer: string): Screening {
  const asked = screenRequest(request)
  const signs = readAnswer(request, answer)
  return screeningOf({ ...judgeTogether(asked, signs), heard: ['process'] }, request)
}

type Judged = Pick<Screening, 'level' | 'sure' | 'reasons'>

function judgeTogether(asked: Screening, signs: AnswerSigns): Judged {
  const { level, sure, reasons } = asked
  if (level === 'clearly_harmful') return { level, sure, reasons }
  const harmful = (reason: string): Judged => ({ level: 'clearly_harmful', sure: true, reasons: [reason] })
  if (signs.hate) return harmful('the answer slights a real group')
  const isSafeAsk = isFine(level) && sure
  if (signs.personalData && !isSafeAsk) return harmful('the answer gives personal data')
  if (signs.dangerous > 0 && signs.operational && !isSafeAsk) return harmful('the answer instructs in harm')
  if (signs.dangerous > 1 && signs.operational)
    return harmful('the answer instructs in harm nobody asked for')
  if (signs.dangerous > 0)
    return { level: 'borderline_harmful', sure: false, reasons: ['the answer touches harm'] }
  // Steps towards something borderline are more than the partial help it may get.
  if (!isFine(level))
    return {
      level,
      sure: !signs.operational && signs.doubt === undefined,
      reasons: [...reasons, signs.doubt ?? 'the answer stays general'],
    }
  if (signs.doubt !== undefined) return { level: 'borderline_fine', sure: false, reasons: [signs.doubt] }
  return { level, sure, reasons }
}

function readAnswer(request: Request, answer: string): AnswerSigns {
  const prepared = prepareText(answer)
  let dangerous = 0
  let hate = false
  for (const { folded, senses } of prepared.sentences) {
    if (slightsGroup(folded)) hate = true
    if (REFUSES.test(folded) || !INSTRUCTS.test(folded)) continue
    const harmsSomebody = senses.some(
      ({ harmless, lemma, target }) =>
        !harmless &&
        (target?.kind === 'person' || target?.kind === 'group') &&
        harmsTarget(lemma, target.kind),
    )
    const givesMeans =
      findTopics(folded).some(({ severity }) => severity === 'means' || severity === 'crime') &&
      !asksForProtection(folded)
    if (harmsSomebody || givesMeans) dangerous++
  }
  const steps = answer.match(STEPS)?.length ?? 0
  return {
    dangerous,
    operational: steps >= 2 || AMOUNT.test(answer) || answer.includes('```') || dangerous >= 3,
    personalData: PERSONAL.test(answer),
    hate,
    doubt: doubtOf(request, answer, prepared),
  }
}

const CODE = /```[^`]*```|`[^`\n]*`/g

/** Why an answer without any alarming word may still not be what the request asked for in its harmless sense. */
function doubtOf(request: Request, answer: string, prepared: PreparedText): string | undefined {
  if (answer.length > LONG) return 'a long answer'
  if (prepared.decoded.length > 0) return 'encoded text in the answer'
  if (answer.replaceAll(CODE, ' ').split('\n').some(isForeign)) return 'an answer in a language without rules'
  const asked = prepareText(request.prompt)
  const domains = asked.sentences.flatMap(({ senses }) => senses.map(({ domain }) => domain))
  const kinds = new Set(asked.tokens.map(({ word }) => nounClass(word)))
  const scope: AnswerScope = {
    people: kinds.has('person') || domains.some((domain) => AMONG_PEOPLE.has(domain)),
    animals: kinds.has('animal') || kinds.has('pest'),
  }
  const isProcedure = asked.sentences.some(({ folded }) => asksForProcedure(folded))
  if (
    prepared.sentences.some(
      (sentence) => (isProcedure || instructs(sentence.folded)) && stepsOnLiving(sentence, scope),
    )
  )
    return 'the answer gives steps about somebody or something living'
  if (domains.some((domain) => WITHOUT_MATTER.has(domain)) && MATTER.test(answer))
    return 'the answer leaves the sense of the request'
  const steps = prepared.sentences.filter(({ folded }) => instructs(folded)).length
  if (steps >= 3 && !isProcedure) return 'the answer gives steps nobody asked for'
  return undefined
}

/** Whether a line is in another script, or has a dozen words and hardly a common English one. */
function isForeign(line: string): boolean {
  const words = tokenize(line)
  const strange = words.filter(({ word }) => /[^\p{Script=Latin}\p{N}'.&+#]/u.test(word)).length
  if (strange > 2 || (strange > 0 && strange * 3 > words.length)) return true
  return words.length >= 8 && words.filter(({ word }) => COMMON.has(word)).length * 12 < words.length
}

const COMMON = new Set(
  'the a an of to in is are was were and or for on with my your i you it its how what why who when where do does did can could should that this be have has had at from by as not if about which there get make so then than one no but into only he she they his her'.split(
    ' ',
  ),
)
