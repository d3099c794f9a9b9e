import { openStore } from '../../src/store/sql-store.ts'
import { aClaim, messageOf } from './records.ts'

/** Claims the messages 1 to 50, as every other of these processes does, and says which it got. */
const store = await openStore({ url: process.argv[2] ?? '' })
for (let number = 1; number <= 50; number++) {
  const result = await store.claim(aClaim({ key: messageOf(`message ${number}`) }))
  if (result === 'claimed') process.stdout.write(`${number}\n`)
}
await store.close()
