/** A storm of reactions in Discord, from the first event to the last vote stored. */
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { openContest } from './chat-contest.ts'
import { answerOf, moment } from './chat-messages.ts'
import { discordContest } from './discord-contest.ts'
import { stormTold } from './discord-messages.ts'

/** Milliseconds in which all votes have to be stored. */
const PATIENCE = 120_000

export interface VoteStorm {
  readonly reactions: number
  readonly milliseconds: number
}

/** Three people react to each of so many answers, all at once. */
export async function voteStorm(answers: number): Promise<VoteStorm> {
  let crowd: ChildProcess | undefined
  let folder = ''
  const contest = discordContest({ kinds: ['recourse'], limited: false })
  const open = await openContest({
    ...contest,
    enter: (kind, ground) =>
      contest.enter(kind, {
        ...ground,
        startCrowd(file, args) {
          folder = ground.folder
          crowd = ground.startCrowd(file, args)
          return crowd
        },
      }),
  })
  try {
    await open.play({ rounds: 1, warmUp: 0, questions: answers, atOnce: 64, waits: [0], manner: 'short' })
    if (!crowd) throw new Error('nobody is there to react')
    const { startedAt, reactions } = await answerOf(crowd, stormTold, { storm: true })
    const database = new DatabaseSync(join(folder, 'recourse.sqlite'), { readOnly: true })
    const counting = database.prepare('select count(*) as votes from vote_events')
    try {
      while (Number(counting.get()?.['votes']) < reactions) {
        if (moment() - startedAt > PATIENCE) throw new Error('votes were lost')
        await sleep(20)
      }
      return { reactions, milliseconds: moment() - startedAt }
    } finally {
      database.close()
    }
  } finally {
    await open.close()
  }
}
