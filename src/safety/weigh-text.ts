import { higherLevel, isFine } from '../domain.ts'
import { doubtful, type Finding, firmDoubt, unclear } from './finding.ts'
import { judgeSentence } from './judge-sentence.ts'
import { type HarmLikelihood, harmOdds, type JudgedSentence } from './likelihood/harm-likelihood.ts'
import { type PreparedText, prepareText, type TextSigns } from './prepare-text.ts'
import { type Evidence, type Settled, settle } from './settle.ts'

const COURTESY =
  /^\W*(?:thank you|thanks|many thanks|hello there|hi there|good (?:morning|evening|day))(?: (?:so|very) much)?\W*$/

/** Reasons kept of one text. */
const REASONS = 6

/** What the rules say where they know nothing of a sentence. */
const NO_SIGN = unclear('no sign either way')

/**
 * Weighs one text. Every sentence counts by itself and the most harmful one decides, so words put around a
 * harmful request cannot lower its level. Decoded parts count as if written plainly.
 */
export function weighText(text: string, likelihood: HarmLikelihood = harmOdds): Settled {
  return settle(gatherEvidence(prepareText(text), likelihood))
}

/** The same from a prepared text, before a level is settled. */
export function gatherEvidence(prepared: PreparedText, likelihood: HarmLikelihood = harmOdds): Evidence {
  const parts = judgeParts(prepared)
  const findings: Finding[] = []
  let isSilent = false
  for (const { sentence, judgement } of parts) {
    findings.push(...judgement.findings)
    // What the rules know nothing of may ask in a way they do not read.
    if (judgement.findings.length === 0 && sentence.tokens.length > 1 && !COURTESY.test(sentence.folded))
      isSilent = true
    if (sentence.isForeign) findings.push(firmDoubt('language without rules'))
  }
  const { signs } = prepared
  if (signs.encoded) findings.push(doubtful('encoded text'))
  if (signs.overriding) findings.push(doubtful('tries to switch rules off'))
  if (signs.injected) findings.push(firmDoubt('imitates chat turns'))
  if (signs.framed) findings.push(firmDoubt('a story, role or claim around the request'))
  if (signs.long) findings.push(firmDoubt('long text'))
  if (signs.foreign) findings.push(firmDoubt('language without rules'))
  if (isSilent || findings.length === 0) findings.push(NO_SIGN)
  const odds = likelihood(parts, coresOf(prepared))
  const own = {
    ...weighFindings(findings),
    framed: isFramed(signs),
    askedInside: isFramed(signs) ? harmIfAsked(prepared) : [],
    odds,
  }
  const inner = [
    ...prepared.decoded.map((text) => weighInside(text, likelihood, [doubtful('encoded text')])),
    // Deeds are looked at where something is put around them; asked outright they are the sentence itself.
    ...(isFramed(signs) ? prepared.acts.map((act) => weighInside(act, likelihood, [])) : []),
  ]
  return inner.reduce(moreHarmful, own)
}

const isFramed = ({ framed, injected, overriding, encoded }: TextSigns): boolean =>
  framed || injected || overriding || encoded

const coresOf = ({ cores, tokens }: PreparedText): readonly JudgedSentence[] =>
  cores.map((sentence) => ({ sentence, judgement: judgeSentence(sentence, tokens) }))

/** The clear harm in a text were all that it mentions asked outright. */
function harmIfAsked({ sentences, tokens }: PreparedText): readonly string[] {
  const { level, reasons } = weighFindings(
    sentences.flatMap((sentence) => judgeSentence(sentence, tokens, true).findings),
  )
  return level === 'clearly_harmful' ? reasons : []
}

/** Every sentence of a text with what the rules make of it. */
export function judgeParts({ sentences, tokens }: PreparedText): readonly JudgedSentence[] {
  return sentences.map((sentence) => ({ sentence, judgement: judgeSentence(sentence, tokens) }))
}

/** Weighs what stands inside a text, without looking for more inside that, so that nesting cannot cost time. */
function weighInside(text: string, likelihood: HarmLikelihood, doubts: readonly Finding[]): Evidence {
  const prepared = prepareText(text)
  const parts = judgeParts(prepared)
  return {
    ...weighFindings([...parts.flatMap(({ judgement }) => judgement.findings), ...doubts, NO_SIGN]),
    framed: true,
    askedInside: [],
    odds: likelihood(parts, coresOf(prepared)),
  }
}

/** The highest level wins; a fine level is sure only when nothing spoke against it. */
function weighFindings(findings: readonly Finding[]): Omit<Evidence, 'odds' | 'framed' | 'askedInside'> {
  const level = findings.map((finding) => finding.level).reduce(higherLevel, 'clearly_fine')
  const deciding = findings.filter((finding) => finding.level === level)
  const sure = isFine(level)
    ? findings.every((finding) => finding.sure)
    : deciding.some((finding) => finding.sure)
  return {
    level,
    sure,
    doubt: doubtOf(findings),
    grave: deciding.some(({ firm }) => firm),
    reasons: [...new Set(deciding.map((finding) => finding.reason))].slice(0, REASONS),
  }
}

function doubtOf(findings: readonly Finding[]): Evidence['doubt'] {
  if (findings.some(({ firm, sure }) => firm && !sure)) return 'firm'
  const doubts = findings.filter(({ sure }) => !sure)
  return doubts.every((each) => each === NO_SIGN) ? 'mere' : 'some'
}

/** The more harmful of two; of equal ones the less sure where fine, the surer where harmful. The odds are the higher. */
export function moreHarmful<T extends Settled>(a: T, b: T): T {
  const preferred = preferFirst(a, b) ? a : b
  return { ...preferred, odds: Math.max(a.odds, b.odds) }
}

function preferFirst(a: Settled, b: Settled): boolean {
  if (a.level !== b.level) return higherLevel(a.level, b.level) === a.level
  return isFine(a.level) ? !a.sure : a.sure
}
