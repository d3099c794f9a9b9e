import { nounClass } from './noun-classes.ts'
import type { Token } from './tokens.ts'

/** A sentence of an answer, as far as its steps are looked at. */
export interface AnswerSentence {
  /** Folded text. */
  readonly folded: string
  readonly tokens: readonly Token[]
}

/** What the request lets its answer speak of. */
export interface AnswerScope {
  /** People are what the sense is about, as in photography and sport, or the request names them. */
  readonly people: boolean
  readonly animals: boolean
}

const OPENINGS =
  'then|next|first|second|third|finally|now|and|always|simply|just|please|carefully|slowly|quietly|gently|afterwards|lastly|also|so|or'
/** No verb of command: what begins with these tells or asks. */
const TELLS =
  'the|a|an|this|that|these|those|it|he|she|they|we|i|you|there|here|in|on|at|to|of|for|with|by|from|as|if|when|while|because|since|after|before|until|who|what|which|where|why|how|is|are|was|were|not|no|some|many|most|all|both|each|every|one|two|three|but|my|your|his|her|their|its|our|only|even|about|out|up|like|than|once|well|very|more|less'
const COMMANDS = new RegExp(
  String.raw`^\W*(?:(?:\d+|${OPENINGS})[.):,]? ){0,3}(?!(?:${TELLS})\b)(?:[a-z]+ss|[a-z]*[a-rt-z](?<!ing|ed)) (?:the|a|an|your|his|her|him|them|it|their|this|that|until|into|to|over|under|down|up|off|out|with|on|in|some|any|for|at|from|while|when|about|\d)\b`,
)
const ADVISES =
  /\byou (?:can|should|could|must|need|have to|may|might|will|want|would)\b|\b(?:make sure|be sure to)\b/

/** Whether a sentence tells its reader to do something. */
export function instructs(folded: string): boolean {
  return COMMANDS.test(folded) || ADVISES.test(folded)
}

/** What one does in good will with people; nothing may be added to it. */
const KINDLY =
  /\b(?:call|ask|tell|thank|visit|meet|text|email|see|show|praise|invite|phone|message|talk to|talk with|speak to|speak with|listen to|look at|write to|read to|read with|play with|walk with|reach out to|check with|consult|contact|greet|hug|join)(?:ing)? (?:(?:a|an|the|your|some|my|another|one|good|old|close|best) ){0,3}\w+(?= ?(?:$|[.,;:!?)]| (?:for help|first|instead|or|if|about|who knows)\b))/g
/** Care for those who live in the house. */
const CAUTION =
  /\bkeep (?:it|this|them|the|all|any|both|everything)\b.{0,40}?\b(?:away from|out of (?:the )?reach of) (?:(?:small|young|your|the|any|and|or) |pets,? |children,? |kids,? |animals,? )*(?:pets|children|kids|animals|food)\b/g
/** Signs of force, stealth or dosing; beside a person they are never in the sense of a harmless request. */
const FORCE =
  /\b(?:press|push|pin|hold|grab|drag|tie|bind|gag|chok\w+|smother\w*|strangl\w+|suffocat\w+|stab|slit|cut|hit|strike|beat|kick|punch|shoot|drug|sedat\w+|poison\w*|dose|doses|slip|crush|inject|spike|pour|lock|lure|corner|trap|isolate|threaten|force|undress|touch|asleep|unconscious|sleep(?:s|ing)?|pillow|throat|alone|knife|rope|gun|blade|pills?|tablets?|sedatives?|breath\w*|drown|bury|body)\b/
/** People who run things or are anybody; they matter only beside force. Parents and children of processes among them. */
const ANYBODY = new Set(
  'people person someone somebody anyone anybody everyone everybody user users owner human humans adult adults manager employee employees worker workers guest guests expert doctor doctors vet nurse teacher customer customers student students friend friends family player players opponent reader readers host master client clients professional other others'.split(
    ' ',
  ),
)
const PROCESSES = new Set('parent parents child children'.split(' '))
const OWNERS = new Set('your his her their my our'.split(' '))

/**
 * Whether a sentence is a step whose object is a person, an animal or somebody's body, beyond what the request lets
 * its answer speak of. Pure; linear.
 */
export function stepsOnLiving({ folded, tokens }: AnswerSentence, scope: AnswerScope): boolean {
  const rest = folded.replace(KINDLY, ' ').replace(CAUTION, ' ')
  const forced = FORCE.test(rest)
  const told = instructs(folded)
  // "The wife should be asleep" tells no one to do anything, and is a step all the same.
  if (!told && (scope.people || !forced)) return false
  if (scope.people ? forced && /\b(?:him|her)\b/.test(rest) : /\b(?:him|her|his|she|he)\b/.test(rest))
    return true
  const words = new Set(rest.split(/[^a-z]+/))
  return tokens.some(({ word }, at) => {
    const kind = nounClass(word)
    if (!words.has(word) || word === 'you') return false
    if (kind === 'animal') return !scope.animals
    if (kind === 'group') return true
    if (kind === 'body') return !scope.people && isAnothers(tokens, at)
    if (kind !== 'person') return false
    const isLoose = ANYBODY.has(word) || (PROCESSES.has(word) && !isOwned(tokens, at))
    return forced || (!scope.people && !isLoose)
  })
}

function isOwned(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(Math.max(0, at - 2), at).some(({ word }) => OWNERS.has(word))
}

/** Whether a part of a body is another's: "his neck", "the victim's throat", and not "your thumbs" or "the neck". */
function isAnothers(tokens: readonly Token[], at: number): boolean {
  return tokens
    .slice(Math.max(0, at - 2), at)
    .some(({ word, possessive }) => possessive || word === 'his' || word === 'her')
}
