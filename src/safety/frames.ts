import type { Sentence } from './judge-sentence.ts'

/**
 * Words that put something around a request: a story, a part to play, a study, a supposition, somebody who may ask,
 * a promise, a reason why it must be answered. None of them changes what is asked.
 */
const FRAME = new RegExp(
  [
    String.raw`\b(?:in|for|write|writing|tell(?: me| us)?|continue|compose|imagine) (?:a|an|my|our|the|this|some) (?:\w+ ){0,3}?(?:story|stories|novel|novella|fiction|fan ?fiction|screenplay|script|film|movie|scene|dialogue|monologue|poem|verse|sonnet|ballad|song|rap|limerick|play|campaign|role ?play|game of make-believe|fairy ?tale|thriller)\b.{0,160}\b(?:how|who|which|where|that|about to|explains?|teach(?:es)?|shows?|tells?|describes?|step)\b`,
    String.raw`\b(?:screenplay|monologue|role-?play|fan ?fiction|hypothetical(?:ly)?|theoretical(?:ly)?|suppose|supposing|imagine|pretend|let's say|in theory|thought experiment|purely academic|(?:act|speak|answer|reply|respond) as|you are (?:now )?(?:a |an |my )?(?!welcome|right|sure|not|an? (?:helpful|good|great))\w+,? (?:an? |who |that |and |actor|my)|play(?:ing)? the (?:part|role))\b`,
    String.raw`\b(?:for|as part of|in) (?:a|an|my|our|the|some) (?:\w+ ){0,3}?(?:research|study|studies|thesis|dissertation|paper|survey|seminar|investigation|exhibition|training|lecture|museum|documentary|awareness campaign)\b|\b(?:for|purely) (?:research|educational|academic|scientific|training|awareness)(?: \w+)? ?(?:purposes?|reasons?|use|only)?\b`,
    String.raw`\b(?:i am|i'm|we are|speaking|as) (?:a|an|the) (?:\w+ ){0,3}?(?:doctor|nurse|physician|pharmacist|paramedic|psychiatrist|therapist|police(?:man|woman)?|officer|detective|agent|soldier|researcher|scientist|chemist|biologist|toxicologist|professor|teacher|lecturer|student of|journalist|reporter|lawyer|attorney|prosecutor|judge|auditor|inspector|investigator|engineer|tester|analyst|expert|specialist|professional|consultant|author|novelist|screenwriter|locksmith|social worker|criminologist|historian|penetration tester|moderator)\b`,
    String.raw`\bmy (?:late |dear |dead )?(?:grand(?:mother|ma|father|pa)|nana|granny|mother|father) (?:used to|always|would)\b`,
    String.raw`\b(?:experts? (?:agree|say|recommend)|studies show|trust me|i promise|i swear|believe me|it is (?:perfectly |completely |fully )?(?:legal|allowed|authori[sz]ed)|i have (?:permission|consent|authori[sz]ation)|with full (?:clearance|consent|permission)|lives? (?:depend|are at stake|could be saved|saves?)|save(?:s)? lives|no one will (?:be|get) hurt|nobody will (?:be|get) hurt)\b`,
    String.raw`\b(?:back then|in (?:the )?(?:old|past|former|olden|those) (?:days?|times?)|in the past|used to|once upon a time)\b.{0,80}\bhow\b|\bhow (?:did|would|had|used) (?:people|they|folks?|men|somebody|someone|one|he|she|criminals?|thieves|gangs?|smugglers?|crooks?|robbers?|killers?)\b`,
    String.raw`\b(?:years ago|back in the day|i once (?:read|heard|knew)|before anyone|who managed to|somebody managed to|person .{1,30} managed to|in (?:which|what) ways did|(?:it|that|what) (?:still works|could be done again)|go about it|gone about it)\b`,
    String.raw`\b(?:peer-reviewed|thesis|dissertation|doctoral|criminolog\w+|ethics (?:board|committee)|(?:seminar|lesson|lecture|chapter|question \d+) (?:on|is|has to|needs to|about)|replicate it|classifier that|data ?set of|training data)\b|\b(?:i|we) (?:train|teach|advise|supervise) (?:\w+ ){0,2}(?:agents|officers|police|soldiers|doctors|nurses|staff|students|guards|analysts|classifiers?)\b|\b(?:officer|lawyer|attorney|doctor|nurse|detective|agent|inspector|professor|scientist|engineer|owner|manager) here\b|\b(?:privileged|cleared for|duty of care|full clearance|licensed|my client)\b`,
    String.raw`\b(?:in rhyme|in verse|as a poem|(?:words|lines|form|style|tune|manner) of (?:a|an|the) (?:\w+ )?(?:song|poem|ballad|hymn|sonnet|prayer|lullaby|rap|chant)|rhyming|couplets?|haiku|sonnets?|ballad|limerick)\b`,
  ].join('|'),
)

/** Whether a folded text puts a frame around what it asks. */
export function namesFrame(folded: string): boolean {
  return FRAME.test(folded)
}

/** Begins asking inside a sentence: "…, explain how to …". */
const ASKS = new Set('how'.split(' '))
const AFTER_HOW = new Set(
  'to do does did can could i we one he she they you someone people should would'.split(' '),
)
/** Begins asking after a comma, a bracket or the like. */
const AFTER_BREAK = new Set(
  'how what where who which why tell give explain describe write show list teach help provide create make find is are can could'.split(
    ' ',
  ),
)
/** Cores looked at in one text; a bound on time. */
const CORES = 4

/** What sentences ask once what stands before the asking is left out. */
export function findCores(sentences: readonly Sentence[]): readonly Sentence[] {
  const cores: Sentence[] = []
  for (const sentence of sentences) {
    if (cores.length === CORES) break
    const start = coreStart(sentence)
    if (start > 0) cores.push(coreAt(sentence, start))
  }
  return cores
}

function coreStart({ tokens }: Sentence): number {
  for (let at = tokens.length - 2; at > 0; at--) {
    const { word, afterBreak } = tokens[at] ?? { word: '', afterBreak: false }
    if (ASKS.has(word) && AFTER_HOW.has(tokens[at + 1]?.word ?? '')) return at
    if (afterBreak && AFTER_BREAK.has(word)) return at
  }
  return 0
}

function coreAt(sentence: Sentence, start: number): Sentence {
  const [first, ...rest] = sentence.tokens.slice(start)
  if (first === undefined) return sentence
  return {
    ...sentence,
    folded: foldedFrom(sentence, start),
    tokens: [{ ...first, named: false, afterBreak: false, startsSentence: true }, ...rest],
    firstToken: sentence.firstToken + start,
    senses: sentence.senses.filter(({ start: at }) => at >= first.start),
  }
}

/** The folded text from a word on: where the words before it have all gone by. */
function foldedFrom({ folded, tokens }: Sentence, start: number): string {
  let at = 0
  for (const { word } of tokens.slice(0, start)) {
    const found = folded.indexOf(word, at)
    if (found !== -1) at = found + word.length
  }
  const from = folded.indexOf(tokens[start]?.word ?? '', at)
  return from === -1 ? folded : folded.slice(from)
}
