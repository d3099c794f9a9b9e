import type { Queries } from './tables.ts'

/** What stands where somebody's words stood who wanted to be forgotten. */
const CUT = '[erased]'

/** Shorter texts, in characters, are everybody's words: “yes”, or “the second one”. */
const SHORTEST = 20

/**
 * Cuts people's requests and replies out of others' exchanges in the same conversations, where these repeat them word
 * for word. What is only told in other words cannot be found.
 */
export async function cutQuotes(db: Queries, annotators: readonly string[]): Promise<void> {
  const pairs = [...(await inSameThread(db, annotators)), ...(await inThreadsOpenedFrom(db, annotators))]
  const words = Map.groupBy(pairs, ({ id }) => id)
  for (const [id, own] of [...words].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const texts = own
      .flatMap(({ prompt, reply }) => [prompt, reply ?? ''])
      .map((text) => text.trim())
      .filter((text) => text.length >= SHORTEST)
    if (texts.length > 0) await cutOut(db, id, texts)
  }
}

function inSameThread(db: Queries, annotators: readonly string[]) {
  return db
    .selectFrom('exchanges as own')
    .innerJoin('exchanges as other', (join) =>
      join
        .onRef('other.platform', '=', 'own.platform')
        .onRef('other.workspace', '=', 'own.workspace')
        .onRef('other.channel', '=', 'own.channel')
        .onRef('other.thread', '=', 'own.thread'),
    )
    .select(['own.prompt', 'own.reply', 'other.id'])
    .where('own.asker', 'in', annotators)
    .where('other.asker', 'not in', annotators)
    .where('other.scrubbed_at', 'is', null)
    .execute()
}

/** A thread that is opened from an answer, by whomever it was asked, goes on with the conversation of that answer. */
function inThreadsOpenedFrom(db: Queries, annotators: readonly string[]) {
  return db
    .selectFrom('exchanges as own')
    .innerJoin('exchanges as origin', (join) =>
      join
        .onRef('origin.platform', '=', 'own.platform')
        .onRef('origin.workspace', '=', 'own.workspace')
        .onRef('origin.channel', '=', 'own.channel')
        .onRef('origin.thread', '=', 'own.thread'),
    )
    .innerJoin('messages', 'messages.exchange_id', 'origin.id')
    .innerJoin('exchanges as other', (join) =>
      join
        .onRef('other.platform', '=', 'messages.platform')
        .onRef('other.workspace', '=', 'messages.workspace')
        .onRef('other.channel', '=', 'messages.channel')
        .onRef('other.thread', '=', 'messages.message'),
    )
    .select(['own.prompt', 'own.reply', 'other.id'])
    .where('own.asker', 'in', annotators)
    .where('other.asker', 'not in', annotators)
    .where('other.scrubbed_at', 'is', null)
    .execute()
}

async function cutOut(db: Queries, id: string, texts: readonly string[]): Promise<void> {
  // Longest first: a text may hold another one.
  const inOrder = [...new Set(texts)].toSorted((one, other) => other.length - one.length)
  const without = (given: string) => inOrder.reduce((text, own) => text.replaceAll(own, CUT), given)
  // Within JSON a text stands as JSON writes it.
  const withoutInJson = (given: string) =>
    inOrder.reduce((text, own) => text.replaceAll(JSON.stringify(own).slice(1, -1), CUT), given)
  const row = await db
    .selectFrom('exchanges')
    .select(['prompt', 'reply', 'question', 'notes'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return
  const cut = {
    prompt: without(row.prompt),
    reply: row.reply === null ? null : without(row.reply),
    question: row.question === null ? null : withoutInJson(row.question),
    notes: withoutInJson(row.notes),
  }
  if (JSON.stringify(cut) !== JSON.stringify(row))
    await db.updateTable('exchanges').set(cut).where('id', '=', id).execute()
  const attempts = await db
    .selectFrom('attempts')
    .select(['id', 'completion'])
    .where('exchange_id', '=', id)
    .execute()
  for (const attempt of attempts) {
    const completion = without(attempt.completion)
    if (completion === attempt.completion) continue
    await db
      .updateTable('attempts')
      .set({ completion })
      .where('exchange_id', '=', id)
      .where('id', '=', attempt.id)
      .execute()
  }
}
