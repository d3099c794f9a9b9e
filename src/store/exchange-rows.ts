import type { Insertable, Selectable } from 'kysely'
import { z } from 'zod'
import type { Attempt, ClarifyingQuestion, MessageKey, TrustedContext } from '../domain.ts'
import type { Appeal, Claim, ExchangeRecord } from './store.ts'
import type { AppealRow, AttemptRow, ExchangeRow, MessageColumns } from './tables.ts'

/**
 * A text as both databases can hold it: PostgreSQL knows no zero character and neither knows half a
 * surrogate pair. Both become U+FFFD, the sign for a character that could not be kept.
 */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}

/** The failure code of a request that was taken back. */
export const RETRACTED = 'retracted'

export function messageColumns(key: MessageKey): MessageColumns {
  return { platform: key.platform, workspace: key.workspace, channel: key.channel, message: key.message }
}

export function messageKey(row: MessageColumns): MessageKey {
  return messageColumns(row)
}

export function claimRow(claim: Claim): Insertable<ExchangeRow> {
  return {
    id: claim.exchangeId,
    ...messageColumns(claim.key),
    thread: claim.place.thread,
    asker: claim.asker,
    prompt: storable(claim.prompt),
    trusted: JSON.stringify(claim.trusted),
    model: claim.model,
    strategy: claim.strategy,
    claimed_by: claim.claimedBy,
    lease_until: claim.leaseUntil,
    delivery: claim.awaitsDelivery ? 'due' : 'none',
    created_at: claim.at,
  }
}

export function attemptRow(exchangeId: string, attempt: Attempt): Insertable<AttemptRow> {
  return {
    exchange_id: exchangeId,
    id: attempt.id,
    strategy: attempt.strategy,
    version: attempt.version,
    model: attempt.model,
    verdict: attempt.verdict,
    confidence: attempt.confidence,
    verdict_reason: attempt.verdictReason,
    completion: storable(attempt.completion),
    cut_short: attempt.cutShort ? 1 : 0,
    input_tokens: attempt.usage?.input ?? null,
    output_tokens: attempt.usage?.output ?? null,
    milliseconds: attempt.milliseconds,
    how_asked: attempt.howAsked ?? null,
    checked_level: attempt.checkedLevel ?? null,
  }
}

export function exchangeRecord(
  row: Selectable<ExchangeRow>,
  attempts: readonly Selectable<AttemptRow>[],
  appeal?: Selectable<AppealRow>,
): ExchangeRecord {
  return {
    id: row.id,
    key: messageKey(row),
    place: { platform: row.platform, workspace: row.workspace, channel: row.channel, thread: row.thread },
    asker: row.asker,
    prompt: row.prompt,
    trusted: trustedContext(row.trusted),
    model: row.model,
    strategy: row.strategy,
    createdAt: row.created_at,
    calls: row.calls,
    takeOvers: row.take_overs,
    notes: z.array(z.string()).parse(JSON.parse(row.notes)),
    attempts: attempts.map(attemptOf),
    ...(row.delivery !== 'none' && { awaitsDelivery: true }),
    ...(row.delivery === 'done' && { isDelivered: true }),
    ...(row.finished_at !== null && { finishedAt: row.finished_at }),
    ...(row.outcome !== null && { outcome: row.outcome }),
    ...(row.level !== null && { level: row.level }),
    ...(row.level !== null && row.sure_level === row.level && { levelSure: true }),
    ...(row.shown_attempt !== null && { shownAttempt: row.shown_attempt }),
    ...(row.question !== null && { question: clarifyingQuestion(row.question) }),
    ...(row.reply !== null && { reply: row.reply }),
    ...(row.reply_message !== null && { replyMessage: row.reply_message }),
    ...(row.failure_code !== null && {
      failure: { code: row.failure_code, message: row.failure_message ?? '' },
    }),
    ...(appeal && { appeal: appealOf(appeal) }),
    // What was taken back says so itself.
    ...(row.scrubbed_at !== null && row.failure_code !== RETRACTED && { scrubbedAt: row.scrubbed_at }),
  }
}

export function appealOf(row: Selectable<AppealRow>): Appeal {
  return {
    attemptId: row.attempt_id,
    openedAt: row.opened_at,
    quorum: row.quorum,
    status: row.status,
    harmless: row.harmless,
    harmful: row.harmful,
    ...(row.decided_at !== null && { decidedAt: row.decided_at }),
    ...(row.message !== null && { message: row.message }),
  }
}

function attemptOf(row: Selectable<AttemptRow>): Attempt {
  return {
    id: row.id,
    strategy: row.strategy,
    version: row.version,
    model: row.model,
    verdict: row.verdict,
    confidence: row.confidence,
    verdictReason: row.verdict_reason,
    completion: row.completion,
    cutShort: row.cut_short === 1,
    milliseconds: row.milliseconds,
    ...(row.input_tokens !== null &&
      row.output_tokens !== null && { usage: { input: row.input_tokens, output: row.output_tokens } }),
    ...(row.how_asked !== null && { howAsked: row.how_asked }),
    ...(row.checked_level !== null && { checkedLevel: row.checked_level }),
  }
}

const questionShape = z.object({
  text: z.string(),
  readings: z.array(z.object({ id: z.string(), label: z.string() })),
})

const trustedShape = z.object({
  channelPurpose: z.string().exactOptional(),
  workspaceRole: z.string().exactOptional(),
})

export function clarifyingQuestion(json: string): ClarifyingQuestion {
  return questionShape.parse(JSON.parse(json))
}

function trustedContext(json: string): TrustedContext {
  return trustedShape.parse(JSON.parse(json))
}
