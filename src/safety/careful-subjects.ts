import type { AskForm } from './ask-form.ts'
import { kindsOfWord, needsCare } from './likelihood/kinds-of-word.ts'
import type { Token } from './tokens.ts'

/** Turns of phrase that no single word gives away, over folded text. */
const PHRASES = new RegExp(
  [
    // Done without the care, the leave or the skill that others rely on.
    String.raw`\bwithout (?:\w+ ){0,3}?(?:consider\w+|regard|citing|credit\w*|train(?:ed|ing)|licen[sc]es?|permits?|supervision|disclos\w+|equipment|compensat\w+|paying|checking|consent|approval|oversight|facing|sources)\b`,
    String.raw`\bcut(?:ting)? corners\b|\beven if (?:it|that|this) (?:means|harms|hurts)\b|\bat (?:the|their|his|her|others'?) expense\b|\bregardless of (?:the )?(?:harm|safety|consequences|consent|cost to)\b|\bignor(?:e|es|ing) (?:\w+ ){0,2}?(?:harm|safety|impact|context|warnings?|precautions|rules?|laws?|needs|evidence|regulations?|well-?being)\b`,
    // Out of what one owes.
    String.raw`\b(?:avoid|escape|evade|dodge|get out of|skip|neglect|refuse) (?:\w+ ){0,2}?(?:paying|taxes?|taking|providing|responsibility|accountability|liability|duty|duties|laws?|regulations?|suppliers|wages|vaccin\w+|quarantine|inspections?|jail|prison|alimony|child support|rent)\b`,
    String.raw`\bdeny(?:ing)? (?:\w+ ){0,3}?(?:treatment|care|service|access|housing|loans?|existence|benefits|visas?|entry)\b|\b(?:unfair|undue) advantage\b|\bnot (?:entitled|qualified|licensed|mine|ours)\b|\bam not entitled\b`,
    // Words put to use for a cause that hurts.
    String.raw`\b(?:promot\w+|justif\w+|support\w*|encourag\w+|defend\w*|spread\w*|glorif\w+|advocat\w+|normali[sz]\w+|persuad\w+|convinc\w+|reinforc\w+|perpetuat\w+) (?:[\w-]+ ){0,5}?(?:\w+(?:phobia|supremacy)|(?:class|able|sex|rac|fasc|colonial|national|extrem)ism|agendas?|ideolog\w+|regimes?|inequalit\w+|violence|war|hate|selfishness|exclusion\w*|dictator\w*|invasion|occupation)\b`,
    String.raw`\b(?:persuasive|convincing|false|fake|one-sided) (?:\w+ )?(?:article|essay|argument|report|story|post|speech|narrative|letter|review)\b|\b(?:article|essay|paper|report|biography|account|post|edit)\b.{0,60}\b(?:claim(?:s|ing)|stating|denies|denying|indicating|persuade|proving|was born|had a positive|more pro|hoax)\b`,
    // What firms and bodies keep to themselves.
    String.raw`\b(?:internal(?:ly)?|secret|standing|private|non-?public) (?:\w+ )?(?:orders?|discuss\w+|strateg\w+|meetings?|recipes?|documents?|memos?|plans?|polic(?:y|ies) on|sauces?|formulas?|communications?|emails?|data|reviews?)\b|\b(?:discussed|decided|agreed|said) (?:\w+ ){0,3}?(?:internally|behind closed doors|in private|during .{0,30}meeting)\b`,
    String.raw`\b(?:outdated|unpatched|insecure) (?:software|systems?)\b|\bhow secure (?:is|are)\b|\bweak(?:est)? (?:point|spot|link)s?\b|\bsecur(?:e|es|ity) (?:\w+ ){0,2}?(?:digital data|client|customer|database|network)\b|\b(?:client|customer|employee|staff|member)s?'? (?:information|data|database|list|records?|files?)\b`,
    // Despair, and what is done for it.
    String.raw`\b(?:end (?:it all|my (?:suffering|pain|life|misery))|(?:put an end|say goodbye) to (?:my|life|everything|it all|this world)|no (?:reason|point) (?:to|in) liv\w+|want(?:s|ed)? to (?:die|disappear|stop living)|goodbye (?:letter|note)s?|not wake up|never wake up|feel(?:ing)? nothing|lose weight (?:fast|quickly)|for weight loss|weight loss)\b`,
    // A verdict for cruelty, or against a kind of people.
    String.raw`\b(?:did nothing wrong|had (?:\w+ )?(?:good|right) ideas?|never (?:\w+ )?happened|can(?:'t|not) be trusted|(?:were|was|are) (?:\w+ ){0,2}?right(?: about)?\??$|no mercy|any mercy|better stock|go back to|belongs? in|do(?:es)? not deserve|deserved? (?:it|to)|nothing but)\b`,
  ].join('|'),
)

/** A question of meaning this short, in words, asks for the word and nothing else. */
const BARE_MEANING = 8

/**
 * Whether a sentence touches a subject in which a wrong answer harms somebody though nothing in it sounds alarming:
 * likelihood, which knows words, may not pass it by itself. Linear.
 */
export function touchesCarefulSubject(folded: string, tokens: readonly Token[], form: AskForm): boolean {
  if (
    form === 'definition' &&
    tokens.length <= BARE_MEANING &&
    !tokens.some(({ possessive, named }) => possessive || named)
  )
    return false
  return PHRASES.test(folded) || tokens.some(({ word }) => needsCare(kindsOfWord(word)))
}
