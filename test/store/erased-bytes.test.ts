import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { aClaim, anAttempt, aVote, finished } from './records.ts'

/** What people wrote, each word in another column of a SQLite file. */
const WORDS = ['purpose', 'prompt', 'completion', 'note', 'question', 'reading', 'reply', 'reason'].map(
  (column) => `secret-${column}`,
)
const KEPT = 'an exchange that stays'

let folder: string
let store: Store
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recourse-erased-'))
  store = await openStore({ url: join(folder, 'records.db') })
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

/** Which of the words stand anywhere in the file or its log. */
async function wordsLeft(): Promise<readonly string[]> {
  const bytes = Buffer.concat(
    await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file)))),
  )
  expect(bytes.includes(KEPT)).toBe(true)
  return WORDS.filter((word) => bytes.includes(word))
}

/** An exchange that holds every word many times over, so that it fills pages of its own. */
async function tellAll() {
  const [purpose, prompt, completion, note, text, label, reply, why] = WORDS.map((word) =>
    `${word} `.repeat(700),
  )
  const claim = aClaim({ asker: 'me', prompt: prompt ?? '', trusted: { channelPurpose: purpose ?? '' } })
  await store.claim(claim)
  const question = { text: text ?? '', readings: [{ id: '1', label: label ?? '' }] }
  await store.finish(finished(claim, { outcome: 'clarifying', question }))
  const { exchangeId } = claim
  await store.reopen({ exchangeId, reply: reply ?? '', claimedBy: 'one', leaseUntil: 1_000 })
  const attempts = [anAttempt({ completion: completion ?? '' })]
  await store.finish(finished(claim, { attempts, notes: [note ?? ''] }))
  await store.recordVote(aVote({ exchangeId, annotator: 'you', why: why ?? '' }))
  await store.claim(aClaim({ asker: 'you', prompt: KEPT }))
  return claim
}

describe('a SQLite file no longer holds', () => {
  it('a word of a request that was taken back, nor why anybody voted on it', async () => {
    const { key } = await tellAll()
    expect(await wordsLeft()).toEqual(WORDS)
    await store.retract(key, true)
    expect(await wordsLeft()).toEqual([])
  })

  it('a word of a person who was forgotten, nor why others voted on their requests', async () => {
    await tellAll()
    await store.forget(['me'])
    expect(await wordsLeft()).toEqual([])
  })

  it('why somebody voted once that person was forgotten', async () => {
    await tellAll()
    await store.forget(['you'])
    await store.claim(aClaim({ prompt: KEPT }))
    expect(await wordsLeft()).toEqual(WORDS.filter((word) => word !== 'secret-reason'))
  })
})
