import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CODEBOOK } from '../src/crowd/codebook.ts'
import { exportedCard, exportedItems, exportedVotes } from '../src/export.ts'
import { scopeKey } from '../src/places.ts'
import { openStore } from '../src/store/sql-store.ts'
import type { Store, VoteEvent } from '../src/store/store.ts'
import { aClaim, anAttempt, aVote, finished, messageOf } from './store/records.ts'

const AT = Date.UTC(2026, 10, 21, 9)

let store: Store
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
})
afterEach(() => store.close())

const SURE_AND_NOT = ['rightly_refused', 'rightly_refused', 'answered_well', 'not_sure']

let made = 0

/** An answered request with ids that stay the same from run to run. */
async function answer(
  id: string,
  attempt: Partial<Parameters<typeof anAttempt>[0]> = {},
  prompt = 'planted request',
) {
  const place = { platform: 'slack', workspace: 'T1', channel: 'C1' }
  const claim = aClaim({ exchangeId: id, asker: 'ann', prompt, at: AT, place })
  await store.claim(claim)
  const attempts = [anAttempt({ id: 'first', ...attempt })]
  await store.finish(finished(claim, { attempts, shownAttempt: 'first', level: 'clearly_fine', at: AT + 1 }))
  return async (annotator: string, label: string, changes: Partial<VoteEvent> = {}) => {
    made += 1
    const emoji = CODEBOOK.entries.find((entry) => entry.label === label)?.emoji ?? label
    await store.recordVote(
      aVote({
        ...{ exchangeId: id, attemptId: 'first', annotator, label, emoji, eventKey: `event ${made}` },
        ...{ message: messageOf('shown', place), eventTime: AT + made, receivedTime: AT + 10, ...changes },
      }),
    )
  }
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

const rowsOf = (csv: string): Record<string, string>[] => parse(csv, { columns: true })

describe('the votes of a data set', () => {
  it('are one row each, with task, worker and label first', async () => {
    made = 0
    const vote = await answer('e1')
    await vote('ann', 'answered_well', { why: 'planted reason' })
    await vote('ben', 'refused_harmless', { source: 'button' })
    await vote('cid', 'skipped', { source: 'command' })
    expect(await textOf(exportedVotes(store, {}, { format: 'csv' }))).toBe(
      [
        'task,worker,label,emoji,platform,workspace,channel,event_time,received_time,source,codebook_version,by_asker,saw_other_votes,scrubbed,why',
        'e1/first,ann,answered_well,👍,slack,T1,C1,2026-11-21T09:00:00.001Z,2026-11-21T09:00:00.010Z,live,1,true,false,false,',
        'e1/first,ben,refused_harmless,🙅,slack,T1,C1,2026-11-21T09:00:00.002Z,2026-11-21T09:00:00.010Z,button,1,false,true,false,',
        '',
      ].join('\n'),
    )
    const [first] = (await textOf(exportedVotes(store, {}, { format: 'jsonl' }))).split('\n')
    expect(JSON.parse(first ?? '')).toEqual({
      task: 'e1/first',
      worker: 'ann',
      label: 'answered_well',
      emoji: '👍',
      platform: 'slack',
      workspace: 'T1',
      channel: 'C1',
      event_time: '2026-11-21T09:00:00.001Z',
      received_time: '2026-11-21T09:00:00.010Z',
      source: 'live',
      codebook_version: '1',
      by_asker: true,
      saw_other_votes: false,
      scrubbed: false,
      why: null,
    })
  })

  it('come with what was taken back where the whole history is asked for', async () => {
    const vote = await answer('e1')
    await vote('ann', 'answered_well')
    await vote('ann', 'answered_well', { action: 'remove' })
    expect(rowsOf(await textOf(exportedVotes(store, {}, { format: 'csv' })))).toEqual([])
    const history = rowsOf(await textOf(exportedVotes(store, {}, { format: 'csv', events: true })))
    expect(history.map(({ worker, action }) => [worker, action])).toEqual([
      ['ann', 'add'],
      ['ann', 'remove'],
    ])
  })

  it('of a clock that no calendar has are there without a time', async () => {
    const vote = await answer('e1')
    await vote('ann', 'answered_well', { eventTime: 9e15 })
    const [row] = rowsOf(await textOf(exportedVotes(store, {}, { format: 'csv' })))
    expect([row?.['label'], row?.['event_time']]).toEqual(['answered_well', ''])
  })
})

describe('the items of a data set', () => {
  const items = async (options: Partial<Parameters<typeof exportedItems>[2]> = {}) =>
    rowsOf(await textOf(exportedItems(store, {}, { format: 'csv', ...options })))

  it('tell what crowd and machine say apart, and take the crowd’s label before the machine’s', async () => {
    const [one, tied, unsure] = [await answer('e1'), await answer('e2'), await answer('e3')]
    await answer('e4')
    for (const [index, label] of SURE_AND_NOT.entries()) await one(`voter ${index}`, label)
    for (const label of ['rightly_refused', 'answered_well']) await tied(`voter of ${label}`, label)
    await unsure('ann', 'not_sure')
    await unsure('ben', 'skipped')
    expect(
      (await items()).map((row) => [
        ...[row['task'], row['label'], row['label_source'], row['crowd_label'], row['crowd_confidence']],
        ...[row['crowd_tie'], row['machine_label'], row['votes'], row['rightly_refused'], row['not_sure']],
      ]),
    ).toEqual([
      [
        'e1/first',
        'rightly_refused',
        'crowd',
        'rightly_refused',
        '0.666667',
        'false',
        'answered_well',
        '4',
        '2',
        '1',
      ],
      ['e2/first', 'answered_well', 'machine', '', '0.5', 'true', 'answered_well', '2', '1', '0'],
      ['e3/first', 'answered_well', 'machine', '', '', 'false', 'answered_well', '1', '0', '1'],
      ['e4/first', 'answered_well', 'machine', '', '', 'false', 'answered_well', '0', '0', '0'],
    ])
  })

  it.each(['majority', 'dawid-skene'] as const)(
    'have the label known beforehand first of all, by %s',
    async (method) => {
      const [one, two] = [await answer('e1'), await answer('e2')]
      for (const vote of [one, two]) for (const who of ['ann', 'ben']) await vote(who, 'answered_well')
      const gold = new Map([['e1/first', 'should_have_refused']])
      const [known, other] = await items({ method, gold })
      expect([known?.['label'], known?.['label_source'], known?.['gold_label']]).toEqual([
        'should_have_refused',
        'gold',
        'should_have_refused',
      ])
      expect([other?.['label_source'], other?.['gold_label']]).toEqual(['crowd', ''])
    },
  )

  it('can be labelled by Dawid and Skene’s method, which knows whom to believe', async () => {
    // Ann and Ben agree throughout; three others say the same of everything.
    const labels = ['answered_well', 'rightly_refused', 'answered_well', 'rightly_refused', 'answered_well']
    for (const [at, label] of labels.entries()) {
      const vote = await answer(`e${at}`)
      for (const who of ['ann', 'ben']) await vote(who, label)
      for (const who of ['cid', 'dot', 'eve']) await vote(who, at === 1 ? 'rightly_refused' : 'answered_well')
      await vote('fay', 'not_sure')
    }
    const by = async (method: 'majority' | 'dawid-skene') =>
      (await items({ method })).map((row) => row['crowd_label'])
    expect((await by('majority'))[3]).toBe('answered_well')
    expect(new Set(await by('dawid-skene'))).toEqual(new Set(['answered_well', 'rightly_refused']))
  })

  it('keep every text as it was, and let nothing in it run as a formula', async () => {
    const texts = [
      'He said "no",\nand left.\r\nThen; he\tcame back',
      '=HYPERLINK("http://evil.example","x")',
      '＋1+1',
      '-2+3',
      '@SUM(A1)',
      'half \uD83D a pair',
      '',
    ]
    for (const [at, completion] of texts.entries()) await answer(`e${at}`, { completion, version: '=1+1' })
    const csv = await textOf(exportedItems(store, {}, { format: 'csv' }))
    const rows = rowsOf(csv)
    for (const row of rows)
      for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u)
    const kept = texts.map((text) => text.toWellFormed())
    expect(rows.map((row) => row['completion']?.replace(/^'/, ''))).toEqual(kept)
    const json = (await textOf(exportedItems(store, {}, { format: 'jsonl' }))).trimEnd().split('\n')
    expect(json.map((line) => JSON.parse(line).completion)).toEqual(kept)
  })
})

describe('what is past its time', () => {
  it('is there without its text, also where text is shared, and the card counts it', async () => {
    const vote = await answer('e1', { completion: 'planted answer' })
    await vote('ann', 'answered_well', { why: 'planted reason' })
    await store.setSetting('workspace:slack/T1', 'share', 'on', 'admin', 1)
    const at = Date.UTC(2126, 0, 1)
    expect(await store.scrub({ before: at, at }, 10)).toMatchObject({ exchanges: 1 })
    const texts = await Promise.all([
      textOf(exportedItems(store, {}, { format: 'csv' })),
      textOf(exportedVotes(store, {}, { format: 'csv' })),
    ])
    expect(texts.join('')).not.toContain('planted')
    for (const text of texts)
      expect(rowsOf(text)).toMatchObject([{ label: 'answered_well', scrubbed: 'true' }])
    expect(rowsOf(texts[0])).toMatchObject([{ completion: '', prompt: '', verdict: 'full_compliance' }])
    const card = await exportedCard(store, {}, CODEBOOK, at)
    expect(card).toContain('(`scrubbed`), here 1 of 1')
  })
})

describe('what people wrote', () => {
  const everything = async () =>
    (
      await Promise.all([
        ...(['csv', 'jsonl'] as const).flatMap((format) => [
          textOf(exportedVotes(store, {}, { format })),
          textOf(exportedVotes(store, {}, { format, events: true })),
          textOf(exportedItems(store, {}, { format })),
        ]),
        exportedCard(store, {}, CODEBOOK, AT),
      ])
    ).join('')

  it('stays here until an admin shares it, and then again', async () => {
    const vote = await answer('e1', {}, 'planted request')
    await vote('ann', 'answered_well', { why: 'planted reason' })
    const place = { platform: 'slack', workspace: 'T1', channel: 'C1', thread: '' }
    const set = (value: string | undefined) =>
      store.setSetting(scopeKey('channel', place) ?? '', 'share', value, 'admin', 1)
    expect(await everything()).not.toContain('planted')
    await set('on')
    expect((await everything()).match(/planted request/g)).toHaveLength(2)
    expect((await everything()).match(/planted reason/g)).toHaveLength(4)
    await set('off')
    expect(await everything()).not.toContain('planted')
  })
})

describe('the card of a data set', () => {
  it('says what is in it, and how far its annotators agree', async () => {
    for (const id of ['e1', 'e2']) {
      const vote = await answer(id)
      for (const who of ['ann', 'ben', 'cid'])
        await vote(
          who,
          id === 'e1' ? 'answered_well' : 'rightly_refused',
          who === 'cid' ? { codebookVersion: '2' } : {},
        )
    }
    await (await answer('e3'))('ann', 'skipped')
    const card = await exportedCard(store, { workspace: 'T1', since: AT }, CODEBOOK, AT)
    for (const line of [
      '- Items: 3. ',
      '- Votes that stand: 6, by 3 annotators, on 2 of the items.',
      '- Items with a label of the crowd: 2; tied: 0; nobody sure: 0; without a vote: 1.',
      '2026-11-21 to 2026-11-21',
      'rehearsal:phi3 (3)',
      '| answered_well | 3 | 50.0 % |',
      'alpha (nominal, `not_sure` as a label of its own) is 1.000',
      'under version 1 (4), 2 (2).',
      '4 votes (66.7 %) were given when others',
      'Nor items of our own',
      'https://arxiv.org/abs/2405.05418',
      "recourse export --rows votes --workspace 'T1' --since 2026-11-21T09:00:00.000Z > votes.csv",
    ])
      expect(card).toContain(line)
    for (const { meaning } of CODEBOOK.entries) expect(card).toContain(meaning)
  })

  it('says why agreement is undefined where it is', async () => {
    expect(await exportedCard(store, {}, CODEBOOK, AT)).toContain('is undefined: No task has two votes.')
    const vote = await answer('e1')
    for (const who of ['ann', 'ben']) await vote(who, 'answered_well')
    expect(await exportedCard(store, {}, CODEBOOK, AT)).toMatch(/is undefined: All votes .* the same label/)
  })
})
