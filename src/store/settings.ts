import type { Kysely } from 'kysely'
import { storable } from './exchange-rows.ts'
import type { Queries, Tables } from './tables.ts'

export async function setting(db: Queries, scope: string, name: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('scope', '=', scope)
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.value
}

export async function settings(
  db: Queries,
  scopes: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const found = new Map<string, Map<string, string>>(scopes.map((scope) => [scope, new Map()]))
  if (scopes.length === 0) return found
  const rows = await db
    .selectFrom('settings')
    .select(['scope', 'name', 'value'])
    .where('scope', 'in', scopes)
    .execute()
  for (const row of rows) found.get(row.scope)?.set(row.name, row.value)
  return found
}

export async function setSetting(
  db: Kysely<Tables>,
  scope: string,
  name: string,
  value: string | undefined,
  by: string,
  at: number,
): Promise<void> {
  if (value === undefined) {
    await db.deleteFrom('settings').where('scope', '=', scope).where('name', '=', name).execute()
    return
  }
  const row = { value: storable(value), set_by: by, set_at: at }
  await db
    .insertInto('settings')
    .values({ scope, name, ...row })
    .onConflict((conflict) => conflict.columns(['scope', 'name']).doUpdateSet(row))
    .execute()
}
