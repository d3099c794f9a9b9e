import { higherLevel, isFine, type SafetyLevel } from '../domain.ts'
import { doubtful, type Finding, unclear } from './finding.ts'
import { judgeSentence } from './judge-sentence.ts'
import { prepareText } from './prepare-text.ts'

/** What the rules make of one text. */
export interface Weighed {
  readonly level: SafetyLevel
  readonly sure: boolean
  readonly reasons: readonly string[]
}

const COURTESY =
  /^\W*(?:thank you|thanks|many thanks|hello there|hi there|good (?:morning|evening|day))(?: (?:so|very) much)?\W*$/

/** Reasons kept of one text. */
const REASONS = 6

/**
 * Weighs one text. Every sentence counts by itself and the most harmful one decides, so words put around a
 * harmful request cannot lower its level. Decoded parts count as if written plainly.
 */
export function weighText(text: string): Weighed {
  const prepared = prepareText(text)
  const findings: Finding[] = []
  let isSilent = false
  for (const sentence of prepared.sentences) {
    const judged = judgeSentence(sentence, prepared.tokens)
    findings.push(...judged.findings)
    // What the rules know nothing of may ask in a way they do not read.
    if (judged.findings.length === 0 && sentence.tokens.length > 1 && !COURTESY.test(sentence.folded))
      isSilent = true
    if (sentence.isForeign) findings.push(unclear('language without rules'))
  }
  const { signs } = prepared
  if (signs.encoded) findings.push(doubtful('encoded text'))
  if (signs.overriding) findings.push(doubtful('tries to switch rules off'))
  if (signs.injected) findings.push(unclear('imitates chat turns'))
  if (signs.long) findings.push(unclear('long text'))
  if (signs.foreign) findings.push(unclear('language without rules'))
  if (isSilent || findings.length === 0) findings.push(unclear('no sign either way'))
  const own = weighFindings(findings)
  return prepared.decoded.map((part) => weighPlain(part)).reduce(moreHarmful, own)
}

/** Weighs a decoded part without decoding again, so that nesting cannot cost time. */
function weighPlain(text: string): Weighed {
  const prepared = prepareText(text)
  return weighFindings([
    ...prepared.sentences.flatMap((sentence) => judgeSentence(sentence, prepared.tokens).findings),
    doubtful('encoded text'),
  ])
}

/** The highest level wins; a fine level is sure only when nothing spoke against it. */
function weighFindings(findings: readonly Finding[]): Weighed {
  const level = findings.map((finding) => finding.level).reduce(higherLevel, 'clearly_fine')
  const deciding = findings.filter((finding) => finding.level === level)
  const sure = isFine(level)
    ? findings.every((finding) => finding.sure)
    : deciding.some((finding) => finding.sure)
  return { level, sure, reasons: [...new Set(deciding.map((finding) => finding.reason))].slice(0, REASONS) }
}

/** The more harmful of two; of equal ones the less sure where fine, the surer where harmful. */
export function moreHarmful(a: Weighed, b: Weighed): Weighed {
  if (a.level !== b.level) return higherLevel(a.level, b.level) === a.level ? a : b
  const preferred = isFine(a.level) ? !a.sure : a.sure
  return preferred ? a : b
}
