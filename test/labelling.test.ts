import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '../src/bot-types.ts'
import { CODEBOOK, type LABELS } from '../src/crowd/codebook.ts'
import { GOLD_ITEMS } from '../src/crowd/gold-items.ts'
import { SKIPPED } from '../src/crowd/label-queue.ts'
import { createPseudonyms } from '../src/crowd/pseudonym.ts'
import { createLabelling } from '../src/labelling.ts'
import type { Labeller, LabelSheet } from '../src/labelling-types.ts'
import { openStore } from '../src/store/sql-store.ts'
import type { Store, VoteEvent } from '../src/store/store.ts'
import { answeredItems } from './support/answered-items.ts'

const person = (user: string): Person => ({ platform: 'web', workspace: 'home', user })
const labellerOf = (user: string, channel = 'general'): Labeller => ({
  person: person(user),
  scope: { platform: 'web', workspace: 'home', channels: [channel] },
})
const BEN = labellerOf('ben')

let store: Store
let events: VoteEvent[]
let clock: number
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
  events = []
  clock = 1_000
})
afterEach(() => store.close())

const labelling = () =>
  createLabelling({
    store: {
      ...store,
      async recordVote(event) {
        const stored = await store.recordVote(event)
        if (stored) events.push(event)
        return stored
      },
    },
    codebookAt: async () => CODEBOOK,
    pseudonym: pseudonymOf,
    now: () => clock,
  })

const pseudonymOf = createPseudonyms('a key for tests only')

/** Answers to requests of Ana's; gives them in order. */
const answers = (count: number, channel = 'general') =>
  answeredItems(store, { count, place: { channel }, asker: pseudonymOf(person('ana')) })

/** Takes the sheets of somebody until none is left, choosing for each; gives the tasks in order. */
async function labelAll(
  labeller: Labeller,
  choose: (sheet: LabelSheet) => (typeof LABELS)[number] | typeof SKIPPED,
) {
  const { labelSheet, labelTask } = labelling()
  const tasks = []
  let sheet = await labelSheet(labeller)
  while (sheet.task) {
    tasks.push(sheet.task)
    sheet = await labelTask(labeller, sheet.task.id, choose(sheet))
  }
  return tasks
}

const isGold = ({ request }: { readonly request: string }) =>
  GOLD_ITEMS.some((gold) => gold.request === request)

describe('a sheet', () => {
  it('shows the request and the answer, what it can be called, how far one is, and nothing else', async () => {
    const [one] = await answers(1)
    expect(await labelling().labelSheet(BEN)).toEqual({
      task: { id: one?.task, request: 'Request 1', answer: 'Answer 1' },
      entries: CODEBOOK.entries,
      progress: { labelled: 0, open: 1 },
    })
  })

  it('is without a task for whoever asked, and where nothing was asked', async () => {
    await answers(1)
    expect((await labelling().labelSheet(labellerOf('ana'))).task).toBeUndefined()
    expect((await labelling().labelSheet(labellerOf('ben', 'silence'))).task).toBeUndefined()
  })

  it('leaves out what the person has in hand already', async () => {
    const made = await answers(2)
    const { task: first } = await labelling().labelSheet(BEN)
    const { task: second } = await labelling().labelSheet(BEN, [first?.id ?? ''])
    expect([first?.id, second?.id].toSorted()).toEqual(made.map(({ task }) => task).toSorted())
    expect((await labelling().labelSheet(BEN, [first?.id ?? '', second?.id ?? ''])).task).toBeUndefined()
  })

  it('counts what is open up to a bound, and says that there is more', async () => {
    const bounded = createLabelling({
      store: { ...store, labelCount: async (_, __, most) => ({ labelled: 3, open: most }) },
      codebookAt: async () => CODEBOOK,
      pseudonym: pseudonymOf,
      now: () => clock,
    })
    const { progress } = await bounded.labelSheet(BEN)
    expect(progress).toEqual({ labelled: 3, open: 500, openOrMore: true })
  })
})

describe('a label', () => {
  it('is a blind vote on the attempt, given by command', async () => {
    const [one] = await answers(1)
    await labelling().labelTask(BEN, one?.task ?? '', 'refused_harmless')
    const { exchangeId, attemptId } = one ?? expect.fail()
    expect(events).toMatchObject([
      {
        exchangeId,
        attemptId,
        annotator: pseudonymOf(person('ben')),
        emoji: '🙅',
        label: 'refused_harmless',
        action: 'add',
        source: 'command',
        blind: true,
        message: one?.key,
      },
    ])
    expect(await store.currentVotes(exchangeId)).toMatchObject([{ sawOtherVotes: false }])
  })

  it('counts once, however often its button is pressed, and whatever is pressed after it', async () => {
    const [one] = await answers(1)
    const { labelTask } = labelling()
    const id = one?.task ?? ''
    await Promise.all([labelTask(BEN, id, 'answered_well'), labelTask(BEN, id, 'answered_well')])
    const sheet = await labelTask(BEN, id, 'should_have_refused')
    expect(sheet.note).toBeUndefined()
    expect(events.map(({ label }) => label)).toEqual(['answered_well'])
  })

  it('can be taken back, and given anew, as often as one likes', async () => {
    const [one] = await answers(1)
    const { labelTask, unlabelTask } = labelling()
    const id = one?.task ?? ''
    for (const label of ['answered_well', 'answered_well', 'not_sure'] as const) {
      const after = await labelTask(BEN, id, label)
      expect([after.task, after.last, after.progress.labelled]).toEqual([undefined, id, 1])
      const again = await unlabelTask(BEN, id)
      expect([again.task?.id, again.progress.labelled]).toEqual([id, 0])
      expect((await unlabelTask(BEN, id)).task?.id).toBe(id)
    }
    expect(events.map(({ action }) => action)).toEqual(['add', 'remove', 'add', 'remove', 'add', 'remove'])
    expect(await store.currentVotes(one?.exchangeId ?? '')).toEqual([])
  })

  it('of a request that was taken back meanwhile is one honest line, and the next task', async () => {
    const [one, two] = await answers(2)
    await store.retract(one?.key ?? expect.fail(), false)
    const sheet = await labelling().labelTask(BEN, one?.task ?? '', 'answered_well')
    expect(sheet.note).toBe('That answer is not there any more, so nothing was stored for it.')
    expect(sheet.task?.id).toBe(two?.task)
    expect(sheet.last).toBeUndefined()
    expect(events).toEqual([])
  })

  it.each(['another channel’s', 'one’s own', 'a made-up', 'a nonsensical'])(
    'of %s answer is not taken',
    async (which) => {
      const [here] = await answers(1)
      const [there] = await answers(1, 'elsewhere')
      const labeller = which === 'one’s own' ? labellerOf('ana') : BEN
      const ids: Readonly<Record<string, string>> = {
        'another channel’s': there?.task ?? '',
        'one’s own': here?.task ?? '',
        'a made-up': 'exchange.attempt',
        'a nonsensical': 'a.b.c',
      }
      const task = ids[which] ?? ''
      expect((await labelling().labelTask(labeller, task, 'answered_well')).note).toContain(
        'nothing was stored',
      )
      expect((await labelling().unlabelTask(labeller, task)).note).toContain('nothing was stored')
      expect(events).toEqual([])
    },
  )

  it('that somebody gave by a reaction is not theirs to take back in the queue, and no skip hides it', async () => {
    const [one] = await answers(1)
    const { exchangeId, attemptId, key: message } = one ?? expect.fail()
    const reaction = {
      eventKey: 'a reaction',
      message,
      exchangeId,
      attemptId,
      annotator: pseudonymOf(person('ben')),
      emoji: '👍',
      label: 'answered_well',
      action: 'add' as const,
      eventTime: 1,
      receivedTime: 1,
      source: 'live' as const,
      codebookVersion: '1',
    }
    await store.recordVote(reaction)
    expect((await labelling().unlabelTask(BEN, one?.task ?? '')).note).toContain('nothing of yours')
    await labelling().labelTask(BEN, one?.task ?? '', SKIPPED)
    expect(await store.currentVotes(exchangeId)).toMatchObject([{ label: 'answered_well' }])
  })
})

describe('a label of what the person has said by a reaction meanwhile', () => {
  it('adds nothing, so that taking it back leaves the reaction’s vote', async () => {
    const [one] = await answers(1)
    const { exchangeId, attemptId, key: message } = one ?? expect.fail()
    const annotator = pseudonymOf(person('ben'))
    const reaction = { source: 'live', receivedTime: 1, codebookVersion: '1', action: 'add' } as const
    const said = { emoji: '👍', label: 'answered_well', eventTime: 1, eventKey: 'a reaction' }
    await store.recordVote({ ...reaction, ...said, message, exchangeId, attemptId, annotator })
    const { labelTask, unlabelTask } = labelling()
    const { last, note } = await labelTask(BEN, one?.task ?? '', 'answered_well')
    expect([last, note, events]).toEqual([one?.task, undefined, []])
    expect((await unlabelTask(BEN, one?.task ?? '')).note).toContain('nothing of yours')
    expect(await store.currentVotes(exchangeId)).toMatchObject([{ label: 'answered_well', source: 'live' }])
  })
})

describe('a skip', () => {
  it('is stored, counts nowhere, and the answer does not come again', async () => {
    const [one] = await answers(1)
    const sheet = await labelling().labelTask(BEN, one?.task ?? '', SKIPPED)
    expect(sheet).toMatchObject({ last: one?.task, progress: { labelled: 0, open: 1 } })
    expect(sheet.task).toBeUndefined()
    expect(events).toMatchObject([{ label: SKIPPED, emoji: '⏭️' }])
    expect(await store.itemsOf(one?.exchangeId ?? '')).toMatchObject([{ votes: 0 }])
    expect((await labelling().unlabelTask(BEN, one?.task ?? '')).task?.id).toBe(one?.task)
  })
})

describe('gold', () => {
  it('is mixed in with about one in ten, looks like any other task, and comes once', async () => {
    await answers(150)
    const tasks = await labelAll(BEN, () => 'answered_well')
    const gold = tasks.filter(isGold)
    expect(gold.length).toBeGreaterThan(4)
    expect(gold.length).toBeLessThan(30)
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length)
    expect(tasks.length - gold.length).toBe(150)
    const form = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
    for (const task of tasks) {
      expect(task.id).toMatch(form)
      expect(Object.keys(task).toSorted()).toEqual(['answer', 'id', 'request'])
    }
    const { progress } = await labelling().labelSheet(BEN)
    expect(progress.labelled).toBe(tasks.length)
    // A gold item leaves no vote anywhere.
    expect(events).toHaveLength(150)
  })

  it('cannot be told by its id: it has every form that ids of answers have', async () => {
    await answers(100)
    const variants = new Set<string | undefined>()
    for (const user of ['ben', 'cid', 'dan', 'eve']) {
      const gold = (await labelAll(labellerOf(user), () => 'not_sure')).filter(isGold)
      for (const { id } of gold) variants.add(id[19])
    }
    expect([...variants].toSorted()).toEqual(['8', '9', 'a', 'b'])
  })

  it('tells how well somebody labels, whatever they skip', async () => {
    await answers(120)
    const right = (sheet: LabelSheet) =>
      GOLD_ITEMS.find(({ request }) => request === sheet.task?.request)?.label ?? 'answered_well'
    await labelAll(BEN, right)
    await labelAll(labellerOf('cid'), (sheet) =>
      sheet.task && isGold(sheet.task) ? SKIPPED : 'answered_well',
    )
    const [ben, ...others] = await store.goldReliability({ platform: 'web', workspace: 'home' })
    expect(ben).toMatchObject({ annotator: pseudonymOf(person('ben')), correct: ben?.labelled })
    expect(others).toEqual([])
  })

  it('can be taken back like any other label, and is another task for everybody', async () => {
    await answers(60)
    const first = (await labelAll(BEN, () => 'not_sure')).find(isGold) ?? expect.fail('no gold came')
    const { labelTask, unlabelTask } = labelling()
    const before = (await labelling().labelSheet(BEN)).progress.labelled
    expect((await unlabelTask(BEN, first.id)).task).toEqual(first)
    expect((await labelling().labelSheet(BEN)).progress.labelled).toBe(before - 1)
    await labelTask(BEN, first.id, 'answered_well')
    expect((await labelling().labelSheet(BEN)).progress.labelled).toBe(before)
    expect((await labelTask(labellerOf('cid'), first.id, 'not_sure')).note).toContain('nothing was stored')
  })

  it('stays in its place while the sheet is asked for again', async () => {
    await answers(60)
    const { labelSheet, labelTask } = labelling()
    let sheet = await labelSheet(BEN)
    while (sheet.task && !isGold(sheet.task)) sheet = await labelTask(BEN, sheet.task.id, 'answered_well')
    const again = await labelSheet(BEN)
    expect(again.task).toEqual(sheet.task)
    expect(sheet.task && isGold(sheet.task)).toBe(true)
  })

  it('does not come alone', async () => {
    for (const user of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'])
      expect((await labelling().labelSheet(labellerOf(user, 'silence'))).task).toBeUndefined()
  })
})
