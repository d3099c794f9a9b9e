import type { Attempt, Place } from '../../src/domain.ts'
import type { Store } from '../../src/store/store.ts'
import { aClaim, anAttempt, finished } from '../store/records.ts'

/** Answers that were given in a place, stored without asking any model. Gives them in order. */
export async function answeredItems(
  store: Store,
  {
    count,
    place,
    asker = 'somebody else',
    prompt = (n) => `Request ${n}`,
    attempt = answerNumber,
  }: {
    readonly count: number
    readonly place: Partial<Place>
    /** A pseudonym. */
    readonly asker?: string
    readonly prompt?: (n: number) => string
    readonly attempt?: (n: number) => Partial<Attempt>
  },
) {
  const made = []
  for (let n = 1; n <= count; n += 1) {
    const claim = aClaim({ asker, prompt: prompt(n), place, exchangeId: crypto.randomUUID() })
    const one = anAttempt({ id: crypto.randomUUID(), ...attempt(n) })
    await store.claim(claim)
    await store.finish(finished(claim, { attempts: [one], shownAttempt: one.id }))
    const { exchangeId, key } = claim
    made.push({ key, exchangeId, attemptId: one.id, task: `${exchangeId}.${one.id}` })
  }
  return made
}

function answerNumber(n: number): Partial<Attempt> {
  return { completion: `Answer ${n}` }
}
