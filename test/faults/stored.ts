/** What the database of a run holds, read past the bot. */
import { DatabaseSync } from 'node:sqlite'

export interface StoredExchange {
  readonly id: string
  readonly platform: string
  readonly message: string
  readonly outcome: string | null
  readonly delivery: string
}

export interface StoredVote {
  readonly message: string
  readonly annotator: string
  readonly emoji: string
  readonly action: 'add' | 'remove'
  readonly source: string
}

const EXCHANGES = 'select id, platform, message, outcome, delivery from exchanges'
const VOTES = 'select message, annotator, emoji, action, source from vote_events order by event_time, seq'

export interface Stored {
  readonly exchanges: readonly StoredExchange[]
  readonly votes: readonly StoredVote[]
}

export async function readStored(url: string): Promise<Stored> {
  return url.startsWith('postgres:') ? fromPostgres(url) : fromSqlite(url)
}

function fromSqlite(path: string): Stored {
  const file = new DatabaseSync(path, { readOnly: true, timeout: 5_000 })
  try {
    const rows = (query: string) => file.prepare(query).all() as unknown
    return { exchanges: rows(EXCHANGES) as StoredExchange[], votes: rows(VOTES) as StoredVote[] }
  } finally {
    file.close()
  }
}

async function fromPostgres(url: string): Promise<Stored> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const exchanges = await client.query<StoredExchange>(EXCHANGES)
    const votes = await client.query<StoredVote>(VOTES)
    return { exchanges: exchanges.rows, votes: votes.rows }
  } finally {
    await client.end()
  }
}
