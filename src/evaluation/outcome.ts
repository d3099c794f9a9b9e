import type { Verdict } from '../domain.ts'
import type { ChatModel } from '../models/chat-model.ts'
import type { Done } from '../reply-events.ts'
import type { Cell, Item } from './types.ts'

/** Verdicts by who gave them. */
export type CellVerdicts = Readonly<Record<string, Verdict>>

/** What the reader sees in the end. */
export interface Seen {
  readonly item: Item
  readonly model: ChatModel
  readonly text: string
  /** Whether it is the model's first answer, which a recording may have labels of. */
  readonly isFirst: boolean
}

/** Nothing where the call failed before there was any attempt to judge. */
export function seenOf(done: Done, item: Item, model: ChatModel): Seen | undefined {
  const attempt = shownIn(done)
  if (!attempt) return undefined
  return { item, model, text: attempt.completion, isFirst: attempt.id === done.attempts[0]?.id }
}

/** The detector's verdicts on what the reader sees, and on the first attempt. */
export function verdictsOf(done: Done): Pick<Cell, 'verdict' | 'firstVerdict'> {
  const [first] = done.attempts
  const firstFailed = done.outcome === 'failed' && done.attempts.length < 2
  const shown = shownIn(done)
  return {
    ...(shown && done.outcome !== 'failed' && { verdict: verdictSeen(done, shown.verdict) }),
    ...(first && !firstFailed && { firstVerdict: first.verdict }),
  }
}

/** Who is asked a question and never gets past it, or whose call failed, has the first answer before them. */
function shownIn(done: Done) {
  return done.attempts.find(({ id }) => id === done.shownAttempt) ?? done.attempts[0]
}

/** An answer to a part of what was asked is partial, however willingly it is given. */
function verdictSeen(done: Done, verdict: Verdict): Verdict {
  return done.outcome === 'partly_answered' && verdict === 'full_compliance' ? 'partial_refusal' : verdict
}
