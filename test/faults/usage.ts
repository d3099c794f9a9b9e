/** What processes and the database have spent, as Linux and PostgreSQL count it. */
import { readFileSync } from 'node:fs'

/** Ticks of the kernel's clock in a second, as `/proc` counts. */
const TICKS = 100

export interface Usage {
  /** Processor time, in seconds. */
  readonly cpu: number
  /** The most memory it has had at once, in megabytes. */
  readonly memory: number
}

/** @throws where there is no such process, or no Linux */
export function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, memory: Number(peak) / 1024 }
}

export interface DatabaseUsage {
  readonly transactions: number
  readonly connections: number
}

export async function databaseUsage(url: string): Promise<DatabaseUsage> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ transactions: string; connections: string }>(
      `select (select sum(xact_commit) from pg_stat_database) as transactions,
        (select count(*) from pg_stat_activity where application_name = 'recourse') as connections`,
    )
    return { transactions: Number(rows[0]?.transactions), connections: Number(rows[0]?.connections) }
  } finally {
    await client.end()
  }
}
