import { higherLevel, type Place, type SafetyLevel, type Turn } from '../domain.ts'
import { clarifyingQuestion } from './exchange-rows.ts'
import type { ConversationMemory } from './store.ts'
import type { Queries } from './tables.ts'

/** The last `limit` exchanges of a conversation as turns; level and open question are those of all of it. */
export async function conversation(
  db: Queries,
  place: Place,
  limit: number,
  before?: number,
): Promise<ConversationMemory> {
  const [rows, levels, replies, open] = await Promise.all([
    inPlace(db, place)
      .leftJoin('attempts', (join) =>
        join
          .onRef('attempts.exchange_id', '=', 'exchanges.id')
          .onRef('attempts.id', '=', 'exchanges.shown_attempt'),
      )
      .select(['exchanges.prompt', 'exchanges.question', 'exchanges.reply', 'exchanges.outcome'])
      .select('attempts.completion as shown')
      .where('exchanges.outcome', 'is not', null)
      .where('exchanges.outcome', '!=', 'failed')
      .where('exchanges.scrubbed_at', 'is', null)
      .$if(before !== undefined, (asked) => asked.where('exchanges.created_at', '<', before ?? 0))
      .orderBy('exchanges.created_at', 'desc')
      .orderBy('exchanges.seq', 'desc')
      .limit(limit)
      .execute(),
    inPlace(db, place).select('sure_level').distinct().where('sure_level', 'is not', null).execute(),
    inPlace(db, place).select('reply_message').where('reply_message', 'is not', null).execute(),
    inPlace(db, place)
      .select(['exchanges.id', 'exchanges.asker'])
      .where('outcome', '=', 'clarifying')
      .where('scrubbed_at', 'is', null)
      .orderBy('exchanges.created_at', 'desc')
      .orderBy('exchanges.seq', 'desc')
      .limit(1)
      .executeTakeFirst(),
  ])
  const floor = levels.reduce<SafetyLevel | undefined>(
    (highest, { sure_level: level }) =>
      level === null ? highest : highest ? higherLevel(highest, level) : level,
    undefined,
  )
  return {
    turns: rows.reverse().flatMap(turnsOf),
    ...(floor && { levelFloor: floor }),
    replyMessages: replies.flatMap(({ reply_message: message }) => message ?? []),
    ...(open && { awaitingReply: { exchangeId: open.id, asker: open.asker } }),
  }
}

function inPlace(db: Queries, place: Place) {
  return db
    .selectFrom('exchanges')
    .where('exchanges.platform', '=', place.platform)
    .where('exchanges.workspace', '=', place.workspace)
    .where('exchanges.channel', '=', place.channel)
    .where('exchanges.thread', '=', place.thread)
}

interface Remembered {
  readonly prompt: string
  readonly question: string | null
  readonly reply: string | null
  readonly shown: string | null
}

/** Users and assistant always alternate: what was never answered is left out. */
function turnsOf(row: Remembered): Turn[] {
  const asked: Turn = { role: 'user', content: row.prompt }
  const question: Turn[] =
    row.question === null ? [] : [{ role: 'assistant', content: clarifyingQuestion(row.question).text }]
  if (row.reply === null && question.length > 0) return [asked, ...question]
  if (!row.shown) return []
  const reply: Turn[] = row.reply === null ? [] : [{ role: 'user', content: row.reply }]
  return [asked, ...question, ...reply, { role: 'assistant', content: row.shown }]
}
