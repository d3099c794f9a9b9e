import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { openStore } from '../../src/store/sql-store.ts'
import { postgresSchema } from '../support/services.ts'
import { storeContract } from './store-contract.ts'

storeContract('a SQLite file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'recourse-store-'))
  const url = join(folder, 'records.db')
  const store = await openStore({ url })
  const other = await openStore({ url: `file:${url}` })
  return {
    store,
    other,
    async close() {
      await Promise.all([store.close(), other.close()])
      await rm(folder, { recursive: true })
    },
  }
})

storeContract('SQLite in memory', async () => {
  const store = await openStore({ url: ':memory:' })
  return { store, other: store, close: () => store.close() }
})

const schema = await postgresSchema()
if (schema) {
  storeContract('PostgreSQL', async () => {
    // Both bring the schema forward at once, as two processes do that start together.
    const [store, other] = await Promise.all([openStore({ url: schema.url }), openStore({ url: schema.url })])
    return {
      store,
      other,
      async close() {
        await Promise.all([store.close(), other.close()])
        await schema.drop()
      },
    }
  })
} else {
  describe.skip('the store on PostgreSQL', () => {
    it('needs a server at 127.0.0.1:5432')
  })
}
