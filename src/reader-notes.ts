import type { AttemptResult } from './attempt.ts'
import type { Attempt } from './domain.ts'
import type { Screening } from './safety/safety-gate.ts'

/** What is said of an answer where neither detector nor judge could tell. */
export const UNCLEAR_NOTE =
  'Not asked again: it is not clear whether this is a refusal. Say what it is with /label.'

/** A refusal as it is shown: one that was aborted ends with its last whole sentence, where it has one. */
export function readable(attempt: Pick<Attempt, 'completion' | 'cutShort'>): string {
  const text = attempt.completion.trim()
  if (text === '') return 'The model’s provider refused this without a word.'
  if (!attempt.cutShort) return text
  const whole = /^[\s\S]*[.!?。！？।]["'”’)\]]*(?=\s|$)/u.exec(text)
  return whole ? whole[0] : `${text} …`
}

export function limitNotes(result: Pick<AttemptResult, 'reachedLimit'>): readonly string[] {
  return result.reachedLimit ? ['The model stopped at its length limit; ask it to go on.'] : []
}

/** Why the refusal is what the reader gets; one honest line. */
export function whyItStands(
  screening: Screening,
  triedAgain: readonly Attempt[],
  { clarified, appealed }: { readonly clarified: boolean; readonly appealed: boolean },
): readonly string[] {
  if (screening.level === 'clearly_harmful') {
    return ['Not asked again: the request was judged clearly harmful.']
  }
  if (triedAgain.length > 0) {
    const ways = triedAgain.map((attempt) => attempt.howAsked ?? attempt.strategy).join(', then ')
    return [`Asked again ${ways}; the model kept its refusal.`]
  }
  if (appealed) return ['The channel found the request harmless, but there is no other way of asking left.']
  if (!screening.sure) {
    const still = clarified ? 'still ' : ''
    return [`Not asked again: it is ${still}not clear that this is safe to answer.`]
  }
  return ['No way of asking again fits this request.']
}
