import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/sql-store.ts'
import { openState } from '../../src/store/state.ts'
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

  it('a word of what retention took, also while another process has the file open', async () => {
    await tellAll()
    const other = await openStore({ url: join(folder, 'records.db') })
    await other.claim(aClaim({ asker: 'you', prompt: KEPT, at: 1_000 }))
    expect(await wordsLeft()).toEqual(WORDS)
    expect(await store.scrub({ before: 1_000, at: 2_000 }, 10)).toMatchObject({ exchanges: 1 })
    await store.purge()
    expect(await wordsLeft()).toEqual([])
    await other.close()
  })

  it('a word of what has expired in the state, where that is kept in the same file', async () => {
    await store.claim(aClaim({ prompt: KEPT }))
    const state = await openState({ url: join(folder, 'records.db') })
    await state.set('compared:answer', `${WORDS[2]} `.repeat(700), 1)
    await state.set('compared:other', 'something else', 60_000)
    expect(await wordsLeft()).toEqual(['secret-completion'])
    await expect
      .poll(async () => {
        await state.dropExpired()
        await store.purge()
        return wordsLeft()
      })
      .toEqual([])
    await state.close()
  })

  it('the room of what retention took, once it is given back', async () => {
    await tellAll()
    await store.claim(aClaim({ asker: 'you', prompt: KEPT, at: 1_000 }))
    await store.scrub({ before: 1_000, at: 2_000 }, 10)
    await store.purge()
    const size = async () => (await stat(join(folder, 'records.db'))).size
    const before = await size()
    await store.compact()
    expect(await size()).toBeLessThan(before - 30_000)
    expect(await wordsLeft()).toEqual([])
  })

  it('a word of a person who was forgotten, nor why others voted on their requests', async () => {
    await tellAll()
    await store.forget(['me'])
    expect(await wordsLeft()).toEqual([])
  })

  it.each(['open', 'revealed'] as const)(
    'a word of what a forgotten person had compared, where it was %s',
    async (status) => {
      const [prompt, completion, reply] = ['secret-prompt', 'secret-completion', 'secret-reply'].map((word) =>
        `${word} `.repeat(700),
      )
      const { key, place } = aClaim({ prompt: KEPT })
      await store.claim(aClaim({ asker: 'you', prompt: KEPT }))
      const made = { id: 'c', key, place, asker: 'me', prompt: prompt ?? '', promptKey: 'p' }
      await store.beginComparison(
        { ...made, claimedBy: 'one', leaseUntil: 1_000, at: 1 },
        { perPerson: 1, perWorkspace: 1, begun: 1, since: 0 },
      )
      const cells = ['direct', 'few-shot'].map((strategy) => ({ model: 'm:m', scripted: false, strategy }))
      await store.planComparison('c', 'one', cells)
      for (const [index, text] of [completion, reply].entries()) {
        const end = { text: text ?? '', verdict: 'full_compliance', milliseconds: 1, cached: false } as const
        await store.endCell('c', 'one', index, end)
      }
      await store.openComparison('c', 'one', [0, 1], 2)
      if (status === 'revealed') await store.revealComparison('c', 3)
      expect(await wordsLeft()).toEqual(['secret-prompt', 'secret-completion', 'secret-reply'])
      await store.forget(['me'])
      expect(await wordsLeft()).toEqual([])
    },
  )

  it('why somebody voted once that person was forgotten', async () => {
    await tellAll()
    await store.forget(['you'])
    await store.claim(aClaim({ prompt: KEPT }))
    expect(await wordsLeft()).toEqual(WORDS.filter((word) => word !== 'secret-reason'))
  })
})
