import { describe, expect, it } from 'vitest'
import type { VoteEvent } from '../../src/store/store.ts'
import { createVoteWriter } from '../../src/store/vote-writer.ts'
import { aVote } from './records.ts'

const votes = (many: number) => Array.from({ length: many }, () => aVote())

const missingParent = () => Object.assign(new Error('no such exchange'), { code: '23503' })

/** What was written how, and a writer that does it. */
function recording(fails: (events: readonly VoteEvent[]) => unknown = () => undefined) {
  const together: number[] = []
  const order: string[] = []
  const alone: string[] = []
  const write = async (events: readonly VoteEvent[]) => {
    await Promise.resolve()
    const error = fails(events)
    if (error) throw error
    order.push(...events.map(({ eventKey }) => eventKey))
  }
  const writer = createVoteWriter({
    async many(events) {
      together.push(events.length)
      await write(events)
      return events.map(({ action }) => action === 'add')
    },
    async one(event) {
      alone.push(event.eventKey)
      await write([event])
      return event.action === 'add'
    },
  })
  return { writer, together, alone, order }
}

describe('votes that come while others are being stored', () => {
  it('are stored together, a hundred at a time, in their order', async () => {
    const { writer, together, alone, order } = recording()
    const all = votes(250)
    await Promise.all(all.map(writer))
    expect(alone).toEqual([all[0]?.eventKey])
    expect(together).toEqual([100, 100, 49])
    expect(order).toEqual(all.map(({ eventKey }) => eventKey))
  })

  it('are each told what became of it', async () => {
    const { writer } = recording()
    const all = Array.from({ length: 20 }, (_, index) =>
      aVote({ action: index % 3 === 0 ? 'remove' : 'add' }),
    )
    expect(await Promise.all(all.map(writer))).toEqual(all.map(({ action }) => action === 'add'))
  })

  it('do not suffer from one whose request is gone', async () => {
    const all = votes(10)
    const gone = all[4]
    const { writer, order } = recording((events) =>
      gone && events.includes(gone) ? missingParent() : undefined,
    )
    const told = await Promise.allSettled(all.map(writer))
    expect(told.map(({ status }) => status === 'rejected')).toEqual(all.map((vote) => vote === gone))
    expect(order).toEqual(all.filter((vote) => vote !== gone).map(({ eventKey }) => eventKey))
  })

  it('all fail where the database does, and the next is stored again', async () => {
    let broken = true
    const { writer, alone } = recording(() => (broken ? new Error('the disk is full') : undefined))
    const all = votes(30)
    const told = await Promise.allSettled(all.map(writer))
    expect(told.every(({ status }) => status === 'rejected')).toBe(true)
    expect(alone).toHaveLength(1)
    broken = false
    expect(await writer(aVote())).toBe(true)
  })

  it('wait for nobody where none is being stored', async () => {
    const { writer, together, alone } = recording()
    for (const vote of votes(3)) await writer(vote)
    expect(alone).toHaveLength(3)
    expect(together).toEqual([])
  })
})
