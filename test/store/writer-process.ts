import { openStore } from '../../src/store/sql-store.ts'
import { aClaim, finished } from './records.ts'

/** Writes exchanges without end and says which are safe; the tests kill it in the middle of one. */
const store = await openStore({ url: process.argv[2] ?? '' })
for (;;) {
  const claim = aClaim({ prompt: 'x'.repeat(2_000) })
  await store.claim(claim)
  await store.finish(finished(claim))
  process.stdout.write(`${claim.exchangeId}\n`)
}
